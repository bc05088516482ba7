"""Programs of the distribution."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.errors import PortalError
from runtime.install import distribution

ABSENT = {"no-such-program": "no-such-package", "nor-this-one": "no-such-package"}


def test_missing_packages_are_named_once() -> None:
    """Two programs of one package are one package to install; what is there is left out."""
    assert distribution.missing({**ABSENT, "sh": "dash"}) == ["no-such-package"]


def test_nothing_is_done_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither root nor apt is asked for."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    distribution.install({"sh": "dash"})


def test_without_rights_the_way_out_is_the_exact_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ordinary account without sudo reads what an administrator has to type."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PortalError, match="no-such-package") as caught:
        distribution.install(ABSENT)
    assert "apt-get install --no-install-recommends no-such-package" in caught.value.way_out


def test_missing_program_names_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is asked for later names its package too."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(distribution, "EXTRA_FOLDERS", ())
    with pytest.raises(PortalError, match="mvn is missing") as caught:
        distribution.program("mvn")
    assert caught.value.way_out == "apt-get install maven"


def test_programs_outside_an_ordinary_path_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian keeps nginx in /usr/sbin, which an ordinary account's PATH lacks."""
    (tmp_path / "nginx").touch()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(distribution, "EXTRA_FOLDERS", (str(tmp_path),))
    assert distribution.find("nginx") == tmp_path / "nginx"


def test_database_programs_are_of_one_version() -> None:
    """A dump must be made by the version that serves the data."""
    names = ("initdb", "postgres", "pg_dump", "pg_restore")
    assert len({distribution.program(name).parent for name in names}) == 1
