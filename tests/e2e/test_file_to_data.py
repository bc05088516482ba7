"""A steward's own workbook becomes checked data: structure confirmed, errors marked, versions kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steward import Steward, until
from tests.e2e.visitor import Visitor
from tests.site import Site

pytestmark = pytest.mark.stack

LABELS = ["Đơn vị", "Số hồ sơ", "Ngày"]
FIRST = [["Sở Y tế", 1234, "31/01/2025"], ["Sở Nội vụ", 12, "01/02/2025"]]
BROKEN: list[list[object]] = [["Sở Y tế", 1240, "31/01/2025"], ["Sở Y tế", "mười hai", "31/02/2025"]]
NEXT = [["Sở Y tế", 1240, "31/01/2025"], ["Sở Công Thương", 41, "05/03/2025"]]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [LABELS, *rows]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def desk(visitor: Callable[..., Visitor], steward_cookies: Path) -> Page:
    """A page of the signed-in steward."""
    return visitor(storage_state=steward_cookies).page


@pytest.fixture
def resource(site: Site, steward: Steward) -> Iterator[str]:
    """A workbook that came without a contract, loaded."""
    made = site.upload(
        "resource_create",
        ("ho-so.xlsx", workbook(FIRST)),
        package_id=steward.dataset,
        name="Hồ sơ",
        name_en="Dossiers",
        format="XLSX",
    )["id"]
    settled(site, made, "complete")
    assert len(site.rows(made)) == 2
    yield made
    site.do("resource_delete", id=made)


def send(site: Site, resource: str, rows: list[list[object]], status: str, **words: str) -> None:
    file = ("ho-so.xlsx", workbook(rows))
    site.upload("province_ingest_version_create", file, resource_id=resource, **words)
    settled(site, resource, status)


def settled(site: Site, resource: str, status: str) -> None:
    """Wait for the end of the last load: its version stands in the list only after visitors see its rows."""
    until(
        lambda: site.do("province_ingest_status", resource_id=resource)["status"] == status,
        f"the load ends as {status}",
    )


def test_workbook_becomes_versions_of_checked_data(
    desk: Page, site: Site, steward: Steward, resource: str
) -> None:
    """The way of a file through the browser, from a guess at its structure to an earlier version again."""
    page = f"/dataset/{steward.dataset}/resource/{resource}"
    desk.goto(page)
    desk.get_by_role("link", name="Xác nhận cấu trúc dữ liệu").click()
    expect(desk.get_by_label("Kiểu giá trị: ngay")).to_have_value("date_dmy")
    desk.get_by_label("Khoá: don_vi").check()
    desk.get_by_label("Nhãn tiếng Anh: don_vi").fill("Agency")
    desk.get_by_role("button", name="Xác nhận cấu trúc").click()
    until(
        lambda: len(site.do("province_ingest_version_list", resource_id=resource)) == 2,
        "the structure makes a version",
    )
    assert site.rows(resource)[0]["ngay"] == "2025-01-31"

    send(site, resource, BROKEN, "error")
    desk.goto(page)
    for words in ("không phải là số nguyên", "trùng khoá", "không phải là ngày"):
        expect(desk.locator(".province-ingest")).to_contain_text(words)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="bảng tính của bạn").click()
    marked = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = marked[marked.sheetnames[-1]]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {
        "A3",
        "B3",
        "C3",
    }

    send(site, resource, NEXT, "complete", reason="Bổ sung tháng 3")
    desk.goto(f"{page}/versions/")
    expect(desk.locator("tbody tr").first).to_contain_text("thêm 1, sửa 1, bớt 1")
    expect(desk.locator("tbody tr").first).to_contain_text("Bổ sung tháng 3")
    desk.goto(f"{page}/versions/2")
    desk.get_by_label("Lý do").fill("Bản 3 thiếu đơn vị")
    desk.get_by_role("button", name="Công bố lại phiên bản 2").click()
    until(lambda: site.rows(resource)[1]["don_vi"] == "Sở Nội vụ", "the earlier rows are back")
