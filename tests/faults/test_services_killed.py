"""Services killed one by one while the portal runs: each comes back by itself, nothing published is lost."""

from __future__ import annotations

import os
import signal

import pytest
import requests

from runtime.services import makers
from tests.portals import Portal, wait_until

pytestmark = pytest.mark.stack
DATASET = "sectors"


def reload(portal: Portal) -> str:
    """Have the dataset's file loaded anew; returns how that ended."""
    resource = portal.api("package_show", id=DATASET)["resources"][0]["id"]
    portal.api("province_ingest_submit", resource_id=resource, force=True)
    return portal.end_of_load(resource)


@pytest.mark.parametrize("name", makers())
def test_killed_service_comes_back(portal: Portal, name: str) -> None:
    """Another process takes its place, pages and rows are as before, and the portal still loads files."""
    before = portal.rows(DATASET)
    killed = portal.pids()[name]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: portal.pids()[name] not in (0, killed) and portal.is_ready(), f"{name} comes back")
    assert portal.rows(DATASET) == before
    assert portal.get(f"/dataset/{DATASET}?{name}").status_code == 200
    assert reload(portal) == "complete"
    assert portal.rows(DATASET) == before


def test_load_that_is_cut_off_leaves_the_published_rows(portal: Portal) -> None:
    """The worker dies with a load in its hands; the old rows stay, and the same load can be done again."""
    before = portal.rows(DATASET)
    resource = portal.api("package_show", id=DATASET)["resources"][0]["id"]
    portal.api("province_ingest_submit", resource_id=resource, force=True)
    killed = portal.pids()["worker"]
    os.kill(killed, signal.SIGKILL)
    wait_until(
        lambda: portal.pids()["worker"] not in (0, killed) and portal.is_ready(), "the worker comes back"
    )
    assert portal.rows(DATASET) == before
    portal.end_of_load(resource)
    assert reload(portal) == "complete"
    assert portal.rows(DATASET) == before


def test_visits_are_counted_when_the_scheduler_starts(portal: Portal) -> None:
    """A visited dataset comes among the most used of the home page, without anybody's doing."""
    page = f"/dataset/{DATASET}"
    visit = requests.post(portal.settings.url + "/_tracking", data={"url": page, "type": "page"}, timeout=60)
    assert visit.status_code == 204
    os.kill(portal.pids()["scheduler"], signal.SIGKILL)

    def most_used() -> str:
        return portal.get("/").text.partition('id="used-title"')[2].partition("</section>")[0]

    wait_until(lambda: f'href="{page}"' in most_used(), "the visit is counted")
