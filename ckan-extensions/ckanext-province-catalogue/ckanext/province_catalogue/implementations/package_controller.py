"""What of a dataset is put into the search index and how the index is asked (IPackageController)."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import has_request_context

from .. import keywords
from ..cards import DOCUMENT_FIELDS
from ..vietnamese import sort_key

_FIELDS_AND_WEIGHTS = "title^6 extras_title_en^6 name^4 tags^3 groups^2 notes^2 extras_notes_en^2 text"
_LIST_PAGES = ("dataset.search", "group.read", "organization.read")
_NOT_FOR_SEARCH = ("contract_hash", "managed_by", "minimum_cell", "privacy_class")


class PackageControllerMixin(p.SingletonPlugin):
    """CKAN indexes the metadata's extras itself: plain text for search, the bare value as facet."""

    p.implements(p.IPackageController, inherit=True)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Sort titles in Vietnamese order and keep bookkeeping fields out of the full text."""
        pkg_dict["title_string"] = sort_key(pkg_dict.get("title") or pkg_dict["name"])
        pkg_dict["extras_keyword_names"] = " ".join(keywords.both(tag) for tag in pkg_dict.get("tags", []))
        for name in _NOT_FOR_SEARCH:
            pkg_dict.pop(f"extras_{name}", None)
        return pkg_dict

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Weigh English titles and descriptions like Vietnamese ones; ask for no more than a page will show.

        On pages that list datasets the index returns the few fields of a card. Whole datasets, with the
        schema of each table, would be parsed for nothing, and the tracking plugin would query for each of
        their files.
        """
        search_params.setdefault("qf", _FIELDS_AND_WEIGHTS)
        if has_request_context() and tk.request.endpoint in _LIST_PAGES:
            search_params["fl"] = DOCUMENT_FIELDS
        return search_params
