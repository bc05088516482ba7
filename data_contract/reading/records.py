"""JSON lists of records, JSON Lines and GeoJSON (RFC 7946) as the canonical table.

Duplicate keys, NaN and Infinity are refused (RFC 8259, sections 4 and 6); numbers keep the digits that they
are written with. A list is read as a whole, JSON Lines line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..report import Problem, Rejected
from . import canonical, encodings, headers
from .cells import DEEPEST, Numeral, Unreadable, render
from .headers import Fields
from .model import Hints, Reading

# A parsed list takes about ten times its bytes of memory
LARGEST = 256 * 1024 * 1024
LISTS = ("data", "records", "items", "features")
GEOMETRY = {"name": "geometry", "type": "geojson"}
MOST_PROBLEMS = 1000
Record = dict[str, Any]


def read(source: Path, target: Path, format: str, hints: Hints) -> Reading:
    """Leave the canonical table of a list of records at ``target``.

    Raises:
        Rejected: the JSON is broken, too large or has no list of records, or a value has no text.
    """
    encoding = encodings.detect(source)
    if format in ("JSONL", "NDJSON"):
        reading = _from_lines(source, target, encoding, hints.fields)
    else:
        reading = _from_list(source, target, encoding, hints.fields)
    return replace(reading, format=format, encoding=encoding)


def _from_lines(source: Path, target: Path, encoding: str, fields: Fields) -> Reading:
    def records() -> Iterator[tuple[int, Record]]:
        # Rows count from the header that the canonical file has, lines from the first record
        for number, line in enumerate(encodings.lines(source, encoding), start=1):
            if line.strip():
                yield number + 1, _record(_parsed(line.strip(), number), number + 1)

    labels = dict.fromkeys(key for _, record in records() for key in record)
    return _write(list(labels), records(), target, fields)


def _from_list(source: Path, target: Path, encoding: str, fields: Fields) -> Reading:
    if source.stat().st_size > LARGEST:
        raise Rejected(Problem("too_large", value="JSON", details={"limit": LARGEST}))
    content = _parsed("".join(encodings.lines(source, encoding)), 1)
    features = isinstance(content, dict) and content.get("type") == "FeatureCollection"
    items = _list(content)
    if features:
        records = [_feature(_record(item, row), row, fields) for row, item in enumerate(items, start=2)]
    else:
        records = [_record(item, row) for row, item in enumerate(items, start=2)]
    labels = dict.fromkeys(key for record in records for key in record)
    if features and not fields:
        fields = [GEOMETRY if label == "geometry" else {"name": label} for label in labels]
    return _write(list(labels), enumerate(records, start=2), target, fields)


def _parsed(text: str, first_line: int) -> Any:
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_unique,
            parse_float=Numeral,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        line = error.lineno + first_line - 1
        raise Rejected(Problem("json_syntax", row=line, details={"limit": error.colno})) from error
    except RecursionError as error:
        raise Rejected(Problem("json_depth", details={"limit": DEEPEST})) from error
    except ValueError as error:
        # Python's own bound on the digits of a whole number
        raise Rejected(Problem("not_finite", value="> 4300")) from error


def _unique(pairs: list[tuple[str, Any]]) -> Record:
    record = dict(pairs)
    if len(record) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Rejected(Problem("json_duplicate_key", column=twice))
    return record


def _constant(name: str) -> Any:
    raise Rejected(Problem("not_finite", value=name))


def _list(content: Any) -> list[Any]:
    lists = [content] if isinstance(content, list) else []
    if isinstance(content, dict):
        lists = [content[key] for key in LISTS if isinstance(content.get(key), list)]
    if len(lists) != 1:
        raise Rejected(Problem("json_shape", details={"limit": ", ".join(LISTS)}))
    return lists[0]


def _record(item: Any, row: int) -> Record:
    if not isinstance(item, dict):
        raise Rejected(Problem("json_record", row=row))
    return item


def _feature(feature: Record, row: int, fields: Fields) -> Record:
    properties = _record(feature.get("properties") or {}, row)
    if "geometry" in properties:
        raise Rejected(Problem("json_duplicate_key", column="geometry"))
    named = {"id": feature["id"]} if "id" in feature and "id" not in properties else {}
    if fields and not headers.known(["id"], fields):
        named = {}
    return {**named, **properties, "geometry": feature.get("geometry")}


def _write(
    labels: Sequence[str], records: Iterable[tuple[int, Record]], target: Path, fields: Fields
) -> Reading:
    if not labels:
        raise Rejected(Problem("empty"))
    header = headers.arrange(labels, fields)
    given = list(fields) or [{"name": label} for label in header.labels]
    keys = [labels[place] for place in header.places]
    columns = list(zip(header.labels, keys, given, strict=True))
    canonical.write(target, header.labels, _rows(records, columns))
    return Reading(target, "", columns=header.columns, words=header.words)


def _rows(
    records: Iterable[tuple[int, Record]], columns: Sequence[tuple[str, str, dict[str, Any]]]
) -> Iterator[list[str]]:
    problems: list[Problem] = []
    previous = 1
    for row, record in records:
        yield from ([] for _ in range(row - previous - 1))
        previous = row
        texts = []
        for label, key, field in columns:
            try:
                texts.append(render(record.get(key), field))
            except Unreadable as error:
                problems.append(Problem(error.rule, row, label, error.value, error.details))
        yield texts
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise Rejected(*problems)
