"""Bad files through the real door: each is told apart, with the way out, and changes nothing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from bad_files import HTML, PNG, SVG, archive, blank_rows, entity_bomb, path_outside, wide, workbook
from conftest import datastore, records, status, versions, work

pytestmark = pytest.mark.usefixtures("fresh")

SCHEMA = {
    "primaryKey": ["code"],
    "missingValues": [""],
    "fields": [
        {"name": "code", "type": "string", "title": "Mã", "constraints": {"required": True}},
        {"name": "received", "type": "integer", "title": "Tiếp nhận"},
        {"name": "done", "type": "integer", "title": "Giải quyết"},
        {"name": "rate", "type": "number", "title": "Tỷ lệ", "constraints": {"minimum": 0, "maximum": 1}},
        {"name": "day", "type": "date", "format": "%d/%m/%Y", "title": "Ngày"},
    ],
}
ASSERTIONS = [{"rule": "compare", "left": "done", "op": "<=", "right": ["received"]}]
HEADER = "code,received,done,rate,day\n"
GOOD = HEADER + "A,10,9,0.9,31/01/2024\nB,20,20,1,29/02/2024\n"
TABLES = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"

# Case: format, content, then rule, row and column of the first problem
BROKEN = {
    "empty": ("CSV", "", "empty", None, None),
    "header only": ("CSV", HEADER, "no_rows", None, None),
    "ZIP bomb": ("ZIP", archive(a_csv=HEADER + "A" * 300_000_000), "zip_bomb", None, None),
    "ZIP in a ZIP": ("ZIP", archive(a_zip=archive(a_csv=GOOD)), "zip_nested", None, None),
    "several files in a ZIP": ("ZIP", archive(a_csv=GOOD, b_csv=GOOD), "zip_several", None, None),
    "no file in a ZIP": ("ZIP", archive(), "zip", None, None),
    "path outside the ZIP": ("ZIP", path_outside(GOOD), "zip_path", None, None),
    "cut off ZIP": ("ZIP", archive(a_csv=GOOD)[:-30], "cut_off", None, None),
    "cut off workbook": ("XLSX", workbook(GOOD)[:-30], "cut_off", None, None),
    "entity bomb": ("XLSX", entity_bomb(GOOD), "unsafe_xml", None, None),
    "formula without value": ("XLSX", workbook(GOOD.replace("20,20", "20,=5*4")), "formula", 3, "done"),
    "NUL": ("CSV", GOOD + "C\0,1,1,1,01/03/2024\n", "nul", 4, None),
    "not UTF-8": ("CSV", GOOD.encode() + b"S\xe3\x81,1,1,1,01/03/2024\n", "legacy_encoding", None, None),
    "unclosed quote": ("CSV", GOOD + '"C,1,1,1,01/03/2024\n', "malformed", 4, None),
    "short row": ("CSV", GOOD + "C,1,1\n", "missing_cell", 4, "rate"),
    "long row": ("CSV", GOOD + "C,1,1,1,01/03/2024,9\n", "extra_cell", 4, None),
    "empty required cell": ("CSV", GOOD.replace("B,", ","), "required", 3, "code"),
    "blank row": ("CSV", GOOD + ",,,,\nC,1,1,1,01/03/2024\n", "blank_row", 4, None),
    "column twice": ("CSV", GOOD.replace("rate", "done"), "duplicate_column", 1, "done"),
    "column left out": ("CSV", GOOD.replace(",day", ""), "missing_column", 1, "day"),
    "column without name": ("CSV", GOOD.replace("rate", ""), "blank_column", 1, None),
    "name of 70 bytes": ("CSV", GOOD.replace("rate", "ố" * 24), "missing_column", 1, "rate"),
    "reserved name": ("CSV", GOOD.replace("rate", "_full_text"), "missing_column", 1, "rate"),
    "too many columns": ("CSV", wide(1700), "too_many_columns", 1, None),
    "no such day": ("CSV", GOOD.replace("29/02", "31/02"), "type", 3, "day"),
    "month before day": ("CSV", GOOD.replace("31/01", "01/31"), "type", 2, "day"),
    "beyond 64 bits": ("CSV", GOOD.replace("20,20", f"20,{2**63}"), "maximum", 3, "done"),
    "beyond numbers": ("CSV", GOOD.replace(",1,", ",1e400,"), "finite", 3, "rate"),
    "no number": ("CSV", GOOD.replace(",1,", ",NaN,"), "finite", 3, "rate"),
    "key twice": ("CSV", GOOD + "A,1,1,1,01/03/2024\n", "primaryKey", 4, "code"),
    "rate above 1": ("CSV", GOOD.replace(",1,", ",1.01,"), "maximum", 3, "rate"),
    "more done than received": ("CSV", GOOD.replace("20,20", "20,21"), "compare", 3, "done"),
    "page as CSV": ("CSV", HTML, "wrong_kind", None, None),
    "page as workbook": ("XLSX", HTML, "html_workbook", None, None),
    "picture as CSV": ("CSV", PNG, "wrong_kind", None, None),
    "SVG as CSV": ("CSV", SVG, "wrong_kind", None, None),
    "SVG as workbook": ("XLSX", SVG, "html_workbook", None, None),
}


@pytest.fixture
def published(upload):
    """A resource with a contract and its first file."""
    contract = {"schema": json.dumps(SCHEMA), "assertions": json.dumps(ASSERTIONS)}
    resource = upload(GOOD, **contract)
    work()
    assert status(resource)["status"] == "complete", status(resource)
    return resource


def send(upload, resource: dict, format: str, content: str | bytes) -> None:
    """Send the next file of a resource, under the format that it claims to have, and load it."""
    upload(content, resource, format=format, file_name=f"next.{format.lower()}")
    work()


@pytest.mark.parametrize(("format", "content", "rule", "row", "column"), BROKEN.values(), ids=BROKEN)
def test_bad_file_is_told_and_changes_nothing(upload, published, format, content, rule, row, column):
    """Rule, place, message and remedy in both languages; rows, tables, versions and folders as before."""
    before = records(published), datastore(TABLES)
    send(upload, published, format, content)
    shown = status(published)
    assert shown["status"] == "error"
    assert shown["error"]
    assert shown["error_en"]
    problem = shown["error_report"][0]
    assert (problem["rule"], problem["row"], problem["column"]) == (rule, row, column)
    for text in ("message", "message_en", "remedy", "remedy_en"):
        assert problem[text]
    assert (records(published), datastore(TABLES)) == before
    assert versions(published) == [1]
    assert not list(Path(tempfile.gettempdir()).glob("province-ingest-*"))


class TestAccepted:
    def test_a_million_blank_rows_are_no_rows(self, upload, published):
        """A workbook that is formatted to its end has the rows that have values."""
        send(upload, published, "XLSX", blank_rows(GOOD.replace("A,", "C,")))
        assert status(published)["status"] == "complete", status(published)
        assert [row["code"] for row in records(published)] == ["C", "B"]

    def test_day_of_a_contract_comes_first(self, upload, published):
        """A date that could be read both ways is read as the contract says."""
        send(upload, published, "CSV", HEADER + "A,1,1,1,02/03/2024\n")
        assert [row["day"] for row in records(published)] == ["2024-03-02"]

    def test_same_file_again_is_no_new_version(self, upload, published):
        """It is a success without work."""
        send(upload, published, "CSV", GOOD)
        assert status(published)["status"] == "complete"
        assert versions(published) == [1]

    @pytest.mark.parametrize("cell", ["=1+1", "+84 227", "-5 độ", "@SUM(A1)", "=cmd|' /C calc'!A0"])
    def test_cells_that_a_spreadsheet_would_compute_stay_text(self, upload, published, cell):
        """The DataStore keeps what the file says."""
        send(upload, published, "CSV", HEADER + f"{cell},1,1,1,02/03/2024\n")
        assert [row["code"] for row in records(published)] == [cell]

    @pytest.mark.parametrize(
        ("header", "names"),
        [
            pytest.param("a,a", ["a", "a_2"], id="twice"),
            pytest.param("a,", ["a", "column_2"], id="empty"),
            pytest.param(f"a,{'ố' * 80}", ["a", "o" * 60], id="too long"),
            pytest.param("_id,_full_text", ["id", "full_text"], id="reserved"),
            pytest.param('a,"x"" ""; DROP TABLE y"', ["a", "x_drop_table_y"], id="code"),
        ],
    )
    def test_headers_without_contract_become_names(self, upload, header, names):
        """Where no contract names the columns, their names are made from the headers."""
        resource = upload(f"{header}\n1,2\n")
        work()
        assert status(resource)["status"] == "complete", status(resource)
        assert list(records(resource)[0]) == ["_id", *names]

    def test_as_many_columns_as_the_database_can_hold(self, upload):
        """Two columns of the table are CKAN's own."""
        resource = upload(wide(1598))
        work()
        assert status(resource)["status"] == "complete", status(resource)


class TestMarkup:
    TEXT = "<script>alert(1)</script>"

    def test_labels_and_cells_are_text(self, app, upload, dataset):
        """Markup in headers and cells is stored as it is and shown as text."""
        resource = upload(f"{self.TEXT},b\n{self.TEXT},1\n", name=self.TEXT)
        work()
        (row,) = records(resource)
        assert row["script_alert_1_script"] == self.TEXT
        for page in ("", "/versions"):
            body = app.get(f"/en/dataset/{dataset['name']}/resource/{resource['id']}{page}").body
            assert self.TEXT not in body
