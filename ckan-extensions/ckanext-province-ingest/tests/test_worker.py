"""Jobs start at once, share nothing with their worker, and outlive any worker that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
import rq
from ckan import model
from ckan.cli.cli import ckan
from ckan.lib import jobs as queue
from conftest import GOOD, records, status
from sqlalchemy import text

pytestmark = pytest.mark.usefixtures("fresh")

BACKEND = text("SELECT pg_backend_pid()")


def facts() -> dict:
    """What a job sees: the loaded CKAN, its process and its connection."""
    return {
        "action": id(tk.get_action("status_show")),
        "process": os.getpid(),
        "backend": model.Session.scalar(BACKEND),
    }


class TestForkedJob:
    def test_goes_on_with_the_loaded_ckan(self, cli):
        """CKAN is not started again for a job."""
        job = queue.enqueue(facts)
        cli.invoke(ckan, ["province-ingest", "worker", "--burst"])
        seen = job.return_value(refresh=True)
        assert seen["process"] != os.getpid()
        assert seen["action"] == id(tk.get_action("status_show"))

    def test_has_connections_of_its_own(self, cli):
        """Two jobs and their worker talk to the database over three connections, and all go on working."""
        jobs = [queue.enqueue(facts), queue.enqueue(facts)]
        before = model.Session.scalar(BACKEND)
        cli.invoke(ckan, ["province-ingest", "worker", "--burst"])
        backends = {job.return_value(refresh=True)["backend"] for job in jobs}
        assert len({*backends, before}) == 3
        assert model.Session.scalar(BACKEND) not in backends


@pytest.fixture
def pool(ckan_config):
    """Workers as the portal runs them, in processes of their own."""
    program = Path(sys.executable).with_name("ckan")
    words = [program, "-c", ckan_config["__file__"], "province-ingest", "worker"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield process
    process.terminate()
    assert process.wait(60) == 0


def children(pid: int) -> list[int]:
    """Processes that this one has forked."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def busy_worker(pool: subprocess.Popen) -> int:
    """Process of a worker of this pool that is at a job."""
    known = rq.Worker.all(queue=queue.get_queue())
    return next((one.pid for one in known if one.state == "busy" and one.pid in children(pool.pid)), 0)


def until(condition, seconds: float = 120):
    """The condition's value once it holds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "the workers are not at it"
        time.sleep(0.05)
    return value


def kill_with_children(pid: int) -> None:
    """Kill a worker and the job that it has forked, as a machine that loses power does."""
    for victim in [pid, *children(pid)]:
        os.kill(victim, signal.SIGKILL)


def test_every_file_of_many_is_loaded_though_a_worker_is_killed(upload_with_contract, pool):
    """Files that come at once are all loaded; a killed worker is replaced, and its file loaded again."""
    resources = [upload_with_contract(GOOD, contract_name=f"monthly-{number}") for number in range(6)]
    kill_with_children(until(lambda: busy_worker(pool)))
    until(lambda: {status(resource)["status"] for resource in resources} <= {"complete", "error"})
    assert all(len(records(resource)) == 2 for resource in resources)
