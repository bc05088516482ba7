"""Public services: dossiers and petitions become the index set of Decision 766/QĐ-TTg."""

from __future__ import annotations

from pipelines.pipeline import Pipeline
from pipelines.public_services.counting import count
from pipelines.public_services.tables import INDEX, USE, tables

PIPELINE = Pipeline(
    name="public_services",
    partition_by={
        "dossier": "dossier_number",
        "status_event": "dossier_number",
        "petition": "petition_number",
        "petition_event": "petition_number",
        "procedure": "procedure_code",
        "procedure_decision": "decision_number",
        "service_offer": "unit_code",
        "national_report": "unit_code",
        "contact": "unit_code",
    },
    count=count,
    tables=tables,
    datasets=(INDEX, USE),
)
