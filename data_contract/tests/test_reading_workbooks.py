"""One sheet of a workbook becomes the canonical table, with the values that people see in it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from data_contract.reading import Reading
from data_contract.report import Problem

from .workbooks import excel, ods, saved, with_part, xls, xlsx

FORMATS = [("XLSX", xlsx), ("XLS", xls), ("ODS", ods)]
every_format = pytest.mark.parametrize(("format", "make"), FORMATS, ids=[name for name, _ in FORMATS])
DAY, MOMENT, HOUR = date(2024, 5, 1), datetime(2024, 5, 1, 7, 30, 15), time(7, 30)
VALUES = [
    ["ma", "ngay", "luc", "gio", "dung", "so"],
    ["01", DAY, MOMENT, HOUR, True, 1.5],
    ["x", None, None, None, False, 3],
]
SCHEMA = {
    "fields": [
        {"name": "so", "type": "number", "decimalChar": ","},
        {"name": "ma", "title": "Mã"},
        {"name": "ngay", "type": "date", "format": "%d/%m/%Y"},
        {"name": "luc", "type": "datetime", "format": "%d/%m/%Y %H:%M"},
        {"name": "gio", "type": "time"},
        {"name": "dung", "type": "boolean", "trueValues": ["có"], "falseValues": ["không"]},
    ]
}
TWO = {"fields": [{"name": "a"}, {"name": "b"}]}
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


def edited(rows, change) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    return saved(book)


class TestValues:
    @every_format
    def test_without_a_contract(self, canonical, format, make):
        """Dates and times are ISO 8601, whole numbers have no fraction, texts keep their zeros."""
        assert canonical(make(S=VALUES), format).splitlines() == [
            "ma,ngay,luc,gio,dung,so",
            "01,2024-05-01,2024-05-01T07:30:15,07:30:00,true,1.5",
            "x,,,,false,3",
        ]

    @every_format
    def test_with_a_contract(self, canonical, format, make):
        """Values are written in the notation and order of the contract."""
        assert canonical(make(S=VALUES), format, schema=SCHEMA).splitlines() == [
            "so,ma,ngay,luc,gio,dung",
            '"1,5",01,01/05/2024,01/05/2024 07:30,07:30:00,có',
            "3,x,,,,không",
        ]

    @pytest.mark.parametrize(
        ("value", "number_format", "field", "text"),
        [
            pytest.param(7, "0000", {}, "0007", id="code with zeros by its format"),
            pytest.param(0.1 + 0.2, "General", {}, "0.3", id="the 15 digits that are shown"),
            pytest.param(1e-7, "General", {}, "0.0000001", id="small number"),
            pytest.param(79012345678901, "General", {}, "79012345678901", id="long code"),
            pytest.param(2.5e15, "General", {"type": "number"}, "2500000000000000", id="large amount"),
            pytest.param(45413, "dd/mm/yyyy", {}, "2024-05-01", id="day"),
            pytest.param(
                45413.5, "dd/mm/yyyy", {"type": "date"}, "2024-05-01T12:00:00", id="day with a time"
            ),
            pytest.param(45413, "dd/mm/yyyy hh:mm", {"type": "date"}, "2024-05-01", id="midnight"),
            pytest.param(45413, "yyyy", {"type": "year"}, "2024", id="year"),
            pytest.param(45413, "mm/yyyy", {"type": "yearmonth"}, "2024-05", id="month"),
            pytest.param(1.25, "[h]:mm:ss", {}, "30:00:00", id="elapsed time"),
            pytest.param(45413, '[$-42A]"ngày" dd "tháng" mm', {}, "2024-05-01", id="Vietnamese format"),
            pytest.param(5, '0 "ngày"', {}, "5", id="number with a unit"),
            pytest.param(1, "dd/mm/yyyy", {}, "1900-01-01", id="the first day"),
            pytest.param("So\u031b\u0309", "General", {}, "Sở", id="NFD"),
            pytest.param("  x ", "@", {}, "  x ", id="spaces"),
        ],
    )
    def test_what_is_shown(self, canonical, value, number_format, field, text):
        """A number means what its format makes of it."""
        book = openpyxl.Workbook()
        book.active.append(["v"])
        book.active["A2"] = value
        book.active["A2"].number_format = number_format
        assert canonical(saved(book), "XLSX", schema={"fields": [{"name": "v", **field}]}) == f"v\n{text}\n"

    def test_shared_texts(self, canonical):
        """Texts as Excel stores them: once, in runs of format, with reading aids and escapes."""
        book = excel([["v", "w"], ["x", "x"], ["?", "!"]])
        runs = "<r><t>Sở </t></r><r><t>Y tế</t></r><rPh><t>aid</t></rPh>"
        book = with_part(book, "xl/sharedStrings.xml", "<t>?</t>", runs)
        book = with_part(book, "xl/sharedStrings.xml", "<t>!</t>", "<t>a_x000D_b</t>")
        assert canonical(book, "XLSX") == 'v,w\nx,x\nSở Y tế,"a\rb"\n'

    def test_dates_since_1904(self, canonical):
        """Workbooks of old Macintoshes count from 1904."""
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append(["d"])
        book.active.append([DAY])
        assert canonical(saved(book), "XLSX") == "d\n2024-05-01\n"

    def test_result_of_a_formula(self, canonical):
        """A formula counts by its stored result."""
        book = with_part(xlsx(S=[["a", "b"], [1, "=A2+1"]]), "xl/worksheets/sheet1.xml", "<v />", "<v>2</v>")
        assert canonical(book, "XLSX") == "a,b\n1,2\n"

    @pytest.mark.parametrize("value", ["=A2+1", "#N/A", "#DIV/0!"])
    def test_no_result(self, refused, value):
        """An error, and a formula that was never calculated, are refused with their cell."""
        (problem,) = refused(xlsx(S=[[None, None], [None, "a", "b"], [None, 1, value]]), "XLSX")
        assert (problem.rule, problem.row, problem.column) == ("formula", 3, "b")
        assert "C3" in problem.dictize("f")["message"]

    def test_error_in_ods(self, refused):
        """LibreOffice marks errors in its own way."""
        book = ods(S=[["a"], ["#N/A"]])
        old = 'office:value-type="string" ><text:p>#'
        marked = 'calcext:value-type="error" office:value-type="string" ><text:p>#'
        (problem,) = refused(with_part(book, "content.xml", old, marked), "ODS")
        assert (problem.rule, problem.row, problem.column, problem.value) == ("formula", 2, "a", "#N/A")

    def test_lost_digits(self, refused):
        """A code beyond 15 digits has lost its last ones in the spreadsheet."""
        (problem,) = refused(xlsx(S=[["a"], ["x"], [1234567890123456789]]), "XLSX")
        assert (problem.rule, problem.row, problem.column) == ("digits_lost", 3, "a")


class TestPlace:
    @every_format
    def test_blank_margins(self, reading, format, make):
        """Blank rows and columns around the table do not matter, and rows keep the sheet's numbers."""
        found = reading(
            make(S=[[], [], [None, "a", "b"], [None, 1, 2], [], [None, 3, 4], [], [None]]), format
        )
        assert found.path.read_text() == "a,b\n1,2\n\n3,4\n"
        assert (found.first_row, found.source_row(4), found.columns) == (3, 6, {"a": 2, "b": 3})

    @every_format
    def test_title_rows(self, refused, reading, format, make):
        """A title above the header is refused, unless the contract's columns are found below it."""
        rows = [["BÁO CÁO"], ["Quý 1"], [], ["b", "a"], [1, 2], [3, 4]]
        (problem,) = refused(make(S=rows), format)
        assert (problem.rule, problem.row, problem.details["limit"]) == ("title_rows", 1, 4)
        found = reading(make(S=rows), format, schema=TWO)
        assert (found.first_row, found.path.read_text()) == (4, "a,b\n2,1\n4,3\n")

    def test_merged_header(self, refused):
        """Merged cells in the header row are refused with their range."""
        book = edited([["a", "b"], [1, 2]], lambda sheet: sheet.merge_cells("B1:C1"))
        (problem,) = refused(book, "XLSX")
        assert (problem.rule, problem.row, problem.value) == ("merged_header", 1, "B1:C1")

    def test_merged_title_above_the_header(self, canonical):
        """A merged title above the contract's header is no obstacle."""
        rows = [["TIÊU ĐỀ"], ["a", "b"], [1, 2]]
        book = edited(rows, lambda sheet: sheet.merge_cells("A1:B1"))
        assert canonical(book, "XLSX", schema=TWO) == "a,b\n1,2\n"

    def test_merged_header_in_ods(self, refused):
        """The range is named whatever the format."""
        cell = '<table:table-cell table:number-columns-spanned="2" office:value-type="string"'
        book = ods(S=[["a"], ["x"]])
        book = with_part(book, "content.xml", '<table:table-cell office:value-type="string"', cell)
        (problem,) = refused(book, "ODS")
        assert (problem.rule, problem.row, problem.value) == ("merged_header", 1, "A1:B1")

    def test_data_left_of_the_table(self, refused):
        """Data in a column without a header are not left out silently."""
        (problem,) = refused(xlsx(S=[[None, "a"], ["?", 1]]), "XLSX")
        assert (problem.rule, problem.row, problem.value) == ("stray_cells", 2, "A2")

    def test_data_right_of_the_table(self, canonical):
        """Data beyond the last label stay, for the check to find."""
        assert canonical(xlsx(S=[["a"], [1, 2]]), "XLSX") == "a\n1,2\n"

    def test_problems_of_the_header(self, refused):
        """Header problems have the sheet's row."""
        found = refused(xlsx(S=[[], ["a", "x"], [1, 2]]), "XLSX", schema=TWO)
        assert [(problem.rule, problem.row) for problem in found] == [
            ("missing_column", 2),
            ("extra_column", 2),
        ]


