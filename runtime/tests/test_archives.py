"""What is refused as a backup, before anything changes."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from runtime import backup
from runtime.errors import PortalError

WHOLE = ("ckan.dump", "datastore.dump", "superset.dump", "runs.dump", "storage", "pipelines", "secrets")


def archive(path: Path, about: object, names: tuple[str, ...] = WHOLE) -> Path:
    """A backup's outline."""
    with tarfile.open(path, "w:gz") as made:
        for name, content in [("about.json", json.dumps(about)), *((name, "") for name in names)]:
            entry = tarfile.TarInfo(name)
            entry.size = len(content.encode())
            made.addfile(entry, io.BytesIO(content.encode()))
    return path


def test_outline_of_a_backup_is_taken(tmp_path: Path) -> None:
    """The form that this version writes."""
    backup.check(archive(tmp_path / "a.tar.gz", {"format": backup.FORMAT}))


@pytest.mark.parametrize("missing", WHOLE)
def test_part_that_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    """Half a backup is refused by what it lacks."""
    rest = tuple(name for name in WHOLE if name != missing)
    with pytest.raises(PortalError, match=missing):
        backup.check(archive(tmp_path / "a.tar.gz", {"format": backup.FORMAT}, rest))


@pytest.mark.parametrize("about", [{"format": backup.FORMAT + 1}, {}, [], "text", None])
def test_another_form_is_refused(tmp_path: Path, about: object) -> None:
    """An archive of another version is not guessed at."""
    with pytest.raises(PortalError, match=r"a\.tar\.gz"):
        backup.check(archive(tmp_path / "a.tar.gz", about))


@pytest.mark.parametrize("content", [None, b"", b"not an archive"])
def test_file_that_is_no_archive_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A wrong or absent file ends with its name and the way out."""
    path = tmp_path / "a.tar.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PortalError, match=r"a\.tar\.gz is not a backup") as caught:
        backup.check(path)
    assert "./portal backup" in caught.value.way_out


def test_archive_is_unpacked_below_the_folder(tmp_path: Path) -> None:
    """Every entry arrives where it belongs."""
    backup.unpack(archive(tmp_path / "a.tar.gz", {"format": backup.FORMAT}), tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"about.json", *WHOLE}


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "storage/../../outside"])
def test_archive_that_reaches_outside_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written outside the folder, and nothing inside either."""
    with pytest.raises(PortalError, match="outside"):
        backup.unpack(archive(tmp_path / "a.tar.gz", {}, (name,)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    """A link could lead anywhere."""
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as made:
        entry = tarfile.TarInfo("storage")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        made.addfile(entry)
    with pytest.raises(PortalError, match="storage"):
        backup.unpack(tmp_path / "a.tar.gz", tmp_path / "out")


def test_cut_off_archive_is_refused(tmp_path: Path) -> None:
    """A copy that broke off is noticed before the present data is touched."""
    path = archive(tmp_path / "a.tar.gz", {"format": backup.FORMAT})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(PortalError, match=r"a\.tar\.gz is not a backup"):
        backup.check(path)
