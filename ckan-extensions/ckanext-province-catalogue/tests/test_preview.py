"""The table on a file's page: paging, order, search, languages; all in the address, without script."""

from __future__ import annotations

import pytest
from conftest import FIELDS, PAGE_ROWS, ROWS


@pytest.fixture
def table(page, published):
    """The preview under the given address parameters, as lists of texts."""
    reported = published["reported"]

    def read(parameters: str = "", prefix: str = "") -> dict:
        html = page(f"{prefix}/dataset/{reported['name']}/resource/{reported['file']['id']}?{parameters}")
        (part,) = html.xpath("//section[@id='table']")
        head = [th.xpath("normalize-space(a/text())") for th in part.xpath(".//thead//th")]
        rows = [[td.text_content().strip() for td in tr] for tr in part.xpath(".//tbody/tr")]
        return {"head": head, "rows": rows, "part": part, "text": " ".join(part.text_content().split())}

    return read


def test_vietnamese_labels_numbers_and_months(table):
    """Labels come from the contract; the column in the other language is left out."""
    shown = table()
    assert shown["head"] == ["Tháng", "Cơ quan", "Văn bản đi", "Ký số", "Mức chính xác"]
    assert shown["rows"][1] == ["02/2023", "Sở Nội vụ", "1.001", "78,5", "hơn"]


def test_english_labels_numbers_and_months(table):
    """The English page shows the English twin of a column instead."""
    shown = table(prefix="/en")
    assert shown["head"] == ["Month", "Agency (English)", "Documents sent", "Signed", "Qualifier"]
    assert shown["rows"][1] == ["Feb 2023", "Department of Home Affairs", "1,001", "78.5", "more than"]


def test_all_columns_on_demand(table):
    """`columns=all` shows both languages."""
    assert len(table("columns=all")["head"]) == len(FIELDS)


def test_an_empty_value_is_marked(table):
    """An empty number is neither 0 nor nothing at all."""
    assert table()["rows"][0][3] == "–"


def test_pages_hold_every_row_once(table):
    """The first page is full, the second has the rest."""
    rows = table()["rows"] + table("page=2")["rows"]
    assert len(table()["rows"]) == PAGE_ROWS
    assert sorted(row[2] for row in rows) == sorted(f"1.{i:03d}" for i in range(len(ROWS)))


def test_the_next_page_is_one_link_away(table, app):
    """The link keeps order and search."""
    part = table("sort=sent_count&order=desc")["part"]
    (link,) = part.xpath(".//a[contains(@rel, 'next')]/@href")
    assert "sort=sent_count" in link
    assert "1.004" in app.get(link).body


@pytest.mark.parametrize(("order", "first"), [("", "1.000"), ("&order=desc", "1.024")])
def test_rows_are_sorted_by_a_column(table, order, first):
    """The heading says so to screen readers, and its link turns the order around."""
    shown = table(f"sort=sent_count{order}")
    assert shown["rows"][0][2] == first
    assert shown["part"].xpath(".//th[@aria-sort]/@aria-sort") == ["descending" if order else "ascending"]


def test_search_within_the_table(table):
    """Only rows with the word are shown and counted; columns that are not shown are searched too."""
    shown = table("find=Home")
    assert shown["head"] == table()["head"]
    assert {row[1] for row in shown["rows"]} == {"Sở Nội vụ"}
    assert len(shown["rows"]) == sum(row["agency"] == "Sở Nội vụ" for row in ROWS)


def test_nothing_found_is_said(table):
    """An empty result offers the way back."""
    shown = table("find=khongcogi")
    assert shown["rows"] == []
    assert shown["part"].xpath(".//p[@role='status']/a/@href")


@pytest.mark.parametrize(
    "parameters", ["sort=nothing", "page=0", "page=x", "page=99999999999", "order=up", 'sort="']
)
def test_senseless_parameters_show_the_table_from_its_start(table, parameters):
    """A wrong address is not an error page."""
    assert table(parameters)["rows"][0][2] == "1.000"


def test_a_page_past_the_end_is_empty(table):
    """A page that does not exist shows no rows, and no error."""
    assert table("page=99")["rows"] == []


def test_every_column_is_explained(page, published):
    """The dictionary has each column's name in the file, type, unit and meaning."""
    reported = published["reported"]
    html = page(f"/dataset/{reported['name']}/resource/{reported['file']['id']}")
    rows = [
        [" ".join(cell.text_content().split()) for cell in tr]
        for tr in html.xpath("//*[@id='dictionary']//tbody/tr")
    ]
    assert [row[1] for row in rows] == [field["name"] for field in FIELDS]
    assert rows[3][:4] == ["Văn bản đi", "sent_count", "Số nguyên", "văn bản"]
    assert "hơn (more_than)" in rows[5][4]
