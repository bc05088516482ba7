"""From ``corrections.yaml`` to corrections that can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field as Setting
from pydantic import ValidationError

from data_contract.models import ColumnName, Strict
from pipelines import model_errors, yaml_source
from pipelines.contract.types import Line
from pipelines.findings import Broken, Finding
from pipelines.records.model import RecordContract
from pipelines.text import Text
from pipelines.yaml_source import Place, Source

FILE = "corrections.yaml"
"""Name of the file beside a pipeline's records."""


class Correction(Strict):
    """A known error in one cell of one record."""

    kind: ColumnName
    """Kind of record."""
    key: Annotated[dict[ColumnName, str], Setting(min_length=1)]
    """Every key column of that kind with its text as the source gives it."""
    column: ColumnName
    """Column of the cell."""
    expect: str
    """Text that the source gives; empty for nothing."""
    value: str
    """The right text; empty for nothing. The same as ``expect`` where another version of the record is right
    as it stands."""
    reason: Line
    """How the error is known, in Vietnamese."""
    reason_en: Line
    """How the error is known, in English."""

    def cell(self) -> tuple[Any, ...]:
        """What is corrected."""
        return self.kind, tuple(sorted(self.key.items())), self.column


class CorrectionFile(Strict):
    """The whole file."""

    corrections: list[Correction]
    """Corrections, in any order: none builds on another."""


@dataclass(frozen=True)
class Known:
    """A correction and where it stands."""

    correction: Correction
    """The correction."""
    source: Source
    """File that states it."""
    index: int
    """Its place there."""

    def finding(self, place: Place, rule: str, message: Text, value: str = "") -> Finding:
        """What is wrong with it, at ``place`` inside it."""
        return self.source.finding(("corrections", self.index, *place), rule, message, value)

    def key(self) -> str:
        """The record as messages name it."""
        names = ", ".join(f"{name}={text}" for name, text in self.correction.key.items())
        return f"{self.correction.kind} ({names})"


def load(paths: Iterable[Path], contracts: Mapping[str, RecordContract]) -> tuple[Known, ...]:
    """The corrections of all files together; a file that is not there has none.

    Raises:
        Broken: with every error, by file and key.
    """
    known = tuple(one for path in paths if path.exists() for one in _read(path))
    found = [finding for one in known for finding in _breaches(one, contracts)]
    found += _contradictions(known)
    if found:
        raise Broken(found)
    return known


def _read(path: Path) -> Iterator[Known]:
    source = yaml_source.read(path, str(path))
    try:
        stated = CorrectionFile.model_validate(source.data).corrections
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, CorrectionFile)) from None
    yield from (Known(correction, source, index) for index, correction in enumerate(stated))


def _breaches(known: Known, contracts: Mapping[str, RecordContract]) -> Iterator[Finding]:
    correction, contract = known.correction, contracts.get(known.correction.kind)
    column = correction.column
    if contract is None:
        yield known.finding(("kind",), "kind", NO_KIND.filled(names=", ".join(contracts)), correction.kind)
        return
    if correction.key.keys() != set(contract.key):
        yield known.finding(("key",), "key", NOT_THE_KEY.filled(names=", ".join(contract.key)))
    if contract.field(column) is None:
        message = NO_COLUMN.filled(names=", ".join(contract.names()))
        yield known.finding(("column",), "column", message, column)
    if correction.key.get(column, correction.expect) != correction.expect:
        yield known.finding(("expect",), "expect", IN_KEY.filled(column=column), correction.expect)


def _contradictions(known: Sequence[Known]) -> Iterator[Finding]:
    expected: dict[tuple[Any, ...], str] = {}
    for one in known:
        correction = one.correction
        cell = (*correction.cell(), correction.expect)
        if cell in expected:
            yield one.finding(("expect",), "unique", TWICE, correction.expect)
        expected.setdefault(cell, correction.value)
    for one in known:
        value = one.correction.value
        if expected.get((*one.correction.cell(), value), value) != value:
            yield one.finding(("value",), "chain", CHAIN, value)


NO_KIND = Text(
    "Quy trình không có loại bản ghi này; các loại: {names}.",
    "The pipeline has no such kind of record; there are: {names}.",
)
NOT_THE_KEY = Text("Cần đúng các cột khóa: {names}.", "Exactly the key columns are needed: {names}.")
NO_COLUMN = Text(
    "Loại bản ghi này không có cột đó; các cột: {names}.",
    "This kind of record has no such column; there are: {names}.",
)
IN_KEY = Text(
    "Cột này thuộc khóa: expect phải như {column} trong key.",
    "This column is part of the key: expect has to be what key says of {column}.",
)
TWICE = Text(
    "Một mục khác đã sửa ô này với cùng expect; hãy bỏ một.",
    "Another correction of this cell expects the same; remove one.",
)
CHAIN = Text(
    "Một mục khác coi giá trị này của ô là sai; hãy ghi giá trị đúng cuối cùng.",
    "Another correction of this cell says that this value is wrong; give the value that is right in the end.",
)
