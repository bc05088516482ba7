"""The lock of a resource lives in a connection: one that is cut never lets two loads publish at once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.province_ingest import jobs, pipeline
from ckanext.province_ingest.datastore import publish, session
from ckanext.province_ingest.model import Load
from conftest import HEADER, counts, datastore, latest, status, versions, work
from test_faults import NEW, OLD, RELATIONS

pytestmark = pytest.mark.usefixtures("fresh")

NEWEST = HEADER + "2024-05,C03,Sở Y tế,99,50,31/05/2024\n"
CUT = (
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_locks"
    " WHERE locktype = 'advisory' AND granted AND classid = :class"
)


def cut_lock() -> None:
    """End the connection that holds the lock, as a firewall or a restart of its server process does."""
    assert datastore(CUT, **{"class": session.LOCK_CLASS}) == 1


@pytest.fixture
def before_contract(monkeypatch):
    """Do something once, in the middle of the next load."""

    def arrange(act) -> None:
        original = pipeline.ContractStage.process

        def process(stage, context):
            monkeypatch.setattr(pipeline.ContractStage, "process", original)
            act()
            return original(stage, context)

        monkeypatch.setattr(pipeline.ContractStage, "process", process)

    return arrange


class TestCut:
    def test_load_without_its_lock_publishes_nothing(self, replaced, before_contract):
        """It notices before it keeps or writes anything; the queue's next run completes."""
        before_contract(cut_lock)
        tables = datastore(RELATIONS.format(replaced["id"]))
        with pytest.raises(session.LockLost):
            jobs.run(latest(replaced).id)
        assert (counts(replaced), versions(replaced)) == (OLD, [1])
        assert datastore(RELATIONS.format(replaced["id"])) == tables
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)
        assert versions(replaced) == [2, 1]

    def test_newer_load_wins_and_the_older_learns_why(self, replaced, before_contract, upload_with_contract):
        """Another load that began meanwhile is not overwritten, and the first one says what happened."""
        older = latest(replaced).id

        def overtake() -> None:
            cut_lock()
            upload_with_contract(NEWEST, replaced)
            jobs.run(latest(replaced).id)

        before_contract(overtake)
        with pytest.raises(session.LockLost):
            jobs.run(older)
        jobs.run(older)
        assert (counts(replaced), versions(replaced)) == ([99], [2, 1])
        told = model.Session.get(Load, older)
        assert "newer file" in told.error_en
        assert "mới hơn" in told.error

    def test_load_that_publishes_is_waited_for(self, replaced, monkeypatch):
        """Cut while rows are written, it publishes, and no other begins before; the next run completes."""
        original = publish._finish

        def cut(table, *arguments):
            original(table, *arguments)
            cut_lock()
            assert session.is_locked(replaced["id"])
            with pytest.raises(sa.exc.OperationalError), session.exclusive(replaced["id"], wait_s=1):
                pytest.fail("a second load began")

        monkeypatch.setattr(publish, "_finish", cut)
        with pytest.raises(session.LockLost):
            jobs.run(latest(replaced).id)
        assert counts(replaced) == NEW
        monkeypatch.undo()
        work()
        assert (status(replaced)["status"], counts(replaced)) == ("complete", NEW)
        assert versions(replaced) == [2, 1]
