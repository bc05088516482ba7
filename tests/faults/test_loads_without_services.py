"""A service is away before a load or dies in its middle: old rows or new ones, and the next run completes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from runtime import supervision
from runtime.services import postgresql
from tests.portals import Portal, wait_until
from tests.site import table_schema

pytestmark = pytest.mark.stack
DATASET = "sectors"
#: Enough for a load of some seconds.
ROWS = 150_000
OLD, NEW = 1, 2
SCHEMA = table_schema(
    {"name": "row", "type": "integer", "title": "Dòng", "title_en": "Row"},
    {"name": "edition", "type": "integer", "title": "Lần", "title_en": "Edition"},
    {"name": "note", "type": "string", "title": "Ghi chú", "title_en": "Note"},
)
LOADING = ("postgresql", "redis", "solr", "worker")


def file_of(edition: int) -> bytes:
    """A CSV file, all of whose rows carry the edition."""
    rows = (f"{row},{edition},Hồ sơ số {row} của lần {edition}" for row in range(ROWS))
    return "\n".join(["row,edition,note", *rows, ""]).encode()


@pytest.fixture
def resource(portal: Portal) -> Iterator[str]:
    """A large table of the old edition; with it goes everything that its loads left."""
    made = portal.upload_new(
        DATASET, file_of(OLD), name=f"Bảng {uuid4().hex[:6]}", name_en="Table", format="CSV", schema=SCHEMA
    )
    assert portal.end_of_load(made) == "complete"
    yield made
    portal.api("resource_delete", id=made)


@contextmanager
def stopped(portal: Portal, name: str) -> Iterator[None]:
    """The service does not run meanwhile."""
    server = supervision.proxy(portal.settings)
    server.stopProcess(name)
    try:
        yield
    finally:
        server.startProcess(name)
        wait_until(portal.is_ready, f"{name} comes back")


def editions(portal: Portal, resource: str) -> dict[int, int]:
    """Number of published rows by edition."""

    def rows(edition: int) -> int:
        found = portal.api("datastore_search", resource_id=resource, filters={"edition": edition}, limit=0)
        return int(found["total"])

    return {edition: rows(edition) for edition in (OLD, NEW)}


def relations(portal: Portal) -> set[str]:
    """Names of all tables and views of the DataStore."""
    with postgresql.connect(portal.settings, "datastore") as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'v')")
        return {name for (name,) in found}


def next_run_completes(portal: Portal, resource: str, before: set[str]) -> None:
    """Whatever became of the load: rows are whole, the file can be sent again, and nothing is left over."""
    portal.end_of_load(resource)
    assert editions(portal, resource) in ({OLD: ROWS, NEW: 0}, {OLD: 0, NEW: ROWS})
    portal.upload(resource, file_of(NEW)).raise_for_status()
    if portal.end_of_load(resource) == "error":
        portal.api("province_ingest_submit", resource_id=resource)
    assert portal.end_of_load(resource) == "complete"
    assert editions(portal, resource) == {OLD: 0, NEW: ROWS}
    assert relations(portal) == before
    assert not list((portal.settings.state / "ckan" / "tmp").glob("province-ingest-*"))


@pytest.mark.parametrize("name", LOADING)
def test_service_that_is_away_when_the_file_is_sent(portal: Portal, resource: str, name: str) -> None:
    """Visitors keep the old rows until a load can be done."""
    before = relations(portal)
    with stopped(portal, name):
        portal.upload(resource, file_of(NEW))
    next_run_completes(portal, resource, before)


@pytest.mark.parametrize("name", LOADING)
def test_service_that_dies_in_the_middle(portal: Portal, resource: str, name: str) -> None:
    """Visitors see all old rows or all new ones."""
    before = relations(portal)
    portal.upload(resource, file_of(NEW)).raise_for_status()
    wait_until(lambda: portal.load_state(resource) == "running", "the load runs")
    killed = portal.pids()[name]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: portal.pids()[name] not in (0, killed) and portal.is_ready(), f"{name} comes back")
    next_run_completes(portal, resource, before)
