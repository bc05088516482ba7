"""Both pages name every service, job and setting of the compose file, and give the same commands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from runtime.provision import ckan
from runtime.settings import ROOT

PAGES = ("README.md", "README.vi.md")


def page(name: str) -> str:
    """One page's text."""
    return (ROOT / "docker" / name).read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_services_are_named(name: str, services: dict[str, Any]) -> None:
    """Every service and job has its place in the table, and the table names no other."""
    rows = re.findall(r"^\| (`[^|]+`) \|", page(name).split("\n## ")[3], re.M)
    assert {word for row in rows for word in re.findall(r"`([^`]+)`", row)} == set(services)


@pytest.mark.parametrize("name", PAGES)
def test_variables_are_named(name: str, compose_file: Any) -> None:
    """Every variable that the compose file takes is on the page with its default."""
    asked = dict(re.findall(r"\$\{(PORTAL_\w+):-([^}]*)\}", compose_file.read_text("utf-8")))
    assert "PORTAL_PROFILE" in asked
    shown = dict(re.findall(r"^\| `(PORTAL_\w+)` \| `?([^|`]+)`? \|", page(name), re.M))
    assert set(shown) == set(asked)
    assert all(shown[key] == default for key, default in asked.items() if default)


def test_pages_have_the_same_commands() -> None:
    """The two languages give the same commands, and the administrator's name is right."""
    first, second = (re.findall(r"^    (.+)", page(name), re.M) for name in PAGES)
    assert first == second
    assert len(first) > 3
    assert all(f"`{ckan.ADMINISTRATOR}`" in page(name) for name in PAGES)
