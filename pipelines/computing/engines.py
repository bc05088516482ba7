"""Where tasks are done: here, in a pool of processes, or on a Ray cluster; the results are equal.

Processes are started anew and never forked: polars has threads of its own, which a fork would break. Machines
of a cluster have to see the same files at the same places.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from pipelines.computing.tasks import Task, perform

Engine = Callable[[Sequence[Task]], Iterator[Path]]
"""Tasks -> folders of their results, as they are done."""
THREADS = "POLARS_MAX_THREADS"


def serial(tasks: Sequence[Task]) -> Iterator[Path]:
    """One after the other in this process; polars uses every core."""
    return map(perform, tasks)


def pool(tasks: Sequence[Task]) -> Iterator[Path]:
    """In a process for each core, with one thread of polars each."""
    cores = len(os.sched_getaffinity(0))
    with (
        _threads(1),
        ProcessPoolExecutor(min(cores, len(tasks)) or 1, mp_context=get_context("spawn")) as processes,
    ):
        futures = [processes.submit(perform, task) for task in tasks]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def ray(tasks: Sequence[Task]) -> Iterator[Path]:
    """On the cluster that ``RAY_ADDRESS`` names, or on this machine where there is none; a core a task."""
    import ray as cluster

    started = not cluster.is_initialized()
    if started:
        variables = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), THREADS: "1"}
        cluster.init(runtime_env={"env_vars": variables}, log_to_driver=False, include_dashboard=False)
    try:
        remote = cluster.remote(perform)
        waiting = [remote.remote(task) for task in tasks]
        while waiting:
            [done], waiting = cluster.wait(waiting)
            try:
                yield cluster.get(done)
            except cluster.exceptions.RayTaskError as error:
                raise error.cause from None
    finally:
        if started:
            cluster.shutdown()


ENGINES: dict[str, Engine] = {"serial": serial, "pool": pool, "ray": ray}


@contextmanager
def _threads(number: int) -> Iterator[None]:
    """Processes started meanwhile have so many threads of polars."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = str(number)
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before
