"""The index set in plain pandas, in one process, as an analyst would write it: the rival of the measurement.

Column operations, merges and group-bys throughout; no row loops but for the rounding of finished scores.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from pipelines.benches.rival import parts, petitions, tables
from pipelines.benches.rival.dossiers import judged, of_periods
from pipelines.benches.rival.parts import Tables
from pipelines.benches.rival.shared import closure, with_dates


def compute(
    records: Tables, units: pd.DataFrame, off: list[dt.date], as_of: dt.date
) -> dict[str, pd.DataFrame]:
    """All tables by name."""
    holidays = np.array(sorted(off), dtype="datetime64[D]")
    records = {kind: with_dates(frame) for kind, frame in records.items()}
    dossiers = judged(records["dossier"], records["status_event"], holidays)
    dossiers = pd.concat(
        [of_periods(dossiers, kind, holidays, as_of) for kind in ("month", "quarter", "year")]
    )
    tree = closure(units)
    handled = petitions.handled(records["petition"], records["petition_event"], holidays, as_of)
    fractions = [
        *parts.dossier_parts(dossiers, tree),
        *parts.procedure_parts(dossiers, records["procedure"], units, tree),
        *petitions.petition_parts(handled, tree),
        *parts.province_parts(records, dossiers, units, holidays, as_of),
        parts.synchronised_part(dossiers, records["national_report"], units, tree),
        parts.copies_part(dossiers, records["service_offer"], units, tree),
    ]
    scores = tables.scores(pd.concat(fractions), units)
    return {
        "scores": scores.drop(columns=["max", "is_own", "level"]),
        "groups": tables.groups(scores),
        "ranking": tables.ranking(scores),
        "procedures": tables.procedures(dossiers),
        "petitions": petitions.classes(handled, tree),
        "channels": tables.channels(dossiers, records["contact"], units, tree),
    }
