"""A reader finds, reads and takes data, without an account."""

from __future__ import annotations

import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect

from runtime.settings import ROOT
from tests.e2e.pages import DATASET, LANGUAGES, Places, in_language
from tests.site import Site

pytestmark = pytest.mark.stack

CSV = next(ROOT.glob(f"datasets/*/{DATASET}/figures.csv"))
TITLE = {
    "vi": "Ứng dụng và kênh thông tin cho người dân, đảng viên",
    "en": "Apps and channels for citizens and party members",
}
SPELLINGS = {
    "as written": "ứng dụng người dân",
    "without accents": "ung dung nguoi dan",
    "accents apart (NFD)": unicodedata.normalize("NFD", "ứng dụng người dân"),
    "capitals": "ỨNG DỤNG NGƯỜI DÂN",
}


def test_home_page_shows_sectors_and_figures(page: Page, site: Site) -> None:
    """The twelve sectors lead to their datasets, and the figures are those of the catalogue."""
    page.goto("/")
    expect(page.locator(".tiles .tile")).to_have_count(12)
    published = site.ask("package_search", rows=0).json()["result"]["count"]
    expect(page.locator(".figures dd").first).to_have_text(str(published))
    page.locator(".tile", has_text="Y tế").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("y tế", re.I))
    expect(page.locator(".dataset-item")).not_to_have_count(0)


@pytest.mark.parametrize("words", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_search_from_the_home_page(page: Page, words: str) -> None:
    """However it is typed, the same words find the dataset, and the way on leads to it."""
    page.goto("/")
    box = page.get_by_role("search").get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    page.locator(".dataset-item").get_by_role("link", name=TITLE["vi"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE["vi"])


def test_search_in_english(page: Page) -> None:
    """English words find the dataset by its English title."""
    page.goto("/en/dataset/?q=citizens+party+members")
    expect(page.locator(".dataset-item").first).to_contain_text(TITLE["en"])


def test_filters_narrow_and_are_taken_away(page: Page) -> None:
    """A filter leaves as many datasets as it says; its cross brings the others back."""
    page.goto("/dataset/")
    counter, first = page.locator(".results-count"), page.locator(".facet li a").first
    everything, expected = counter.inner_text(), first.locator(".count").inner_text()
    first.click()
    expect(counter).to_have_text(expected.replace("\n", " ").strip())
    assert counter.inner_text() != everything
    page.locator(".chosen a").click()
    expect(counter).to_have_text(everything)


@pytest.mark.parametrize(
    ("language", "banner"), [("vi", "Số liệu báo cáo"), ("en", "Reported figures")], ids=LANGUAGES
)
def test_dataset_page_says_where_figures_come_from(
    page: Page, at: Places, language: str, banner: str
) -> None:
    """The origin stands in a banner in words, above description, files and sources."""
    page.goto(in_language(at["dataset"], language))
    expect(page.locator(".origin-banner")).to_contain_text(banner)
    expect(page.locator(".resource-item")).to_have_count(1)
    expect(page.locator(".source-list").first).to_contain_text("2025")


@pytest.mark.parametrize(
    ("language", "labels"),
    [("vi", ["Chỉ tiêu", "Giá trị", "Đơn vị tính"]), ("en", ["Indicator", "Value", "Unit"])],
    ids=LANGUAGES,
)
def test_table_speaks_the_language(page: Page, at: Places, language: str, labels: list[str]) -> None:
    """Headings are the contract's labels in the page's language, never column names."""
    page.goto(in_language(at["file"], language))
    headings = page.locator("#table th a")
    for label in labels:
        expect(headings.filter(has_text=re.compile(f"^{label}"))).not_to_have_count(0)
    expect(page.locator("#table thead")).not_to_contain_text("indicator_")


def test_table_is_sorted_searched_and_turned(page: Page, site: Site) -> None:
    """Sorting, searching and paging show the rows that the table has."""
    units = "administrative-units-thai-binh"
    resource = site.dataset(units)["resources"][0]["id"]
    names = sorted({row["name"] for row in site.rows(resource)})
    page.goto(f"/dataset/{units}/resource/{resource}")
    page.get_by_role("link", name=re.compile("^Tên")).first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_label("Tìm trong bảng").fill(names[0])
    page.get_by_label("Tìm trong bảng").press("Enter")
    expect(page.locator("#table tbody")).to_contain_text(names[0])
    page.locator(".table-count a").click()
    page.locator(".pager a[rel~=next]").click()
    expect(page.locator(".pager")).to_contain_text("Trang 2/")


def test_downloaded_file_is_the_published_one(page: Page, at: Places) -> None:
    """The download is the contract's file, byte for byte."""
    page.goto(at["file"])
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Tải")).first.click()
    assert download.value.path().read_bytes() == CSV.read_bytes()


def test_api_example_answers_rows(page: Page, at: Places) -> None:
    """The address shown for programs gives rows of this table, to anybody."""
    page.goto(at["file"])
    address = page.locator("#api a").first.get_attribute("href")
    answer = page.request.get(address or "")
    records = answer.json()["result"]["records"]
    assert records
    assert records[0]["indicator_code"] in CSV.read_text("utf-8")


@pytest.mark.parametrize("name", ["home", "results", "dataset", "file-sorted", "sector", "agency", "about"])
def test_language_switch_keeps_the_page(page: Page, at: Places, name: str) -> None:
    """The other language shows the same page with the same questions, and the way back returns."""
    page.goto(at[name])
    first = page.get_by_role("heading", level=1).inner_text()
    page.locator(".languages a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.split("?")[0].rstrip("/").endswith("/en" + at[name].split("?")[0].rstrip("/"))
    page.locator(".languages a[hreflang=vi]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
