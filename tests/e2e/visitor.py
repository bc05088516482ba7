"""A person with a browser of their own, who notes what goes wrong on the way."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response

from tests.site import Site

#: Longest wait for one condition; only a page that never gets there takes so long.
PATIENCE_MS = 20_000


class Visitor:
    """A browser context with one page.

    :param options: of Playwright's ``new_context`` (viewport, storage_state, locale…)
    """

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        defaults = {"base_url": site.url, "locale": "vi-VN", "viewport": {"width": 1280, "height": 900}}
        self.context = browser.new_context(**{**defaults, **options})
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.page = self.context.new_page()
        self.page.on("pageerror", self._script_failed)
        self.page.on("console", self._said)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.site.url).netloc:
            self.complaints.append(f"{self.page.url} asks another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def _script_failed(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: {error}")

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium reports each 4xx answer too; tests of refused pages ask for those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def close(self) -> list[str]:
        """Leave; returns what went wrong."""
        self.context.close()
        return self.complaints


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in through the form and arrive."""
    page.goto("/user/login")
    page.locator("#field-login").fill(name)
    page.locator("#field-password").fill(password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/user/login" not in url)
    page.locator("details.account-menu").wait_for()
