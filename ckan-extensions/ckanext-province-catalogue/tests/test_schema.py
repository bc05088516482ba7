"""The metadata schema: what is stored comes back, what must be there is asked for, in both languages."""

from __future__ import annotations

import uuid

import ckan.plugins.toolkit as tk
import pytest
from conftest import DATASETS, METADATA, RESOURCE, act, dataset

pytestmark = pytest.mark.usefixtures("published")


def new(**changes) -> dict:
    """A new dataset with a name of its own."""
    return dataset("reported", name=f"bo-{uuid.uuid4().hex[:8]}", **changes)


def test_every_field_of_a_dataset_survives():
    """What `package_create` is given, `package_show` returns."""
    shown = act("package_show", id=DATASETS["derived"][0])
    shown["tags"] = [{"name": tag["name"]} for tag in shown["tags"]]
    assert {key: shown[key] for key in METADATA} == METADATA
    assert shown["derived_from"] == DATASETS["derived"][4]
    assert shown["title_en"] == DATASETS["derived"][2]
    assert [group["name"] for group in shown["groups"]] == ["noi-vu"]


def test_every_field_of_a_file_survives(published):
    """What `resource_create` is given, `resource_show` returns."""
    shown = act("resource_show", id=published["reported"]["file"]["id"])
    assert {key: shown[key] for key in RESOURCE} == RESOURCE


def test_a_patch_keeps_the_other_fields():
    """Changing the title leaves sources, legal basis and the rest as they were."""
    made = new()
    patched = act("package_patch", id=made["id"], title="Tên mới")
    unchanged = [key for key in METADATA if key != "tags"]
    assert [patched[key] for key in unchanged] == [made[key] for key in unchanged]


@pytest.mark.parametrize("field", ["title", "notes", "owner_org", "license_id", "origin", "frequency"])
def test_required_fields_are_asked_for(field):
    """The error names the field."""
    with pytest.raises(tk.ValidationError) as refusal:
        new(**{field: ""})
    assert field in refusal.value.error_dict


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": "invented"}, "origin"),
        ({"origin": "derived", "derived_from": []}, "derived_from"),
        ({"origin": "simulated", "derived_from": [""]}, "derived_from"),
        ({"frequency": "SOMETIMES"}, "frequency"),
        ({"license_id": "secret"}, "license_id"),
        ({"temporal_start": "31/05/2024"}, "temporal_start"),
        ({"temporal_start": "2025", "temporal_end": "2024"}, "temporal_end"),
        ({"spatial_unit": "galaxy"}, "spatial_unit"),
        ({"theme": ["http://example.vn/theme"]}, "theme"),
        ({"contact_email": "not an address"}, "contact_email"),
        ({"sources": [{"title": "Nguồn", "date": "May 2023"}]}, "sources"),
    ],
)
def test_wrong_values_are_refused(changes, field):
    """The error names the field."""
    with pytest.raises(tk.ValidationError) as refusal:
        new(**changes)
    assert field in refusal.value.error_dict


def test_optional_fields_may_be_empty():
    """A publisher sends an empty text to take a value away."""
    empty = ["title_en", "notes_en", "temporal_start", "temporal_end", "spatial_unit", "contact_name"]
    made = new(**dict.fromkeys([*empty, "minimum_cell", "privacy_class", "access_rights"], ""), sources=[])
    assert not any(
        made.get(key) for key in [*empty, "minimum_cell", "privacy_class", "access_rights", "sources"]
    )


def labelled(field: dict) -> list[dict]:
    """Everything in a field that a person reads."""
    texts = [field["label"]] + [field[key] for key in ("help_text", "repeating_label") if key in field]
    texts += [choice["label"] for choice in field.get("choices", [])]
    return texts + [text for part in field.get("repeating_subfields", []) for text in labelled(part)]


@pytest.mark.parametrize(
    ("action", "kind", "parts"),
    [
        ("scheming_dataset_schema_show", "dataset", ("dataset_fields", "resource_fields")),
        ("scheming_group_schema_show", "group", ("fields",)),
        ("scheming_organization_schema_show", "organization", ("fields",)),
    ],
)
def test_every_label_is_in_both_languages(action, kind, parts):
    """Labels, help, choices; ckanext-scheming has no Vietnamese of its own."""
    schema = act(action, type=kind)
    texts = [text for part in parts for field in schema[part] for text in labelled(field)]
    assert len(texts) > 4
    assert [text for text in texts if not (text["vi"] and text["en"])] == []
