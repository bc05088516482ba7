"""Camera violations: what the smart traffic cameras see, how it is handled, and what it does to accidents.

Refuses to know plates, owners, drivers or pictures; nothing is published of a single vehicle.
"""

from __future__ import annotations

from pipelines.camera_violations.counting import count
from pipelines.camera_violations.tables import tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="camera_violations",
    partition_by={
        "event": "event_id",
        "handling": "event_id",
        "accident": "accident_id",
        "uptime": "camera_code",
    },
    count=count,
    tables=tables,
    datasets=("camera-violations",),
)
