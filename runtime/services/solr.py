"""Solr: the search index."""

from __future__ import annotations

import requests

from runtime.install import distribution
from runtime.install import solr as installed
from runtime.services import Service
from runtime.settings import Settings


def url(settings: Settings, core: str = "ckan") -> str:
    """Address of a core."""
    return f"http://{settings.address('solr')}/solr/{core}"


def service(settings: Settings) -> Service:
    """The search server."""
    home = installed.folder(settings)

    def ready() -> None:
        answer = requests.get(url(settings) + "/select", params={"q": "*:*", "rows": "0"}, timeout=5)
        answer.raise_for_status()

    def version() -> str:
        jar = next((home / "lib").glob("solr-core-*.jar"), None)
        return jar.stem.removeprefix("solr-core-") if jar else ""

    java = str(distribution.find("java") or "java")
    return Service(
        name="solr",
        command=(
            java,
            "-Xms128m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-Djetty.host=127.0.0.1",
            "-Dsolr.log.muteconsole=false",
            "-cp",
            f"{home / 'classes'}:{home / 'lib'}/*",
            "Launcher",
            "127.0.0.1",
            str(settings.port("solr")),
            str(home / "home"),
        ),
        ready=ready,
        version=version,
        address=url(settings, "").rstrip("/"),
        priority=10,
        directory=home,
    )
