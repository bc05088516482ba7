"""Rules of the agencies' hierarchy, laid before CKAN's own actions, which check access and store."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict

from ..directory import Directory


@tk.chained_action
def organization_create(original_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Create an agency; an empty choice of the agency above it means that it is at the top."""
    return original_action(context, _without_empty_parents(data_dict))


@tk.chained_action
def organization_update(original_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Update an agency.

    :raises ValidationError: the agency would come under itself.
    """
    changed = _without_empty_parents(data_dict)
    _refuse_loop(changed)
    return original_action(context, changed)


def _without_empty_parents(data_dict: DataDict) -> DataDict:
    if not data_dict.get("groups"):
        return data_dict
    parents = [parent for parent in data_dict["groups"] if parent.get("name") or parent.get("id")]
    return {**data_dict, "groups": parents}


def _refuse_loop(data_dict: DataDict) -> None:
    directory = Directory.read("vi", [])
    agency = directory.find_agency(data_dict.get("id") or data_dict.get("name"))
    if agency is None:
        return
    allowed = {unit.name for unit in directory.possible_parents(agency.name)}
    for parent in data_dict.get("groups") or ():
        above = directory.find_agency(parent.get("id") or parent.get("name"))
        if above is not None and above.name not in allowed:
            raise tk.ValidationError({"groups": [tk._("An agency cannot come under itself")]})
