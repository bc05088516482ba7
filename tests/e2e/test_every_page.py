"""What holds on every public page, in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.pages import LANGUAGES, PUBLIC, Places, in_language

pytestmark = pytest.mark.stack

AXE = Axe()
RULES = {"resultTypes": ["violations"]}


def check(page: Page, path: str, language: str) -> None:
    """Assert that the frame of a page is right and that axe finds no serious or critical violation."""
    page.goto(in_language(path, language))
    wrong = frame(page, language)
    found = AXE.run(page, options=RULES).response["violations"]
    wrong += [described(violation) for violation in found if violation["impact"] in ("serious", "critical")]
    assert not wrong, "\n".join(wrong)


def frame(page: Page, language: str) -> list[str]:
    """What is wrong with a page's language, title, heading and main part."""
    declared, title = page.locator("html").get_attribute("lang"), page.title()
    headings, mains = page.get_by_role("heading", level=1).count(), page.locator("main").count()
    portal = {"vi": "cổng dữ liệu mở", "en": "open data portal"}[language]
    checks = {
        f"lang is {declared}": declared == language,
        f"title is {title!r}": portal in title.lower(),
        f"{headings} headings of level 1": headings == 1,
        f"{mains} main parts": mains == 1,
    }
    return [words for words, holds in checks.items() if not holds]


def described(violation: dict) -> str:
    """A violation in one paragraph, with the elements."""
    elements = "\n   ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:6])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n   {elements}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page(page: Page, at: Places, name: str, language: str) -> None:
    """A public page has its language, one heading, a title, and nothing that shuts people out."""
    check(page, at[name], language)
