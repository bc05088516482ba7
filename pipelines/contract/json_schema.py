"""The contract's JSON Schema for editors and other tools, generated from the typed model.

It describes shape only: rules that tie several keys together are in :mod:`pipelines.contract.rules`.
"""

from __future__ import annotations

import json

from pipelines.contract.model import Contract

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def text() -> str:
    """The schema as the file ``datasets/contract.schema.json`` holds it."""
    schema = {"$schema": DIALECT, **Contract.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
