"""Carries out one load in a process of its own and kills that process at a given point.

Usage: doomed_worker.py CKAN_INI LOAD_ID POINT
Points: a stage's name (before it), ``staged``, ``written`` (before the commit), ``committed``.
"""

from __future__ import annotations

import os
import signal
import sys

from ckan.cli import load_config
from ckan.config.middleware import make_app


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Set the trap."""
    from ckanext.province_ingest import pipeline
    from ckanext.province_ingest.datastore import publish

    def dies_after(function):
        def wrapped(*arguments):
            function(*arguments)
            die()

        return wrapped

    if point == "staged":
        publish._stage = dies_after(publish._stage)
    elif point == "written":
        publish._finish = dies_after(publish._finish)
    elif point == "committed":
        publish._reclaim = dies_after(publish._reclaim)
    else:
        for stage_class in (
            pipeline.FetchStage,
            pipeline.ContractStage,
            pipeline.PublishStage,
            pipeline.FormulasStage,
        ):
            if stage_class.__name__ == point:
                stage_class.should_skip = lambda stage, context: die()


def main() -> None:
    """Load CKAN, set the trap, run into it."""
    ini, load_id, point = sys.argv[1:]
    make_app(load_config(ini))
    arm(point)
    from ckanext.province_ingest import jobs

    jobs.run(load_id)


if __name__ == "__main__":
    main()
