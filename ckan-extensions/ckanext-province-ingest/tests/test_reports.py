"""What is wrong with a file can be taken away, in the steward's own workbook too."""

from __future__ import annotations

import io

import openpyxl
import pytest
from conftest import BROKEN, GOOD, SCHEMA, status, work

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def headers(steward):
    return {"Authorization": steward["token"]}


def workbook() -> bytes:
    """The broken file as a workbook under labels."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tháng 1"
    sheet.append([field["title"] for field in SCHEMA["fields"]])
    for line in BROKEN.splitlines()[1:]:
        sheet.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def address(resource: dict, name: str, language: str = "vi") -> str:
    return f"/{language}/dataset/e-office-monthly/resource/{resource['id']}{name}"


class TestReport:
    @pytest.mark.parametrize(("language", "text"), [("vi", "nhỏ hơn 0"), ("en", "is below 0")])
    def test_table_of_problems(self, app, upload_with_contract, headers, language, text):
        """The CSV has a line for each problem, in the page's language, and opens in Excel as UTF-8."""
        resource = upload_with_contract(BROKEN)
        work()
        answer = app.get(address(resource, "/report.csv", language), headers=headers)
        assert answer.data.startswith(b"\xef\xbb\xbf")
        assert text in answer.body
        assert len(answer.body.splitlines()) == 1 + len(status(resource)["error_report"])

    def test_own_workbook_with_the_cells_marked(self, app, upload_with_contract, headers):
        """The steward's own sheet comes back with a comment at each bad cell."""
        resource = upload_with_contract(workbook(), file_name="thang.xlsx", format="XLSX")
        work()
        assert {problem["sheet"] for problem in status(resource)["error_report"]} == {"Tháng 1"}
        answer = app.get(address(resource, "/report.xlsx"), headers=headers)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Tháng 1"]
        marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
        assert marked == {"D3", "E3", "F3"}

    def test_a_csv_becomes_a_marked_workbook(self, app, upload_with_contract, headers):
        """A file that is no workbook is shown as one."""
        resource = upload_with_contract(BROKEN)
        work()
        answer = app.get(address(resource, "/report.xlsx"), headers=headers)
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert book.worksheets[1]["D3"].comment

    def test_page_leads_to_it(self, app, upload_with_contract, headers):
        """Both are linked where the problems are shown."""
        resource = upload_with_contract(BROKEN)
        work()
        body = app.get(address(resource, ""), headers=headers).body
        assert "report.xlsx" in body
        assert "report.csv" in body

    def test_visitors_get_nothing(self, app, upload_with_contract):
        """Cells of a refused file are not public."""
        resource = upload_with_contract(BROKEN)
        work()
        app.get(address(resource, "/report.csv"), status=403)

    def test_sound_file_has_no_report(self, app, upload_with_contract, headers):
        """There is nothing to take away."""
        resource = upload_with_contract(GOOD)
        work()
        app.get(address(resource, "/report.csv"), headers=headers, status=404)
