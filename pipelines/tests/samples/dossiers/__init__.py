"""Dossiers received, finished and on time by unit and month: what the tests of the frame compute."""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames, Pipeline

MONTH = "%Y-%m"


def count(records: Frames, context: Context) -> Frames:
    """Dossiers and steps of the month that each belongs to."""
    dossiers = records["dossier"].with_columns(month=pl.col("received_at").dt.strftime(MONTH))
    on_time = pl.col("finished_at").dt.date() <= pl.col("due_on")
    received = dossiers.group_by("month", "unit_code").agg(
        received=pl.len(), finished=pl.col("finished_at").count(), on_time=on_time.sum()
    )
    steps = records["step"].join(
        dossiers.select("dossier_number", "unit_code"), on="dossier_number", how="inner"
    )
    happened = steps.group_by(month=pl.col("happened_at").dt.strftime(MONTH), unit_code="unit_code").agg(
        steps=pl.len()
    )
    return {"received": received, "happened": happened}


def tables(counts: Frames, context: Context) -> Frames:
    """One table with a row for each unit and month."""
    table = counts["received"].join(counts["happened"], on=["month", "unit_code"], how="full", coalesce=True)
    return {"dossiers/monthly": table.fill_null(0).sort("month", "unit_code")}


PIPELINE = Pipeline(
    name="dossiers",
    partition_by={"dossier": "dossier_number", "step": "dossier_number"},
    count=count,
    tables=tables,
    datasets=("dossiers",),
)
