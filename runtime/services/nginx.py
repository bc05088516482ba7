"""nginx, the one door: caches anonymous pages, limits request rates, serves the dashboards at /bi/."""

from __future__ import annotations

import subprocess
from urllib.parse import urlsplit

import requests

from runtime import render, shell
from runtime.install import distribution
from runtime.services import Service
from runtime.settings import Settings


def configure(settings: Settings) -> None:
    """Write nginx's configuration and make its folders."""
    for name in ("", "cache", "tmp"):
        shell.folder(settings.state / "nginx" / name, settings.account)
    render.to_file(settings, "nginx.conf", root=shell.is_root())


def service(settings: Settings) -> Service:
    """The web server in front."""
    local = f"http://{settings.address('nginx')}"

    def ready() -> None:
        host = urlsplit(settings.url).netloc
        requests.get(
            local + "/.well-known/portal-health", headers={"Host": host}, timeout=5
        ).raise_for_status()

    binary = str(distribution.find("nginx") or "nginx")

    def version() -> str:
        printed = subprocess.run([binary, "-v"], capture_output=True, text=True).stderr
        return printed.strip().rpartition("/")[2].split()[0]

    return Service(
        name="nginx",
        command=(
            binary,
            "-e",
            "stderr",
            "-p",
            str(settings.state / "nginx"),
            "-c",
            str(settings.state / "conf" / "nginx.conf"),
        ),
        ready=ready,
        version=version,
        address=settings.url,
        priority=30,
        directory=settings.state / "nginx",
        stop_signal="QUIT",
        keeps_root=True,
    )