class TestSheets:
    @every_format
    def test_the_only_sheet_with_data(self, reading, format, make):
        """Blank sheets do not count."""
        found = reading(make(Trang1=[], Trang2=[["a"], [1]]), format)
        assert (found.sheet, found.sheets) == ("Trang2", ("Trang1", "Trang2"))

    @every_format
    def test_several_sheets(self, reading, refused, format, make):
        """Of several sheets the one with the contract's columns, or the steward's choice, is taken."""
        book = make(Một=[["x"], [1]], Hai=[["b", "a"], [1, 2]])
        (problem,) = refused(book, format)
        assert (problem.rule, problem.value) == ("sheet_choice", "Một, Hai")
        assert reading(book, format, schema=TWO).sheet == "Hai"
        assert reading(book, format, sheet="Một").sheet == "Một"

    def test_two_sheets_with_the_contracts_columns(self, refused):
        """Where several sheets fit the contract, the steward must choose."""
        (problem,) = refused(xlsx(A=[["a", "b"], [1, 2]], B=[["a", "b"], [3, 4]]), "XLSX", schema=TWO)
        assert (problem.rule, problem.value) == ("sheet_choice", "A, B")

    def test_unknown_sheet(self, refused):
        """A chosen sheet that is not there is named with those that are."""
        (problem,) = refused(xlsx(A=[["a"], [1]]), "XLSX", sheet="B")
        assert (problem.rule, problem.value, problem.details["limit"]) == ("sheet_missing", "B", "A")

    def test_hidden_sheet(self, reading):
        """Lists that a workbook hides are not taken for data."""
        book = openpyxl.Workbook()
        book.active.append(["a"])
        book.create_sheet("DanhMuc").append(["x"])
        book["DanhMuc"].sheet_state = "hidden"
        assert reading(saved(book), "XLSX").sheet == "Sheet"

    @every_format
    def test_nothing_at_all(self, refused, format, make):
        """A workbook without a value is empty."""
        assert [problem.rule for problem in refused(make(S=[]), format)] == ["empty"]


