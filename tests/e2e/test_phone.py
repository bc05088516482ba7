"""The portal on a screen 375 pixels wide, and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import LANGUAGES, PUBLIC, Places, in_language
from tests.e2e.rules import overflow

pytestmark = pytest.mark.stack

#: The sign may be around the element or, for a bare field or a hidden checkbox, around what stands for it.
FOCUS = """() => {
  const focused = document.activeElement;
  return [focused, focused.parentElement, focused.nextElementSibling].filter(Boolean).some(element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_page_fits_a_phone(phone: Page, at: Places, name: str, language: str) -> None:
    """Nothing makes the page wider than the screen; wide tables scroll in their own box."""
    phone.goto(in_language(at[name], language))
    assert overflow(phone) == []


def test_menu_opens_on_a_phone(phone: Page) -> None:
    """The menu is folded, a tap on its sign opens it, and its links lead on."""
    phone.goto("/about")
    link = phone.locator(".main-nav a").first
    expect(link).not_to_be_visible()
    phone.locator(".menu-label").tap()
    link.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tất cả bộ dữ liệu")


def test_menu_opens_by_keyboard(phone: Page) -> None:
    """The folded menu is reached by Tab, says its name, opens by the space bar and is then walked through."""
    phone.goto("/about")
    switch = phone.get_by_role("checkbox", name="menu")
    for _ in range(12):
        phone.keyboard.press("Tab")
        if switch.evaluate("element => element === document.activeElement"):
            break
    expect(switch).to_be_focused()
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    expect(phone.locator(".main-nav a").first).to_be_focused()
    assert phone.evaluate(FOCUS)


@pytest.mark.parametrize("name", ["home", "search", "dataset", "file", "sign-in", "about"])
def test_skip_link_comes_first(page: Page, at: Places, name: str) -> None:
    """The first Tab reaches a visible link that leads past the header to the content."""
    page.goto(at[name])
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("name", ["home", "results", "dataset", "file", "about"])
def test_focus_is_visible(page: Page, at: Places, name: str) -> None:
    """Whatever Tab reaches shows that it has the focus, and stays on the page."""
    page.goto(at[name])
    for _ in range(25):
        page.keyboard.press("Tab")
        element = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(FOCUS), f"no sign of focus: {element}"


def test_table_can_be_scrolled_by_keyboard(phone: Page, at: Places) -> None:
    """The box of a wide table takes the focus and moves with the arrow keys."""
    phone.goto(at["file"])
    box = phone.locator("#table .table-box")
    box.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("document.querySelector('#table .table-box').scrollLeft > 0")
