"""Files written whole, programs run with their failure explained."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from runtime import shell
from runtime.errors import PortalError


def test_write_says_whether_something_changed(tmp_path: Path) -> None:
    """The same content again is no change."""
    target = tmp_path / "deep" / "file"
    assert shell.write(target, "ông\n")
    assert not shell.write(target, "ông\n")
    assert shell.write(target, "bà\n")


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_written_file_has_the_mode_asked_for(tmp_path: Path, mode: int) -> None:
    """The mode is exact, whatever the mask of the process."""
    shell.write(tmp_path / "file", "text", mode=mode)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


def test_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the new content is whole, readers see the old one."""
    target = tmp_path / "file"
    shell.write(target, "old")

    def stop(path: Path, account: str | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shell, "give", stop)
    with pytest.raises(KeyboardInterrupt):
        shell.write(target, "new", account="nobody")
    assert target.read_text() == "old"


def test_left_over_part_is_no_hindrance(tmp_path: Path) -> None:
    """What a killed run left is overwritten whole, not continued, and its mode does not stay."""
    (tmp_path / "file.part").write_text("much longer than the new content")
    (tmp_path / "file.part").chmod(0o666)
    shell.write(tmp_path / "file", "new", mode=0o600)
    assert (tmp_path / "file").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert not (tmp_path / "file.part").exists()


def test_mirrored_folder_holds_exactly_the_sources(tmp_path: Path) -> None:
    """Files and folders arrive, what was changed or added is put right, the rest is not touched."""
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "deep").mkdir(parents=True)
    for name in ("same", "changed"):
        (source / "deep" / name).write_text(name)
    (tmp_path / "single").write_text("single")
    shell.mirror([source, tmp_path / "single"], target)
    kept = (target / "source" / "deep" / "same").stat().st_mtime_ns
    (target / "source" / "deep" / "changed").write_text("spoiled")
    (target / "added").touch()
    shell.mirror([source, tmp_path / "single"], target)
    files = {path.name: path.read_text() for path in target.rglob("*") if path.is_file()}
    assert files == {"same": "same", "changed": "changed", "single": "single"}
    assert (target / "source" / "deep" / "same").stat().st_mtime_ns == kept


def test_run_returns_what_was_printed(tmp_path: Path) -> None:
    """Both streams, with variables and standard input handed over."""
    assert (
        shell.run(["sh", "-c", 'cat; echo "$WORD" >&2'], env={"WORD": "hai"}, stdin="một\n") == "một\nhai\n"
    )


def test_failure_names_program_code_and_last_lines() -> None:
    """The operator sees which program failed and how."""
    with pytest.raises(PortalError, match=r"“sh” failed, code 3:\n(.*\n)*last line") as caught:
        shell.run(["sh", "-c", "seq 100; echo last line; exit 3"], way_out="try that")
    assert "\n50\n" not in caught.value.reason
    assert caught.value.way_out == "try that"


def test_missing_program_is_named() -> None:
    """A program that is not there is a sentence, not a traceback."""
    with pytest.raises(PortalError, match="no-such-program is missing"):
        shell.run(["no-such-program"])


def test_full_disk_of_a_program_is_called_so() -> None:
    """A program's own words for a full disk are recognised."""
    with pytest.raises(PortalError, match="The disk is full") as caught:
        shell.run(["dd", "if=/dev/zero", "of=/dev/full", "count=1"])
    assert "Free some space" in caught.value.way_out


def test_log_keeps_the_whole_output(tmp_path: Path) -> None:
    """Every run is appended with its command."""
    for word in ("một", "hai"):
        shell.run(["echo", word], log=tmp_path / "log")
    assert (tmp_path / "log").read_text() == "$ echo một\nmột\n\n$ echo hai\nhai\n\n"
