"""The Dockerfile parses, copies what exists and what its context holds, and agrees with the embedded run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from docker.tests.stages import Stage, lineage
from docker.tests.test_compose import mounts
from runtime import containers
from runtime.install import qsv
from runtime.settings import CONTAINER_STATE, ROOT

TARGETS = ("ckan", "superset", "jobs")
#: Configures in a folder of its own, as the job `config` does in its volumes.
CONFIGURE = """
import pathlib, sys
from runtime import containers, settings
settings.CONTAINER_STATE = pathlib.Path(sys.argv[1])
containers.configure(settings.load())
"""


def allowed() -> list[str]:
    """What the context of the build may hold."""
    lines = (ROOT / "docker" / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert lines[0] == "*"
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_copied_files_exist(stages: dict[str, Stage]) -> None:
    """Everything that a stage copies is in the repository and in the build's context."""
    copied = [path for stage in stages.values() for path in stage.copied]
    assert "runtime" in copied
    for path in copied:
        assert list(ROOT.glob(path)), path
        assert any(fnmatch(path, pattern) or path.startswith(f"{pattern}/") for pattern in allowed()), path


def test_stages_exist_before_use(stages: dict[str, Stage]) -> None:
    """A stage takes files from earlier stages only, and no stage is built for nothing."""
    names = list(stages)
    used = {source for stage in stages.values() for source, _ in stage.taken} | {
        stage.base for stage in stages.values()
    }
    for name, stage in stages.items():
        assert all(names.index(source) < names.index(name) for source, _ in stage.taken), name
    assert set(names) == (used & set(names)) | set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_environment_of_each_image(stages: dict[str, Stage], target: str) -> None:
    """An image has the environment of the command line and its own, where the package expects them."""
    own = {"ckan": "ckan", "superset": "superset", "jobs": "pipelines"}[target]
    taken = {pair for stage in lineage(stages, target) for pair in stage.taken}
    for name in ("runtime", own):
        assert (f"env-{name}", f"{CONTAINER_STATE}/env/{name}") in taken
        assert f"requirements/{name}.txt" in stages[f"env-{name}"].copied
    assert lineage(stages, target)[-1].base.startswith("python:3.11-slim-")


def test_qsvdp_is_the_same(stages: dict[str, Stage]) -> None:
    """The image builds the version and features of the embedded run, with a Rust that is new enough."""
    stage = stages["qsvdp"]
    assert stage.arguments == {"QSV_VERSION": qsv.VERSION, "QSV_FEATURES": qsv.FEATURES}
    rust = re.fullmatch(r"rust:(\d+)\.(\d+)-slim-bookworm", stage.base)
    assert rust
    assert (int(rust[1]), int(rust[2])) >= qsv.RUST


def test_one_distribution(stages: dict[str, Stage]) -> None:
    """All stages are built on the same Debian, so that what one compiles runs in another."""
    bases = [stage.base for stage in stages.values() if stage.base not in stages]
    assert all(base.endswith("bookworm") for base in bases), bases


def test_settings_of_the_images(stages: dict[str, Stage]) -> None:
    """The images say that they are containers, and start the commands made for them."""
    assert "PORTAL_TARGET=containers" in stages["base"].last("ENV")
    assert stages["base"].last("ENTRYPOINT") == '["python", "-m", "runtime", "container"]'


def test_folders_of_new_volumes(stages: dict[str, Stage], services: dict[str, Any]) -> None:
    """A new volume takes over the owner of the image's folder, so each one that `config` fills has one."""
    made = next(
        value for name, value in stages["base"].instructions if "install --directory" in value
    ).split()
    for target, _ in mounts(services["config"]).values():
        assert target.removeprefix("/var/lib/") in made, target


def assemble(stages: dict[str, Stage], target: str, folder: Path) -> None:
    """Lay out in a folder what the image holds of the repository."""
    ignored = shutil.ignore_patterns("tests", "__pycache__", "build", "*.egg-info")
    for path in (path for stage in lineage(stages, target) for path in stage.copied):
        source, copy = ROOT / path, folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, copy)


@pytest.mark.stack
def test_configuration_from_what_the_image_holds(stages: dict[str, Stage], tmp_path: Path) -> None:
    """`config` finds everything it reads in the image, and hands each service its files."""
    assemble(stages, "ckan", tmp_path / "opt")
    state = tmp_path / "state"
    state.mkdir()
    (state / "env").symlink_to(Path(os.environ["PORTAL_STATE"]) / "env")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    inside = {"PYTHONPATH": str(tmp_path / "opt"), "PORTAL_TARGET": "containers", "PORTAL_ACCOUNT": "root"}
    words = [sys.executable, "-c", CONFIGURE, str(state)]
    done = subprocess.run(words, env=clean | inside, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for volume, sources in containers.SHARED.items():
        for source in sources:
            assert (state / containers.HANDED_OUT.name / volume / Path(source).name).exists(), source
