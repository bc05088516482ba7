"""Press and social-media monitoring: mentions, their tone, and what agencies do about them."""

from __future__ import annotations

from pipelines.media_monitoring.mentions import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="media_monitoring",
    partition_by={"mention": "mention_id"},
    count=count,
    tables=tables,
    datasets=("media-mentions",),
)
