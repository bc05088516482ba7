"""Known errors of a source, put right before the check: ``corrections.yaml`` and the operator's own file.

    known = corrections.load([folder / corrections.FILE, own_file], contracts)
    corrected = corrections.apply(frame, "dossier", known)      # each frame of text, before its check
    found = corrections.unused(known, used)                     # once, ``used`` of all frames together

A correction changes one cell of one record, and only where the cell is the text that it expects. One that no
longer fits its record, or meets none, is an error and never passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.findings import Broken, Finding
from pipelines.records.check import MOST_TOLD, PLACE
from pipelines.records.corrections_file import FILE, Known, load
from pipelines.text import Text

__all__ = ["FILE", "Corrected", "Known", "apply", "load", "unused"]
NUMBER = "\0number"


@dataclass(frozen=True)
class Corrected:
    """A frame after its corrections."""

    frame: pl.DataFrame
    """All records in their order; a cell with nothing in it is null."""
    used: frozenset[int]
    """Positions of the corrections whose record was met."""


def apply(frame: pl.DataFrame, kind: str, known: Sequence[Known]) -> Corrected:
    """Put the cells right that ``known`` has corrections for.

    :param frame: records of ``kind`` as text, the key as the source writes it

    Raises:
        Broken: a cell is neither what a correction expects nor right already.
    """
    met = _met(frame, kind, known)
    used: set[int] = set()
    changes: dict[str, dict[int, str | None]] = defaultdict(dict)
    unfit: dict[tuple[int, str], Finding] = {}
    for (place, column), numbers in met.items():
        found = (frame[column][place] if column in frame.columns else None) or ""
        stated = {number: known[number].correction for number in numbers}
        fitting = {number for number, one in stated.items() if found in (one.expect, one.value)}
        if not fitting:
            unfit[numbers[0], found] = _unfit([known[number] for number in numbers], found)
        used |= fitting
        changes[column].update((place, one.value or None) for one in stated.values() if one.expect == found)
    if unfit:
        raise Broken(list(unfit.values())[:MOST_TOLD])
    return Corrected(_changed(frame, changes), frozenset(used))


def unused(known: Sequence[Known], used: Iterable[int]) -> list[Finding]:
    """A finding for each correction that met no record in the whole reading."""
    return [_idle(known[number]) for number in sorted(set(range(len(known))).difference(used))]


def _met(frame: pl.DataFrame, kind: str, known: Sequence[Known]) -> Mapping[tuple[int, str], list[int]]:
    """Corrections of each cell that there are any for, by row and column."""
    stated = {number: one.correction for number, one in enumerate(known) if one.correction.kind == kind}
    key = sorted({name for correction in stated.values() for name in correction.key})
    cells: dict[tuple[int, str], list[int]] = defaultdict(list)
    if stated and set(key) <= set(frame.columns):  # the check tells what column is missing
        keys = pl.DataFrame([{NUMBER: number, **one.key} for number, one in stated.items()])
        rows = frame.select(key).with_row_index(PLACE).join(keys, on=key)
        for place, number in rows.select(PLACE, NUMBER).sort(PLACE, NUMBER).iter_rows():
            cells[place, stated[number].column].append(number)
    return cells


def _changed(frame: pl.DataFrame, changes: Mapping[str, Mapping[int, str | None]]) -> pl.DataFrame:
    for column, values in changes.items():
        if values:
            cells = frame[column] if column in frame.columns else pl.Series(column, [None] * frame.height)
            right = pl.Series(values.values(), dtype=pl.String)
            frame = frame.with_columns(cells.cast(pl.String).clone().scatter(list(values), right))
    return frame


def _unfit(stated: list[Known], found: str) -> Finding:
    """A cell that none of its corrections fits, told at the first one."""
    expected = ", ".join(f'"{one.correction.expect}"' for one in stated)
    message = UNFIT.filled(key=stated[0].key(), expected=expected, found=f'"{found}"')
    return replace(_finding(stated[0], "expect", message), value=found)


def _idle(known: Known) -> Finding:
    message = NO_RECORD.filled(key=known.key(), expected=f'"{known.correction.expect}"')
    return _finding(known, "no-record", message)


def _finding(known: Known, rule: str, message: Text) -> Finding:
    return replace(known.finding((), rule, message), column=known.correction.column)


UNFIT = Text(
    "Bản ghi {key} có {found}, không phải {expected} như mục này chờ đợi. Nếu nguồn đã sửa thì bỏ mục "
    "này hoặc sửa expect và value; nếu đây là một phiên bản khác của bản ghi thì thêm một mục với "
    "expect: {found} (value cũng vậy nếu giá trị đó đúng).",
    "Record {key} has {found}, not {expected} as this correction expects. If the source has changed, "
    "remove it or change its expect and value; if this is another version of the record, add a correction "
    "with expect: {found} (and the same value, if that is right).",
)
NO_RECORD = Text(
    "Trong toàn bộ lần đọc không có bản ghi {key} mang giá trị {expected}; hãy ghi key và expect như ở "
    "nguồn, hoặc bỏ mục này.",
    "The whole reading has no record {key} with {expected}; write key and expect as the source does, or "
    "remove this correction.",
)
