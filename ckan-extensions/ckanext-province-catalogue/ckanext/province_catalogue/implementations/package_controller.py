"""What of a dataset is put into the search index and how the index is asked (IPackageController)."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

from .. import keywords
from ..vietnamese import sort_key

_FIELDS_AND_WEIGHTS = "title^6 extras_title_en^6 name^4 tags^3 groups^2 notes^2 extras_notes_en^2 text"
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
        """Weigh English titles and descriptions like Vietnamese ones."""
        search_params.setdefault("qf", _FIELDS_AND_WEIGHTS)
        return search_params
