"""``./portal bench pipelines``: computing statistics, against plain pandas in the same run."""

from __future__ import annotations

from typing import Any

from runtime.benches.pipelines import qd766
from runtime.settings import Settings


def run(settings: Settings) -> dict[str, Any]:
    """Measure; the portal need not be up."""
    return qd766.measure(settings)
