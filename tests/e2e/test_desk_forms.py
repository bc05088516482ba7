"""A steward's forms: by keyboard alone, without script, and when something is missing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.languages import english_in
from tests.e2e.pages import LANGUAGES, in_language
from tests.e2e.rules import barriers
from tests.e2e.steward import GOOD_CSV, Steward, until
from tests.e2e.test_phone import FOCUS
from tests.e2e.visitor import Visitor
from tests.site import Site

pytestmark = pytest.mark.stack

STOPS = 60
MISSING = {"vi": ["Mô tả", "Nguồn gốc số liệu"], "en": ["Description", "Origin of the figures"]}


@pytest.fixture
def new_name(site: Site) -> Iterator[str]:
    """Name of a dataset that a test makes; it is gone afterwards."""
    name = f"tu-ban-phim-{secrets.token_hex(3)}"
    yield name
    if site.ask("package_show", site.token, id=name).ok:
        site.do("dataset_purge", id=name)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus; each stop on the way must show that it has it."""
    target = page.locator(selector)
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def type_into(page: Page, selector: str, text: str) -> None:
    """Reach a control by keyboard and write into it; a list jumps to the entry that begins so."""
    tab_to(page, selector)
    page.keyboard.type(text)


def test_publishing_by_keyboard(
    visitor: Callable[..., Visitor], site: Site, steward: Steward, new_name: str, tmp_path: Path
) -> None:
    """Signing in, describing a dataset, choosing a file and publishing need no mouse; the rows are there."""
    page = visitor().page
    file = tmp_path / "van-ban.csv"
    file.write_bytes(GOOD_CSV)
    page.goto("/user/login")
    type_into(page, "#field-login", steward.name)
    type_into(page, "#field-password", steward.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/user/login" not in url)
    page.goto("/dataset/new")
    type_into(page, "#field-title", new_name.replace("-", " "))
    type_into(page, "#field-notes", "Bộ dữ liệu tạo bằng bàn phím.")
    tab_to(page, "#field-origin")
    page.keyboard.press("Space")
    type_into(page, "#field-frequency", "Hằng tháng")
    tab_to(page, "button[name=save]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/resource/new"))
    with page.expect_file_chooser() as chooser:
        tab_to(page, "#field-resource-upload")
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    tab_to(page, "button[name=save][value=go-metadata]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/dataset/{new_name}$"))
    dataset = site.dataset(new_name)
    assert dataset["language"] == ["http://publications.europa.eu/resource/authority/language/VIE"]
    resource = dataset["resources"][0]["id"]
    page.goto(f"/dataset/{new_name}/resource/{resource}")

    def loaded() -> bool:
        page.reload()
        return page.locator("#table tbody tr").count() == 3

    until(loaded, "the table on the page")


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_fields_are_named_and_the_rest_is_kept(
    visitor: Callable[..., Visitor], steward_cookies: Path, language: str
) -> None:
    """The summary names each missing field, has the focus and leads to it; nothing typed is lost."""
    page = visitor(storage_state=steward_cookies).page
    page.goto(in_language("/dataset/new", language))
    page.locator("#field-title").fill("Thiếu mô tả")
    page.locator("#field-contact_name").fill("Văn phòng")
    page.locator("#field-private").select_option("False")
    page.locator("#field-temporal_start").fill("2024-05")
    page.locator("button[name=save]").click()
    summary = page.locator(".error-explanation")
    expect(summary).to_be_focused()
    assert set(MISSING[language]) <= set(summary.locator("a").all_inner_texts())
    summary.get_by_role("link", name=MISSING[language][0]).click()
    expect(page.locator("#field-notes")).to_be_focused()
    expect(page.locator("#field-notes")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#field-title")).to_have_value("Thiếu mô tả")
    expect(page.locator("#field-contact_name")).to_have_value("Văn phòng")
    expect(page.locator("#field-private")).to_have_value("False")
    expect(page.locator("#field-temporal_start")).to_have_value("2024-05")


def test_error_in_a_folded_field_unfolds_it(visitor: Callable[..., Visitor], steward_cookies: Path) -> None:
    """A field that the form hides at first is shown where its value was refused."""
    page = visitor(storage_state=steward_cookies).page
    page.goto("/dataset/new")
    field = page.locator("#field-minimum_cell")
    expect(field).not_to_be_visible()
    page.locator("details", has=field).locator("summary").click()
    field.fill("-3")
    page.locator("button[name=save]").click()
    expect(field).to_be_visible()
    expect(page.locator("#field-minimum_cell-error")).not_to_be_empty()


def test_forms_work_without_script(
    browser: Browser, site: Site, steward_cookies: Path, new_name: str, tmp_path: Path
) -> None:
    """Folded fields open, and a dataset with a file can be published, where script is switched off."""
    file = tmp_path / "van-ban.csv"
    file.write_bytes(GOOD_CSV)
    reader = Visitor(browser, site, storage_state=steward_cookies, java_script_enabled=False)
    page = reader.page
    page.goto("/dataset/new")
    page.locator("#field-title").fill("Không cần mã lệnh")
    page.locator("#field-name").fill(new_name)
    page.locator("#field-notes").fill("Bộ dữ liệu tạo không cần mã lệnh.")
    page.locator("details", has=page.locator("#field-title_en")).locator("summary").click()
    page.locator("#field-title_en").fill("No script needed")
    page.locator("input[name=origin][value=reported]").check()
    page.locator("#field-frequency").select_option("MONTHLY")
    page.locator("button[name=save]").click()
    page.locator("#field-resource-upload").set_input_files(file)
    page.locator("button[name=save][value=go-metadata]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Không cần mã lệnh")
    assert not reader.close()
    made = site.dataset(new_name)
    assert (made["title_en"], made["state"]) == ("No script needed", "active")
    assert made["resources"][0]["url_type"] == "upload"


def test_files_change_places_by_keyboard(
    visitor: Callable[..., Visitor], site: Site, steward: Steward, steward_cookies: Path
) -> None:
    """A button moves a file, keeps the focus, and the new order is saved."""
    second = site.upload(
        "resource_create", ("readme.txt", b"README"), package_id=steward.dataset, name="README", format="TXT"
    )
    try:
        page = visitor(storage_state=steward_cookies).page
        page.goto(f"/dataset/resources/{steward.dataset}")
        button = page.get_by_role("button", name="Đưa lên: README")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Đã lưu thứ tự.")
        assert [one["id"] for one in site.dataset(steward.dataset)["resources"]] == [
            second["id"],
            steward.resource,
        ]
    finally:
        site.do("resource_delete", id=second["id"])


def test_sources_are_added_by_keyboard(visitor: Callable[..., Visitor], steward_cookies: Path) -> None:
    """A button adds the fields of a source and puts the focus into the first; another removes them."""
    page = visitor(storage_state=steward_cookies).page
    page.goto("/dataset/new")
    sources = page.locator("#field-sources")
    expect(sources.locator(".scheming-subfield-group")).to_have_count(0)
    sources.get_by_role("button", name="Thêm").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#field-sources-0-title")).to_be_focused()
    sources.get_by_role("button", name="Gỡ bỏ").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#field-sources-0-title")).to_have_count(0)


def test_what_opens_on_a_form_is_open_to_everybody(
    visitor: Callable[..., Visitor], steward: Steward, steward_cookies: Path
) -> None:
    """The suggestions for a keyword and the question before deleting are named, readable and Vietnamese."""
    page = visitor(storage_state=steward_cookies).page
    page.goto(f"/dataset/edit/{steward.dataset}")
    page.get_by_role("searchbox", name="Từ khóa").press_sequentially("van")
    page.locator(".select2-results__option--highlighted").wait_for()
    wrong = barriers(page) + english_in(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Xóa", exact=True).or_(page.locator("a.btn-danger")).first.click()
    page.get_by_role("dialog", name="Vui lòng xác nhận").wait_for()
    page.wait_for_function("getComputedStyle(document.querySelector('.modal')).opacity === '1'")
    wrong += barriers(page) + english_in(page)
    assert not wrong, "\n".join(wrong)


def test_saving_the_dictionary_keeps_what_it_holds(
    visitor: Callable[..., Visitor], site: Site, steward: Steward, steward_cookies: Path
) -> None:
    """Saving the form unchanged leaves names, meanings and units of the columns as they were."""

    def columns() -> list[dict[str, str]]:
        fields = site.do("datastore_info", id=steward.resource)["fields"]
        return [{key: text for key, text in field.get("info", {}).items() if text} for field in fields]

    before = columns()
    page = visitor(storage_state=steward_cookies).page
    page.goto(f"/dataset/{steward.dataset}/dictionary/{steward.resource}")
    page.locator("button[name=save]").click()
    page.wait_for_load_state()
    assert any(column.get("label_en") for column in before)
    assert columns() == before
