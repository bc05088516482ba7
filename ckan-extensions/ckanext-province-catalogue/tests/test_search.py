"""Finding datasets: words in both languages, facets, order."""

from __future__ import annotations

import uuid

import pytest
from conftest import DATASETS, METADATA, act, dataset

pytestmark = pytest.mark.usefixtures("published")
NAMES = {origin: content[0] for origin, content in DATASETS.items()}


def found(**parameters) -> list[str]:
    """Names of the datasets found."""
    return [package["name"] for package in act("package_search", **parameters)["results"]]


@pytest.mark.parametrize(
    "words",
    ["hồ sơ mô phỏng", "ho so mo phong", "HỒ SƠ", "simulated dossiers", "Simulated", NAMES["simulated"]],
)
def test_datasets_are_found_in_either_language(words):
    """With and without accents, in Vietnamese and in English, and by address."""
    assert found(q=words)[0] == NAMES["simulated"]


def test_keywords_are_found_by_their_english_name():
    """A keyword's names in both languages are searched."""
    name = f"bo-{uuid.uuid4().hex[:8]}"
    dataset(
        "reported", name=name, tags=[{"name": "dich-vu-cong"}], title="Việc khác", title_en="", notes_en=""
    )
    assert name in found(q="Public services", rows=50)


def test_bookkeeping_is_not_searched():
    """Nobody looks for a hash or for the name of the publishing program."""
    assert found(q=METADATA["contract_hash"]) == []
    assert found(q="portal-publish") == []


@pytest.mark.parametrize("origin", DATASETS)
def test_origin_is_a_facet(origin):
    """Filtering by origin leaves its datasets only."""
    names = found(fq=f"origin:{origin}", rows=50)
    assert NAMES[origin] in names
    assert not set(names) & {name for other, name in NAMES.items() if other != origin}


def test_titles_sort_by_the_vietnamese_alphabet():
    """Đ follows D, and Ă follows A with every tone."""
    mark = f"sapxep{uuid.uuid4().hex[:6]}"
    titles = ["Áo", "Ăn", "Dân", "Đất", "Đê"]
    for title in reversed(titles):
        dataset("reported", name=f"{mark}-{titles.index(title)}", title=f"{title} {mark}")
    results = act("package_search", q=mark, sort="title_string asc")["results"]
    assert [package["title"].split()[0] for package in results] == titles


def test_facets_of_the_search_page_are_labelled_in_both_languages(page):
    """Sector, agency, origin, format, frequency and keyword, by their names."""
    for address, expected in [
        ("/dataset/", {"Nội vụ", "Sở Nội vụ", "Mô phỏng", "CSV", "Hằng tháng", "Văn bản điện tử"}),
        ("/en/dataset/", {"Home affairs", "Department of Home Affairs", "Simulated", "CSV", "Monthly"}),
    ]:
        links = page(address).xpath("//details[@id='search-facets']//li/a/span[1]")
        assert expected <= {link.text_content().strip() for link in links}


@pytest.mark.parametrize(
    ("address", "missing"), [("/group/noi-vu", "groups"), ("/organization/so-noi-vu", "organization")]
)
def test_a_units_page_does_not_filter_by_itself(page, address, missing):
    """All other filters are there."""
    ids = page(address).xpath("//section[@class='facet']/h2/@id")
    assert f"facet-{missing}" not in ids
    assert "facet-origin" in ids


def test_a_filter_in_use_can_be_removed(page, app):
    """Its link leads to the list without it."""
    html = page("/dataset/?origin=simulated&sort=title_string+asc")
    (link,) = html.xpath("//ul[@class='chosen']//a/@href")
    assert "origin" not in link
    assert NAMES["reported"] in app.get(link).body


def test_lists_show_private_datasets_to_their_agency_only(app, steward):
    """A signed-in steward sees them marked; nobody else sees them."""
    name = f"noi-bo-{uuid.uuid4().hex[:8]}"
    dataset("reported", name=name, title="Bộ nội bộ", private=True)
    headers = {"Authorization": steward["token"]}
    with_token = app.get("/dataset/?q=noi+bo", headers=headers).body
    assert name in with_token
    assert "#lock" in with_token
    assert name not in app.get("/dataset/?q=noi+bo").body


def test_api_results_are_whole_datasets():
    """Only pages get the short form; the API answers as documented."""
    (package,) = act("package_search", fq=f"name:{NAMES['reported']}")["results"]
    assert package["resources"]
    assert package["sources"] == METADATA["sources"]
