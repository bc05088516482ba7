"""A page of a resource's table, ready to be written as HTML, with labels and values in the page's language.

Rows come from `datastore_search`, so its permissions and limits hold. Of two columns that say the same in
both languages (`unit`, `unit_en`) only the one in the page's language is shown, unless all are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from . import formats, labels
from .language import pick

ESTIMATE_ABOVE = 100_000
"""Totals above this are the planner's estimate; counting a million rows costs more than reading a page."""
_NOT_OF_THE_TABLE = ("_id", "rank")
"""Columns that the DataStore adds to its answer: the row's number, and how well it matches a search."""
_DATASTORE_TYPES = {
    "int2": "integer",
    "int4": "integer",
    "int8": "integer",
    "float4": "number",
    "float8": "number",
    "numeric": "number",
    "bool": "boolean",
    "date": "date",
}


@dataclass(frozen=True)
class Column:
    """One column as the page shows it."""

    name: str
    label: str
    description: str
    unit: str
    """Unit in words."""
    type: str
    """Table Schema type."""
    type_label: str
    """The type in words."""
    constraints: Mapping[str, Any]

    @property
    def is_number(self) -> bool:
        """Whether values are set flush right."""
        return self.type in ("integer", "number")


@dataclass(frozen=True)
class Request:
    """What the reader asked for in the address of the page."""

    page: int = 1
    query: str = ""
    sort: str = ""
    descending: bool = False
    all_columns: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Request:
        """Read `page`, `find`, `sort`, `order` and `columns`; what makes no sense is taken as not given."""
        page = args.get("page", "")
        return cls(
            page=max(int(page), 1) if page.isdecimal() and len(page) < 8 else 1,
            query=args.get("find", "").strip()[:200],
            sort=args.get("sort", ""),
            descending=args.get("order") == "desc",
            all_columns=args.get("columns") == "all",
        )

    def change(self, **changes: Any) -> dict[str, str]:
        """Address parameters of this request with some of them changed; defaults are left out."""
        asked = {**self.__dict__, **changes}
        parameters = {
            "find": asked["query"],
            "sort": asked["sort"],
            "order": "desc" if asked["sort"] and asked["descending"] else "",
            "columns": "all" if asked["all_columns"] else "",
            "page": str(asked["page"]) if asked["page"] > 1 else "",
        }
        return {key: value for key, value in parameters.items() if value}


@dataclass(frozen=True)
class Preview:
    """One page of a table."""

    request: Request
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: int
    is_estimate: bool
    page_size: int
    dictionary: Sequence[Column]
    """All columns of the table, shown or not."""

    @property
    def hidden_columns(self) -> int:
        """Number of columns left out because they repeat another one in the other language."""
        return len(self.dictionary) - len(self.columns)

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 where there is none."""
        return (self.request.page - 1) * self.page_size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(-(-self.total // self.page_size), 1)


def dictionary(resource: Mapping[str, Any], fields: Sequence[Mapping[str, Any]], lang: str) -> list[Column]:
    """The table's columns described by its Table Schema, else by the DataStore's data dictionary."""
    declared = {field["name"]: field for field in table_schema(resource).get("fields", ())}
    own = [field for field in fields if field["id"] not in _NOT_OF_THE_TABLE or field["id"] in declared]
    return [_column(field, declared.get(field["id"]), lang) for field in own]


def declared_columns(resource: Mapping[str, Any], lang: str) -> list[Column]:
    """Columns that the Table Schema declares, for a resource that has no table in the DataStore."""
    fields = table_schema(resource).get("fields", ())
    return [_column({"id": field["name"], "type": "text"}, field, lang) for field in fields]


def table_schema(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource's Table Schema, or an empty one."""
    return json.loads(resource.get("schema") or "{}")


def _column(stored: Mapping[str, Any], declared: Mapping[str, Any] | None, lang: str) -> Column:
    info = stored.get("info") or {}
    source = declared or {
        "title": info.get("label"),
        "title_en": info.get("label_en"),
        "description": info.get("notes"),
        "description_en": info.get("notes_en"),
        "unit": info.get("unit"),
        "type": _DATASTORE_TYPES.get(stored["type"], "string"),
    }
    field_type = source.get("type") or "string"
    return Column(
        name=stored["id"],
        label=pick(source, "title", lang) or stored["id"],
        description=pick(source, "description", lang),
        unit=labels.unit(source.get("unit") or "", lang),
        type=field_type,
        type_label=labels.field_type(field_type, lang),
        constraints=source.get("constraints") or {},
    )


def _cell(value: Any, column: Column, lang: str) -> str:
    return labels.code(column.name, formats.cell(value, column.type, lang), lang)


def in_language(columns: Sequence[Column], lang: str) -> list[Column]:
    """Columns without those that repeat another one in the other language."""
    names = {column.name for column in columns}
    if lang == "en":
        return [column for column in columns if f"{column.name}_en" not in names]
    return [column for column in columns if not (column.name.endswith("_en") and column.name[:-3] in names)]


def read(resource: Mapping[str, Any], request: Request, page_size: int, lang: str) -> Preview:
    """Read one page of the table.

    :raises ValidationError, NotFound, NotAuthorized: as `datastore_search`.
    """
    data: dict[str, Any] = {
        "resource_id": resource["id"],
        "limit": page_size,
        "offset": (request.page - 1) * page_size,
        "total_estimation_threshold": ESTIMATE_ABOVE,
    }
    if request.query:
        data["q"] = request.query
    if request.sort:
        data["sort"] = f'"{request.sort}" {"desc" if request.descending else "asc"} nulls last'
    found = tk.get_action("datastore_search")({}, data)
    every = dictionary(resource, found["fields"], lang)
    columns = every if request.all_columns else in_language(every, lang)
    rows = [[_cell(record[column.name], column, lang) for column in columns] for record in found["records"]]
    return Preview(
        request=request,
        columns=columns,
        rows=rows,
        total=found["total"],
        is_estimate=found.get("total_was_estimated", False),
        page_size=page_size,
        dictionary=every,
    )
