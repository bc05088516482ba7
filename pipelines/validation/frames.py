"""A resource's file as a frame of texts: missing values are null, integers have no leading zeros."""

from __future__ import annotations

from pathlib import Path

import polars

from pipelines.contract.tables import Resource

INTEGERS = ("integer", "year")


def values(folder: Path, resource: Resource, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The distinct values of some columns, in rows where none is missing."""
    frame = polars.read_csv(folder / resource.path, infer_schema=False, columns=list(columns))
    missing = resource.table.missing_values
    types = {field.name: field.type for field in resource.table.fields}
    plain = [
        polars.col(name).cast(polars.Int64, strict=False).cast(polars.String)
        if types[name] in INTEGERS
        else polars.col(name)
        for name in columns
    ]
    known = frame.filter(~polars.any_horizontal(polars.all().is_in(missing) | polars.all().is_null()))
    return set(known.select(plain).unique().rows())
