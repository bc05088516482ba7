"""Runs of shipped pipelines on simulated sources: what they write, keep, refuse and leave alone."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines import installed
from pipelines.cli import main
from pipelines.profile import Provinces
from pipelines.runs import produced
from pipelines.runs.home import Home
from pipelines.validation import tree

ROOT = Path(__file__).parents[3]
PIPELINE = "zalo_channels"


def simulate(home: Path, name: str, size: int = 400) -> Path:
    """Connect the pipeline to a simulated source; returns the folder of its files."""
    into = home / "simulated" / name
    words = ["simulate", name, "--into", str(into), "--size", str(size)]
    done = invoke(*words, "--start", "2025-01-01", "--end", "2025-03-31")
    assert done.exit_code == 0, done.output
    Home(home).source(name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(into / "source.yaml", Home(home).source(name))
    return into / "drop"


def run(home: Path, name: str = PIPELINE, *words: str) -> Result:
    """``run``, as of the end of the simulated days."""
    return invoke("run", name, "--home", str(home), "--as-of", "2025-03-31", "--json", *words)


def invoke(*words: str) -> Result:
    """A command in English."""
    places = ["--province-dir", str(ROOT / "province")]
    profile = ["--profile-file", str(ROOT / "province" / "thai-binh.yaml")]
    more = ["--datasets-dir", str(ROOT / "datasets")] if words[0] == "run" else []
    return CliRunner().invoke(main, ["--lang", "en", *words, *places, *profile, *more])


def said(result: Result) -> dict[str, Any]:
    """The JSON line of a run that succeeded."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1])


def contents(home: Path) -> dict[str, bytes]:
    """Every produced file."""
    return {str(path): path.read_bytes() for path in sorted(Home(home).produced.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after one run; copied by tests that change it."""
    home = tmp_path_factory.mktemp("home")
    simulate(home, PIPELINE)
    said(run(home))
    return home


@pytest.fixture
def home(ran: Path, tmp_path: Path) -> Path:
    """The same home for one test; its source lies in the folder that the description names."""
    shutil.copytree(ran, tmp_path / "home")
    described = Home(tmp_path / "home").source(PIPELINE)
    described.write_text(described.read_text("utf-8").replace(str(ran), str(tmp_path / "home")), "utf-8")
    return tmp_path / "home"


def file_of(home: Path) -> Path:
    """One file of the source."""
    return sorted((home / "simulated" / PIPELINE / "drop").glob("*.csv"))[0]


@pytest.mark.parametrize("name", installed.names())
def test_files_keep_their_contracts(tmp_path: Path, name: str) -> None:
    """What a run writes passes schema, code lists and assertions of its datasets."""
    simulate(tmp_path, name)
    outcome = said(run(tmp_path, name))
    provinces = Provinces.every(ROOT / "province")
    checked = tree.check(ROOT / "datasets", provinces, outcome["datasets"], Home(tmp_path).produced)
    assert [item.name for item in checked if item.awaits_run] == []
    assert [finding.said("en") for item in checked for finding in tree.with_assertions(item).findings] == []
    assert sum(sum(item.rows.values()) for item in checked) == outcome["rows_out"] > 0


def test_second_run_changes_nothing(home: Path) -> None:
    """Same input, code, rules and day: nothing is computed, nothing is written."""
    before = contents(home)
    assert said(run(home))["unchanged"] is True
    assert contents(home) == before


def test_dry_run_only_tells(home: Path) -> None:
    """New records are counted, and the files stay."""
    before = contents(home)
    simulate(home, PIPELINE, 500)
    outcome = said(run(home, PIPELINE, "--dry-run"))
    assert outcome["changed"]
    assert contents(home) == before


def test_late_records_say_what_they_changed(home: Path) -> None:
    """The summary has the rows that differ from the last run."""
    file = file_of(home)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-5]), "utf-8")
    fewer = said(run(home))
    assert 0 < fewer["changed"] < fewer["rows_out"] * 2
    file.write_text("".join(lines), "utf-8")
    assert said(run(home))["changed"] == fewer["changed"]


def test_renamed_column_stops_the_run(home: Path) -> None:
    """Code 2, the column and its likely name in the message, the files of the last run in their place."""
    before, file = contents(home), file_of(home)
    header, rest = file.read_text("utf-8").split("\n", 1)
    name = header.split(",")[1]
    file.write_text(f"{header.replace(name, name + '_x')}\n{rest}", "utf-8")
    result = run(home)
    assert result.exit_code == 2
    assert f"{name}_x" in result.stderr
    assert f"“{name}”" in result.stderr
    assert contents(home) == before


def test_unknown_correction_stops_the_run(home: Path) -> None:
    """A stated error that no record has is told, and nothing is written."""
    before = contents(home)
    contract = installed.find(PIPELINE).contracts
    kind, declared = next(iter(contract.items()))
    column = next(name for name in declared.names() if name not in declared.key)
    stated = {
        "kind": kind,
        "key": dict.fromkeys(declared.key, "none"),
        "column": column,
        "expect": "a",
        "value": "b",
        "reason": "thử",
        "reason_en": "trial",
    }
    place = Home(home).corrections(PIPELINE)
    place.parent.mkdir()
    place.write_text(json.dumps({"corrections": [stated]}), "utf-8")
    result = run(home)
    assert result.exit_code == 2
    assert place.name in result.stderr
    assert contents(home) == before


def test_two_runs_at_once(home: Path) -> None:
    """The second one is refused with a word on what to do."""
    with Home(home).alone(PIPELINE):
        result = run(home)
    assert result.exit_code == 2
    assert "under way" in result.stderr


def test_source_without_records(tmp_path: Path) -> None:
    """The message says how to get some."""
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "./portal simulate" in result.stderr


def test_files_name_their_run(home: Path) -> None:
    """A version of the data says which run, input, code and contracts it comes from."""
    (folder,) = {path.parent for path in Home(home).produced.rglob("*.csv")}
    run_of = produced.run_of(folder)
    assert run_of
    assert run_of.startswith(f"{PIPELINE} {dt.datetime.now(dt.timezone.utc).year}-")
    assert installed.find(PIPELINE).code_version in run_of


def test_kept_files_name_no_run(tmp_path: Path) -> None:
    """Files beside their contract come from no run."""
    assert produced.run_of(tmp_path) is None
