"""The dashboard in a browser, served by the running stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.stack
expect.set_options(timeout=60_000)

DASHBOARDS = {"vi": "so-lieu-duoc-bao-cao", "en": "reported-figures"}


@pytest.fixture
def open_dashboard(browser: Browser, signed_in: Path, stack: Any) -> Iterator[Callable[[str, int], Page]]:
    """Opens the dashboard of a language at a width, and waits for its first figure."""
    contexts = []

    def open_at(language: str, width: int) -> Page:
        context = browser.new_context(
            storage_state=signed_in, viewport={"width": width, "height": 900}, is_mobile=width < 768
        )
        contexts.append(context)
        page = context.new_page()
        page.request.get(f"{stack.url}/bi/lang/{language}")
        page.goto(f"{stack.url}/bi/superset/dashboard/{DASHBOARDS[language]}/")
        expect(page.locator(".header-line").first).to_be_visible()
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_a_published_figure_is_on_the_page(open_dashboard: Callable[[str, int], Page]) -> None:
    """The signed documents' share is shown with its place and source, under the notice of origin."""
    page = open_dashboard("vi", 1920)
    expect(page.get_by_text("78,2%", exact=True)).to_be_visible()
    expect(page.get_by_text("Số liệu được báo cáo, theo nguồn ghi ở từng số.")).to_be_visible()
    expect(page.get_by_text("Tỉnh Thái Bình. Nguồn: TTXVN, 2023").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "vi"


def test_a_viewer_meets_vietnamese(open_dashboard: Callable[[str, int], Page]) -> None:
    """Filters and tables speak Vietnamese, although Superset has no such language."""
    page = open_dashboard("vi", 1920)
    expect(page.get_by_role("button", name="Áp dụng", exact=True)).to_be_visible()
    expect(page.get_by_text("dòng mỗi trang").first).to_be_attached()
    expect(page.get_by_text("entries per page")).to_have_count(0)


def test_the_english_page_is_english(open_dashboard: Callable[[str, int], Page]) -> None:
    """Title, figures, qualifiers and Superset's own words are English there."""
    page = open_dashboard("en", 1920)
    expect(page.get_by_text("78.2%", exact=True)).to_be_visible()
    expect(page.get_by_text("more than", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("width", [375, 1920])
def test_the_page_fits_its_screen(open_dashboard: Callable[[str, int], Page], width: int) -> None:
    """Nothing makes the page scroll sideways, and a figure is not squeezed."""
    page = open_dashboard("vi", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card = page.locator(".dashboard-component-chart-holder").first.bounding_box()
    assert card
    assert card["width"] >= 150


def test_every_figure_has_its_dataset(open_dashboard: Callable[[str, int], Page], stack: Any) -> None:
    """The table links each row to the dataset that holds it."""
    page = open_dashboard("vi", 1920)
    link = page.locator("td a[href^='/dataset/']").first
    link.scroll_into_view_if_needed()
    expect(link).to_be_visible()
    assert page.request.get(f"{stack.url}{link.get_attribute('href')}").ok


def test_nothing_is_asked_of_another_host(browser: Browser, signed_in: Path, stack: Any) -> None:
    """Start page and dashboard reach no other host: what they try, the browser refuses before it is sent."""
    context = browser.new_context(storage_state=signed_in)
    page = context.new_page()
    foreign: set[str] = set()
    refused: set[str] = set()
    page.on("request", lambda request: foreign.add(request.url))
    page.on("requestfailed", lambda request: refused.add(f"{request.failure} {request.url}"))
    page.goto(f"{stack.url}/bi/superset/welcome/", wait_until="networkidle")
    page.goto(f"{stack.url}/bi/superset/dashboard/{DASHBOARDS['vi']}/")
    expect(page.locator(".header-line").first).to_be_visible()
    page.evaluate("{ new Image().src = 'https://elsewhere.example/' }")
    page.wait_for_load_state("networkidle")
    foreign = {url for url in foreign if not url.startswith((stack.url, "data:", "blob:"))}
    assert "https://elsewhere.example/" in foreign, "requests to other hosts are not seen"
    assert {f"csp {url}" for url in foreign} <= refused
    context.close()
