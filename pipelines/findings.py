"""What a check found wrong: one shape for contracts, rows, assertions and loads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.text import Text


@dataclass(frozen=True)
class Finding:
    """One broken rule: where it is broken, by which value, and what to do about it."""

    file: str
    """Path of the file, relative to where the check was started."""
    rule: str
    """Stable name of the rule, such as ``missing`` or ``type``."""
    message: Text
    """What is wrong and the way out."""
    field: str = ""
    """Path inside a contract, such as ``resources[0].schema.fields[2].unit``."""
    line: int | None = None
    """Line of a contract, counted from 1."""
    row: int | None = None
    """Row of a data file as a spreadsheet counts it: the header is row 1."""
    column: str = ""
    """Column of a data file."""
    value: str = ""
    """The value that breaks the rule."""

    def place(self, language: str) -> str:
        """The place in words: file and line, then field or row and column."""
        parts = [f"{self.file}:{self.line}" if self.line else self.file]
        if self.field:
            parts.append(self.field)
        if self.row:
            parts.append(Text("dòng {n}", "row {n}").filled(n=self.row).said(language))
        if self.column:
            parts.append(Text("cột {n}", "column {n}").filled(n=self.column).said(language))
        return ", ".join(parts)

    def said(self, language: str) -> str:
        """Place, rule, value and message on one line."""
        value = f" «{self.value}»" if self.value else ""
        return f"{self.place(language)}: [{self.rule}]{value} {self.message.said(language)}"

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready object; empty places are left out."""
        places = {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "row": self.row,
            "column": self.column,
            "rule": self.rule,
            "value": self.value,
        }
        kept = {key: value for key, value in places.items() if value not in ("", None)}
        return {**kept, "message": self.message.vi, "message_en": self.message.en}


class Broken(Exception):
    """A thing cannot be used because of what was found; carries every finding, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.said("en") for finding in self.findings))

    def __reduce__(self) -> tuple[type[Broken], tuple[tuple[Finding, ...]]]:
        """Sent from one process to another with its findings."""
        return type(self), (self.findings,)
