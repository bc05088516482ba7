"""From a source system to a published table by two commands, again without change, and stopped on the way."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

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
