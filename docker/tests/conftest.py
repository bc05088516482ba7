"""What the tests read: the compose file, the Dockerfile's stages, the settings of both runs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from docker.tests.stages import Stage, read_stages
from runtime import secrets
from runtime.settings import ROOT, Settings


@pytest.fixture(scope="session")
def compose_file() -> Path:
    """The compose file."""
    return ROOT / "docker" / "compose.yaml"


@pytest.fixture(scope="session")
def compose(compose_file: Path) -> dict[str, Any]:
    """The compose file, its YAML merges done."""
    return yaml.safe_load(compose_file.read_text("utf-8"))


@pytest.fixture(scope="session")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All services of the compose file, jobs too."""
    return compose["services"]


@pytest.fixture(scope="session")
def lasting(services: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Services that stay; the others are jobs that end."""
    return {name: service for name, service in services.items() if service.get("restart") == "unless-stopped"}


@pytest.fixture(scope="session")
def stages() -> dict[str, Stage]:
    """The stages of the Dockerfile by name."""
    return read_stages(ROOT / "docker" / "Dockerfile")


def _placed(target: str, folder: Path) -> Settings:
    """Settings of a portal whose state lies in ``folder``."""

    class Placed(Settings):
        @property
        def state(self) -> Path:
            return folder

    return Placed(target=target, listen="0.0.0.0")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Settings]:
    """The same portal embedded and in containers, with the same secrets in two state folders."""
    made: dict[str, Settings] = {}
    for target in ("embedded", "containers"):
        made[target] = _placed(target, tmp_path_factory.mktemp(target))
    secrets.generate(made["embedded"])
    shutil.copytree(made["embedded"].state / "secrets", made["containers"].state / "secrets")
    return made
