"""Carries out one load in a process of its own, and kills that process or its database at a given point.

Usage: doomed_worker.py CKAN_INI LOAD_ID POINT [database]
Points: a stage's name (before it), or after a step: ``kept`` (files of the version), ``staged`` (rows in
PostgreSQL), ``written`` and ``exchanged`` (before the commit), ``committed``, ``confirmed`` (version).
PROVINCE_INGEST_LARGE in the environment: number of rows from which a table is built beside the old one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from ckan.cli import load_config
from ckan.config.middleware import make_app


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def cut_database() -> None:
    """End every connection, as PostgreSQL does when one of its processes is killed."""
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND pid <> pg_backend_pid()"
        )


def arm(point: str, act: Callable[[], None]) -> None:
    """Set the trap."""
    from ckanext.province_ingest import pipeline
    from ckanext.province_ingest.datastore import publish
    from ckanext.province_ingest.versions import record

    publish.LARGE = int(os.environ.get("PROVINCE_INGEST_LARGE", publish.LARGE))

    def dies_after(function):
        def wrapped(*arguments):
            result = function(*arguments)
            act()
            return result

        return wrapped

    doors = {
        "kept": (record, "stage"),
        "staged": (publish.Staging, "fill"),
        "written": (publish, "_finish"),
        "exchanged": (publish, "exchange"),
        "committed": (publish, "_reclaim"),
        "confirmed": (record, "confirm"),
    }
    if point in doors:
        owner, name = doors[point]
        setattr(owner, name, dies_after(getattr(owner, name)))
    else:
        for stage_class in (
            pipeline.FetchStage,
            pipeline.ContractStage,
            pipeline.PublishStage,
            pipeline.FormulasStage,
        ):
            if stage_class.__name__ == point:
                stage_class.should_skip = lambda stage, context: act()


def main() -> None:
    """Load CKAN, set the trap, run into it."""
    ini, load_id, point, *victim = sys.argv[1:]
    make_app(load_config(ini))
    arm(point, cut_database if victim else die)
    from ckanext.province_ingest import jobs

    jobs.run(load_id)


if __name__ == "__main__":
    main()
