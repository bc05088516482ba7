"""Parquet as the canonical table, in batches, by polars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ..report import Problem, Rejected
from . import canonical, containers, headers
from .cells import Unreadable, render
from .model import Hints, Reading

BATCH = 50_000
MOST_PROBLEMS = 1000


def read(source: Path, target: Path, format: str, hints: Hints) -> Reading:
    """Leave the canonical table at ``target``.

    Raises:
        Rejected: the file is damaged, the columns are not the contract's, or a value has no text.
    """
    try:
        frame = pl.scan_parquet(source)
        types = frame.collect_schema()
        header = headers.arrange(types.names(), hints.fields)
        names = [types.names()[place] for place in header.places]
        # The shortest digits of a 32-bit number, not those of its 64-bit neighbour
        short = [pl.col(name).cast(pl.String).cast(pl.Float64) for name in names if types[name] == pl.Float32]
        batches = (
            frame.select(names).with_columns(short).collect_batches(chunk_size=BATCH, maintain_order=True)
        )
        fields = hints.fields or [{}] * len(names)
        canonical.write(target, header.labels, _rows(batches, header.labels, fields))
    except pl.exceptions.PolarsError as error:
        raise containers.damaged("parquet") from error
    return Reading(target, format, columns=header.columns, words=header.words)


def _rows(
    batches: Iterator[pl.DataFrame], labels: Sequence[str], fields: Sequence[dict[str, Any]]
) -> Iterator[list[str]]:
    problems: list[Problem] = []
    row = 1
    for batch in batches:
        for values in batch.iter_rows():
            row += 1
            texts = []
            for value, label, field in zip(values, labels, fields, strict=True):
                try:
                    texts.append(render(value, field))
                except Unreadable as error:
                    problems.append(Problem(error.rule, row, label, error.value, error.details))
            yield texts
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise Rejected(*problems)
