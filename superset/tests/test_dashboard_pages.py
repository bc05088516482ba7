"""The dashboard in a browser, served by the running stack."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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


class _Recorder(socketserver.ThreadingTCPServer):
    """Stands where a proxy would and writes down what it is asked for."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.asked: list[str] = []


class _Request(socketserver.StreamRequestHandler):
    server: _Recorder

    def handle(self) -> None:
        """Takes the first line of a request and answers that there is nothing."""
        self.server.asked.append(self.rfile.readline().decode("latin-1").strip())
        self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def recorder() -> Iterator[_Recorder]:
    """Everything that a browser asks of other hosts."""
    server = _Recorder()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_nothing_is_asked_of_another_host(
    browser: Browser, recorder: _Recorder, signed_in: Path, stack: Any
) -> None:
    """With every other host behind a recording proxy, start page and dashboard ask it for nothing."""
    context = browser.new_context(
        storage_state=signed_in,
        proxy={
            "server": f"http://127.0.0.1:{recorder.server_address[1]}",
            "bypass": str(urlsplit(stack.url).hostname),
        },
    )
    page = context.new_page()
    page.goto(f"{stack.url}/bi/superset/welcome/", wait_until="networkidle")
    page.goto(f"{stack.url}/bi/superset/dashboard/{DASHBOARDS['vi']}/")
    expect(page.locator(".header-line").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert recorder.asked == []
    page.goto("http://elsewhere.example/")
    assert any("elsewhere.example" in line for line in recorder.asked), "the proxy records nothing"
    context.close()
