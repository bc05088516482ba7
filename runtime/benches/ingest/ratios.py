"""What the measurements say of us: their seconds over ours, and ours over a bare COPY."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.benches.ingest.contestants import COPY, DATAPUSHER_PLUS, OURS, XLOADER
from runtime.benches.ingest.shapes import Shape

#: Shapes of more rows are counted among the large ones.
LARGE_ROWS = 10_000


def of(found: Mapping[str, Any], chosen: Iterable[Shape]) -> dict[str, float]:
    """Ratios of the shapes that were measured; beyond 1 we are faster, but ``*_vs_copy`` counts COPYs.

    :param found: measurements as ``<shape>_<contestant>_<clock>``
    """
    result: dict[str, float] = {}
    names = {shape.name for shape in chosen}
    if "million" in names:
        result["visible_vs_datapusher_plus"] = _times(found, "million", DATAPUSHER_PLUS, "visible_s")
        result["searchable_vs_datapusher_plus"] = _times(found, "million", DATAPUSHER_PLUS, "searchable_s")
        ours, copy = found[f"million_{OURS}_searchable_s"], found[f"million_{COPY}_s"]
        result["searchable_vs_copy"] = round(ours / copy, 2)
    large = [shape.name for shape in chosen if shape.rows > LARGE_ROWS]
    if large:
        result["searchable_vs_xloader_min"] = min(
            _times(found, name, XLOADER, "searchable_s") for name in large
        )
    if "daily" in names:
        result["daily_vs_datapusher_plus"] = _times(found, "daily", DATAPUSHER_PLUS, "searchable_s")
    return result


def _times(found: Mapping[str, Any], shape: str, rival: str, clock: str) -> float:
    return round(found[f"{shape}_{rival}_{clock}"] / found[f"{shape}_{OURS}_{clock}"], 2)
