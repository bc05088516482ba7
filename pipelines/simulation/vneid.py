"""Simulated use of VNeID. Volumes are assumed; article B gives the first day of certificates."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Month, dates, generator, months
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

KIND, WRONG = 19, 0.003
FIRST_CERTIFICATES = np.datetime64("2024-11-18")
CERTIFICATES = 0.004
"""Requests for each sign-in, at the agency that issues them."""
ISSUER = "so-tu-phap"


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """A record for each day and agency; ``size`` sign-ins together."""
    return {"usage_day": pl.concat([usage(simulation, month) for month in months(simulation)])}


def usage(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Use in one month."""
    rng, offices = generator(simulation, KIND, month), Offices.of(simulation)
    day, agency = (
        grid.ravel()
        for grid in np.meshgrid(np.arange(len(month.days)), np.arange(len(offices.codes)), indexing="ij")
    )
    sign_ins = rng.poisson(simulation.size * month.share * month.chances[day] * offices.load[agency])
    by_qr = rng.binomial(sign_ins, 0.4)
    issues = (offices.codes == ISSUER).to_numpy()[agency] & (month.days[day] >= FIRST_CERTIFICATES)
    daily = simulation.size * month.share * month.chances[day] * CERTIFICATES
    requested = rng.poisson(np.where(issues, daily, 0.0))
    wrong = rng.random(len(day)) < WRONG
    return pl.DataFrame(
        {
            "agency_code": offices.codes.gather(agency),
            "day": dates(month.days[day]),
            "by_password": sign_ins - by_qr,
            "by_qr": np.where(wrong, -1, by_qr),
            "certificates_requested": requested,
            "certificates_issued": rng.binomial(requested, 0.97),
        }
    )
