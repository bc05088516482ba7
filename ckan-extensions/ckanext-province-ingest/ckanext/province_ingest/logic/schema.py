"""What the actions accept."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


@validator_args
def province_ingest_status(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Accept a resource id."""
    return {"resource_id": [not_empty, unicode_safe]}


@validator_args
def province_ingest_submit(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, boolean_validator: Validator
) -> Schema:
    """Accept a resource id and whether to load even what is loaded already."""
    return {"resource_id": [not_empty, unicode_safe], "force": [default(False), boolean_validator]}
