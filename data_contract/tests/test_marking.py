"""Problems are shown where they are, in a workbook that nobody's text can turn into a program."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from data_contract.marking import mark, report_csv
from data_contract.report import Problem, Rejected

from .workbooks import saved, with_part, xls, xlsx, zipped

SCHEMA = {"fields": [{"name": "ma", "title": "Mã"}, {"name": "so", "title": "Số"}]}
NEGATIVE = Problem("minimum", 3, "so", "-1", {"limit": 0})
DOUBLE = Problem("primaryKey", 4, "ma, so", "A, 5")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]


@pytest.fixture
def marked(reading, source, tmp_path):
    """Read, mark and open what came out."""

    def _marked(content, format, problems, language="vi", **hints) -> openpyxl.Workbook:
        try:
            found = reading(content, format, **hints)
            located = found.located(problems)
        except Rejected as rejection:
            found, located = None, rejection.problems
        mark(source, found, located, tmp_path / "marked.xlsx", language)
        return openpyxl.load_workbook(tmp_path / "marked.xlsx")

    return _marked


def own() -> bytes:
    """A steward's workbook: title, columns in another order, a format and a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tháng 5"
    for row in (["BÁO CÁO"], [], ["Số", "Mã"], [5, "A"], [-1, "B"], [5, "A"]):
        sheet.append(row)
    sheet["B4"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Ghi chú").append(["=1+1"])
    book["Ghi chú"].sheet_state = "hidden"
    return saved(book)


class TestOwnWorkbook:
    def test_bad_cells(self, marked):
        """A bad cell is filled and says in a comment what is wrong and what to do."""
        sheet = marked(own(), "XLSX", [NEGATIVE], schema=SCHEMA)["Tháng 5"]
        assert sheet["A5"].fill.fgColor.rgb.endswith("FFC7CE")
        assert "“-1” ở dòng 5, cột “Số”" in sheet["A5"].comment.text
        assert "Nhập giá trị từ 0 trở lên" in sheet["A5"].comment.text
        assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["A5"]

    def test_the_rest_stays(self, marked):
        """Sheets, formats and formulas of the steward are kept; the list of problems stands before them."""
        book = marked(own(), "XLSX", [NEGATIVE], schema=SCHEMA)
        assert book.sheetnames == ["Lỗi cần sửa", "Tháng 5", "Ghi chú"]
        assert book["Tháng 5"]["B4"].font.bold
        assert book["Ghi chú"]["A1"].value == "=1+1"
        heading, row = book.worksheets[0].iter_rows(values_only=True)
        assert heading == ("Dòng", "Cột", "Giá trị", "Lỗi", "Cách sửa")
        assert row[:3] == (5, "so", "-1")

    def test_key_of_several_columns(self, marked):
        """A problem of several columns is shown in each."""
        sheet = marked(own(), "XLSX", [DOUBLE], schema=SCHEMA)["Tháng 5"]
        assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["A6", "B6"]

    def test_two_problems_of_one_cell(self, marked):
        """A cell tells all its problems."""
        text = marked(own(), "XLSX", [NEGATIVE, NEGATIVE], schema=SCHEMA)["Tháng 5"]["A5"].comment.text
        assert text.count("nhỏ hơn 0") == 2

    def test_english(self, marked):
        """The steward's language is used throughout."""
        book = marked(own(), "XLSX", [NEGATIVE], "en", schema=SCHEMA)
        assert book.sheetnames[0] == "To correct"
        assert "below 0" in book["Tháng 5"]["A5"].comment.text

    def test_header(self, marked):
        """Column problems are shown in the header, of files that could not be read too."""
        book = marked(xlsx(S=[["Mã", "Sốo"], ["A", 1]]), "XLSX", [], schema=SCHEMA)
        assert "Thiếu cột “so”" in book["S"]["A1"].comment.text
        assert "“Sốo” không có trong cấu trúc" in book["S"]["B1"].comment.text

    def test_refused_cell(self, marked):
        """A cell that could not be read is marked by its address."""
        book = marked(xlsx(S=[["a", "b"], [1, "#N/A"]]), "XLSX", [])
        assert "#N/A" in book["S"]["B2"].comment.text

    def test_merged_cell(self, marked):
        """A comment within merged cells stands at their corner."""
        book = openpyxl.load_workbook(io.BytesIO(own()))
        book["Tháng 5"].merge_cells("A4:A5")
        sheet = marked(saved(book), "XLSX", [NEGATIVE], schema=SCHEMA)["Tháng 5"]
        assert sheet["A4"].comment

    def test_unsafe_workbook(self, marked):
        """A workbook that is refused as unsafe is not opened here either."""
        bomb = with_part(xlsx(S=[["a"]]), "xl/workbook.xml", "<workbook", "<!DOCTYPE x><workbook")
        assert marked(bomb, "XLSX", []).sheetnames == ["Lỗi cần sửa"]


class TestRows:
    @pytest.mark.parametrize(
        ("content", "format"),
        [
            pytest.param("Số;Mã\n5;A\n-1;B\n5;A\n", "CSV", id="CSV"),
            pytest.param("BÁO CÁO;\n\nSố;Mã\n5;A\n-1;B\n5;A\n", "CSV", id="CSV with a title"),
            pytest.param(xls(S=[["Số", "Mã"], [5, "A"], [-1, "B"], [5, "A"]]), "XLS", id="XLS"),
            pytest.param(zipped({"a.xlsx": own()}), "ZIP", id="workbook in a ZIP"),
        ],
    )
    def test_other_sources(self, marked, content, format):
        """Of other files a workbook is made from the rows."""
        book = marked(content, format, [NEGATIVE, DOUBLE], schema=SCHEMA)
        assert book.sheetnames == ["Lỗi cần sửa", "Dữ liệu"]
        sheet = book["Dữ liệu"]
        assert list(sheet.iter_rows(values_only=True)) == [("ma", "so"), ("A", "5"), ("B", "-1"), ("A", "5")]
        assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["B3", "A4", "B4"]

    def test_what_excel_can_hold(self, marked, monkeypatch):
        """Rows beyond Excel's last are left out."""
        monkeypatch.setattr("data_contract.marking.MOST_ROWS", 3)
        book = marked("ma,so\n" + "A,1\n" * 9, "CSV", [NEGATIVE])
        assert book["Dữ liệu"].max_row == 3

    def test_file_that_cannot_be_read(self, marked):
        """Without rows there is the list alone."""
        book = marked(b"%PDF-1.4", "CSV", [])
        assert book.sheetnames == ["Lỗi cần sửa"]
        assert "PDF" in book.worksheets[0]["D2"].value


class TestFormulas:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_text_stays_text(self, marked, text):
        """What begins like a formula is text in every sheet."""
        book = marked(f'a,b\n"{text}",1\n', "CSV", [Problem("type", 2, "a", text, {"type": "integer"})])
        cells = [book["Dữ liệu"]["A2"], book["Lỗi cần sửa"]["C2"]]
        assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text, "s", True)] * 2

    @pytest.mark.parametrize("text", FORMULAS)
    def test_report(self, text):
        """In CSV it has an apostrophe before it."""
        raw = report_csv([Problem("type", 2, text, text, {"type": "integer"})], text, "vi")
        _, row = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        assert (row[0], row[2], row[3]) == (f"'{text}", f"'{text}", f"'{text}")

    def test_control_characters(self, marked):
        """Characters that no workbook may hold are left out."""
        assert marked("a,b\nx\x01y,1\n", "CSV", [NEGATIVE])["Dữ liệu"]["A2"].value == "xy"


@pytest.mark.parametrize(("language", "heading"), [("vi", "Tệp,Dòng,Cột"), ("en", "File,Row,Column")])
def test_report_for_excel(language, heading):
    """The report is CSV in UTF-8 with the mark by which Excel knows it."""
    raw = report_csv([NEGATIVE], "thang-5.xlsx", language)
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(heading)
    assert lines[1].startswith("thang-5.xlsx,3,so,'-1,")
