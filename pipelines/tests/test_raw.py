"""Raw input is kept byte for byte, once, and whole or not at all."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.raw import RawStore

NOON = dt.datetime(2025, 6, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw", lambda: NOON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(content=st.binary(max_size=200))
def test_kept_content_is_read_back_byte_for_byte(store: RawStore, content: bytes) -> None:
    """What is read back has the same bytes, size and hash."""
    raw = store.keep(content, kind="dossier", source="folder/a.csv", suffix=".csv")
    assert raw.path.read_bytes() == content
    assert (raw.size, raw.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert raw.path.suffix == ".csv"


def test_the_same_content_of_the_same_source_is_kept_once(store: RawStore) -> None:
    """Fetching again answers the first entry."""
    first = store.keep(b"a", kind="dossier", source="rest?page=1", suffix=".json")
    assert store.keep([b"a"], kind="dossier", source="rest?page=1", suffix=".json") == first
    assert store.files() == [first]


def test_two_sources_of_the_same_content_are_both_known(store: RawStore) -> None:
    """The manifest tells where content came from, each time that it was another place."""
    kept = [store.keep(b"a", kind="dossier", source=name, suffix=".csv") for name in ("a.csv", "b.csv")]
    assert store.files() == kept
    assert kept[0].path == kept[1].path


def test_a_copy_of_a_file_keeps_its_ending(store: RawStore, tmp_path: Path) -> None:
    """The reader of a raw file knows its form by its name."""
    path = tmp_path / "THANG 6.XLSX"
    path.write_bytes(b"content")
    assert store.keep_file(path, kind="visit", source="drop/THANG 6.XLSX").path.suffix == ".xlsx"


def test_a_source_that_breaks_off_leaves_nothing(store: RawStore) -> None:
    """Half a download is no raw input."""

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.keep(broken(), kind="dossier", source="rest", suffix=".json")
    assert store.files() == []
    assert not [path for path in store.folder.rglob("*") if path.is_file()]
