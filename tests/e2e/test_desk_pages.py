"""What holds on every page of those who are signed in, in both languages and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.e2e.desk_pages import ADMINISTRATOR, EDITOR, desk_places
from tests.e2e.languages import english_in, vietnamese_in
from tests.e2e.pages import LANGUAGES, Places, in_language
from tests.e2e.rules import barriers, frame, overflow
from tests.e2e.steward import FILE_NAME, Steward
from tests.e2e.visitor import Visitor, sign_in
from tests.site import Site

pytestmark = pytest.mark.stack

WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=375, height=740)
PAGES = [("editor", name) for name in EDITOR] + [("administrator", name) for name in ADMINISTRATOR]


@pytest.fixture(scope="module")
def desks(
    browser: Browser, site: Site, steward: Steward, steward_cookies: Path
) -> Iterator[dict[str, Visitor]]:
    """One window for each of the two; whatever went wrong in them on the way is told at the end."""
    windows = {
        "editor": Visitor(browser, site, storage_state=steward_cookies),
        "administrator": Visitor(browser, site),
    }
    sign_in(windows["administrator"].page, site.administrator, site.password)
    yield windows
    assert [complaint for window in windows.values() for complaint in window.close()] == []


@pytest.fixture(scope="module")
def at_desk(site: Site, steward: Steward) -> Places:
    """Paths of the pages, by name."""
    return desk_places(site, steward)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "name"), PAGES, ids=["-".join(page) for page in PAGES])
def test_desk_page(
    desks: dict[str, Visitor], at_desk: Places, names: list[str], role: str, name: str, language: str
) -> None:
    """A page has its language throughout, one heading, nothing that shuts people out, and fits a phone."""
    page = desks[role].page
    page.set_viewport_size(WIDE)
    answer = page.goto(in_language(at_desk[name], language))
    assert answer is not None
    assert answer.ok
    wrong = frame(page, language) + barriers(page)
    page.set_viewport_size(PHONE)
    wrong += [f"too wide for a phone: {element}" for element in overflow(page)]
    # The file's name in a step of the dataset's history is as it was recorded.
    mixed = (
        english_in(page)
        if language == "vi"
        else vietnamese_in(page, [*names, FILE_NAME] if name == "changes" else names)
    )
    wrong += [f"other language: {text}" for text in mixed]
    assert not wrong, "\n".join(wrong)
