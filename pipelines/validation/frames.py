"""A resource's file as a frame of texts: missing values are null, nothing else is interpreted."""

from __future__ import annotations

from pathlib import Path

import polars

from pipelines.contract.tables import Resource


def read(folder: Path, resource: Resource) -> polars.DataFrame:
    """The rows of ``resource``, one text column per field; cells listed in ``missingValues`` are null."""
    frame = polars.read_csv(folder / resource.path, infer_schema=False)
    missing = resource.table.missing_values
    return frame.with_columns(
        polars.when(polars.all().is_in(missing)).then(None).otherwise(polars.all()).name.keep()
    )


def plain_values(values: polars.Series, field_type: str) -> set[str]:
    """The distinct values as DataStore and file both write them: no leading zeros in integers."""
    found = {str(value) for value in values.drop_nulls().unique()}
    if field_type in ("integer", "year"):
        return {str(int(value)) for value in found}
    return found
