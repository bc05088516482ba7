"""From a source system to a published table by two commands, again without change, and stopped on the way."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from runtime import supervision
from tests.portals import Portal, wait_until

pytestmark = pytest.mark.stack
PIPELINE, DATASET = "zalo_channels", "zalo-conversations"


@pytest.fixture(scope="module")
def published(grown: Portal) -> Iterator[Portal]:
    """The second instance with what one pipeline made of simulated records."""
    if not grown.is_ready():
        grown.do("up", "--no-publish")
    grown.do("simulate", PIPELINE, "--size", "500")
    grown.do("run", PIPELINE)
    yield grown
    grown.api("dataset_purge", id=DATASET)


def runs(portal: Portal) -> list[dict[str, Any]]:
    """The pipeline's runs, newest first."""
    return json.loads(portal.do("runs", PIPELINE, "--json").splitlines()[-1])


def test_statistics_are_published_as_simulated(published: Portal) -> None:
    """Rows can be asked for, and the dataset says what they are made from."""
    assert published.rows(DATASET)
    assert published.api("package_show", id=DATASET)["origin"] == "simulated"


def test_version_names_its_run(published: Portal) -> None:
    """Whoever doubts a number finds the run, its input and its code."""
    resource = published.api("package_show", id=DATASET)["resources"][0]["id"]
    (version,) = published.api("province_ingest_version_list", resource_id=resource)
    assert version["source_run"].startswith(PIPELINE)


def test_second_run_publishes_nothing(published: Portal) -> None:
    """No other version comes of the same records."""
    resource = published.api("package_show", id=DATASET)["resources"][0]["id"]
    published.do("run", PIPELINE)
    assert len(published.api("province_ingest_version_list", resource_id=resource)) == 1


def test_killed_run_leaves_the_published_rows(published: Portal) -> None:
    """Cut off with new records in its hands, a run changes nothing; the next one does all of it."""
    before = published.rows(DATASET)
    published.do("simulate", PIPELINE, "--size", "900")
    process = published.start("run", PIPELINE)
    raw = published.settings.state / "pipelines" / "raw" / PIPELINE / "manifest"
    known = len(list(raw.iterdir()))
    wait_until(lambda: len(list(raw.iterdir())) > known or process.poll() is not None, "records are read")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert published.rows(DATASET) == before
    published.do("run", PIPELINE)
    assert published.rows(DATASET) != before


def test_run_can_be_looked_up(published: Portal) -> None:
    """Its inputs by hash, its counts, and what publishing did."""
    number = runs(published)[0]["id"]
    shown = published.do("runs", "--show", str(number))
    assert "sha256" in shown
    assert f"Published: {DATASET}" in shown


def test_without_the_ledger_nothing_is_run(published: Portal) -> None:
    """With PostgreSQL away the command says so before it works, and how to go on."""
    supervision.stop_services(published.settings, ["postgresql"])
    answer = published.run("run", PIPELINE)
    published.do("up", "--no-publish")
    assert answer.code == 1
    assert "The ledger of runs does not answer" in answer.output
    assert "./portal up" in answer.output
