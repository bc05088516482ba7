"""What the actions accept."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


@validator_args
def province_ingest_status(
    not_empty: Validator, unicode_safe: Validator, ignore_missing: Validator
) -> Schema:
    """Accept a resource id, and a load of it."""
    return {"resource_id": [not_empty, unicode_safe], "load_id": [ignore_missing, unicode_safe]}


@validator_args
def province_ingest_version_create(
    not_empty: Validator, unicode_safe: Validator, ignore_missing: Validator, ignore: Validator
) -> Schema:
    """Accept a file or an address, and what is to be said of the change."""
    return {
        "resource_id": [not_empty, unicode_safe],
        "url": [ignore_missing, unicode_safe],
        "upload": [ignore_missing],
        "reason": [ignore_missing, unicode_safe],
        "source_run": [ignore_missing, unicode_safe],
        "__junk": [ignore],
    }


@validator_args
def province_ingest_version_list(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Accept a resource id."""
    return {"resource_id": [not_empty, unicode_safe]}


@validator_args
def province_ingest_version_show(
    not_empty: Validator, unicode_safe: Validator, natural_number_validator: Validator
) -> Schema:
    """Accept a resource id and a version's number."""
    return {
        "resource_id": [not_empty, unicode_safe],
        "number": [not_empty, natural_number_validator],
    }


@validator_args
def province_ingest_version_diff(
    not_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """Accept a version and a page of its changes."""
    return {
        "resource_id": [not_empty, unicode_safe],
        "number": [not_empty, natural_number_validator],
        "offset": [default(0), natural_number_validator],
        "limit": [
            default(100),
            natural_number_validator,
            limit_to_configured_maximum("ckan.datastore.search.rows_max", 32000),
        ],
    }


@validator_args
def province_ingest_version_restore(
    not_empty: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    ignore_missing: Validator,
) -> Schema:
    """Accept a version and why it comes back."""
    return {
        "resource_id": [not_empty, unicode_safe],
        "number": [not_empty, natural_number_validator],
        "reason": [ignore_missing, unicode_safe],
    }


@validator_args
def province_ingest_submit(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, boolean_validator: Validator
) -> Schema:
    """Accept a resource id and whether to load even what is loaded already."""
    return {"resource_id": [not_empty, unicode_safe], "force": [default(False), boolean_validator]}
