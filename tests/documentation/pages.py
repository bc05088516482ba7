"""The Markdown pages that people read, and how they name commands, files and datasets."""

from __future__ import annotations

import re
from pathlib import Path

from runtime.settings import ROOT

PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("docker/*.md"),
        *ROOT.glob("ckan-extensions/*/README.md"),
    ]
)
OPERATOR = ROOT / "docs" / "operator.md"
DATA_SOURCES = ROOT / "docs" / "data-sources.md"
#: Beginnings of paths that only a running portal has.
MADE_LATER = ("var/", "/var/")
_COMMAND = re.compile(r"\./portal[ ]+([a-z][a-z-]*)([^`|\n]*)")
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-z])(?![\w-])")


def name(page: Path) -> str:
    """A page's path from the project's folder."""
    return str(page.relative_to(ROOT))


def commands(text: str) -> list[tuple[str, str]]:
    """Each command that a text names, with the rest of its line."""
    return [(match[1], match[2]) for match in _COMMAND.finditer(text)]


def options(text: str) -> set[str]:
    """Options that a text names."""
    return set(_OPTION.findall(text))


def links(page: Path) -> list[str]:
    """Addresses of a page's links and pictures inside the project."""
    return [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and "@" not in link]


def paths(page: Path) -> list[str]:
    """Files and folders of the project that a page names as code, without placeholders."""
    words = [word for code in _CODE.findall(page.read_text("utf-8")) for word in code.split()]
    top = {path.name for path in ROOT.iterdir()}
    return [
        word.rstrip(".,:;")
        for word in words
        if "/" in word and word.split("/")[0] in top and not re.search(r"[<>{}*…=]", word)
        if not word.startswith(MADE_LATER)
    ]


def rows(text: str, heading: str) -> list[list[str]]:
    """Cells of the table rows under a heading of level 2, without the table's own heading."""
    part = text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "`" in line]
