"""The dossiers behind a number: which ones count, and which of them miss the indicator and why.

For use inside the administration only: rows name single dossiers.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.public_services import counting, dossiers, indicators, periods

SHOWN = (
    "dossier_number",
    "procedure_code",
    "unit_code",
    "received_at",
    "due_at",
    "end",
    "waiting_since",
    "late_from",
    "requests",
    "pause",
)
#: Indicators whose numerator and denominator are dossiers.
INDICATORS = tuple(name for name in indicators.SUMS if name not in ("5.2", "5.3"))


def evidence(
    records: Frames, context: Context, indicator: str, unit_code: str, period_type: str, period: str
) -> pl.DataFrame:
    """Dossiers of the denominator of one unit and period; ``is_counted`` tells those of the numerator.

    Dates tell the reason of 2.1: ``end`` (or ``waiting_since``) is not before ``late_from``. As many rows as
    the denominator, as many counted ones as the numerator.
    """
    if indicator not in INDICATORS:
        raise ValueError(f"{indicator}: {', '.join(INDICATORS)}")
    judged = dossiers.judged(records["dossier"].lazy(), records["status_event"].lazy(), context)
    marks = counting.marks(context)
    top, bottom = (_mark(marks, name, period_type) for name in indicators.summed(context)[indicator])
    inside = periods.closure(context.units).filter(pl.col("ancestor") == unit_code)["unit_code"]
    when = periods.label(pl.col("received_at").dt.strftime("%Y-%m"), period_type)
    return (
        judged.filter(bottom & (when == period) & pl.col("unit_code").is_in(inside.implode()))
        .select(*SHOWN, is_counted=top)
        .sort("is_counted", "dossier_number")
        .collect()
    )


def _mark(marks: dict[str, pl.Expr], name: str, period_type: str) -> pl.Expr:
    return marks[name] if name in marks else marks[f"{name}_{period_type}"]
