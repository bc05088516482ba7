"""The agencies' hierarchy through CKAN's own actions."""

from __future__ import annotations

import uuid

import ckan.plugins.toolkit as tk
import pytest
from conftest import act

pytestmark = pytest.mark.usefixtures("published")


def make(parent: str | None) -> dict:
    """A new agency; an empty parent is what the form sends for none."""
    groups = [] if parent is None else [{"name": parent}]
    name = f"co-quan-{uuid.uuid4().hex[:8]}"
    return act("organization_create", name=name, title=name, groups=groups)


def parents(reference: str) -> list[str]:
    """Names of the agencies directly above."""
    shown = act("organization_show", id=reference)
    return [group["name"] for group in shown["groups"]]


class TestOrganizationCreate:
    """`organization_create`."""

    def test_an_agency_may_have_another_above_it(self):
        """The parent is kept as CKAN keeps a group of a group."""
        assert parents(make("ubnd-tinh")["id"]) == ["ubnd-tinh"]

    @pytest.mark.parametrize("parent", ["", None])
    def test_an_empty_choice_puts_it_at_the_top(self, parent):
        """The form's empty choice is no agency."""
        assert parents(make(parent)["id"]) == []


class TestOrganizationUpdate:
    """`organization_update`."""

    def test_an_agency_can_be_moved_and_put_at_the_top(self):
        """The last choice counts."""
        agency = make("ubnd-tinh")
        act("organization_patch", id=agency["id"], groups=[{"name": "so-noi-vu"}])
        assert parents(agency["id"]) == ["so-noi-vu"]
        act("organization_patch", id=agency["id"], groups=[{"name": ""}])
        assert parents(agency["id"]) == []

    @pytest.mark.parametrize("parent", ["ubnd-tinh", "so-noi-vu", "chi-cuc-luu-tru"])
    def test_an_agency_does_not_come_under_itself(self, parent):
        """Neither directly nor under one of those below it."""
        with pytest.raises(tk.ValidationError) as refusal:
            act("organization_patch", id="ubnd-tinh", groups=[{"name": parent}])
        assert "groups" in refusal.value.error_dict
        assert parents("ubnd-tinh") == []
