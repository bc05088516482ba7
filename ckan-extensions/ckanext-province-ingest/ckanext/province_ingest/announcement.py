"""Lets the rest of CKAN know that a resource's rows are in the DataStore."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchIndexError
from ckanext.datapusher_plus.interfaces import IDataPusher

log = logging.getLogger(__name__)


def announce(resource: dict[str, Any]) -> None:
    """Mark the resource as being in the DataStore, add the views that need it, tell plugins. Repeatable.

    A dataset that its own form would refuse today keeps its loaded rows, and so does one that the search does
    not take; that is logged.
    """
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

    def act(name: str, **data: Any) -> dict[str, Any]:
        # With the activity plugin, actions in the background need to know a user
        return tk.get_action(name)({"ignore_auth": True, "user": user}, data)

    try:
        if not resource.get("datastore_active"):
            resource = act("resource_patch", id=resource["id"], datastore_active=True)
    except (tk.ValidationError, SearchIndexError) as error:
        log.error("Resource %s could not be marked as loaded: %s", resource["id"], error)
    package = act("package_show", id=resource["package_id"])
    act(
        "resource_create_default_resource_views",
        resource=resource,
        package=package,
        create_datastore_views=True,
    )
    for plugin in p.PluginImplementations(IDataPusher):
        plugin.after_upload({"ignore_auth": True, "user": user}, resource, package)
