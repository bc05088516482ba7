"""``qsvdp``, the table tool that DataPusher+ calls: found, or built from source once per machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from runtime import shell
from runtime.errors import PortalError
from runtime.install import cache
from runtime.settings import Settings
from runtime.text import t

VERSION = "16.1.0"
FEATURES = "datapusher_plus,mimalloc"
RUST = (1, 93)


def installed(settings: Settings) -> Path:
    """Where this instance keeps its copy."""
    return settings.state / "bin" / "qsvdp"


def install(settings: Settings) -> None:
    """Copy a found ``qsvdp`` of the right version, or build one (about 8 minutes on two cores)."""
    source = find() or _build()
    cache.copy_file(source, installed(settings))


def find() -> Path | None:
    """A ``qsvdp`` of the right version that is already on this machine."""
    candidates = [os.environ.get("QSVDP_BIN"), shutil.which("qsvdp"), cache.root() / f"qsvdp-{VERSION}"]
    for candidate in candidates:
        if candidate and Path(candidate).is_file() and _version(Path(candidate)) == VERSION:
            return Path(candidate)
    return None


def _version(binary: Path) -> str:
    try:
        printed = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    match = re.search(r"\b(\d+\.\d+\.\d+)", printed)
    return match.group(1) if match else ""


def _build() -> Path:
    require_rust()
    work = cache.root() / "qsv-build"
    shell.run(
        [
            "cargo",
            "install",
            "qsv",
            "--version",
            VERSION,
            "--locked",
            "--bin",
            "qsvdp",
            "--no-default-features",
            "--features",
            FEATURES,
            "--root",
            work,
        ],
        way_out=t(
            "Kiểm tra mạng, hoặc đặt QSVDP_BIN tới qsvdp có sẵn.",
            "Check the network, or set QSVDP_BIN to an existing qsvdp.",
        ),
    )
    built = cache.root() / f"qsvdp-{VERSION}"
    cache.copy_file(work / "bin" / "qsvdp", built)
    shutil.rmtree(work, ignore_errors=True)
    return built


def require_rust() -> None:
    """Check that Rust is new enough to build it.

    :raises PortalError: naming what is needed
    """
    cargo = shutil.which("cargo")
    printed = subprocess.run([cargo, "--version"], capture_output=True, text=True).stdout if cargo else ""
    match = re.search(r"(\d+)\.(\d+)", printed)
    if match and (int(match[1]), int(match[2])) >= RUST:
        return
    needed = ".".join(map(str, RUST))
    raise PortalError(
        t(
            f"Cần qsvdp {VERSION}, hoặc Rust ≥ {needed} để biên dịch nó.",
            f"qsvdp {VERSION} is needed, or Rust ≥ {needed} to build it.",
        ),
        t(
            f"Cài Rust ≥ {needed} (rustup), hoặc đặt QSVDP_BIN tới qsvdp {VERSION}.",
            f"Install Rust ≥ {needed} (rustup), or set QSVDP_BIN to a qsvdp {VERSION}.",
        ),
    )
