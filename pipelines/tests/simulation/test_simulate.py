"""``simulate``: from a seed to a source system that a pipeline reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipelines import installed, records
from pipelines.commands.simulate import command
from pipelines.raw import RawStore
from pipelines.simulation.interfaces import build, manifest
from pipelines.sources import edxml_message
from pipelines.sources.load import load

ROOT = Path(__file__).parents[3]
SIZE = ["--size", "300", "--start", "2024-05-01", "--end", "2024-06-30", "--seed", "7"]
PLACES = ["--profile-file", str(ROOT / "province/thai-binh.yaml"), "--province-dir", str(ROOT / "province")]


def simulate(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(command, [*more, *SIZE, *PLACES, "--into", str(folder)], obj="en")


def read(folder: Path, name: str = "e_office") -> dict[str, pl.DataFrame]:
    """All records of the simulated source by kind, as its pipeline's contract takes them."""
    store, contracts = RawStore(folder / "raw"), installed.find(name).contracts
    found = {}
    for kind, source in load(folder / build.SOURCE, folder / "none.yaml", folder).items():
        files = [file for file in source.fetch(None, None, store) if file.kind == kind]
        frame = pl.concat([part for file in files for part in source.read(file)])
        found[kind] = records.check(frame, contracts[kind]).frame
    return found


@pytest.mark.parametrize("system", ["csv", "xlsx", "jsonl", "database"])
def test_every_system_gives_the_same_records(tmp_path: Path, system: str) -> None:
    """Files and databases of one seed hold what the contract takes as the same records."""
    one, other = tmp_path / "one", tmp_path / "other"
    assert simulate(one, "e_office", "--as", "csv").exit_code == 0
    assert simulate(other, "e_office", "--as", system).exit_code == 0
    expected, found = read(one), read(other)
    assert found.keys() == expected.keys()
    for kind, frame in expected.items():
        assert found[kind].sort(pl.all()).equals(frame.sort(pl.all()))


def test_messages_hold_what_was_generated(tmp_path: Path) -> None:
    """edXML messages of one seed hold what its files hold, but for what the format cannot say."""
    one, other = tmp_path / "one", tmp_path / "other"
    simulate(one, "document_exchange", "--as", "csv")
    assert simulate(other, "document_exchange", "--as", "edxml").exit_code == 0
    expected, found = read(one, "document_exchange"), read(other, "document_exchange")
    for kind, frame in expected.items():
        shared = [name for name in frame.columns if name not in edxml_message.NOTE]
        assert found[kind].select(shared).sort(pl.all()).equals(frame.select(shared).sort(pl.all()))


def test_the_folder_says_what_it_is(tmp_path: Path) -> None:
    """The note and the source's description say that it is simulated, and from which seed."""
    simulate(tmp_path, "e_office")
    note = json.loads((tmp_path / manifest.FILE).read_text())
    assert (note["origin"], note["seed"]) == ("simulated", 7)
    assert "simulated" in (tmp_path / build.SOURCE).read_text().splitlines()[0]


def test_no_such_pipeline(tmp_path: Path) -> None:
    """Another name is refused with the names that there are."""
    result = simulate(tmp_path, "e_mail")
    assert result.exit_code == 2
    assert "e_office" in result.output


def test_a_running_service(tmp_path: Path) -> None:
    """The served source gives what the files of the same seed have, as long as it runs."""
    simulate(tmp_path / "files", "e_office")
    options = ["-m", "pipelines", "--lang", "en", "simulate", "e_office", *SIZE, *PLACES, "--serve"]
    with subprocess.Popen(
        [sys.executable, "-u", *options, "--into", str(tmp_path / "served")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as service:
        try:
            assert "Simulated service at" in (service.stdout.readline() if service.stdout else "")
            found = read(tmp_path / "served")
        finally:
            service.terminate()
    expected = read(tmp_path / "files")
    for kind, frame in expected.items():
        assert found[kind].sort(pl.all()).equals(frame.sort(pl.all()))
