"""Zalo channels: what people ask there, and how soon they are answered."""

from __future__ import annotations

from pipelines.pipeline import Pipeline
from pipelines.zalo_channels.conversations import count, tables

PIPELINE = Pipeline(
    name="zalo_channels",
    partition_by={"conversation": "conversation_id"},
    count=count,
    tables=tables,
    datasets=("zalo-conversations",),
)
