"""Both province profiles, each on a running portal of its own."""

from __future__ import annotations

import csv
import html
from typing import Any

import pytest
import yaml

from runtime.settings import ROOT
from tests.portals import Portal

pytestmark = pytest.mark.stack


@pytest.fixture(params=["portal", "second"])
def each(request: pytest.FixtureRequest) -> Portal:
    """The portal of Thái Bình, then that of Hưng Yên."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def profile(each: Portal) -> dict[str, Any]:
    """The profile that the portal must show."""
    return yaml.safe_load(each.settings.profile_path.read_text("utf-8"))


def page(portal: Portal, path: str) -> str:
    """A page's text, entities resolved."""
    answer = portal.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.text)


@pytest.mark.parametrize(("path", "key"), [("/", "name"), ("/en/", "name_en")])
def test_home_page_shows_the_province(each: Portal, profile: dict[str, Any], path: str, key: str) -> None:
    """Name of the province and of every sector, in the language of the page."""
    text = page(each, path)
    assert profile[f"portal_title{key.removeprefix('name')}"] in text
    assert profile[f"short_{key}"] in text
    assert [sector[key] for sector in profile["sectors"] if sector[key] not in text] == []


def test_sectors_are_groups(each: Portal, profile: dict[str, Any]) -> None:
    """Exactly the profile's 12 sectors."""
    names = each.api("group_list")
    assert sorted(names) == sorted(sector["code"] for sector in profile["sectors"])
    assert len(names) == 12


def test_agencies_of_the_profile_are_organisations(each: Portal, profile: dict[str, Any]) -> None:
    """Every agency that owns a dataset is one of the profile's."""
    known = {agency["id"] for agency in profile["agencies"]}
    shown = set(each.api("organization_list"))
    assert shown
    assert shown <= known


def test_administrative_units_of_the_profile_are_published(each: Portal) -> None:
    """Every unit of the dataset's file is a row, under the code of the file."""
    name = f"administrative-units-{each.settings.profile}"
    [file] = (ROOT / "datasets" / "noi-vu" / name).glob("*.csv")
    with file.open(encoding="utf-8", newline="") as handle:
        expected = list(csv.DictReader(handle))
    rows = each.rows(name)
    key = next(iter(expected[0]))
    assert [str(row[key]) for row in rows] == [row[key] for row in expected]
