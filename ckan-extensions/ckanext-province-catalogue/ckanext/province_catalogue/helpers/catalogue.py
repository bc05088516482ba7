"""Labels of metadata: sectors, agencies, choices, licences; and datasets as lists show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from .. import config, keywords
from ..cards import Card, card
from ..directory import Directory
from ..language import current, pick
from .page import province_profile, province_text


def province_directory() -> Directory:
    """Sectors and agencies, read once per page."""
    if "province_directory" not in tk.g:
        order = [sector.code for sector in province_profile().sectors]
        tk.g.province_directory = Directory.read(current(), order)
    return tk.g.province_directory


def province_card(found: Mapping[str, Any]) -> Card:
    """A dataset as lists show it, from what a search returned."""
    return card(found)


@tk.chained_helper
def dataset_display_name(next_helper: Callable[..., str], package: Any) -> str:
    """A dataset's title in the page's language on CKAN's own pages."""
    own = province_text(package, "title") if isinstance(package, Mapping) else ""
    return own or next_helper(package)


@tk.chained_helper
def resource_display_name(next_helper: Callable[..., str], resource: Mapping[str, Any]) -> str:
    """A file's name in the page's language on CKAN's own pages."""
    return province_text(resource, "name") or next_helper(resource)


def _field(field_name: str) -> Mapping[str, Any]:
    schema = tk.h.scheming_get_dataset_schema("dataset")
    return tk.h.scheming_field_by_name(schema["dataset_fields"], field_name)


def province_choice(field_name: str, value: str) -> str:
    """Label of a metadata field's value in the page's language; the value itself where it has none."""
    choices = tk.h.scheming_field_choices(_field(field_name)) or ()
    label = next((choice["label"] for choice in choices if choice["value"] == value), None)
    return label[current()] if label else value


def province_facet_label(facet: str, item: Mapping[str, Any]) -> str:
    """Label of a facet's value in the page's language."""
    if facet in ("groups", "organization"):
        directory = province_directory()
        unit = directory.sector(item["name"]) if facet == "groups" else directory.agency(item["name"])
        return unit.title if unit else item["display_name"]
    if facet in ("origin", "frequency", "license_id"):
        return province_choice(facet, item["name"])
    return province_keyword(item["name"]) if facet == "tags" else item["display_name"]


def province_keyword(name: str) -> str:
    """A keyword's name in the page's language."""
    return keywords.name(name, current())


def province_license(dataset: Mapping[str, Any]) -> dict[str, str] | None:
    """Name and address of a dataset's licence, or None where it has none."""
    if not dataset.get("license_id"):
        return None
    title = province_choice("license_id", dataset["license_id"])
    return {"title": title, "url": dataset.get("license_url") or ""}


def province_citation(dataset: Mapping[str, Any]) -> str:
    """How to cite a dataset: agency, year, title, portal, address (elements of ISO 690:2021)."""
    agency = province_directory().agency((dataset.get("organization") or {}).get("name"))
    address = config.site_url() + tk.h.url_for("dataset.read", id=dataset["name"], locale="default")
    title, portal = pick(dataset, "title", current()), province_profile().title(current())
    author = f"{agency.title} " if agency else ""
    return f"{author}({dataset['metadata_modified'][:4]}). {title}. {portal}. {address}"
