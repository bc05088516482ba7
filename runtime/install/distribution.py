"""Programs that come from the distribution (Debian, Ubuntu): found, or installed with root or sudo."""

from __future__ import annotations

import pwd
import shutil
from pathlib import Path

from runtime import shell
from runtime.errors import PortalError
from runtime.text import t

#: Program or file that must be there → the package that brings it.
NEEDED = {
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    "java": "openjdk-17-jdk-headless",
    "javac": "openjdk-17-jdk-headless",
    "mvn": "maven",
    "file": "file",
    "uchardet": "uchardet",
    "iconv": "libc-bin",
    "initdb": "postgresql",
}
#: Needed by the tests and by reports as PDF only.
BROWSER = {"chromium": "chromium"}

EXTRA_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin")


def find(program: str) -> Path | None:
    """Where a program is; PostgreSQL's are looked up in Debian's versioned folders, newest first."""
    if program in ("initdb", "postgres", "pg_dump", "pg_restore", "psql"):
        versions = sorted(
            Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda p: -int(p.parts[4])
        )
        if versions:
            return versions[0]
    found = shutil.which(program) or next(
        (str(Path(folder) / program) for folder in EXTRA_FOLDERS if (Path(folder) / program).exists()), None
    )
    return Path(found) if found else None


def program(name: str) -> Path:
    """Where a program is.

    :raises PortalError: when it is not there, naming the package
    """
    if (path := find(name)) is None:
        package = {**NEEDED, **BROWSER}.get(name, name)
        raise PortalError(
            t(f"Thiếu chương trình {name}", f"The program {name} is missing"), f"apt-get install {package}"
        )
    return path


def missing(needed: dict[str, str]) -> list[str]:
    """Packages that are still to be installed."""
    return sorted({package for name, package in needed.items() if find(name) is None})


def install(needed: dict[str, str]) -> None:
    """Install what is missing.

    :raises PortalError: without root or sudo, without apt, or when apt fails; says exactly what to install
    """
    packages = missing(needed)
    if not packages:
        return
    way_out = "apt-get install --no-install-recommends " + " ".join(packages)
    prefix = [] if shell.is_root() else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (prefix and not shutil.which("sudo")):
        raise PortalError(
            t(
                f"Thiếu các gói {', '.join(packages)} và không có quyền cài.",
                f"Packages {', '.join(packages)} are missing and may not be installed from here.",
            ),
            way_out,
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _keep_services_off(prefix)
    shell.run(
        [*prefix, "apt-get", "update", "-qq"],
        env=quiet,
        way_out=t("Kiểm tra mạng và nguồn apt.", "Check the network and apt's sources."),
    )
    shell.run(
        [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=quiet,
        way_out=way_out,
    )


def _keep_services_off(prefix: list[str]) -> None:
    """Debian's PostgreSQL package would make and start a cluster of its own; the portal brings its own."""
    conf = Path("/etc/postgresql-common/createcluster.conf")
    if conf.exists() or (prefix and not shell.is_root()):
        return
    conf.parent.mkdir(parents=True, exist_ok=True)
    conf.write_text("create_main_cluster = false\n", "utf-8")


def make_account(name: str) -> None:
    """The unprivileged account of every service when root starts the portal (PostgreSQL refuses root)."""
    if not shell.is_root():
        return
    try:
        pwd.getpwnam(name)
    except KeyError:
        shell.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name])
