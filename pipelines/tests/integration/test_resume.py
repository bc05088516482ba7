"""A publish that is cut off anywhere is completed by the next one, and nothing is there twice."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.contract import hashing
from pipelines.publishing.client import Ckan, CkanError
from pipelines.tests.integration.conftest import Live

pytestmark = pytest.mark.stack

WRITES = 2
"""A first publish of one file writes twice: the dataset, then the file."""


class CutOff(Ckan):
    """A connection that breaks at the ``last`` write, before it arrives or before its answer does."""

    def __init__(self, healthy: Ckan, last: int, arrives: bool) -> None:
        super().__init__(healthy.url, str(healthy._session.headers["Authorization"]))
        self.left, self.arrives = last, arrives

    def write(self, action: str, data: dict[str, Any]) -> Any:
        """As in :class:`Ckan`, until the connection breaks."""
        return self._until_cut(action, lambda: super(CutOff, self).write(action, data))

    def upload(self, action: str, fields: dict[str, str], name: str, content: bytes) -> Any:
        """As in :class:`Ckan`, until the connection breaks."""
        return self._until_cut(action, lambda: super(CutOff, self).upload(action, fields, name, content))

    def _until_cut(self, action: str, send: Any) -> Any:
        self.left -= 1
        if self.left > 0:
            return send()
        if self.arrives:
            send()
        raise CkanError(action, 0, "cut off")


def assert_whole(live: Live) -> None:
    """One dataset with one resource, its file loaded, and nothing left to do."""
    (resource,) = live.package()["resources"]
    assert resource["hash"] == hashing.of_bytes((live.tree.folder / "monthly.csv").read_bytes())
    assert len(live.rows()) == 3
    assert live.publish().outcome == "unchanged"


@pytest.mark.parametrize("arrives", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("last", range(1, WRITES + 1))
def test_cut_off_first_publish_is_completed(live: Live, last: int, arrives: bool) -> None:
    """Whichever write breaks off, the next publish completes the dataset."""
    with pytest.raises(CkanError):
        live.publish(CutOff(live.ckan, last, arrives))
    assert live.publish().outcome in ("created", "updated", "unchanged")
    assert_whole(live)


@pytest.mark.parametrize("arrives", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("last", range(1, WRITES + 1))
def test_cut_off_update_is_completed(live: Live, last: int, arrives: bool) -> None:
    """The same when contract and file of a published dataset change together."""
    live.publish()
    live.edit("title_en", "Another title")
    live.tree.rewrite(lambda text: text.replace(",131,", ",140,"))
    with pytest.raises(CkanError):
        live.publish(CutOff(live.ckan, last, arrives))
    live.publish()
    assert live.package()["title_en"] == "Another title"
    assert [row["documents_sent_count"] for row in live.rows()] == [120, 80, 140]
    assert_whole(live)


def test_a_publish_has_no_other_writes(live: Live) -> None:
    """The cuts above cover every write: one more would not be reached."""
    assert live.publish(CutOff(live.ckan, WRITES + 1, arrives=True)).outcome == "created"
