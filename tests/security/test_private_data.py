"""A private dataset does not exist for those outside its agency, whichever way they ask."""

from __future__ import annotations

from typing import Any

import pytest

from tests.security.conftest import WORD
from tests.site import Site

pytestmark = pytest.mark.stack

PAGES = (
    "/dataset/{name}",
    "/en/dataset/{name}",
    "/dataset/{name}/resource/{resource}",
    "/dataset/activity/{name}",
    "/datastore/dump/{resource}",
    "/api/3/action/datastore_search?resource_id={resource}",
    "/api/3/action/package_show?id={name}",
    "/api/3/action/resource_show?id={resource}",
)
LISTS = ("/", "/dataset/?q=" + WORD, "/api/3/action/package_search?q=" + WORD, "/api/3/action/package_list")


@pytest.mark.parametrize("page", PAGES)
def test_visitor_is_refused(site: Site, private: dict[str, Any], page: str) -> None:
    """Pages, dumps and actions answer with a refusal that shows nothing, also after an insider has looked."""
    path = page.format(**private)
    insider = site.get(path, headers={"Authorization": site.token})
    assert insider.ok, insider.text
    answer = site.get(path)
    assert answer.status_code in (403, 404) or "/user/login" in answer.url
    assert WORD not in answer.text


@pytest.mark.parametrize("path", LISTS)
def test_lists_leave_it_out(site: Site, private: dict[str, Any], path: str) -> None:
    """Neither the home page nor a search nor a list names it."""
    answer = site.get(path)
    assert answer.ok
    assert private["name"] not in answer.text


def test_insider_finds_it(site: Site, private: dict[str, Any]) -> None:
    """The word that visitors search in vain is in the index, so that the tests above say something."""
    found = site.do("package_search", q=WORD, include_private=True)
    assert [dataset["name"] for dataset in found["results"]] == [private["name"]]


def test_sql_does_not_reach_it(site: Site, private: dict[str, Any]) -> None:
    """The SQL action refuses the table of a private dataset."""
    answer = site.ask("datastore_search_sql", sql=f'SELECT * FROM "{private["resource"]}"')
    assert answer.status_code == 403
    assert WORD not in answer.text


@pytest.mark.parametrize("table", ["pg_shadow", "pg_settings", "information_schema.tables"])
def test_sql_does_not_reach_the_system(site: Site, table: str) -> None:
    """The SQL action refuses PostgreSQL's own tables."""
    answer = site.ask("datastore_search_sql", sql=f"SELECT * FROM {table}")
    assert answer.status_code in (400, 403, 409)
    assert answer.json()["success"] is False
