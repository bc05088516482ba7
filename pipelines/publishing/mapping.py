"""Contract and profile as CKAN sees them: pure functions from typed models to API dictionaries.

Optional texts that a contract leaves out are sent as empty, so that removing one from a contract removes it
from the portal too.
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.contract import hashing
from pipelines.contract.model import Contract
from pipelines.contract.tables import Resource
from pipelines.contract.vocabularies import ACCESS_RIGHTS, ENGLISH, VIETNAMESE
from pipelines.profile import Agency, Profile, Sector

MANAGER = "portal-publish"
"""Value of ``managed_by`` on everything that publishing made."""

UPLOAD = {"format": "CSV", "mimetype": "text/csv", "version_source_run": MANAGER}
"""What is sent with every file: its type, and that the tree of contracts decides which file is the newest."""

Api = dict[str, Any]


def package(contract: Contract, profile: Profile) -> Api:
    """The dataset's own fields; ``contract_hash`` covers these, the resources' fields and the contract.

    The contract must be valid under ``profile``: its sector and owner are known to it.
    """
    sector, agency = profile.sector(contract.sector), profile.agency(contract.owner)
    assert sector is not None
    assert agency is not None
    fields = {
        **_described(contract),
        "name": contract.name,
        "owner_org": agency.id,
        "groups": [{"name": sector.code}],
        "theme": [sector.theme],
        "managed_by": MANAGER,
    }
    content = [contract.descriptor(), fields, [resource(contract, item) for item in contract.resources]]
    return {**fields, "contract_hash": hashing.of_data(content)}


def _described(contract: Contract) -> Api:
    return {
        "title": contract.title,
        "title_en": contract.title_en,
        "notes": contract.description,
        "notes_en": contract.description_en,
        "tags": [{"name": keyword} for keyword in contract.keywords],
        "license_id": contract.licenses[0].name,
        "origin": contract.origin,
        "derived_from": list(contract.derived_from),
        "sources": [source.model_dump(exclude_none=True) for source in contract.sources],
        "legal_basis": [basis.model_dump(exclude_none=True) for basis in contract.legal_basis],
        "frequency": contract.frequency,
        "temporal_start": contract.temporal.start,
        "temporal_end": contract.temporal.end or "",
        "spatial_unit": contract.spatial.unit,
        "language": languages(contract),
        "contact_name": contract.contact.name,
        "contact_email": contract.contact.email,
        "privacy_class": contract.privacy.privacy_class,
        "minimum_cell": contract.privacy.minimum_cell or "",
        "access_rights": ACCESS_RIGHTS[contract.access],
        "private": contract.access == "internal",
    }


def languages(contract: Contract) -> list[str]:
    """Languages of the data: Vietnamese, and English where a column holds English text."""
    columns = [name for item in contract.resources for name in item.table.names()]
    return [VIETNAMESE, ENGLISH] if any(name.endswith("_en") for name in columns) else [VIETNAMESE]


def resource(contract: Contract, item: Resource) -> Api:
    """One resource's fields, without its file, the file's type and its hash."""
    schema = item.table.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {
        "name": item.title,
        "name_en": item.title_en,
        "description": item.description or "",
        "description_en": item.description_en or "",
        "contract_name": item.name,
        "schema": json.dumps(schema, ensure_ascii=False),
        "filters": list(item.filters),
        "searchable": item.searched(),
        "load_mode": item.load_mode,
        "assertions": json.dumps(_assertions(contract, item), ensure_ascii=False),
    }


def _assertions(contract: Contract, item: Resource) -> list[Api]:
    """What the contract asserts of one resource, which the portal checks too."""
    about = (rule for rule in contract.assertions if rule.resource in (None, item.name))
    return [rule.model_dump(mode="json", exclude_none=True, exclude={"resource"}) for rule in about]


def group(sector: Sector) -> Api:
    """A sector as a CKAN group."""
    return {
        "name": sector.code,
        "title": sector.name,
        "title_en": sector.name_en,
        "description": sector.description,
        "description_en": sector.description_en,
        "icon": sector.icon,
        "theme": sector.theme,
        "managed_by": MANAGER,
    }


def organization(agency: Agency) -> Api:
    """An agency as a CKAN organisation below its parent."""
    return {
        "name": agency.id,
        "title": agency.name,
        "title_en": agency.name_en,
        "groups": [{"name": agency.parent}] if agency.parent else [],
        "managed_by": MANAGER,
    }
