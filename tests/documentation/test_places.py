"""What the pages point to is there: files, folders, links, datasets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from runtime.settings import ROOT
from tests.documentation.pages import DATA_SOURCES, PAGES, links, name, paths


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link and picture of a page is a file or folder."""
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_named_files_exist(page: Path) -> None:
    """Each path that a page names is in the project, seen from its folder or from the page's."""
    named = [path for path in paths(page) if not (ROOT / path).exists() and not (page.parent / path).exists()]
    assert named == []


def test_paths_are_found_at_all() -> None:
    """The two rules above look at something."""
    assert sum(len(links(page)) for page in PAGES) > 10
    assert sum(len(paths(page)) for page in PAGES) > 10


def test_page_of_sources_lists_every_dataset() -> None:
    """The tables of docs/data-sources.md name the folders of datasets/, each once."""
    text = DATA_SOURCES.read_text("utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.M)
    shipped = [path.parent.name for path in ROOT.glob("datasets/*/*/datapackage.yaml")]
    assert sorted(listed) == sorted(shipped)


def test_decisions_are_listed() -> None:
    """The list of decisions links to each of them."""
    folder = ROOT / "docs" / "decisions"
    pages = {path.name for path in folder.glob("[0-9]*.md")}
    assert set(links(folder / "README.md")) >= pages