class TestSize:
    def test_formats_down_to_the_last_row(self, canonical):
        """A format in the last of a million rows adds no row."""

        def bold(sheet):
            sheet["B1048576"].font = openpyxl.styles.Font(bold=True)

        assert canonical(edited([["a"], [1]], bold), "XLSX") == "a\n1\n"

    def test_repeated_blank_rows(self, canonical):
        """LibreOffice writes the rest of a sheet as one row repeated a million times."""
        blank = '<table:table-cell table:number-columns-repeated="16384"/>'
        rest = (
            f'<table:table-row table:number-rows-repeated="1048574">{blank}</table:table-row></table:table>'
        )
        book = with_part(ods(S=[["a"], [1]]), "content.xml", "</table:table>", rest)
        assert canonical(book, "ODS") == "a\n1\n"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            pytest.param('r="A2"', 'r="ZZZZZZZ2"', id="column"),
            pytest.param('<row r="2"', '<row r="99999999999"', id="row"),
        ],
    )
    def test_cells_beyond_the_sheet(self, refused, old, new):
        """A cell where no sheet has one does not fill the memory."""
        book = with_part(xlsx(S=[["a"], [1]]), "xl/worksheets/sheet1.xml", old, new)
        assert [problem.rule for problem in refused(book, "XLSX")] == ["damaged"]

    def test_repeated_filled_cells(self, refused):
        """More copies of a filled cell than a sheet can hold are refused."""
        many = '<table:table-cell table:number-columns-repeated="999999999" office:value-type="string"'
        book = with_part(
            ods(S=[["a"], ["x"]]), "content.xml", '<table:table-cell office:value-type="string"', many
        )
        assert [problem.rule for problem in refused(book, "ODS")] == ["damaged"]

    def test_swollen_part(self, refused):
        """A part that swells beyond reason is refused before it is unpacked."""
        book = with_part(xlsx(S=[["a"], [1]]), "xl/worksheets/sheet1.xml", "<row", " " * 70_000_000 + "<row")
        assert [problem.rule for problem in refused(book, "XLSX")] == ["zip_bomb"]

    def test_parts_beyond_the_limit(self, refused):
        """The limit holds for all parts together."""
        assert [problem.rule for problem in refused(xlsx(S=[["a"]]), "XLSX", largest=2000)] == ["zip_bomb"]


