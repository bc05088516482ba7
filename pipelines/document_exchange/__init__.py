"""Documents as edXML messages between agencies: sent, received, accepted or refused, and how soon."""

from __future__ import annotations

from pipelines.document_exchange.messages import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="document_exchange",
    partition_by={"message": "document_id", "message_status": "document_id"},
    count=count,
    tables=tables,
    datasets=("document-exchange-messages",),
)
