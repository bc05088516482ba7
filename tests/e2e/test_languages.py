"""No page mixes languages: Vietnamese pages speak Vietnamese, English pages English, data aside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.languages import english_in, vietnamese_in
from tests.e2e.pages import PUBLIC, Places, in_language

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("name", PUBLIC)
def test_vietnamese_page_has_no_english(page: Page, at: Places, name: str) -> None:
    """Titles, texts, labels and hints of a Vietnamese page have no English words."""
    page.goto(at[name])
    assert english_in(page) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_english_page_has_no_vietnamese(page: Page, at: Places, names: list[str], name: str) -> None:
    """An English page has Vietnamese letters only in names; table cells are data and left out."""
    page.goto(in_language(at[name], "en"))
    assert vietnamese_in(page, names) == []
