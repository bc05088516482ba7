"""The structure of a file without a contract: proposed, corrected by the steward, then the contract."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_contract.check import check
from data_contract.inference import NOTATIONS, notation_of, propose
from data_contract.reading import Hints, read
from data_contract.report import Report

from . import config
from .model.version import Version
from .versions import store

TEXTS = ("title", "title_en", "unit")


def is_open(resource: dict[str, Any]) -> bool:
    """Whether stewards keep the structure here; one that comes from a published contract is kept there."""
    return bool(resource.get("datastore_active")) and not resource.get("contract_name")


def current(resource: dict[str, Any], version: Version) -> dict[str, Any]:
    """The resource's Table Schema; a proposal from the version's file where it has none."""
    if resource.get("schema"):
        schema = resource["schema"]
        return json.loads(schema) if isinstance(schema, str) else schema
    with tempfile.TemporaryDirectory() as folder:
        return propose(_rows(version, Path(folder), None))


def judge(schema: dict[str, Any], version: Version) -> Report:
    """Whether the version's file keeps a schema.

    Raises:
        Rejected: the file cannot be read by it at all.
    """
    with tempfile.TemporaryDirectory() as folder:
        return check(_rows(version, Path(folder), schema), schema, config.max_reported_errors())


def rows_of_form(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """One row of the form for each column."""
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    return [
        {
            **{text: field.get(text, "") for text in ("name", *TEXTS)},
            "notation": notation_of(field),
            "required": bool(field.get("constraints", {}).get("required")),
            "key": field["name"] in key,
            "examples": field.get("examples", []),
        }
        for field in schema["fields"]
    ]


def schema_of_form(form: Mapping[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """Table Schema of what the steward sent; what the form does not show stays as it was."""
    fields = [_field(form, position, field) for position, field in enumerate(before["fields"])]
    key = [field["name"] for position, field in enumerate(fields) if form.get(f"key-{position}")]
    schema = {**before, "fields": fields, "primaryKey": key}
    return schema if key else {name: value for name, value in schema.items() if name != "primaryKey"}


def _field(form: Mapping[str, str], position: int, before: dict[str, Any]) -> dict[str, Any]:
    notation = form.get(f"notation-{position}", "")
    if notation in NOTATIONS:
        shown = {word for properties in NOTATIONS.values() for word in properties}
        kept = {key: value for key, value in before.items() if key not in shown}
        field = {**kept, **NOTATIONS[notation]}
    else:
        field = dict(before)
    field.pop("examples", None)
    for text in TEXTS:
        field[text] = form.get(f"{text}-{position}", "").strip()
    constraints = {key: value for key, value in field.get("constraints", {}).items() if key != "required"}
    if form.get(f"required-{position}"):
        constraints["required"] = True
    field["constraints"] = constraints
    return {key: value for key, value in field.items() if value not in ("", {})}


def _rows(version: Version, folder: Path, schema: dict[str, Any] | None) -> Path:
    original = store.folder(version.resource_id, version.number) / store.ORIGINAL
    format = version.file_name.rsplit(".", 1)[-1]
    return read(original, folder / "rows.csv", format, Hints(schema=schema)).path
