"""Facets of the search pages (IFacets)."""

from __future__ import annotations

from collections import OrderedDict

import ckan.plugins as p
import ckan.plugins.toolkit as tk

Facets = OrderedDict[str, str]


def _catalogue_facets(leave_out: str | None = None) -> Facets:
    titles = [
        ("groups", tk._("Sector")),
        ("organization", tk._("Agency")),
        ("origin", tk._("Origin of the figures")),
        ("res_format", tk._("Format")),
        ("frequency", tk._("Update frequency")),
        ("tags", tk._("Keyword")),
    ]
    return OrderedDict((name, title) for name, title in titles if name != leave_out)


class FacetsMixin(p.SingletonPlugin):
    """The same facets on every list of datasets; a page about one sector or agency leaves its own out."""

    p.implements(p.IFacets, inherit=True)

    def dataset_facets(self, facets_dict: Facets, package_type: str) -> Facets:
        """Facets of the search page."""
        return _catalogue_facets()

    def group_facets(self, facets_dict: Facets, group_type: str, package_type: str | None) -> Facets:
        """Facets of a sector's page."""
        return _catalogue_facets(leave_out="groups")

    def organization_facets(
        self, facets_dict: Facets, organization_type: str, package_type: str | None
    ) -> Facets:
        """Facets of an agency's page."""
        return _catalogue_facets(leave_out="organization")
