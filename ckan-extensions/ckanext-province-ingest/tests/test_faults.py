"""Whatever is killed: the old rows or the new ones, nothing orphaned, and the next run completes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from ckan import model
from ckan.lib import jobs as queue
from ckan.tests import helpers
from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine
from ckanext.province_ingest import jobs, submission
from ckanext.province_ingest.datastore import publish, session
from ckanext.province_ingest.model import Load
from conftest import BETTER, GOOD, counts, datastore, datastore_run, latest, records, status, versions, work
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text

pytestmark = pytest.mark.usefixtures("fresh")

OLD, NEW = [12, 15], [13, 7]
RELATIONS = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v') AND relname LIKE '%{}%'"


def die_at(point: str, load: Load, ini: str, large: int = publish.LARGE, *victim: str) -> int:
    """Exit status of a worker that is killed at a point of this load, or whose database is."""
    script = Path(__file__).with_name("doomed_worker.py")
    return subprocess.run(
        [sys.executable, script, ini, load.id, point, *victim],
        capture_output=True,
        check=False,
        env={**os.environ, "PROVINCE_INGEST_LARGE": str(large)},
    ).returncode


class TestKilledWorker:
    @pytest.mark.parametrize(
        ("point", "large"),
        [
            ("FetchStage", publish.LARGE),
            ("ContractStage", publish.LARGE),
            ("PublishStage", publish.LARGE),
            ("kept", publish.LARGE),
            ("staged", publish.LARGE),
            ("written", publish.LARGE),
            ("written", 0),
            ("exchanged", 0),
        ],
    )
    def test_before_the_commit_the_old_rows_stay(self, replaced, ckan_config, point, large):
        """Killed anywhere before the commit: old rows, no other table; the queue's next run completes."""
        tables = datastore(RELATIONS.format(replaced["id"]))
        assert die_at(point, latest(replaced), ckan_config["__file__"], large) == -9
        assert counts(replaced) == OLD
        assert datastore(RELATIONS.format(replaced["id"])) == tables
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)
        assert versions(replaced) == [2, 1]

    @pytest.mark.parametrize("point", ["committed", "confirmed", "FormulasStage"])
    def test_after_the_commit_the_new_rows_stay(self, replaced, ckan_config, point):
        """Killed after the commit: new rows; the queue's next run finds them and completes."""
        assert die_at(point, latest(replaced), ckan_config["__file__"]) == -9
        assert counts(replaced) == NEW
        work()
        assert (status(replaced)["status"], status(replaced)["rows"]) == ("complete", 2)
        assert versions(replaced) == [2, 1]

    def test_first_load_killed_leaves_no_table(self, upload_with_contract, ckan_config):
        """A first load that dies leaves neither table nor alias."""
        resource = upload_with_contract(GOOD)
        assert die_at("written", latest(resource), ckan_config["__file__"]) == -9
        assert datastore(RELATIONS.format(resource["id"])) == 0
        assert datastore(RELATIONS.format("e_office_monthly")) == 0
        work()
        assert counts(resource) == OLD

    def test_files_of_a_dead_load_are_cleared_by_the_next(self, replaced, ckan_config):
        """What a killed job left in the temporary folder goes with the next load of that resource."""
        die_at("written", latest(replaced), ckan_config["__file__"])
        folder = Path(tempfile.gettempdir())
        assert list(folder.glob("province-ingest-*/normal.csv"))
        work()
        assert not list(folder.glob("province-ingest-*"))

    def test_lock_ends_with_the_process(self, replaced, ckan_config):
        """A dead worker does not block the next one."""
        die_at("written", latest(replaced), ckan_config["__file__"])
        with session.exclusive(replaced["id"], wait_s=30):
            assert session.is_locked(replaced["id"])
        assert not session.is_locked(replaced["id"])


class TestLostServices:
    def test_database_restart_is_retried(self, replaced, monkeypatch):
        """A connection lost before the commit is the queue's to retry, not an error of the file."""
        original = publish._finish

        def cut(table, *arguments):
            original(table, *arguments)
            table.run("SELECT pg_terminate_backend(pg_backend_pid())")

        monkeypatch.setattr(publish, "_finish", cut)
        with pytest.raises(jobs.DATABASE_ERRORS) as lost:
            jobs.run(latest(replaced).id)
        assert session.connection_lost(lost.value)
        monkeypatch.undo()
        assert counts(replaced) == OLD
        work()
        assert counts(replaced) == NEW

    def test_lost_job_is_told_and_can_be_loaded_again(self, replaced):
        """When the queue forgot the job, the status says so and submitting again loads."""
        queue.get_queue().empty()
        assert status(replaced)["status"] == "error"
        helpers.call_action("province_ingest_submit", resource_id=replaced["id"])
        work()
        assert counts(replaced) == NEW

    def test_next_worker_takes_up_what_a_killed_one_left(self, replaced, ckan_config):
        """A worker that starts after another was killed with its job loads the file without being asked."""
        ini = ckan_config["__file__"]
        assert die_at("written", latest(replaced), ini) == -9
        queue.get_queue().empty()
        # Threads that reading a file started in this process would not survive the worker's fork
        words = [Path(sys.executable).with_name("ckan"), "-c", ini, "province-ingest", "worker", "--burst"]
        worker = subprocess.run(words, capture_output=True, text=True, check=True)
        assert "queued again: 1" in worker.stdout
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)

    def test_job_handed_to_a_dead_worker_is_taken_up(self, replaced):
        """RQ says that it is queued, but it left the queue with a worker that never began."""
        queue.get_queue().pop_job_id()
        assert submission.resume() == 1
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)

    def test_finished_loads_are_not_taken_up(self, upload_with_contract):
        """Nothing is queued again when nothing was interrupted, or when it waits already."""
        upload_with_contract(GOOD)
        assert submission.resume() == 0
        work()
        assert submission.resume() == 0

    def test_queue_down_does_not_stop_the_upload(self, upload_with_contract, monkeypatch):
        """Without Redis the file is kept, and the status says that it was not loaded."""

        def refuse(*arguments, **options):
            raise RedisConnectionError("refused")

        monkeypatch.setattr(submission.tk, "enqueue_job", refuse)
        resource = upload_with_contract(GOOD)
        assert "job queue" in status(resource)["error_en"]


