"""What a DataStore table should look like, from a contract or from inferred columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..contract.model import Contract
from .types import column_type

REPLACE, APPEND, UPSERT = "replace", "append", "upsert"


@dataclass(frozen=True)
class Column:
    """A column: name, PostgreSQL type and data-dictionary entry."""

    name: str
    type: str
    info: dict[str, Any]


@dataclass(frozen=True)
class TablePlan:
    """A table as it should be after the load.

    Attributes:
        primary_key: columns of the unique index that CKAN upserts by.
        indexes: column tuples, each with an index of its own.
        searchable: columns that make up ``_full_text``.
        alias: name of the view over the table, or None.
        mode: what becomes of the rows that are there: ``replace``, ``append`` to them, or ``upsert`` by key.
    """

    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    searchable: tuple[str, ...] = ()
    alias: str | None = None
    mode: str = REPLACE
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns))


def plan_of_contract(contract: Contract) -> TablePlan:
    """The table that a contract asks for.

    Raises:
        BrokenContract: a type or format has no counterpart in the DataStore.
    """
    columns = (
        Column(
            name=descriptor["name"],
            type=column_type(descriptor),
            info=_dictionary_entry(descriptor),
        )
        for descriptor in contract.fields
    )
    return TablePlan(
        columns=tuple(columns),
        primary_key=contract.primary_key,
        indexes=tuple((name,) for name in contract.filters if (name,) != contract.primary_key),
        searchable=contract.searchable,
        alias=contract.alias,
        mode=contract.mode,
    )


def plan_of_headers(headers: Sequence[dict[str, Any]], indexes: Sequence[str]) -> TablePlan:
    """The table for columns that DataPusher+ inferred: dictionaries with ``id``, ``type`` and ``info``."""
    columns = tuple(
        Column(
            name=header["id"],
            type=header["type"],
            info=header.get("info") or {},
        )
        for header in headers
    )
    texts = tuple(column.name for column in columns if column.type == "text")
    indexed = tuple((name,) for name in indexes)
    return TablePlan(columns=columns, indexes=indexed, searchable=texts)


def _dictionary_entry(descriptor: dict[str, Any]) -> dict[str, Any]:
    entry = {
        "label": descriptor.get("title"),
        "label_en": descriptor.get("title_en"),
        "notes": descriptor.get("description"),
        "notes_en": descriptor.get("description_en"),
        "unit": descriptor.get("unit"),
    }
    return {key: value for key, value in entry.items() if value}
