"""Rules of every public page: language, privacy, accessibility; and what single pages must say."""

from __future__ import annotations

import datetime
import itertools
import re
from urllib.parse import urlsplit

import pytest
from ckanext.tracking.cli.tracking import update_all
from conftest import AGENCIES, DATASETS, act

LANGUAGES = {"vi": "", "en": "/en"}
LOADED = "//@src | //link[not(@rel='alternate')]/@href | //form/@action"
TEXTS = "//body//text()[normalize-space() and not(ancestor::code or ancestor::pre or ancestor::script)]"
SPOKEN = "//@aria-label | //@placeholder | //@title | //title/text() | //meta[@name='description']/@content"
ENGLISH = re.compile(
    r"\b(the|of|and|for|with|from|this|all|search|find|show|dataset|datasets|data|rows?|page|next|previous|agency|"
    r"agencies|sectors?|licen[cs]e|contact|keywords?|about|download|home|updated|filters?|sort|file|table|unit)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"Creative Commons|CC BY|[\w.-]+@[\w.-]+|https?://\S+")


def texts(html) -> list[str]:
    """What a person reads or hears, without code, addresses and names."""
    found = [" ".join(NAMES.sub("", text).split()) for text in html.xpath(TEXTS) + html.xpath(SPOKEN)]
    return [text for text in found if text]


class TestEveryPage:
    """Each kind of public page, in both languages."""

    def test_vietnamese_pages_hold_no_english(self, page, addresses):
        """Not in texts, nor in labels for screen readers, nor in the title."""
        english = {address: [t for t in texts(page(address)) if ENGLISH.search(t)] for address in addresses}
        assert {address: found for address, found in english.items() if found} == {}

    def test_english_pages_say_what_vietnamese_pages_say_differently(self, page, addresses):
        """Titles, headings and buttons of an English page are not those of the Vietnamese one."""
        own = {content[1] for content in DATASETS.values()} | {agency[1] for agency in AGENCIES}
        for address in addresses:
            headings = {
                " ".join(h.text_content().split())
                for h in page(f"/en{address}").xpath("//h1 | //h2 | //h3 | //button")
            }
            vietnamese = {
                " ".join(h.text_content().split())
                for h in page(address).xpath("//h1 | //h2 | //h3 | //button")
            }
            assert not headings & (vietnamese - {"curl", "Python", "CSV", ""}), address
            assert not headings & own, address

    @pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
    def test_no_session_is_started_for_a_visitor(self, app, addresses, prefix):
        """Pages without cookies can be kept by a cache and shared."""
        with_cookie = [address for address in addresses if "Set-Cookie" in app.get(prefix + address).headers]
        assert with_cookie == []

    @pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
    def test_nothing_is_loaded_from_another_host(self, page, addresses, prefix, ckan_config):
        """Styles, scripts, pictures, frames and forms are the portal's own."""
        own = {"", urlsplit(ckan_config["ckan.site_url"]).netloc}
        loaded = {value for address in addresses for value in page(prefix + address).xpath(LOADED)}
        assert len(loaded) > 3
        assert [
            value for value in loaded if not value.startswith("data:") and urlsplit(value).netloc not in own
        ] == []

    @pytest.mark.parametrize(("lang", "prefix"), LANGUAGES.items())
    def test_language_is_declared_and_the_other_one_linked(self, page, addresses, lang, prefix):
        """Screen readers need the first, readers and robots the second; the link keeps the address."""
        other = next(code for code in LANGUAGES if code != lang)
        for address in addresses:
            html = page(prefix + address)
            assert html.get("lang") == lang
            (link,) = html.xpath(f"//ul[@class='languages']//a[@lang='{other}']/@href")
            assert link.replace("%20", "+") == (LANGUAGES[other] + address)

    @pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
    def test_landmarks_and_headings_let_one_move_about(self, page, addresses, prefix):
        """A skip link to the main area first, one main area, one first-level heading, no level skipped."""
        for address in addresses:
            html = page(prefix + address)
            assert html.xpath("//body//a")[0].get("href") == "#" + html.xpath("//main/@id")[0]
            assert len(html.xpath("//main")) == len(html.xpath("//h1")) == 1, address
            levels = [
                int(h.tag[1]) for h in html.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
            ]
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), address

    def test_every_control_has_a_name(self, page, addresses):
        """Fields have labels, buttons and links have words, pictures are decoration or described."""
        for address in addresses:
            html = page(address)
            labels = set(html.xpath("//label/@for"))
            fields = html.xpath("//input[not(@type='hidden')] | //select | //textarea")
            assert fields, address
            assert [
                f.get("name") for f in fields if f.get("id") not in labels and not f.get("aria-label")
            ] == []
            controls = html.xpath("//a | //button")
            assert [
                c.get("href") for c in controls if not c.text_content().strip() and not c.get("aria-label")
            ] == []
            assert html.xpath("//svg[not(@aria-hidden)] | //img[not(@alt)]") == []

    def test_ids_are_unique(self, page, addresses):
        """Labels and links to parts of a page need it."""
        for address in addresses:
            ids = page(address).xpath("//@id")
            assert len(ids) == len(set(ids)), address

    def test_filtered_lists_are_not_for_robots(self, page, addresses):
        """Robots take the plain pages and leave their thousands of variants."""
        for address in addresses:
            robots = page(address).xpath("//meta[@name='robots']/@content")
            assert robots == (["noindex, follow"] if "?" in address else []), address


