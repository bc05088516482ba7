"""A service, a disk, a token or a job is lost: old rows or new ones, and the next run completes."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from ckan import model
from ckan.lib import jobs as queue
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine
from ckanext.province_ingest.datastore import publish
from conftest import GOOD, HEADER, counts, datastore, latest, records, status, versions, work
from test_faults import NEW, OLD, RELATIONS, die_at

NOBODY = "http://127.0.0.1:9/solr/ckan"
pytestmark = pytest.mark.usefixtures("fresh")

ROW = "2024-{:02},{},Sở Tài chính,1,1,31/01/2024\n"
LONG = HEADER + "".join(ROW.format(number % 12 + 1, number) for number in range(5000))


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """Give the temporary folder a disk of so many bytes."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def make(size: int) -> None:
        words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "province-ingest-tests", str(folder)]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("a small disk may not be mounted here")
        monkeypatch.setattr(tempfile, "tempdir", str(folder))

    yield make
    if os.path.ismount(folder):
        subprocess.run(["umount", str(folder)], check=True)


class TestDatabase:
    @pytest.mark.parametrize(
        ("point", "large"),
        [
            ("ContractStage", publish.LARGE),
            ("kept", publish.LARGE),
            ("staged", publish.LARGE),
            ("written", publish.LARGE),
            ("exchanged", 0),
        ],
    )
    def test_lost_before_the_commit(self, replaced, ckan_config, point, large):
        """PostgreSQL ends every connection: old rows, no other table; the next run completes."""
        tables = datastore(RELATIONS.format(replaced["id"]))
        assert _lose_database_at(point, replaced, ckan_config["__file__"], large) == 1
        assert counts(replaced) == OLD
        assert datastore(RELATIONS.format(replaced["id"])) == tables
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)
        assert versions(replaced) == [2, 1]

    @pytest.mark.parametrize("point", ["committed", "confirmed"])
    def test_lost_after_the_commit(self, replaced, ckan_config, point):
        """The new rows stay; the next run finds them and completes."""
        _lose_database_at(point, replaced, ckan_config["__file__"], publish.LARGE)
        assert counts(replaced) == NEW
        work()
        assert status(replaced)["status"] == "complete"
        assert versions(replaced) == [2, 1]


class TestSearch:
    def test_lost_during_the_load(self, upload_with_contract, monkeypatch):
        """The rows are published and shown; what the search missed it learns with the next change."""
        resource = upload_with_contract(GOOD)
        with monkeypatch.context() as fault:
            fault.setitem(tk.config, "solr_url", NOBODY)
            work()
        assert (status(resource)["status"], counts(resource)) == ("complete", OLD)
        assert helpers.call_action("resource_show", id=resource["id"])["datastore_active"]


class TestDisk:
    @pytest.mark.parametrize("size", [4096 * 20, 4096 * 60, 4096 * 90])
    def test_full_during_the_load(self, upload_with_contract, small_disk, size):
        """The status names the disk, nothing is left on it, and with room again the load completes."""
        resource = upload_with_contract(GOOD)
        work()
        upload_with_contract(LONG, resource)
        small_disk(size)
        work()
        shown = status(resource)
        assert shown["status"] == "error"
        assert "No space left" in shown["error"]
        assert (counts(resource), versions(resource)) == (OLD, [1])
        assert not list(Path(tempfile.gettempdir()).iterdir())
        tempfile.tempdir = str(Path(tempfile.gettempdir()).parent)
        helpers.call_action("province_ingest_submit", resource_id=resource["id"])
        work()
        assert len(records(resource)) == 100
        assert status(resource)["rows"] == 5000


class TestQueue:
    def test_token_revoked_on_the_way(self, replaced, steward):
        """The load is the portal's: who sent the file need not be there any more."""
        (token,) = helpers.call_action("api_token_list", user_id=steward["name"])
        helpers.call_action("api_token_revoke", jti=token["id"])
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)

    def test_cancelled_job(self, replaced):
        """The status says that the load was interrupted; submitting again completes."""
        queue.job_from_id(latest(replaced).job_id).cancel()
        shown = status(replaced)
        assert shown["status"] == "error"
        assert "load again" in shown["error_en"]
        work()
        assert counts(replaced) == OLD
        helpers.call_action("province_ingest_submit", resource_id=replaced["id"])
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)


def _lose_database_at(point: str, resource: dict, ini: str, large: int) -> int:
    load = latest(resource)
    # This process's connections would end too
    model.Session.remove()
    for engine in (model.meta.engine, get_write_engine(), get_read_engine()):
        engine.dispose()
    return die_at(point, load, ini, large, "database")
