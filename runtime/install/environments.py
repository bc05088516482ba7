"""Python environments, one for each kind of work, from locked requirements."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from runtime import shell
from runtime.settings import ROOT, Settings
from runtime.text import t

WAY_OUT = t(
    "Kiểm tra mạng hoặc chỉ mục gói của pip/uv (UV_INDEX_URL), rồi chạy lại.",
    "Check the network or the package index of pip/uv (UV_INDEX_URL), then run it again.",
)
EXTENSIONS = ROOT / "ckan-extensions"
LIBRARIES = (ROOT / "data_contract",)
"""Packages that extensions and pipelines share."""


def lock_file(name: str) -> Path:
    """The environment's exact versions."""
    return ROOT / "requirements" / f"{name}.txt"


def folder(settings: Settings, name: str) -> Path:
    """Where an environment lives."""
    return settings.state / "env" / name


def python(settings: Settings, name: str) -> Path:
    """An environment's interpreter."""
    return folder(settings, name) / "bin" / "python"


def packages(settings: Settings, name: str) -> Path:
    """Where an environment's packages lie; it is made with the interpreter that runs this."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return folder(settings, name) / "lib" / version / "site-packages"


def _uv(*words: str | Path, env: dict[str, str] | None = None) -> None:
    cache = {"UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink"), "UV_PYTHON_DOWNLOADS": "never"}
    index = os.environ.get("UV_INDEX_URL") or os.environ.get("PIP_INDEX_URL")
    if index:
        cache["UV_INDEX_URL"] = index
    shell.run([Path(sys.executable).with_name("uv"), *words], env={**cache, **(env or {})}, way_out=WAY_OUT)


def create(settings: Settings, name: str) -> None:
    """Make the environment hold exactly what its lock says."""
    target = folder(settings, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not python(settings, name).exists():
        _uv("venv", "--quiet", "--clear", "--python", sys._base_executable, target)  # type: ignore[attr-defined]
    _uv("pip", "sync", "--quiet", lock_file(name), env={"VIRTUAL_ENV": str(target)})


def extensions() -> list[Path]:
    """Folders of the portal's own CKAN extensions."""
    return sorted(path.parent for path in EXTENSIONS.glob("*/pyproject.toml"))


def own_packages() -> list[Path]:
    """Folders of everything of ours that CKAN runs: extensions and libraries."""
    return [*extensions(), *LIBRARIES]


def install_extensions(settings: Settings) -> None:
    """Install extensions and libraries as packages: copied, so that services never read the checkout.

    They are built from a clean copy: what an earlier build left in the checkout would be installed too.
    """
    target = {"VIRTUAL_ENV": str(folder(settings, "ckan"))}
    leave_out = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "tests")
    with tempfile.TemporaryDirectory() as scratch:
        copies = [
            Path(shutil.copytree(path, Path(scratch) / path.name, ignore=leave_out))
            for path in own_packages()
        ]
        _uv("pip", "install", "--quiet", "--no-deps", "--reinstall", "--no-cache", *copies, env=target)


def add(settings: Settings, name: str, lock: str) -> None:
    """Add another lock's packages to an environment, such as what its tests need."""
    _uv("pip", "install", "--quiet", "-r", lock_file(lock), env={"VIRTUAL_ENV": str(folder(settings, name))})