class TestReaders:
    def test_readers_see_the_old_rows_until_the_commit(self, replaced, monkeypatch):
        """While the new rows are written, readers get the old ones, without waiting for a lock."""
        seen = []
        original = publish._finish

        def look(table, *arguments):
            original(table, *arguments)
            with get_write_engine().begin() as reader:
                reader.execute(text("SET LOCAL lock_timeout TO '1ms'"))
                seen.append(reader.scalar(text(f'SELECT sum(sent_count) FROM "{replaced["id"]}"')))

        monkeypatch.setattr(publish, "_finish", look)
        work()
        assert (seen, counts(replaced)) == ([sum(OLD)], NEW)

    def test_snapshots_begun_before_stay_whole(self, replaced):
        """A reader that began before the load goes on reading the old rows after it."""
        with get_write_engine().connect().execution_options(isolation_level="REPEATABLE READ") as reader:
            total = text(f'SELECT sum(sent_count) FROM "{replaced["id"]}"')
            before = reader.scalar(total)
            work()
            assert reader.scalar(total) == before == sum(OLD)
        assert counts(replaced) == NEW


class TestLargeTables:
    """A table from ``publish.LARGE`` rows on is built beside the published one and takes its name."""

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch):
        """Every table counts as large."""
        monkeypatch.setattr(publish, "LARGE", 0)
        monkeypatch.setattr(publish, "PATIENCE_S", 0.5)

    def test_views_over_the_table_survive_the_exchange(self, replaced):
        """An alias and a view over that alias show the new rows, and keep their grants."""
        with get_write_engine().begin() as connection:
            connection.execute(
                text("CREATE VIEW over_alias AS SELECT sent_count FROM e_office_monthly__monthly")
            )
            connection.execute(text("GRANT SELECT ON over_alias TO datastore_reader"))
        try:
            work()
            with get_read_engine().connect() as reader:
                assert reader.scalars(text("SELECT sent_count FROM over_alias")).all() == NEW
            assert [row["sent_count"] for row in records("e_office_monthly__monthly")] == NEW
        finally:
            datastore_run("DROP VIEW over_alias")

    def test_table_is_whole_after_the_exchange(self, replaced, upload_with_contract):
        """Total, indexes, trigger, numbering and full text are as CKAN makes them; names are free again."""
        for content in (BETTER, GOOD, BETTER.replace("13,99", "14,99")):
            upload_with_contract(content, replaced, version_reason="back and forth")
            work()
        assert helpers.call_action("datastore_search", resource_id=replaced["id"], q="chính")["total"] == 1
        row = {"month": "2024-09", "agency_code": "Z", "agency_name": "Thanh tra tỉnh", "sent_count": 1}
        for method in ("insert", "upsert"):
            helpers.call_action(
                "datastore_upsert", resource_id=replaced["id"], records=[row], method=method, force=True
            )
        assert [record["_id"] for record in records(replaced)] == [1, 2, 3]
        names = "SELECT count(*) FROM pg_class WHERE relname ~ '^_(new|old|staging)_'"
        assert datastore(names) == 0

    def test_reader_that_stays_does_not_stop_the_load(self, replaced):
        """Where a reader never lets go of the table, rows are moved instead; the reader keeps its view."""
        with get_write_engine().connect().execution_options(isolation_level="REPEATABLE READ") as reader:
            total = text(f'SELECT sum(sent_count) FROM "{replaced["id"]}"')
            assert reader.scalar(total) == sum(OLD)
            work()
            assert reader.scalar(total) == sum(OLD)
        assert counts(replaced) == NEW


class TestTwoAtOnce:
    def test_waiting_load_is_not_queued_twice(self, replaced):
        """Submitting what waits already gives the same load."""
        before = latest(replaced).id
        assert helpers.call_action("province_ingest_submit", resource_id=replaced["id"])["load_id"] == before

    def test_older_load_gives_way(self, replaced, upload_with_contract):
        """Of two queued files the newer one wins, whichever job runs first."""
        older = latest(replaced).id
        upload_with_contract(GOOD.replace("12,98.5", "99,98.5"), replaced)
        work()
        assert counts(replaced) == [99, 15]
        assert "newer file" in model.Session.get(Load, older).error_en