class TestDatasetPage:
    """What a dataset's page must say."""

    @pytest.mark.parametrize(
        ("origin", "words"),
        [
            ("reported", "Số liệu báo cáo"),
            ("derived", "Số liệu tính toán"),
            ("simulated", "Số liệu mô phỏng"),
        ],
    )
    def test_the_origin_is_shown_in_words_colour_and_picture(self, page, origin, words):
        """A reader who sees no colours reads it; one who reads no text sees it."""
        (banner,) = page(f"/dataset/{DATASETS[origin][0]}").xpath("//*[contains(@class, 'origin-banner')]")
        assert f"origin-{origin}" in banner.get("class")
        assert banner.xpath(f".//use[contains(@href, '#{origin}')]")
        assert words in banner.text_content()

    def test_derived_and_simulated_figures_name_what_they_come_from(self, page):
        """The banner names them."""
        for origin in ("derived", "simulated"):
            (banner,) = page(f"/dataset/{DATASETS[origin][0]}").xpath(
                "//*[contains(@class, 'origin-banner')]"
            )
            assert banner.xpath(".//code/text()") == DATASETS[origin][4]

    def test_files_of_simulated_figures_carry_the_banner_too(self, page, published):
        """A reader may come to a file's page from elsewhere."""
        simulated = published["simulated"]
        html = page(f"/dataset/{simulated['name']}/resource/{simulated['file']['id']}")
        assert html.xpath("//*[contains(@class, 'origin-banner') and contains(@class, 'origin-simulated')]")

    @pytest.mark.parametrize(
        "said",
        [
            "Sở Nội vụ",
            "Nội vụ",
            "Hằng tháng",
            "01/2023 – 12/2024",
            "Mạng văn phòng điện tử liên thông",
            "Nghị định 30/2020/NĐ-CP",
            "Creative Commons Ghi công 4.0",
            "lienhe@example.vn",
            "Nhà nước và khu vực công",
            "Theo cơ quan và tháng",
            "Văn bản điện tử",
        ],
    )
    def test_metadata_is_told_in_plain_words(self, page, said):
        """Codes and addresses of vocabularies appear by their names."""
        assert said in page(f"/dataset/{DATASETS['reported'][0]}").text_content()

    def test_the_citation_names_agency_title_and_address(self, page):
        """What a reader copies is enough to find the dataset again."""
        (citation,) = page(f"/dataset/{DATASETS['reported'][0]}").xpath("//*[@id='citation']")
        name, title = DATASETS["reported"][:2]
        assert re.search(
            rf"Sở Nội vụ \(\d{{4}}\)\. {title}\. .+ http\S+/dataset/{name}$", citation.text_content()
        )


class TestHomePage:
    """What the home page must show."""

    def test_figures_are_those_of_the_portal(self, page):
        """Datasets, files, rows and agencies as the API counts them."""
        numbers = [dd.text_content() for dd in page("/").xpath("//dl[@class='figures']//dd")]
        datasets = act("package_search", rows=0)["count"]
        assert numbers[0] == str(datasets)
        assert numbers[1:3] == ["3", "75"]
        assert int(numbers[3]) == len(act("organization_list"))

    def test_sectors_are_tiles_in_the_profiles_order_with_counts(self, page):
        """Each has a drawing, its name and the number of its datasets."""
        tiles = page("/").xpath("//a[@class='tile']")
        assert [tile.xpath("string(.//*[@class='tile-title'])") for tile in tiles] == ["Y tế", "Nội vụ"]
        assert [tile.xpath(".//use/@href")[0].split("#")[1] for tile in tiles] == ["health", "home-affairs"]
        assert tiles[0].xpath("string(.//*[@class='tile-count'])").startswith("1 ")

    def test_most_used_datasets_are_those_that_were_visited(self, app, page):
        """The list is absent until a visit is counted; visits come from the pages themselves."""
        assert page("/").xpath("//*[@id='newest-title']")
        assert not page("/").xpath("//*[@id='used-title']")
        visit = {"url": f"/dataset/{DATASETS['simulated'][0]}", "type": "page"}
        app.post("/_tracking", data=visit, headers={"User-Agent": "visitor"})
        update_all(datetime.date.today().isoformat())
        (section,) = page("/").xpath("//section[@aria-labelledby='used-title']")
        assert section.xpath(".//ol//a/@href") == [visit["url"]]

    def test_the_title_and_colours_are_the_profiles(self, page):
        """Another province has its own."""
        html = page("/en")
        assert "Open Data Portal" in html.findtext(".//title")
        assert "--province-primary:#" in html.xpath("string(//head/style)")


class TestAgencies:
    """The hierarchy on pages."""

    def test_the_index_is_a_tree(self, page):
        """An agency is listed under the one above it."""
        steps = [f"li[./div/a[contains(@href, '{agency[0]}')]]" for agency in AGENCIES]
        assert page("/organization/").xpath("//ul[@class='tree']/" + "/ul/".join(steps))

    def test_an_agency_names_those_above_and_below(self, page):
        """Both are links."""
        html = page("/organization/so-noi-vu")
        assert html.xpath("//nav[@class='breadcrumbs']//a[contains(@href, '/organization/ubnd-tinh')]")
        assert html.xpath("//ul[@class='relatives']//a[contains(@href, '/organization/chi-cuc-luu-tru')]")


def test_a_counted_visit_is_answered_with_nothing(app, published):
    """The tracking plugin counts it; the answer costs no page."""
    answer = app.post(
        "/_tracking", data={"url": "/dataset/x", "type": "page"}, headers={"User-Agent": "test"}
    )
    assert (answer.status_code, answer.body) == (204, "")
