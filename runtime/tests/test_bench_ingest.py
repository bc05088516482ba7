"""The files that ``bench ingest`` loads, and the ratios that it tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from frictionless import Resource, Schema, system

from runtime.benches.ingest import ratios, shapes
from runtime.benches.ingest.shapes import SHAPES, Shape

SMALL = [Shape(shape.name, 50, shape.columns) for shape in SHAPES]
WIDTHS = {"million": 8, "medium": 10, "wide": 41, "texts": 6, "daily": 8}


def test_sizes() -> None:
    """The shapes have the columns and rows that their results are known by."""
    assert {shape.name: len(shape.schema["fields"]) for shape in SHAPES} == WIDTHS
    assert [shape.rows for shape in SHAPES] == [1_000, 1_000_000, 200_000, 50_000, 100_000]


@pytest.mark.parametrize("shape", SMALL, ids=lambda shape: shape.name)
def test_file_keeps_its_contract(shape: Shape, tmp_path: Path) -> None:
    """frictionless finds every row of a generated file in order."""
    file = shapes.write(shape, 1, tmp_path / "rows.csv")
    with system.use_context(trusted=True):
        report = Resource(path=str(file), schema=Schema.from_descriptor(shape.schema)).validate()
    assert report.valid, report.flatten(["message"])
    assert report.tasks[0].stats["rows"] == shape.rows


def test_same_seed_gives_the_same_file() -> None:
    """A seed decides every cell; another seed gives other rows."""
    first, again, other = (list(shapes.lines(SMALL[0], seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_last_row_can_be_told() -> None:
    """Only the last row has the word and the key that a finished load is known by."""
    rows = list(shapes.lines(SMALL[0], 7))
    assert [shapes.marker(7) in row for row in rows] == [False] * 49 + [True]
    assert rows[-1].startswith(shapes.last_key(SMALL[0]) + ",")


def test_repeated_rows_keep_the_key(tmp_path: Path) -> None:
    """A file of ten times the rows has one header and no key twice."""
    file = shapes.write(SMALL[0], 1, tmp_path / "once.csv")
    lines = shapes.repeat(file, 10, tmp_path / "ten.csv").read_text("utf-8").splitlines()
    assert lines[0] == SMALL[0].header
    assert len({line.split(",")[0] for line in lines[1:]}) == 500


def test_head(tmp_path: Path) -> None:
    """A sample has the header and the first rows."""
    file = shapes.write(SMALL[0], 1, tmp_path / "whole.csv")
    sample = shapes.head(file, 5, tmp_path / "sample.csv").read_text("utf-8")
    assert file.read_text("utf-8").startswith(sample)
    assert sample.count("\n") == 6


def test_ratios() -> None:
    """Others' seconds are divided by ours, ours by those of COPY; the worst shape stands for xloader."""
    found = {
        "million_copy_s": 2.0,
        "million_ours_visible_s": 10.0,
        "million_ours_searchable_s": 20.0,
        "million_datapusher_plus_visible_s": 30.0,
        "million_datapusher_plus_searchable_s": 50.0,
        "million_xloader_searchable_s": 40.0,
        "wide_ours_searchable_s": 4.0,
        "wide_xloader_searchable_s": 6.0,
        "daily_ours_searchable_s": 1.0,
        "daily_datapusher_plus_searchable_s": 7.0,
    }
    chosen = [shape for shape in SHAPES if shape.name in ("million", "wide", "daily")]
    assert ratios.of(found, chosen) == {
        "visible_vs_datapusher_plus": 3.0,
        "searchable_vs_datapusher_plus": 2.5,
        "searchable_vs_copy": 10.0,
        "searchable_vs_xloader_min": 1.5,
        "daily_vs_datapusher_plus": 7.0,
    }
