"""Figures of visits in the API: as the tracking plugin gives them, at a price that does not grow."""

from __future__ import annotations

import ckan.plugins as p
import pytest
import sqlalchemy as sa
from ckanext.province_catalogue import visits
from ckanext.tracking.plugin import TrackingPlugin
from conftest import DATASETS, RESOURCE, act

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def visited(app):
    """One dataset's page and a file's address have been visited."""
    name = DATASETS["derived"][0]
    for url, kind in ((f"/dataset/{name}", "page"), (RESOURCE["url"], "resource")):
        app.post("/_tracking", data={"url": url, "type": kind}, headers={"User-Agent": "reader"})
    visits.count()
    return name


def test_figures_are_the_plugins_own(visited):
    """Datasets and files carry what the plugin's own, slower way gives them."""
    results = act("package_search", rows=50)["results"]
    bare = [{key: value for key, value in one.items() if key != "tracking_summary"} for one in results]
    own = TrackingPlugin.after_dataset_search(p.get_plugin("tracking"), {"results": bare}, {})["results"]
    assert results == own
    shown = act("package_show", id=visited)
    assert shown["tracking_summary"] == {"total": 1, "recent": 1}
    assert shown["resources"][0]["tracking_summary"]["total"] == 1


@pytest.mark.parametrize("rows", [1, 50])
def test_statements_do_not_grow_with_the_answer(rows):
    """At most two statements, however many datasets and files are in the answer."""
    asked = []

    def note(connection, cursor, statement, *more):
        asked.append("tracking_summary" in statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        assert act("package_search", rows=rows)["results"]
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    assert sum(asked) <= 2
