"""What single pages must say."""

from __future__ import annotations

import re

import pytest
from ckanext.province_catalogue import visits
from conftest import AGENCIES, DATASETS, act


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
        visits.count()
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
