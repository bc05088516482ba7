"""The record contract: one typed model for ``pipelines/<name>/records/<kind>.yaml``.

It says what a record of a source system must be, and of every rule what its breach does: the record is set
aside and counted, or the run stops. There is no third way.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import StringConstraints

from data_contract.models import COLUMN, ColumnName, Strict
from pipelines.contract.tables import Column
from pipelines.contract.types import Line, Prose

OnFailure = Literal["set_aside", "stop"]
RecordType = Literal["string", "integer", "number", "boolean", "date", "datetime", "year", "yearmonth"]
LATEST = "latest:"
Different = Annotated[str, StringConstraints(pattern=rf"^(set_aside|stop|{LATEST}{COLUMN[1:-1]})$")]


class RecordField(Column):
    """A column of a record."""

    type: RecordType
    """Table Schema type; a ``datetime`` carries its zone in the source and is local time after the check."""
    on_failure: OnFailure | None = None
    """What a broken cell does; the contract's ``on_failure`` when absent."""


class RecordSchema(Strict):
    """Columns of the records."""

    fields: Annotated[list[RecordField], Setting(min_length=1)]
    """Columns; sources may have them in any order."""


class RowRule(Strict):
    """A rule between the columns of one record."""

    name: ColumnName
    """Stable name, which counts and reasons are given under."""
    expression: Line
    """Condition in SQL on the columns (as polars reads it); true or null is good."""
    on_failure: OnFailure
    """What a broken rule does."""
    message: Line
    """What is wrong, in Vietnamese."""
    message_en: Line
    """What is wrong, in English."""


class Duplicates(Strict):
    """What records of one key are."""

    same: Literal["once"]
    """Records with the same content count once."""
    different: Different
    """With different content: ``set_aside`` (all of them), ``stop``, or ``latest:COLUMN`` (the one with the
    greatest value of that column; those that share it are set aside)."""


class RecordContract(Strict):
    """One kind of record."""

    kind: ColumnName
    """Name of the kind, and of the file."""
    title: Line
    """Vietnamese name."""
    title_en: Line
    """English name."""
    description: Prose | None = None
    """Vietnamese description: source system, document that the columns come from."""
    description_en: Prose | None = None
    """English description."""
    key: Annotated[list[ColumnName], Setting(min_length=1)]
    """Columns that together name a record; each is required."""
    duplicates: Duplicates
    """What several records of one key mean."""
    table: Annotated[RecordSchema, Setting(alias="schema")]
    """Columns."""
    unknown_columns: Literal["stop"]
    """A column that the contract does not know stops the run."""
    on_failure: OnFailure
    """What a broken cell does, unless its field says otherwise."""
    rules: list[RowRule] = Setting(default_factory=list)
    """Rules between columns."""
    max_set_aside_percent: Annotated[float, Setting(ge=0, le=100, strict=False)]
    """When more of the new records than this are set aside, the run stops."""

    def names(self) -> list[str]:
        """Names of all columns."""
        return [field.name for field in self.table.fields]

    def field(self, name: str) -> RecordField | None:
        """The column of that name, or nothing."""
        return next((field for field in self.table.fields if field.name == name), None)

    @property
    def latest(self) -> str | None:
        """Column that decides between records of one key, where one does."""
        different = self.duplicates.different
        return different.removeprefix(LATEST) if different.startswith(LATEST) else None
