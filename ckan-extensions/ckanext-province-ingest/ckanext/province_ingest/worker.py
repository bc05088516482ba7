"""Job workers that fork: CKAN is loaded once, and neither workers nor jobs load it again.

A changed configuration or plugin takes effect when the pool is started again.
"""

from __future__ import annotations

import os
from multiprocessing.process import BaseProcess
from typing import Any

import ckan.plugins as p
from ckan.lib import jobs
from ckan.lib.app_globals import app_globals
from ckan.lib.redis import connect_to_redis
from ckan.model import meta
from rq import Queue
from rq.job import Job
from rq.worker_pool import ForkProcess, WorkerPool

from . import submission

# RQ's own process that queues retries ends when Redis does; a worker starts another when it looks around,
# which RQ lets it do every ten minutes only
IDLE_S = 30


class Worker(jobs.Worker):
    """CKAN's worker, whose jobs go on with the CKAN that is in memory.

    Nothing is shared with the parent: CKAN drops database connections before it forks, and Redis' pool
    belongs to one process.
    """

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Run the job in the process that was forked for it.

        CKAN's own starts CKAN anew here, which takes longer than most loads.
        """
        # What administrators set in the browser, as each web request reads it
        app_globals._check_uptodate()
        super(jobs.Worker, self).main_work_horse(job, queue)


class Pool(WorkerPool):
    """Several workers, each replaced when it dies; a replacement takes up what its predecessor left."""

    def __init__(self, processes: int):
        super().__init__([jobs.get_queue().name], connect_to_redis(), num_workers=processes)
        self._replaces = False

    def start_workers(self, *arguments: Any, **options: Any) -> None:
        """Start the first workers."""
        drop_connections()
        super().start_workers(*arguments, **options)
        self._replaces = True

    def get_worker_process(self, name: str, *arguments: Any, **options: Any) -> BaseProcess:
        """A worker that was forked from this process."""
        return ForkProcess(target=_work, args=(name, self._replaces), name=f"worker-{name}")


def _work(name: str, replaces: bool) -> None:
    if replaces:
        submission.resume()
    Worker(name=name, worker_ttl=IDLE_S + 15, maintenance_interval=IDLE_S).work(with_scheduler=True)


def drop_connections() -> None:
    """Close the connections to databases, which a fork would share."""
    meta.Session.remove()
    assert meta.engine
    meta.engine.dispose()
    for plugin in p.PluginImplementations(p.IForkObserver):
        plugin.before_fork()


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0))
