"""``python -m pipelines.public_services.score CSV``: official scores of the index set beside computed ones.

The file has the columns of ``official_scores.csv``: answers of the national evaluation service for province
H44 (Phú Thọ), read 26 to 28 September 2026. Empty means null or not published. ``3.T`` and ``6.T`` are
group totals whose pairs of numerator and denominator are 3.1, 3.2, 3.3 and 6.3, 6.2, 6.1. Where counts are
not published, the official ratio is scored.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import polars as pl

from pipelines.public_services import index_set, scoring
from pipelines.text import t

OFFICIAL = Path(__file__).with_name("official_scores.csv")
TOLERANCE = 0.015
PARTS = {"3.T": ("3.1", "3.2", "3.3"), "6.T": ("6.3", "6.2", "6.1")}
PAIRS = (("numerator", "denominator"), ("numerator2", "denominator2"), ("numerator3", "denominator3"))
SHOWN = ("indicator", "period_type", "scope", "unit_code", "official_score")
COLUMNS = (*SHOWN, "unit_level", "official_ratio", "max_score", *(name for pair in PAIRS for name in pair))


class Unreadable(ValueError):
    """A file that cannot be scored; the text says where and what to do."""


def read(path: Path) -> pl.DataFrame:
    """The file's rows with typed columns.

    :raises Unreadable: for a missing column, a cell that is no number, or an unknown indicator
    """
    text = pl.read_csv(path, infer_schema=False)
    if missing := [name for name in COLUMNS if name not in text.columns]:
        raise Unreadable(
            t(f"{path}: thiếu cột {', '.join(missing)}", f"{path}: missing columns {', '.join(missing)}")
        )
    numbers = ["official_ratio", "official_score", "max_score", *(name for pair in PAIRS for name in pair)]
    for name in numbers:
        _require(
            path, text, name, text[name].cast(pl.Float64, strict=False).is_null() & text[name].is_not_null()
        )
    known = [*PARTS, *(each.id for each in index_set.load().indicators)]
    _require(path, text, "indicator", ~text["indicator"].is_in(known).fill_null(False))
    return text.with_columns(pl.col(numbers).cast(pl.Float64))


def _require(path: Path, frame: pl.DataFrame, column: str, bad: pl.Series) -> None:
    if bad.any():
        row = bad.arg_true()[0]
        place = f"{path}, {t('dòng', 'row')} {row + 2}, {t('cột', 'column')} {column}"
        found = frame[column][row]
        raise Unreadable(t(f"{place}: giá trị lạ «{found}»", f"{place}: unexpected value “{found}”"))


def computed(row: dict) -> float | None:
    """The score of one row."""
    index = index_set.load()
    parts = PARTS.get(row["indicator"], (row["indicator"],))
    if all(row[denominator] is None for _, denominator in PAIRS):
        if row["official_ratio"] is None:
            return scoring.points(None, index.indicator(parts[0])) if len(parts) == 1 else None
        return scoring.fix2(row["max_score"] * row["official_ratio"] / 100)
    points = [
        scoring.points(scoring.ratio(row[numerator], row[denominator]), index.indicator(part))
        for part, (numerator, denominator) in zip(parts, PAIRS, strict=False)
    ]
    return points[0] if len(points) == 1 else scoring.total(points)


def scored(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``computed_score`` and ``is_within``: 0.015 or less apart, or both without score."""
    scores = pl.Series("computed_score", [computed(row) for row in rows.iter_rows(named=True)], pl.Float64)
    apart = (pl.col("computed_score") - pl.col("official_score")).abs()
    neither = pl.col("computed_score").is_null() & pl.col("official_score").is_null()
    return rows.with_columns(scores).with_columns(is_within=(apart <= TOLERANCE).fill_null(False) | neither)


@click.command(
    help=t("Tính lại điểm và so với điểm chính thức.", "Compute scores and compare with official ones.")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OFFICIAL)
@click.option("--json", "as_json", is_flag=True, help=t("In JSON.", "Print JSON."))
def main(file: Path, as_json: bool) -> None:
    """Print every row and how many are within the tolerance; code 1 unless all are."""
    try:
        rows = scored(read(file))
    except Unreadable as problem:
        raise click.ClickException(str(problem)) from problem
    within = int(rows["is_within"].sum())
    share = within / len(rows) if len(rows) else 0.0
    if as_json:
        found = rows.select(*SHOWN, "computed_score", "is_within").to_dicts()
        click.echo(json.dumps({"rows": found, "within": within, "share": share}, ensure_ascii=False))
    else:
        _print(rows, within, share)
    sys.exit(0 if within == len(rows) else 1)


def _print(rows: pl.DataFrame, within: int, share: float) -> None:
    for row in rows.iter_rows(named=True):
        mark = "✓" if row["is_within"] else "✗"
        place = f"{row['unit_code']:8} {row['indicator']:5} {row['period_type']:8} {row['scope']:14}"
        official, ours = (_said(row[name]) for name in ("official_score", "computed_score"))
        click.echo(f"{mark} {place} {t('chính thức', 'official')} {official}  {t('tính', 'computed')} {ours}")
    rest = f"{within}/{len(rows)} ({share:.2%})"
    click.echo(
        t(f"{rest} dòng lệch không quá {TOLERANCE} điểm.", f"{rest} rows are within {TOLERANCE} points.")
    )


def _said(score: float | None) -> str:
    return "–".rjust(6) if score is None else f"{score:6.2f}"


if __name__ == "__main__":
    main()
