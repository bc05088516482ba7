"""A steward signs in, publishes a file through the forms, and is told what is wrong with a broken one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import LANGUAGES, in_language
from tests.e2e.steward import BROKEN_CSV, GOOD_CSV, Steward, until
from tests.e2e.visitor import PATIENCE_MS, Visitor, sign_in
from tests.site import Site

pytestmark = pytest.mark.stack

#: What each broken row must be told: line of the file, column, rule, and words of the message.
COMPLAINTS = {
    "vi": [
        ("3", "documents", "minimum", "nhỏ hơn 0"),
        ("4", "month", "required", "không được để trống"),
        ("5", "documents", "type", "không phải là số nguyên"),
    ],
    "en": [
        ("3", "documents", "minimum", "below 0"),
        ("4", "month", "required", "must not be empty"),
        ("5", "documents", "type", "is not a whole number"),
    ],
}
KEPT = {"vi": "Dữ liệu đang công bố được giữ nguyên", "en": "The published data was left as it was"}


@pytest.fixture
def desk(visitor: Callable[..., Visitor], steward_cookies: Path) -> Page:
    """A page of the signed-in steward."""
    return visitor(storage_state=steward_cookies).page


def test_administrator_signs_in_and_out(page: Page, site: Site) -> None:
    """The account that was printed by ``up`` opens the portal's own menu; leaving closes it again."""
    sign_in(page, site.administrator, site.password)
    page.goto("/ckan-admin/")
    expect(page.locator("main")).to_contain_text(site.administrator)
    page.locator("details.account-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("a.sign-in")).to_be_visible()
    answer = page.goto("/ckan-admin/")
    assert answer is None or answer.status == 403 or "/user/login" in page.url


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Đăng nhập không thành công"), ("en", "Login failed")], ids=LANGUAGES
)
def test_wrong_password_is_refused(page: Page, steward: Steward, language: str, words: str) -> None:
    """A wrong password says so in the page's language and opens nothing."""
    page.goto(in_language("/user/login", language))
    page.locator("#field-login").fill(steward.name)
    page.locator("#field-password").fill("not-the-password")
    page.locator("main button[type=submit]").click()
    expect(page.locator("main .alert")).to_contain_text(words)
    expect(page.locator("details.account-menu")).to_have_count(0)


def test_steward_publishes_a_file_through_the_forms(desk: Page, site: Site, tmp_path: Path) -> None:
    """What is typed and uploaded is on the dataset's page, in the DataStore and in the table shown."""
    name = f"tu-bieu-mau-{secrets.token_hex(3)}"
    file = tmp_path / "van-ban.csv"
    file.write_bytes(GOOD_CSV)
    try:
        describe(desk, name)
        desk.locator("input[type=file]").set_input_files(file)
        desk.locator("#field-name").fill("Văn bản gửi đi")
        desk.locator("button[name=save][value=go-metadata]").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text(f"Thử biểu mẫu {name}")
        resource = site.dataset(name)["resources"][0]["id"]
        until(lambda: len(site.rows(resource)) == 3, "rows in the DataStore")
        desk.goto(f"/dataset/{name}/resource/{resource}")
        shown_after_reloading(desk, ".province-ingest--complete")
        expect(desk.locator("#table tbody tr")).to_have_count(3)
    finally:
        site.do("dataset_purge", id=name)


def describe(page: Page, name: str) -> None:
    """Fill in the first form for a public dataset and go on to its file."""
    page.goto("/dataset/new")
    page.locator("#field-title").fill(f"Thử biểu mẫu {name}")
    page.locator(".slug-preview button").click()
    page.locator("#field-name").fill(name)
    page.locator("#field-notes").fill("Bộ dữ liệu tạo qua biểu mẫu.")
    page.locator("#field-private").select_option("False")
    page.locator("input[name=origin][value=reported]").check()
    page.locator("select[name=frequency]").select_option("MONTHLY")
    page.locator("button[name=save]").click()
    page.wait_for_url(re.compile("/resource/new"))


def shown_after_reloading(page: Page, selector: str) -> None:
    """Look again until the page, which tells what the job queue did, shows it."""

    def shown() -> bool:
        page.reload()
        return page.locator(selector).count() == 1

    until(shown, f"{selector} on {page.url}")


@pytest.fixture
def refused(desk: Page, site: Site, steward: Steward, tmp_path: Path) -> Page:
    """The page of the steward's file after a broken one was uploaded over it through the form."""
    file = tmp_path / "van-ban.csv"
    file.write_bytes(BROKEN_CSV)
    desk.goto(f"/dataset/{steward.dataset}/resource/{steward.resource}/edit")
    desk.locator("input[type=file]").set_input_files(file)
    desk.locator("button[name=save]").click()
    desk.wait_for_url(re.compile(f"/resource/{steward.resource}$"))
    shown_after_reloading(desk, ".province-ingest--error")
    return desk


def test_broken_file_is_refused_by_row_column_and_rule(refused: Page, site: Site, steward: Steward) -> None:
    """Each broken cell is listed with line, column, rule and remedy in both languages; the rows stay."""
    path = f"/dataset/{steward.dataset}/resource/{steward.resource}"
    for language in LANGUAGES:
        refused.goto(in_language(path, language))
        expect(refused.locator(".province-ingest [role=alert]")).to_contain_text(KEPT[language])
        rows = refused.locator(".province-ingest tbody tr").all()
        cells = [row.locator("td").all_inner_texts() for row in rows]
        told = [(row, column, rule) for row, column, rule, *_ in cells]
        assert told == [complaint[:3] for complaint in COMPLAINTS[language]]
        for found, (*_, words) in zip(cells, COMPLAINTS[language], strict=True):
            assert words in found[3]
            assert found[4]
        expect(refused.locator("#table tbody tr")).to_have_count(3)
    months = [row["month"] for row in site.rows(steward.resource)]
    assert months == ["2025-01", "2025-02", "2025-03"]
    assert "constraints" in site.do("resource_show", id=steward.resource)["schema"]


def test_readers_are_not_told_about_a_refused_file(page: Page, refused: Page, steward: Steward) -> None:
    """Only those who may change the file see the problems; the published table is there for everybody."""
    page.goto(f"/dataset/{steward.dataset}/resource/{steward.resource}")
    expect(page.locator("#table tbody tr")).to_have_count(3, timeout=PATIENCE_MS)
    expect(page.locator(".province-ingest")).to_have_count(0)


def test_editing_keeps_what_forms_do_not_show(desk: Page, site: Site, steward: Steward) -> None:
    """Saving the two forms unchanged leaves the contract's marks on dataset and file as they were."""
    marks = {"contract_hash": "0" * 64, "managed_by": "trial"}
    site.do("package_patch", id=steward.dataset, **marks)
    before = site.dataset(steward.dataset)
    path = f"/dataset/{steward.dataset}"
    desk.goto(f"/dataset/edit/{steward.dataset}")
    desk.locator("#field-contact_name").fill("Văn phòng Sở")
    desk.locator("button.btn-primary[name=save]").click()
    desk.wait_for_url(re.compile(f"{path}$"))
    desk.goto(f"{path}/resource/{steward.resource}/edit")
    desk.locator("button.btn-primary[name=save]").click()
    desk.wait_for_url(re.compile(f"/resource/{steward.resource}$"))
    after = site.dataset(steward.dataset)
    assert after["contact_name"] == "Văn phòng Sở"
    assert {key: after.get(key) for key in marks} == marks
    kept = ("schema", "filters", "searchable")
    assert [after["resources"][0][key] for key in kept] == [before["resources"][0][key] for key in kept]
