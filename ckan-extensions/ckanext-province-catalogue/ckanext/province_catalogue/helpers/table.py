"""Table preview, data dictionary and API examples of a resource's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from .. import config, labels
from ..language import current
from ..preview import Column, Preview, Request, declared_columns, read


def province_preview(resource: Mapping[str, Any]) -> Preview | None:
    """The page of the table that the address asks for.

    None where the DataStore has no table or will not show it; an unknown column to sort by is left out.
    """
    if not resource.get("datastore_active"):
        return None
    request = Request.from_args(tk.request.args)
    try:
        return read(resource, request, config.preview_rows(), current())
    except tk.ValidationError:
        return read(resource, Request(), config.preview_rows(), current())
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None


def province_preview_url(resource: Mapping[str, Any], preview: Preview, **changes: Any) -> str:
    """Address of the same page with the table sorted, searched or turned to another page."""
    parameters = preview.request.change(**changes)
    endpoint = {"id": resource["package_id"], "resource_id": resource["id"]}
    arguments = {**endpoint, **tk.request.view_args, **parameters}
    return tk.h.url_for("dataset_resource.read", **arguments) + "#table"


def province_data_dictionary(resource: Mapping[str, Any], preview: Preview | None) -> list[Column]:
    """Columns of the table with their meaning: as read for its preview, otherwise as declared."""
    return list(preview.dictionary) if preview else declared_columns(resource, current())


def province_api_example(resource: Mapping[str, Any]) -> dict[str, str]:
    """Address of the first rows through the API, and how to ask for it with curl and with plain Python."""
    url = f"{config.site_url()}/api/3/action/datastore_search?resource_id={resource['id']}&limit=5"
    python = (
        "import json\n"
        "from urllib.request import urlopen\n\n"
        f'url = "{url}"\n'
        "with urlopen(url) as response:\n"
        '    result = json.load(response)["result"]\n'
        'for row in result["records"]:\n'
        "    print(row)\n"
    )
    return {"url": url, "curl": f'curl "{url}"', "python": python}


def province_code(column: str, value: Any) -> str:
    """A table's code in words."""
    return labels.code(column, str(value), current())
