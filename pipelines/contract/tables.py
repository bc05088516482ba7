"""The tabular half of a contract: resources, their Table Schema and its fields."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from data_contract.models import ColumnName, Slug, Strict
from pipelines.contract.types import CsvPath, Line, Prose
from pipelines.contract.vocabularies import FieldType

Bound = int | float | str


class CodeList(Strict):
    """A foreign key across packages: the column's values are listed in another dataset's column."""

    dataset: Slug
    """Name of the dataset that holds the code list."""
    resource: Slug
    """Name of the resource in that dataset."""
    field: ColumnName
    """Column of that resource whose values are allowed."""


class Constraints(Strict):
    """Limits on a column's values, as the Table Schema standard defines them."""

    required: bool | None = None
    """The cell may not be empty."""
    unique: bool | None = None
    """No value occurs twice in the column."""
    minimum: Bound | None = None
    """Smallest allowed value, in the column's unit."""
    maximum: Bound | None = None
    """Largest allowed value, in the column's unit."""
    min_length: Annotated[int | None, Setting(alias="minLength", ge=0)] = None
    """Smallest number of characters."""
    max_length: Annotated[int | None, Setting(alias="maxLength", ge=0)] = None
    """Largest number of characters."""
    pattern: str | None = None
    """Regular expression that the whole value matches."""
    enum: Annotated[list[Bound], Setting(min_length=1)] | None = None
    """The only allowed values."""


class Column(Strict):
    """What columns of published files and of records have in common."""

    name: ColumnName
    """Column name in the file and in the DataStore: ASCII snake_case, unit as suffix."""
    type: FieldType
    """Table Schema type; the DataStore's column type follows from it."""
    format: str | None = None
    """Table Schema format, such as ``%d/%m/%Y`` for a date; the type's default when absent."""
    title: Line
    """Vietnamese label."""
    title_en: Line
    """English label."""
    description: Prose | None = None
    """Vietnamese explanation: definition, formula, source of the column."""
    description_en: Prose | None = None
    """English explanation; given whenever ``description`` is."""
    unit: Line | None = None
    """Unit of measure, such as ``percent``, ``VND`` or ``document``."""
    constraints: Constraints | None = None
    """Limits on the values."""


class Field(Column):
    """One column: its type, unit and labels; the data dictionary is made from it."""

    code_list: CodeList | None = None
    """The code list that the values belong to."""


class TableSchema(Strict):
    """Table Schema of one resource."""

    primary_key: Annotated[list[ColumnName], Setting(alias="primaryKey", min_length=1)]
    """Columns that together name a row; no two rows share them."""
    missing_values: list[str] = Setting(default_factory=lambda: [""], alias="missingValues", min_length=1)
    """Cell texts that stand for a missing value."""
    fields: Annotated[list[Field], Setting(min_length=1)]
    """Columns in the order of the file."""

    def names(self) -> list[str]:
        """Names of all columns, in the order of the file."""
        return [field.name for field in self.fields]


class Resource(Strict):
    """One CSV file of a dataset: UTF-8, comma separated, one header row."""

    name: Slug
    """Name of the resource inside the dataset; stays when titles change."""
    path: CsvPath
    """File name in the dataset's folder."""
    title: Line
    """Vietnamese title."""
    title_en: Line
    """English title."""
    description: Prose | None = None
    """Vietnamese description."""
    description_en: Prose | None = None
    """English description; given whenever ``description`` is."""
    filters: list[ColumnName] = Setting(default_factory=list)
    """Columns that are indexed and offered as filters in pages and in the API."""
    searchable: list[ColumnName] | None = None
    """Text columns of the full-text index; all text columns when absent."""
    load_mode: Literal["replace", "append", "upsert"] = "replace"
    """What a file does to published rows: take their place, add rows, or also change those of its keys."""
    table: Annotated[TableSchema, Setting(alias="schema")]
    """Columns, keys and constraints of the file."""

    def searched(self) -> list[str]:
        """Columns of the full-text index: those named, or all text columns."""
        if self.searchable is not None:
            return list(self.searchable)
        return [field.name for field in self.table.fields if field.type == "string"]
