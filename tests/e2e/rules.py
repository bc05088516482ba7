"""What holds on every page: its frame, what axe finds, its width."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
VIOLATIONS_ONLY = {"resultTypes": ["violations"]}
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const all = [...document.body.querySelectorAll("*")];
  const wide = all.filter(e => e.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 8).map(e => e.tagName + "." + e.className);
}"""


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


def barriers(page: Page) -> list[str]:
    """Serious and critical violations that axe finds."""
    found = AXE.run(page, options=VIOLATIONS_ONLY).response["violations"]
    return [described(violation) for violation in found if violation["impact"] in ("serious", "critical")]


def overflow(page: Page) -> list[str]:
    """Elements that make the page wider than the screen."""
    return page.evaluate(OVERFLOW)
