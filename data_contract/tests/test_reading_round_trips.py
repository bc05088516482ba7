"""Whatever form a table is written in, reading gives the same table back."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_contract.reading import read
from data_contract.reading.canonical import is_canonical

from .test_reading_encodings import LOWER, UPPER, vni, windows_1258
from .workbooks import excel, ods, xls, xlsx, zipped

Table = list[list[str]]
LETTERS = st.sampled_from([*LOWER, *UPPER, *"abcxyz 0123456789", *",;|\t\"\n'=+-@", "–", "“", "\u0301", "😀"])
SIMPLE = st.sampled_from([*LOWER, *"abcxyz 0123456789"])
# Syllables, since a legacy table is told by them
WORDS = [
    "Sở Y tế",
    "Ủy ban nhân dân",
    "huyện Đông Hưng",
    "văn phòng đăng ký đất đai",
    "trường trung học phổ thông",
]
SYLLABLES = st.sampled_from([f"{word} " for words in WORDS for word in words.split()])


def tables(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    """Tables of two to four columns whose last row is not blank; NFC, as reading gives them back."""
    cell = st.lists(pieces, max_size=6).map(lambda cell: unicodedata.normalize("NFC", "".join(cell)))

    def rows(width: int) -> st.SearchStrategy[Table]:
        table = st.lists(st.lists(cell, min_size=width, max_size=width), max_size=6)
        return table.map(lambda body: [[f"cột {n}" for n in range(width)], *body, ["1"] * width])

    return st.integers(2, 4).flatmap(rows)


def delimited(table: Table, delimiter: str, line_end: str = "\n", quote: bool = False) -> str:
    out = io.StringIO()
    form = {"delimiter": delimiter, "lineterminator": line_end, "quoting": csv.QUOTE_ALL if quote else 0}
    csv.writer(out, **form).writerows(table)  # type: ignore[arg-type]
    return out.getvalue()


def back(folder: Path, content: bytes, format: str) -> Table:
    source, target = folder / "source", folder / "target.csv"
    source.write_bytes(content)
    path = read(source, target, format).path
    assert is_canonical(path)
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def round_trip(pieces: st.SearchStrategy[str]):
    """The test with random tables; the folder is used again, and rewritten, by each."""

    def decorate(test):
        same_folder = settings(
            max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
        )
        return same_folder(given(table=tables(pieces))(test))

    return decorate


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@round_trip(LETTERS)
def test_delimited(tmp_path, encoding, delimiter, table):
    """Any delimiter in any Unicode encoding, all cells in quotes."""
    text = f"sep={delimiter}\n" + delimited(table, delimiter, quote=True)
    assert back(tmp_path, text.encode(encoding), "CSV") == table


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@round_trip(SIMPLE)
def test_line_ends(tmp_path, line_end, table):
    """Any line end."""
    assert back(tmp_path, delimited(table, ";", line_end).encode(), "CSV") == table


@pytest.mark.parametrize("encode", [windows_1258, vni])
@round_trip(SYLLABLES)
def test_legacy(tmp_path, encode, table):
    """Legacy tables, given words enough to tell them by."""
    table = [[f"Mã {n}" for n in range(5)], *[(row + [""] * 5)[:5] for row in table[1:]], WORDS]
    assert back(tmp_path, encode(delimited(table, ";")), "CSV") == table


@pytest.mark.parametrize(
    ("format", "make"),
    [
        ("XLSX", lambda table: xlsx(S=table)),
        ("XLSX", excel),
        ("XLS", lambda t: xls(S=t)),
        ("ODS", lambda t: ods(S=t)),
    ],
    ids=["XLSX inline", "XLSX", "XLS", "ODS"],
)
@round_trip(SIMPLE)
def test_workbooks(tmp_path, format, make, table):
    """Texts of every workbook; a blank row is one without cells."""
    found = back(tmp_path, make(table), format)
    assert [row or [""] * len(table[0]) for row in found] == table


@round_trip(LETTERS)
def test_records(tmp_path, table):
    """JSON, JSON Lines and Parquet."""
    labels, *rows = table
    records = [dict(zip(labels, row, strict=True)) for row in rows]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    raw = io.BytesIO()
    pl.DataFrame(records).write_parquet(raw)
    assert back(tmp_path, json.dumps(records).encode(), "JSON") == table
    assert back(tmp_path, lines.encode(), "JSONL") == table
    assert back(tmp_path, raw.getvalue(), "PARQUET") == table


@round_trip(LETTERS)
def test_twice_is_once(tmp_path, table):
    """What reading has written is canonical: reading it again leaves it as it is, also out of a ZIP."""
    source, first, second = tmp_path / "source", tmp_path / "first.csv", tmp_path / "second.csv"
    source.write_text(delimited(table, ";", quote=True), encoding="utf-8", newline="")
    assert read(source, first, "CSV").path == first
    assert read(first, second, "CSV").path == first
    source.write_bytes(zipped({"a.csv": first.read_bytes()}))
    assert read(source, second, "ZIP").path.read_bytes() == first.read_bytes()
