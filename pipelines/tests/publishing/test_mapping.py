"""Contract to CKAN: the exact fields, and a hash that covers all of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.publishing import mapping
from pipelines.tests.conftest import Tree

AUTHORITY = "http://publications.europa.eu/resource/authority"

PACKAGE = {
    "name": "e-office",
    "title": "Văn bản điện tử theo tháng",
    "title_en": "Electronic documents by month",
    "notes": "Số văn bản đi và tỷ lệ ký số theo cơ quan và tháng.",
    "notes_en": "Documents sent and the share digitally signed, by agency and month.",
    "owner_org": "van-phong",
    "groups": [{"name": "noi-vu"}],
    "tags": [{"name": "van-ban-dien-tu"}, {"name": "ky-so"}],
    "license_id": "CC-BY-4.0",
    "origin": "simulated",
    "derived_from": ["pipelines/e_office"],
    "sources": [
        {
            "title": "Mạng văn phòng điện tử",
            "title_en": "E-office network",
            "system": "e-office",
            "date": "2024-12",
        }
    ],
    "legal_basis": [{"title": "Nghị định 30/2020/NĐ-CP", "article": "4, 5"}],
    "frequency": "MONTHLY",
    "temporal_start": "2024-01",
    "temporal_end": "2024-12",
    "spatial_unit": "province",
    "theme": [f"{AUTHORITY}/data-theme/GOVE"],
    "language": [f"{AUTHORITY}/language/VIE"],
    "contact_name": "Văn phòng",
    "contact_email": "lienhe@example.vn",
    "privacy_class": "aggregate",
    "minimum_cell": 5,
    "access_rights": f"{AUTHORITY}/access-right/PUBLIC",
    "private": False,
    "managed_by": "portal-publish",
}  # fmt: skip


def test_package_has_exactly_these_fields(samples: Tree) -> None:
    """Every field of the dataset, and nothing else than these and the hash."""
    package = mapping.package(samples.contract(), samples.profile())
    assert len(package.pop("contract_hash")) == 64
    assert package == PACKAGE


def test_what_a_contract_leaves_out_is_emptied(samples: Tree) -> None:
    """An open period, no smallest cell and no origin are sent as empty, so that old values go."""
    package = mapping.package(samples.contract("agencies"), samples.profile())
    assert (package["temporal_end"], package["minimum_cell"], package["derived_from"]) == ("", "", [])


def test_owner_is_the_agency_that_took_over(samples: Tree) -> None:
    """The organisation is the successor, not the agency that is gone."""
    assert mapping.package(samples.contract("agencies"), samples.profile())["owner_org"] == "ubnd"


def test_english_columns_make_the_data_bilingual(samples: Tree) -> None:
    """A column ending in _en adds English to the languages."""
    assert [uri[-3:] for uri in mapping.languages(samples.contract("agencies"))] == ["VIE", "ENG"]


def test_internal_data_is_private(samples: Tree) -> None:
    """access: internal is a private dataset with the access right NON_PUBLIC."""
    samples.edit("access", "internal")
    package = mapping.package(samples.contract(), samples.profile())
    assert package["private"] is True
    assert package["access_rights"].endswith("/NON_PUBLIC")


def test_resource_carries_the_whole_table_schema(samples: Tree) -> None:
    """Labels, units and code lists stay in the schema, which is JSON text."""
    contract = samples.contract()
    fields = mapping.resource(contract, contract.resources[0])
    fields.pop("assertions")
    schema = json.loads(fields.pop("schema"))
    assert schema["primaryKey"] == ["month", "agency_code"]
    assert schema["fields"][1]["code_list"]["dataset"] == "agencies"
    assert schema["fields"][4]["unit"] == "percent"
    assert fields == {
        "name": "Theo cơ quan và tháng",
        "name_en": "By agency and month",
        "description": "",
        "description_en": "",
        "contract_name": "monthly",
        "filters": ["month", "agency_code"],
        "searchable": ["agency_name"],
        "load_mode": "replace",
    }


def test_resource_carries_its_assertions(samples: Tree) -> None:
    """The portal checks what the contract asserts of this resource, or of all of them."""
    samples.edit(
        "assertions", [{"rule": "rows", "min": 1}, {"rule": "rows", "min": 2, "resource": "monthly"}]
    )
    contract = samples.contract()
    other = contract.resources[0].model_copy(update={"name": "other"})
    told = [
        [rule["min"] for rule in json.loads(mapping.resource(contract, item)["assertions"])]
        for item in (contract.resources[0], other)
    ]
    assert told == [[1, 2], [1]]


def test_all_text_columns_are_searched_unless_named(samples: Tree) -> None:
    """Without ``searchable``, the text columns are."""
    contract = samples.contract("agencies")
    fields = mapping.resource(contract, contract.resources[0])
    assert fields["searchable"] == ["agency_code", "agency_name", "agency_name_en"]


CHANGES = [
    ("title_en", "Another title"),
    ("temporal.end", "2024-11"),
    ("keywords", ["ky-so"]),
    ("assertions.0.max", 6),
    ("resources.0.title", "Bảng khác"),
    ("resources.0.filters", ["month"]),
    ("resources.0.schema.fields.4.unit", "percent"),
    ("resources.0.schema.fields.4.title_en", "Signed"),
]


@pytest.mark.parametrize(("place", "value"), CHANGES, ids=lambda item: str(item))
def test_hash_changes_exactly_with_the_content(samples: Tree, place: str, value: Any) -> None:
    """Another value anywhere gives another hash; the same value written again does not."""
    before = mapping.package(samples.contract(), samples.profile())["contract_hash"]
    same = place == "resources.0.schema.fields.4.unit"
    samples.edit(place, value)
    after = mapping.package(samples.contract(), samples.profile())["contract_hash"]
    assert (after == before) is same


def test_hash_covers_what_comes_from_the_profile(samples: Tree) -> None:
    """Another theme of the sector gives another hash."""
    before = mapping.package(samples.contract(), samples.profile())["contract_hash"]
    path = samples.provinces / "coast.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("/GOVE", "/REGI"), encoding="utf-8")
    assert mapping.package(samples.contract(), samples.profile())["contract_hash"] != before


def test_sectors_and_agencies_become_groups_and_organisations(samples: Tree) -> None:
    """Titles in both languages, the sector's theme and icon, the agency's parent."""
    profile = samples.profile()
    group, office = mapping.group(profile.sectors[0]), mapping.organization(profile.agencies[0])
    assert (group["name"], group["title_en"], group["icon"]) == ("noi-vu", "Home affairs", "home-affairs")
    assert (office["name"], office["title_en"], office["groups"]) == (
        "van-phong",
        "Office",
        [{"name": "ubnd"}],
    )
    assert mapping.organization(profile.agencies[1])["groups"] == []
