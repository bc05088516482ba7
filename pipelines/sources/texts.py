"""JSON records as frames of text: numbers keep the digits that they were written with.

A record is an object of plain values; objects and lists inside a record are refused, since a table has no
place for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.findings import Broken, Finding
from pipelines.sources.source import BATCH_ROWS
from pipelines.text import Text

_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def parsed(content: bytes, place: str, row: int | None = None) -> Any:
    """Parsed JSON with numbers as text; :class:`Broken` where it is not JSON.

    :param place: the file or address that messages name
    """
    try:
        return _DECODER.decode(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Broken([Finding(place, "json", NOT_JSON, row=row, value=str(error))]) from None


def frame(records: Sequence[Any], place: str, first_row: int = 1) -> pl.DataFrame:
    """Parsed records as text columns, in the order in which the keys appear first."""
    for row, record in enumerate(records, start=first_row):
        if not isinstance(record, Mapping):
            raise Broken([Finding(place, "json-record", NOT_RECORD, row=row)])
    names = dict.fromkeys(name for record in records for name in record)
    schema = dict.fromkeys(names, pl.String)
    columns = {name: [record.get(name) for record in records] for name in names}
    try:
        return pl.DataFrame(columns, schema=schema)
    except TypeError:
        return pl.DataFrame(_plain_cells(columns, place), schema=schema)


def lines(path: Path, place: str) -> Iterator[pl.DataFrame]:
    """The records of a JSON Lines file in batches; blank lines are passed over."""
    with path.open("rb") as file:
        numbered = ((row, line) for row, line in enumerate(file, start=1) if line.strip())
        while batch := list(islice(numbered, BATCH_ROWS)):
            yield frame([parsed(line, place, row) for row, line in batch], place, batch[0][0])


def written(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Records as JSON Lines; moments and days in ISO 8601, decimals with their digits."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain_cells(columns: Mapping[str, list[Any]], place: str) -> dict[str, list[Any]]:
    """Columns with truth values as text; :class:`Broken` where a cell is an object or a list."""
    kinds = {name: {type(cell) for cell in cells} for name, cells in columns.items()}
    nested = [name for name, found in kinds.items() if found & {dict, list}]
    if nested:
        raise Broken(Finding(place, "json-nested", NESTED, column=name) for name in nested)
    truths = {True: "true", False: "false"}
    return {
        name: [truths.get(cell, cell) for cell in cells] if bool in kinds[name] else cells
        for name, cells in columns.items()
    }


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


NOT_JSON = Text(
    "Nội dung không phải JSON trọn vẹn; hãy xem nguồn có ghi dở không rồi lấy lại.",
    "The content is not complete JSON; see whether the source was still writing, then fetch again.",
)
NOT_RECORD = Text(
    "Mỗi bản ghi phải là một đối tượng JSON; hãy sửa dòng này ở nguồn.",
    "Each record must be a JSON object; correct this row at the source.",
)
NESTED = Text(
    "Cột này chứa đối tượng hoặc danh sách; nguồn phải gửi từng giá trị trong cột riêng.",
    "This column holds objects or lists; the source must send each value in a column of its own.",
)
