"""Both runs are configured by the same templates from the same values: only addresses differ."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from runtime import render
from runtime.install import distribution
from runtime.services import makers
from runtime.settings import CONTAINER_PORTS, Settings

Runs = dict[str, Settings]


def neutral(text: str, settings: Settings) -> str:
    """A text with the run's own folder, addresses and listening addresses replaced by what they stand for."""
    text = text.replace(str(settings.state), "STATE")
    for service in CONTAINER_PORTS:
        text = text.replace(settings.address(service), f"<{service}>")
        text = text.replace(f"{settings.bind}:{settings.port(service)}", f"<{service}>")
    return text


def differing(runs: Runs, template: str) -> set[tuple[str, str]]:
    """Pairs of lines (embedded, containers) that differ after :func:`neutral`."""
    texts = [
        neutral(render.text(settings, template, root=False), settings).splitlines()
        for settings in runs.values()
    ]
    assert len(texts[0]) == len(texts[1]) > 3
    return {(left, right) for left, right in zip(*texts, strict=True) if left != right}


@pytest.mark.parametrize("template", ["ckan.ini", "gunicorn.py", "wsgi.py"])
def test_ckan_is_the_same(runs: Runs, template: str) -> None:
    """CKAN's files differ only in addresses and paths."""
    assert differing(runs, template) == set()


def test_addresses_do_differ(runs: Runs) -> None:
    """In containers CKAN asks its stores by their services' names, nowhere this machine's own address."""
    text = render.text(runs["containers"], "ckan.ini")
    addresses = set(re.findall(r"@(\w+:\d+)/|http://(\w+:\d+)/solr", text))
    assert {one or other for one, other in addresses} == {"postgresql:5432", "redis:6379", "solr:8983"}
    assert re.findall(r"^(\S+) = .*127\.0\.0\.1", text, re.M) == ["ckan.site_url", "ckan.host"]


def test_stores(runs: Runs) -> None:
    """The stores differ in where they listen; PostgreSQL's image makes the cluster over a socket."""
    assert differing(runs, "postgresql.conf") == {
        ("listen_addresses = '127.0.0.1'", "listen_addresses = '0.0.0.0'"),
        ("port = 8803", "port = 5432"),
        ("unix_socket_directories = ''", "unix_socket_directories = '/var/run/postgresql'"),
    }
    assert differing(runs, "redis.conf") == {("bind 127.0.0.1", "bind 0.0.0.0"), ("port 8804", "port 6379")}


@pytest.mark.parametrize("name", ["ckan", "worker", "scheduler", "superset"])
def test_commands_are_the_same(runs: Runs, name: str) -> None:
    """Our own services are started with the same words and variables."""
    made = []
    for settings in runs.values():
        service = makers()[name](settings)
        words = [
            *service.command,
            *(f"{key}={value}" for key, value in sorted(service.environment().items())),
        ]
        made.append([neutral(word, settings) for word in words])
    assert made[0] == made[1]


def test_nginx(runs: Runs) -> None:
    """nginx's files differ in one thing beside addresses: containers' addresses are asked for again."""
    left, right = (
        neutral(render.text(settings, "nginx.conf", root=False), settings) for settings in runs.values()
    )
    kept = [line for line in right.replace(" resolve;", ";").splitlines() if "127.0.0.11" not in line]
    assert [line for line in kept if "another address" not in line] == left.splitlines()
    assert right.count(" resolve;") == 2


@pytest.mark.stack
def test_nginx_accepts_it(runs: Runs, tmp_path: Path) -> None:
    """nginx takes the containers' configuration; names that only Docker knows are replaced."""
    settings = runs["containers"]
    for name in ("cache", "tmp"):
        (settings.state / "nginx" / name).mkdir(parents=True, exist_ok=True)
    text = render.text(settings, "nginx.conf", root=False)
    for service in ("ckan", "superset"):
        text = text.replace(f"{settings.address(service)} resolve;", f"127.0.0.1:{settings.port(service)};")
    config = tmp_path / "nginx.conf"
    config.write_text(text, "utf-8")
    words = [str(distribution.program("nginx")), "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(config)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
