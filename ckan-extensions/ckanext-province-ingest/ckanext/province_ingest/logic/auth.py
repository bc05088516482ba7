"""Who may see and start loads."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def province_ingest_status(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource may see whether its data is loaded."""
    return _like("resource_show", context, data_dict)


def province_ingest_report(context: Context, data_dict: DataDict) -> AuthResult:
    """Cells of a file that was not published are for those who may change the resource."""
    return _like("resource_update", context, data_dict)


def province_ingest_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the resource may load it."""
    return _like("resource_update", context, data_dict)


@tk.auth_allow_anonymous_access
def province_ingest_version_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource may see its versions: they were all published once."""
    return _like("resource_show", context, data_dict)


def province_ingest_version_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the resource may give it a new version."""
    return _like("resource_update", context, data_dict)


def _like(action: str, context: Context, data_dict: DataDict) -> AuthResult:
    try:
        tk.check_access(action, tk.fresh_context(context), {"id": data_dict["resource_id"]})
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}
