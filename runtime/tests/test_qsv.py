"""Which qsvdp is taken, and what is said where there is none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from runtime.errors import PortalError
from runtime.install import cache, qsv
from runtime.settings import Settings


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH and nothing in the cache."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("QSVDP_BIN", raising=False)
    return tmp_path


def program(path: Path, printed: str) -> Path:
    """A program that prints one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{printed}'\n")
    path.chmod(0o755)
    return path


def test_missing_rust_is_named_with_its_version() -> None:
    """Where qsvdp must be built, the message says from which Rust on, and the other way."""
    with pytest.raises(PortalError, match=r"Rust ≥ 1\.93") as caught:
        qsv.require_rust()
    assert "rustup" in caught.value.way_out
    assert "QSVDP_BIN" in caught.value.way_out


@pytest.mark.parametrize(
    ("version", "fits"), [("1.92.0", False), ("1.93.0", True), ("1.100.1", True), ("2.0.0", True)]
)
def test_rust_must_be_new_enough(machine: Path, version: str, fits: bool) -> None:
    """Versions are compared as numbers."""
    program(machine / "bin" / "cargo", f"cargo {version} (abc 2026-01-01)")
    if fits:
        qsv.require_rust()
    else:
        with pytest.raises(PortalError):
            qsv.require_rust()


@pytest.mark.parametrize("place", ["bin/qsvdp", f"cache/province-portal/qsvdp-{qsv.VERSION}"])
def test_program_of_the_right_version_is_found(machine: Path, place: str) -> None:
    """On PATH or in the cache."""
    expected = program(machine / place, f"qsvdp {qsv.VERSION}-mimalloc-apply-luau")
    assert qsv.find() == expected


def test_named_program_is_taken_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """QSVDP_BIN wins over PATH."""
    program(machine / "bin" / "qsvdp", f"qsvdp {qsv.VERSION}")
    named = program(machine / "own" / "qsvdp", f"qsvdp {qsv.VERSION}")
    monkeypatch.setenv("QSVDP_BIN", str(named))
    assert qsv.find() == named


@pytest.mark.parametrize("printed", ["qsvdp 15.0.0", "qsvdp", "qsvdp 116.1.0", "qsvdp 16.1.01"])
def test_another_version_is_not_taken(machine: Path, printed: str) -> None:
    """DataPusher+ reads output whose form changes between versions."""
    program(machine / "bin" / "qsvdp", printed)
    assert qsv.find() is None


def test_file_that_is_no_program_is_not_taken(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong QSVDP_BIN is passed over."""
    (machine / "notes").write_text("text")
    monkeypatch.setenv("QSVDP_BIN", str(machine / "notes"))
    assert qsv.find() is None


def test_found_program_is_copied_whole(machine: Path, instance: Settings) -> None:
    """The instance keeps an executable copy of its own."""
    source = program(machine / "bin" / "qsvdp", f"qsvdp {qsv.VERSION}")
    qsv.install(instance)
    copy = qsv.installed(instance)
    assert copy.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o755


def test_folder_is_replaced_whole(tmp_path: Path) -> None:
    """Files of an earlier copy do not stay behind."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.jar").write_text(name)
        cache.copy_folder(tmp_path / name, tmp_path / "target")
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["new.jar"]
