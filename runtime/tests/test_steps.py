"""Steps: done once, done again when their inputs change, resumable after a failure."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from runtime.errors import PortalError
from runtime.steps import Record, Step, fingerprint, perform


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        """Do it once more."""
        self.times += 1


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """An empty record in a file."""
    return Record.open(tmp_path / "steps.json")


def test_step_is_skipped_while_its_inputs_are_the_same(record: Record) -> None:
    """The second run does nothing, also after the record was read again."""
    work = Work()
    assert perform([Step("a", "A", work, ("1",))], record)
    assert not perform([Step("a", "A", work, ("1",))], Record.open(record.file))
    assert work.times == 1


def test_step_is_done_again_when_an_input_changes(record: Record) -> None:
    """Another version of an input is other work."""
    work = Work()
    for version in ("1", "2"):
        perform([Step("a", "A", work, (version,))], record)
    assert work.times == 2


def test_step_without_inputs_is_done_every_time(record: Record) -> None:
    """Nothing says that it may be skipped."""
    work = Work()
    for _ in range(2):
        assert not perform([Step("a", "A", work)], record)
    assert work.times == 2


def test_step_is_done_again_when_what_it_made_is_gone(record: Record, tmp_path: Path) -> None:
    """A record does not outweigh a deleted folder."""
    made = tmp_path / "made"
    step = Step("a", "A", lambda: made.mkdir(), ("1",), makes=made)
    perform([step], record)
    made.rmdir()
    perform([step], record)
    assert made.is_dir()


def test_failed_step_is_done_again_and_later_ones_wait(record: Record) -> None:
    """A failure stops the run; the next run keeps what was done before it."""
    first, last = Work(), Work()

    def fail() -> None:
        raise PortalError("no", "way out")

    with pytest.raises(PortalError):
        perform(
            [Step("a", "A", first, ("1",)), Step("b", "B", fail, ("1",)), Step("c", "C", last, ("1",))],
            record,
        )
    again = Work()
    steps = [Step("a", "A", first, ("1",)), Step("b", "B", again, ("1",)), Step("c", "C", last, ("1",))]
    perform(steps, Record.open(record.file))
    assert (first.times, again.times, last.times) == (1, 1, 1)


def test_full_disk_is_called_so(record: Record) -> None:
    """The system's error number becomes a sentence with a way out."""

    def fill() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "some-file")

    with pytest.raises(PortalError, match=r"disk is full \(some-file\)") as caught:
        perform([Step("a", "A", fill)], record)
    assert "Free some space" in caught.value.way_out


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"other": 1}', '{"done": []}', '{"done": {"a": 1}, "seconds": 2}', "\x00"]
)
def test_broken_record_counts_as_empty(record: Record, text: str) -> None:
    """Half a file, or one of another shape, makes steps run again rather than fail."""
    work = Work()
    record.file.write_text(text)
    perform([Step("a", "A", work, ("1",))], Record.open(record.file))
    assert work.times == 1
    assert Record.open(record.file).done["a"] == fingerprint(["1"])


def test_record_that_is_not_text_counts_as_empty(record: Record) -> None:
    """Bytes that are no UTF-8 are a broken record too."""
    record.file.write_bytes(b"\xff\xfe\x00")
    assert Record.open(record.file).done == {}
    record.save()


def test_fingerprint_changes_with_content(tmp_path: Path) -> None:
    """Another byte in a file below a folder is another fingerprint."""
    (tmp_path / "a").write_text("1")
    before = fingerprint([tmp_path])
    (tmp_path / "a").write_text("2")
    assert fingerprint([tmp_path]) != before


def test_fingerprint_changes_with_a_name(tmp_path: Path) -> None:
    """A renamed file is another fingerprint."""
    (tmp_path / "a").write_text("1")
    before = fingerprint([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert fingerprint([tmp_path]) != before


def test_fingerprint_knows_where_a_file_ends(tmp_path: Path) -> None:
    """Bytes moved from one file to the next are another fingerprint."""
    seen = set()
    for first, second in (("ab", "c"), ("a", "bc")):
        (tmp_path / "1").write_text(first)
        (tmp_path / "2").write_text(second)
        seen.add(fingerprint([tmp_path / "1", tmp_path / "2"]))
    assert len(seen) == 2


def test_fingerprint_leaves_out_what_building_leaves(tmp_path: Path) -> None:
    """Caches and build folders below an input do not count."""
    (tmp_path / "a").write_text("1")
    before = fingerprint([tmp_path])
    for folder in ("__pycache__", "build", "x.egg-info"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "b").write_text("2")
    assert fingerprint([tmp_path]) == before


def test_fingerprint_does_not_depend_on_where_the_checkout_is(tmp_path: Path) -> None:
    """A checkout below a folder called build is read like any other."""
    folder = tmp_path / "build" / "portal"
    folder.mkdir(parents=True)
    (folder / "a").write_text("1")
    before = fingerprint([folder])
    (folder / "a").write_text("2")
    assert fingerprint([folder]) != before
