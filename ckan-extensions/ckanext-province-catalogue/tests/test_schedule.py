"""Periodic jobs come to the queue by themselves."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from ckan.lib import jobs
from ckanext.province_catalogue import visits
from ckanext.province_catalogue.schedule import JOBS
from croniter import croniter


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.cron)
def test_times_are_valid(job):
    """A wrong time would only be seen when the portal starts."""
    assert croniter.is_valid(job.cron)


@pytest.mark.usefixtures("with_plugins", "clean_queues")
def test_jobs_are_queued_at_the_start(ckan_config):
    """What was missed while the portal was down is made up for; the scheduler ends when it is asked to."""
    program = Path(sys.executable).with_name("ckan")
    words = [program, "-c", ckan_config["__file__"], "province-catalogue", "scheduler"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as scheduler:
        end = time.monotonic() + 60
        while not (queued := jobs.get_queue().jobs) and time.monotonic() < end:
            time.sleep(0.1)
        scheduler.terminate()
        scheduler.wait(20)
    assert [job.func for job in queued] == [visits.count]