class TestDamage:
    @pytest.mark.parametrize(
        ("format", "book", "part", "start"),
        [
            pytest.param("XLSX", xlsx(S=[["a"]]), "xl/worksheets/sheet1.xml", "<worksheet", id="sheet"),
            pytest.param("XLSX", excel([["a"]]), "xl/sharedStrings.xml", "<sst", id="texts"),
            pytest.param("XLSX", xlsx(S=[["a"]]), "xl/workbook.xml", "<workbook", id="workbook"),
            pytest.param("ODS", ods(S=[["a"]]), "content.xml", "<office", id="ODS"),
        ],
    )
    def test_entities(self, refused, format, book, part, start):
        """A DTD, which could make entities grow without end, is refused in every part."""
        (problem,) = refused(with_part(book, part, start, DTD + start), format)
        assert (problem.rule, problem.value) == ("unsafe_xml", part)

    @every_format
    def test_cut_off(self, refused, source, format, make):
        """A file that arrived in part is refused."""
        content = make(S=[["a", "b"], *[[f"x{number}", number] for number in range(500)]])
        assert refused(content[: len(content) * 2 // 3], format)[0].rule == "cut_off"

    def test_broken_xml(self, refused):
        """XML that breaks off is refused."""
        book = with_part(xlsx(S=[["a"], [1]]), "xl/worksheets/sheet1.xml", "</sheetData>", "")
        assert [problem.rule for problem in refused(book, "XLSX")] == ["damaged"]

    def test_password(self, refused):
        """An encrypted ODS is refused."""
        book = with_part(ods(S=[["a"]]), "META-INF/manifest.xml", "<m/>", "<m><encryption-data/></m>")
        assert [problem.rule for problem in refused(book, "ODS")] == ["password"]


def test_problems_name_columns_as_the_file_does():
    """Whoever reads a message finds the column under the label that stands in the file."""
    reading = Reading(Path("x.csv"), "XLSX", first_row=3, words={"sent_count": "Số văn bản"})
    (problem,) = reading.located([Problem("minimum", 2, "sent_count", "-1", {"limit": 0})])
    said = problem.dictize("x.xlsx")
    assert (said["row"], said["column"], said["label"]) == (4, "sent_count", "Số văn bản")
    assert "cột “Số văn bản”" in said["message"]
