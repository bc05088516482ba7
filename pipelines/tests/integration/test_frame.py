"""Groups and organisations on a running portal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipelines.profile import Agency, Profile
from pipelines.publishing import frame
from pipelines.tests.integration.conftest import Live

pytestmark = pytest.mark.stack


def agency(name: str, title: str, parent: str | None = None) -> Agency:
    """An agency as a profile has it."""
    return Agency(id=name, name=title, name_en="Agency", parent=parent, source="Văn bản mẫu")


@pytest.fixture
def two(live: Live) -> Iterator[Profile]:
    """The active profile with two agencies of its own instead of the real ones, one below the other."""
    top, below = (f"{part}-{live.name}" for part in ("tren", "duoi"))
    yield live.profile.model_copy(
        update={"agencies": [agency(below, "Cơ quan dưới", top), agency(top, "Cơ quan trên")]}
    )
    for name in (below, top):
        if live.ckan.find("organization_show", id=name):
            live.ckan.write("organization_purge", {"id": name})


def test_agencies_are_created_below_their_parents_and_then_left(live: Live, two: Profile) -> None:
    """Created once, in any order of the profile; the second time nothing differs."""
    first, _ = frame.ensure(live.ckan, two, dry_run=False)
    second, _ = frame.ensure(live.ckan, two, dry_run=False)
    assert (first["created"], second["created"], second["updated"]) == (2, 0, 0)
    shown = live.ckan.read("organization_show", id=two.agencies[0].id, include_groups=True)
    assert [group["name"] for group in shown["groups"]] == [two.agencies[1].id]


def test_a_renamed_agency_is_corrected(live: Live, two: Profile) -> None:
    """Another name in the profile is another title on the portal."""
    frame.ensure(live.ckan, two, dry_run=False)
    below, top = two.agencies
    renamed = two.model_copy(update={"agencies": [below, agency(top.id, "Tên mới")]})
    counts, _ = frame.ensure(live.ckan, renamed, dry_run=False)
    assert counts["updated"] == 1
    assert live.ckan.read("organization_show", id=top.id)["title"] == "Tên mới"


def test_an_organisation_of_somebody_else_is_left_alone(live: Live, two: Profile) -> None:
    """An organisation that was made by hand under an agency's name keeps its title."""
    top = two.agencies[1].id
    live.ckan.write("organization_create", {"name": top, "title": "Của người khác"})
    counts, _ = frame.ensure(live.ckan, two, dry_run=False)
    assert counts["left_alone"] == 1
    assert live.ckan.read("organization_show", id=top)["title"] == "Của người khác"


def test_an_agency_that_left_the_profile_is_only_proposed(live: Live, two: Profile) -> None:
    """It stays on the portal; the proposals name it."""
    frame.ensure(live.ckan, two, dry_run=False)
    _, proposals = frame.ensure(live.ckan, live.profile, dry_run=True)
    assert {item.id for item in two.agencies} <= {proposal.name for proposal in proposals}
    assert live.ckan.read("organization_show", id=two.agencies[0].id)["state"] == "active"
