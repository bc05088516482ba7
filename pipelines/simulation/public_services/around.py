"""Records of no single month's dossiers: catalogue, decisions, offers, national reports, contacts."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import months
from pipelines.simulation.model import Simulation
from pipelines.simulation.public_services.catalogue import Catalogue

CONTACTS = {"counter": 0.7, "vneid": 0.5, "call": 0.08, "sms": 1.6}
"""Contacts for one dossier; visits to the counter fall and VNeID rises over the simulation."""


def records(simulation: Simulation, known: Catalogue) -> dict[str, pl.DataFrame]:
    """Kinds ``procedure``, ``procedure_decision``, ``service_offer``, ``national_report``, ``contact``."""
    rng = np.random.Generator(np.random.PCG64([simulation.seed, 23]))
    return {
        "procedure": known.procedures,
        "procedure_decision": _decisions(rng, simulation, known),
        "service_offer": _offers(rng, simulation),
        "national_report": _reports(rng, simulation, known),
        "contact": _contacts(rng, simulation, known),
    }


def _decisions(rng: np.random.Generator, simulation: Simulation, known: Catalogue) -> pl.DataFrame:
    size = 2 * len(known.procedures)
    span = (simulation.end - simulation.start).days
    decided = np.datetime64(simulation.start) + rng.integers(0, span + 1, size)
    disclosed = decided + rng.choice([1, 2, 3, 4, 6, 9, 20], size)
    unknown = (rng.random(size) < 0.03) | (disclosed > np.datetime64(simulation.end))
    return pl.DataFrame(
        {
            "decision_number": [f"{number}/QĐ-UBND" for number in range(1, size + 1)],
            "procedure_code": known.procedures["procedure_code"].gather(
                rng.integers(0, len(known.procedures), size)
            ),
            "decided_on": decided,
            "effective_on": decided + rng.choice([3, 8, 10, 15, 45], size, p=[0.15, 0.2, 0.25, 0.3, 0.1]),
            "disclosed_on": np.where(unknown, np.datetime64("NaT", "D"), disclosed),
        },
        schema_overrides={"decided_on": pl.Date, "effective_on": pl.Date, "disclosed_on": pl.Date},
    )


def _offers(rng: np.random.Generator, simulation: Simulation) -> pl.DataFrame:
    communes = simulation.units.filter(pl.col("level") == "commune").sort("unit_code")["unit_code"]
    chosen = np.flatnonzero(rng.random(len(communes)) < 0.9)
    return pl.DataFrame(
        {
            "unit_code": communes.gather(chosen),
            "service": "chung-thuc-ban-sao-dien-tu",
            "offered_from": np.datetime64(simulation.start) + rng.integers(-200, 120, len(chosen)),
        },
        schema={"unit_code": pl.String, "service": pl.String, "offered_from": pl.Date},
    )


def _reports(rng: np.random.Generator, simulation: Simulation, known: Catalogue) -> pl.DataFrame:
    """About as many dossiers as the units have; a few months are missing."""
    every = months(simulation)
    expected = np.bincount(known.pair_unit, known.pair_weight, len(known.units)) / known.pair_weight.sum()
    share = np.array([month.share for month in every])
    received = rng.poisson(0.98 * simulation.size * np.outer(share, expected))
    frame = pl.DataFrame(
        {
            "month": np.repeat([month.name for month in every], len(known.units)),
            "unit_code": pl.concat([known.units] * len(every)),
            "national_received": received.ravel(),
        }
    )
    return frame.filter(pl.Series(rng.random(len(frame)) >= 0.01))


def _contacts(rng: np.random.Generator, simulation: Simulation, known: Catalogue) -> pl.DataFrame:
    """By month and unit, dated on the first of the month."""
    every = months(simulation)
    expected = np.bincount(known.pair_unit, known.pair_weight, len(known.units)) / known.pair_weight.sum()
    load = simulation.size * np.outer([month.share for month in every], expected)
    progress = np.linspace(0, 1, len(every))[:, None]
    trend = {"counter": 1.4 - 0.8 * progress, "vneid": 0.4 + 1.2 * progress}
    parts = []
    for channel, rate in CONTACTS.items():
        contacts = rng.poisson(load * rate * trend.get(channel, 1.0))
        answered = rng.binomial(contacts, 0.88) if channel == "call" else contacts
        days = np.array([f"{month.name}-01" for month in every], dtype="datetime64[D]")
        parts.append(
            pl.DataFrame(
                {
                    "contact_date": np.repeat(days, len(known.units)),
                    "unit_code": pl.concat([known.units] * len(every)),
                    "contact_channel": channel,
                    "contacts": contacts.ravel(),
                    "answered": answered.ravel(),
                },
                schema_overrides={"contact_date": pl.Date},
            )
        )
    return pl.concat(parts)
