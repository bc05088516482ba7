"""What holds on every public page, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import LANGUAGES, PUBLIC, Places, in_language
from tests.e2e.rules import barriers, frame

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page(page: Page, at: Places, name: str, language: str) -> None:
    """A public page has its language, one heading, a title, and nothing that shuts people out."""
    page.goto(in_language(at[name], language))
    wrong = frame(page, language) + barriers(page)
    assert not wrong, "\n".join(wrong)
