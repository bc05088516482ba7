"""Normal form: what PostgreSQL is given for a cell."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from frictionless import Field, Schema

from data_contract import normal
from data_contract.check import check
from data_contract.compiled.cells import Reader
from data_contract.tests.conftest import Written
from data_contract.tests.tables import CELLS, FORMATS, FORMATTED

VIETNAMESE = {"type": "number", "groupChar": ".", "decimalChar": ","}
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "integer"}, "007", "7"),
    ({"type": "integer"}, "+5", "5"),
    ({"type": "integer"}, " １２ ", "12"),
    ({"type": "integer"}, "1_000", "1000"),
    ({"type": "integer", "bareNumber": False}, "12 đ", "12"),
    (VIETNAMESE, "1.234.567,50", "1234567.50"),
    (VIETNAMESE, "0,1", "0.1"),
    ({"type": "number"}, "0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ({"type": "number", "floatNumber": True}, "0.1000000000000000055511151231257827",
     "0.1000000000000000055511151231257827"),
    ({"type": "number"}, "1e3", "1000"),
    ({"type": "number"}, "+007.50", "7.50"),
    ({"type": "number"}, ".5", "0.5"),
    ({"type": "number", "bareNumber": False, **VIETNAMESE}, "1.200,5 đồng", "1200.5"),
    ({"type": "boolean"}, "TRUE", "true"),
    ({"type": "boolean", "trueValues": ["có"], "falseValues": ["không"]}, "không", "false"),
    ({"type": "date", "format": "%d/%m/%Y"}, "29/02/2024", "2024-02-29"),
    ({"type": "date", "format": "%d/%m/%Y"}, "1/2/2024", "2024-02-01"),
    ({"type": "date"}, "0001-01-01", "0001-01-01"),
    ({"type": "datetime"}, "2024-01-01T08:30:00+07:00", "2024-01-01T01:30:00"),
    ({"type": "datetime"}, "2024-01-01T08:30:00Z", "2024-01-01T08:30:00"),
    ({"type": "datetime"}, "2024-01-01T24:00:00", "2024-01-02T00:00:00"),
    ({"type": "datetime", "format": "%d/%m/%Y %H:%M"}, "01/02/2024 08:30", "2024-02-01T08:30:00"),
    ({"type": "time"}, "08:30:00.25", "08:30:00.250000"),
    ({"type": "year"}, "0999", "999"),
    ({"type": "yearmonth"}, "2024-1", "2024-1"),
    ({"type": "object"}, '{"a":  1}', '{"a":  1}'),
    ({"type": "string"}, " xã ", " xã "),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "wanted"), CASES, ids=lambda value: str(value)[:40])
def test_a_cell_in_normal_form(written: Written, field: dict[str, Any], text: str, wanted: str) -> None:
    """Whatever the notation, the value is written as PostgreSQL writes it."""
    path = written([["a", "b"], [text, "x"]])
    out = path.with_suffix(".normal")
    assert check(path, {"fields": [{"name": "a", **field}, {"name": "b"}]}, normal=out).valid
    frame = pl.read_csv(out, infer_schema=False)
    assert frame.row(0) == (wanted, "x")


@pytest.mark.parametrize(
    ("missing", "records", "text"),
    [
        ([""], [["", "x"], ["y", ""]], ",x\ny,\n"),
        (["-"], [["", "x"], ["-", "y"]], '"",x\n,y\n'),
        ([""], [["a,b", 'q"r'], ["two\nlines", "a,\r"]], '"a,b","q""r"\n"two\nlines","a,\r"\n'),
    ],
    ids=["missing is unquoted", "empty text is quoted", "quoted where needed"],
)
def test_missing_is_not_empty(
    written: Written, missing: list[str], records: list[list[str]], text: str
) -> None:
    """COPY reads an unquoted empty cell as NULL and a quoted one as empty text."""
    path = written([["a", "b"], *records])
    out = path.with_suffix(".normal")
    check(path, {"missingValues": missing, "fields": [{"name": "a"}, {"name": "b"}]}, normal=out)
    assert out.read_bytes().decode() == "a,b\n" + text


def test_the_end_of_copy_is_quoted(written: Written) -> None:
    r"""A lone ``\.`` would end the data."""
    path = written([["a"], ["\\."]])
    out = path.with_suffix(".normal")
    check(path, {"fields": [{"name": "a"}]}, normal=out)
    assert out.read_text() == '"a"\n"\\."\n'


def test_a_bad_file_leaves_nothing(written: Written) -> None:
    """Rows of a refused file are not kept."""
    path = written([["a"], ["1"], ["x"]])
    out = path.with_suffix(".normal")
    assert not check(path, {"fields": [{"name": "a", "type": "integer"}]}, normal=out).valid
    assert not out.exists()


FIELDS = [
    *({"type": kind} for kind in sorted(CELLS)),
    *({"type": kind, "format": format_} for kind, formats in FORMATS.items() for format_ in formats),
    VIETNAMESE,
]


@pytest.mark.parametrize("descriptor", FIELDS, ids=lambda field: " ".join(field.values()))
def test_polars_and_frictionless_read_alike(descriptor: dict[str, Any]) -> None:
    """Where polars is sure of a cell, normal form and key are those of frictionless's value."""
    field = Schema.from_descriptor({"fields": [{"name": "a", **descriptor}]}).fields[0]
    usual, unusual = CELLS[descriptor["type"]]
    for text, written, key in _certain(field, [text for text in (*usual, *unusual, *FORMATTED) if text]):
        read = Reader(field)(text)
        assert (read.normal, read.key, read.broken) == (written, key, ())


def _certain(field: Field, texts: list[str]) -> list[tuple[str, str, str]]:
    steps = normal.Steps(pl.col("text"), pl.col("bare"), pl.col("value"))
    form = normal.form(field, steps)
    if form is None:
        return []
    frame = pl.DataFrame({"text": texts}).with_columns(bare=form.bare).with_columns(value=form.value)
    certain = frame.with_columns(certain=form.certain).filter("certain")
    return certain.select("text", form.written.alias("written"), form.key.alias("key")).rows()
