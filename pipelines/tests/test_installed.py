"""The versions of a pipeline change with all that its results depend on, and with nothing else."""

import shutil
from pathlib import Path

import pytest

from pipelines import installed
from pipelines.tests.conftest import SAMPLES

NAME = "versioned_dossiers"
DEPENDS = [
    ("settings.yaml", {"code"}),
    ("index_set.yaml", {"code"}),
    ("more.py", {"code"}),
    ("corrections.yaml", {"contract"}),
    ("records/dossier.yaml", {"contract"}),
    ("source.yaml", set()),
    ("README.md", set()),
]


@pytest.mark.parametrize(("file", "changes"), DEPENDS)
def test_a_version_changes_with_what_results_depend_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, changes: set[str]
) -> None:
    """Rules and settings are code, contracts and corrections decide on records, the source does neither."""
    folder = tmp_path / f"{NAME}_{Path(file).stem}"
    shutil.copytree(SAMPLES / "dossiers", folder)
    monkeypatch.syspath_prepend(tmp_path)
    before = installed.load(folder.name)
    with (folder / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    after = installed.load(folder.name)
    found = {"code"} if after.code_version != before.code_version else set()
    found |= {"contract"} if after.contract_version != before.contract_version else set()
    assert found == changes
