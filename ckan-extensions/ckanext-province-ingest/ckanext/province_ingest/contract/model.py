"""The contract of one resource, as the resource itself carries it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from frictionless import FrictionlessException, Schema
from pydantic import TypeAdapter, ValidationError

from data_contract.assertions import Assertion
from data_contract.report import BrokenContract

LONGEST_NAME = 63
ASSERTION: TypeAdapter[Assertion] = TypeAdapter(Assertion)
MODES = ("replace", "append", "upsert")


@dataclass(frozen=True)
class Contract:
    """What a load takes from a contract.

    Attributes:
        schema: Table Schema with our keys ``title_en``, ``description_en``, ``unit`` on its fields.
        filters: columns that get an index.
        searchable: columns that full-text search looks in.
        alias: name of the table's view, ``<dataset>__<resource>``; None without a contract name.
        mode: what a file does to the rows that are published: ``replace``, ``append`` or ``upsert``.
        assertions: rules beyond the schema, as :mod:`data_contract.assertions` describes them.
    """

    schema: dict[str, Any]
    filters: tuple[str, ...]
    searchable: tuple[str, ...]
    alias: str | None
    mode: str
    assertions: tuple[dict[str, Any], ...]

    @property
    def rules(self) -> tuple[Assertion, ...]:
        """The assertions, typed.

        Raises:
            BrokenContract: one of them cannot be used.
        """
        try:
            return tuple(map(ASSERTION.validate_python, self.assertions))
        except ValidationError as error:
            raise BrokenContract(f"assertions: {error.errors()[0]['msg']}") from error

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Field descriptors in column order."""
        return self.schema["fields"]

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return [field["name"] for field in self.fields]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Columns that identify a row; empty when the schema names none."""
        key = self.schema.get("primaryKey", [])
        return (key,) if isinstance(key, str) else tuple(key)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole contract: another value means that the table must be built again."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def contract_of(resource: dict[str, Any], dataset_name: str) -> Contract | None:
    """Read the contract that a resource carries; None when it carries none.

    Raises:
        BrokenContract: the schema is no JSON, no Table Schema, or names unknown columns.
    """
    if not resource.get("schema"):
        return None
    schema = _parsed(resource["schema"], "schema")
    if not isinstance(schema, dict) or not schema.get("fields"):
        raise BrokenContract("schema.fields")
    try:
        Schema.from_descriptor(schema)
    except FrictionlessException as error:
        raise BrokenContract("; ".join(reason.note for reason in error.reasons) or str(error)) from error
    texts = tuple(field["name"] for field in schema["fields"] if field.get("type", "string") == "string")
    contract = Contract(
        schema=schema,
        filters=_list(resource, "filters"),
        searchable=_list(resource, "searchable") or texts,
        alias=alias_of(dataset_name, resource.get("contract_name")),
        mode=resource.get("load_mode") or MODES[0],
        assertions=tuple(_parsed(resource.get("assertions") or "[]", "assertions")),
    )
    _require_sound(contract)
    return contract


def _parsed(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise BrokenContract(f"{name}: {error}") from error


def _list(resource: dict[str, Any], name: str) -> tuple[str, ...]:
    value = resource.get(name) or []
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return tuple(item.strip() for item in value.split(",") if item.strip())
    return tuple(_parsed(value, name))


def alias_of(dataset_name: str, contract_name: str | None) -> str | None:
    """Name of the view over a resource's table; None without a contract name."""
    if not contract_name:
        return None
    alias = f"{dataset_name}__{contract_name}".replace("-", "_")
    if len(alias) <= LONGEST_NAME:
        return alias
    # PostgreSQL would cut the name silently, and two datasets could meet
    digest = hashlib.sha256(alias.encode()).hexdigest()[:8]
    return f"{alias[: LONGEST_NAME - 9]}_{digest}"


def _require_sound(contract: Contract) -> None:
    named = {name for rule in contract.rules for names in rule.columns().values() for name in names}
    if unknown := named - set(contract.columns):
        raise BrokenContract(f"assertions: {', '.join(sorted(unknown))}")
    if contract.mode not in MODES:
        raise BrokenContract(f"load_mode: {contract.mode}")
    if contract.mode == "upsert" and not contract.primary_key:
        raise BrokenContract("load_mode: upsert, primaryKey: []")
    for name in contract.columns:
        if name.startswith("_") or len(name.encode()) > LONGEST_NAME or '"' in name:
            raise BrokenContract(f"fields: {name}")
    for key in ("primary_key", "filters", "searchable"):
        if unknown := set(getattr(contract, key)) - set(contract.columns):
            raise BrokenContract(f"{key}: {', '.join(sorted(unknown))}")
