"""Periodic jobs: when each is put on CKAN's queue, whose worker carries it out.

A job must bear to run at any time and more than once: each is also queued when the scheduler starts, which
makes up for the time that the portal was not running.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis
from rq import cron_scheduler_registry
from rq.cron import CronScheduler

from . import visits


@dataclass(frozen=True)
class Periodic:
    """One job.

    :param cron: minute, hour, day of month, month, day of week, in UTC
    :param plugin: whose tables it works on; left out where that plugin is not loaded
    """

    work: Callable[[], None]
    cron: str
    plugin: str


JOBS = (Periodic(visits.count, cron="15 20 * * *", plugin="tracking"),)  # 03:15 in Vietnam


def run() -> None:
    """Queue jobs until this process is asked to end."""
    connection = connect_to_redis()
    cron_scheduler_registry.cleanup(connection)
    scheduler = CronScheduler(connection)
    for job in JOBS:
        if p.plugin_loaded(job.plugin):
            scheduler.register(
                job.work, get_queue().name, cron=job.cron, job_timeout=tk.config["ckan.jobs.timeout"]
            ).enqueue(connection)
    scheduler.start()
