"""How the police goes on with the violations of a month: notice, fine within the Decree's range, payment."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.camera_violations.cameras import DRAWS, settings
from pipelines.simulation.drawing import Month, generator
from pipelines.simulation.model import Simulation

NOTICED, DISMISSED, FINED, PAID = 0.96, 0.05, 0.85, 0.78
"""Share of the violations, and of what each step leaves."""
USUAL = 0.7
"""Share of fines at the middle of the range."""
STEP_VND = 100_000


def handling(simulation: Simulation, month: Month, events: pl.DataFrame) -> pl.DataFrame:
    """One record for each violation that has been noticed by the end of the simulation."""
    rng = generator(simulation, DRAWS["handling"], month)
    size = events.height
    waits = [rng.integers(1, 15, size), rng.integers(7, 60, size), rng.integers(1, 90, size)]
    frame = _with_fine_ranges(events).with_columns(
        noticed_on=pl.col("occurred_at").dt.date() + pl.duration(days=pl.lit(pl.Series(waits[0]))),
        is_noticed=pl.Series(rng.random(size) < NOTICED),
        is_dismissed=pl.Series(rng.random(size) < DISMISSED),
        is_fined=pl.Series(rng.random(size) < FINED),
        is_paid=pl.Series(rng.random(size) < PAID),
        fine_vnd=_fines(rng, size),
    )
    decided = pl.col("noticed_on") + pl.duration(days=pl.lit(pl.Series(waits[1])))
    fined = ~pl.col("is_dismissed") & pl.col("is_fined") & pl.col("minimum_vnd").is_not_null()
    frame = frame.with_columns(
        dismissed_on=_if_known(pl.col("is_dismissed"), decided, simulation),
        fined_on=_if_known(fined, decided, simulation),
    ).with_columns(
        paid_on=_if_known(
            pl.col("is_paid"), pl.col("fined_on") + pl.duration(days=pl.lit(pl.Series(waits[2]))), simulation
        ),
        fine_vnd=pl.when(pl.col("fined_on").is_not_null()).then("fine_vnd"),
    )
    steps = ("noticed_on", "dismissed_on", "fined_on", "paid_on")
    latest = pl.max_horizontal(steps).cast(pl.Datetime("ms")) + pl.duration(hours=17)
    return frame.filter(pl.col("is_noticed"), pl.col("noticed_on") <= simulation.end).select(
        "event_id", *steps, "fine_vnd", latest.dt.replace_time_zone("Asia/Ho_Chi_Minh").alias("updated_at")
    )


def _if_known(happens: pl.Expr, day: pl.Expr, simulation: Simulation) -> pl.Expr:
    return pl.when(happens & (day <= simulation.end)).then(day)


def _with_fine_ranges(events: pl.DataFrame) -> pl.DataFrame:
    """Events with ``minimum_vnd`` and ``maximum_vnd`` of their class of fine; null where there is none."""
    declared = settings()
    bands = sorted(declared["speeding_bands"].items(), key=lambda band: band[1])
    kind = pl.col("kind")
    for name, least in bands:
        excess = pl.col("speed_kmh") - pl.col("limit_kmh")
        kind = pl.when((pl.col("kind") == "speeding") & (excess >= least)).then(pl.lit(name)).otherwise(kind)
    groups = {name: group for group, names in declared["vehicle_groups"].items() for name in names}
    fines = pl.DataFrame(declared["fines"]["classes"]).drop("article")
    return events.with_columns(
        band=kind, group=pl.col("vehicle_class").replace_strict(groups, return_dtype=pl.String)
    ).join(
        fines,
        left_on=["group", "band"],
        right_on=["vehicle_class", "violation_kind"],
        how="left",
        maintain_order="left",
    )


def _fines(rng: np.random.Generator, size: int) -> pl.Expr:
    """An amount within the range, in whole hundred thousands."""
    place = pl.Series(np.where(rng.random(size) < USUAL, 0.5, rng.random(size)))
    least, most = pl.col("minimum_vnd"), pl.col("maximum_vnd")
    return ((least + (most - least) * place) // STEP_VND * STEP_VND).cast(pl.Int64)
