"""One Chromium for all browser tests, fresh visitors, and the steward whose work they follow.

The browser belongs to the folder, not to the whole run: Playwright runs once at a time in one process.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.languages import own_names
from tests.e2e.pages import Places, places
from tests.e2e.steward import Steward, make_steward, remove_steward
from tests.e2e.visitor import Visitor, sign_in
from tests.site import Site

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]

Opener = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test tells what its visitors saw."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.funcargs.values():
            if isinstance(page, Page):
                report.sections.append((f"Seen at {page.url}", page.locator("body").inner_text()))
    return report


@pytest.fixture(scope="package")
def site() -> Site:
    """The running portal."""
    return Site.from_environment()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages, with a profile folder of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; when the test ends, none of them may have met a broken page or left the portal."""
    made: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        made.append(Visitor(browser, site, **options))
        return made[-1]

    yield make
    complaints = [complaint for one in made for complaint in one.close()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(visitor: Callable[..., Visitor]) -> Page:
    """A page of a visitor without an account, on a wide screen."""
    return visitor().page


@pytest.fixture
def phone(visitor: Callable[..., Visitor]) -> Page:
    """A page of a visitor with a small phone."""
    return visitor(viewport={"width": 375, "height": 740}, is_mobile=True, has_touch=True).page


@pytest.fixture(scope="package")
def steward(site: Site) -> Iterator[Steward]:
    """An editor of one agency, with a dataset under a contract; both go when the tests are done."""
    made = make_steward(site, secrets.token_hex(3))
    yield made
    remove_steward(site, made)


@pytest.fixture(scope="package")
def steward_cookies(browser: Browser, site: Site, steward: Steward, tmp_path_factory: Any) -> Path:
    """The steward's session, for tests that are not about signing in."""
    file = tmp_path_factory.mktemp("session") / "steward.json"
    one = Visitor(browser, site)
    sign_in(one.page, steward.name, steward.password)
    one.context.storage_state(path=file)
    assert not one.close()
    return file


@pytest.fixture(scope="package")
def at(site: Site) -> Places:
    """Paths of the pages that are checked, by name."""
    return places(site)


@pytest.fixture(scope="package")
def names(site: Site) -> list[str]:
    """What may keep Vietnamese letters on an English page."""
    return own_names(site)
