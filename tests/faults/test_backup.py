"""``./portal backup`` and ``restore``."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.portals import Portal

pytestmark = pytest.mark.stack


def test_restore_brings_back_what_was_lost(second: Portal, tmp_path: Path) -> None:
    """A deleted dataset is found and read again, a changed one has its old text; the archive is private."""
    archive = tmp_path / "portal.tar.gz"
    before = second.rows("agencies"), second.api("package_show", id="sectors")["notes"]
    second.do("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    second.api("package_delete", id="agencies")
    second.api("dataset_purge", id="agencies")
    second.api("package_patch", id="sectors", notes="overwritten")
    second.do("restore", str(archive), "--yes")
    assert (second.rows("agencies"), second.api("package_show", id="sectors")["notes"]) == before
    assert second.api("package_search", fq="name:agencies")["count"] == 1
    assert second.is_ready()


def test_wrong_file_is_refused_before_anything_changes(second: Portal, tmp_path: Path) -> None:
    """A file that is no backup is named; the services are not even stopped."""
    (tmp_path / "notes.txt").write_text("not an archive")
    before = second.pids()
    answer = second.run("restore", str(tmp_path / "notes.txt"), "--yes")
    assert answer.code == 1
    assert "notes.txt is not a backup" in answer.output
    assert second.pids() == before
