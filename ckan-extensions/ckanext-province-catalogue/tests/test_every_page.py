"""Rules of every public page, in both languages: language, privacy, accessibility."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

import pytest
from conftest import AGENCIES, DATASETS, LANGUAGES

LOADED = "//@src | //link[not(@rel='alternate')]/@href | //form/@action"
TEXTS = "//body//text()[normalize-space() and not(ancestor::code or ancestor::pre or ancestor::script)]"
SPOKEN = "//@aria-label | //@placeholder | //@title | //title/text() | //meta[@name='description']/@content"
SIGNS = "//h1 | //h2 | //h3 | //button | //th | //label | //main//a[contains(@class, 'button')]"
SAME = {"curl", "Python", "CSV", "%", ""}
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


def signs(html) -> set[str]:
    """Headings, buttons and labels."""
    return {" ".join(part.text_content().split()) for part in html.xpath(SIGNS)}


@pytest.fixture(params=LANGUAGES)
def pages(visited, request):
    """All pages in one language."""
    assert len(visited[request.param]) > 10
    return visited[request.param]


def test_vietnamese_pages_hold_no_english(visited):
    """Not in texts, nor in labels for screen readers, nor in the title."""
    english = {page.address: [t for t in texts(page.html) if ENGLISH.search(t)] for page in visited["vi"]}
    assert {address: found for address, found in english.items() if found} == {}


def test_english_pages_hold_no_vietnamese_signs(visited):
    """Headings, buttons and labels of an English page are none of the Vietnamese page's."""
    named = {content[1] for content in DATASETS.values()} | {agency[1] for agency in AGENCIES}
    for vietnamese, english in zip(visited["vi"], visited["en"], strict=True):
        assert signs(english.html) & (signs(vietnamese.html) | named) <= SAME, english.address


def test_no_session_is_started_for_a_visitor(pages):
    """Pages without cookies can be kept by a cache and shared."""
    assert [page.address for page in pages if "Set-Cookie" in page.headers] == []


def test_nothing_is_loaded_from_another_host(pages, ckan_config):
    """Styles, scripts, pictures, frames and forms are the portal's own."""
    own = {"", urlsplit(ckan_config["ckan.site_url"]).netloc}
    loaded = {value for page in pages for value in page.html.xpath(LOADED) if not value.startswith("data:")}
    assert len(loaded) > 3
    assert [value for value in loaded if urlsplit(value).netloc not in own] == []


@pytest.mark.parametrize(("lang", "other"), [("vi", "en"), ("en", "vi")])
def test_language_is_declared_and_the_other_one_linked(visited, lang, other):
    """Screen readers need the first, readers and robots the second; the link keeps the address."""
    for page in visited[lang]:
        assert page.html.get("lang") == lang
        (link,) = page.html.xpath(f"//ul[@class='languages']//a[@lang='{other}']/@href")
        assert link.replace("%20", "+") == LANGUAGES[other] + page.address


def test_landmarks_and_headings_let_one_move_about(pages):
    """A skip link to the main area first, one main area, one first-level heading, no level skipped."""
    for page in pages:
        (main,) = page.html.xpath("//main")
        assert page.html.xpath("//body//a")[0].get("href") == "#" + main.get("id")
        assert len(page.html.xpath("//h1")) == 1, page.address
        levels = [int(heading.tag[1]) for heading in main.xpath(".//h1 | .//h2 | .//h3 | .//h4")]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), page.address


def test_every_control_has_a_name(pages):
    """Fields have labels, buttons and links have words, pictures are decoration or described."""
    for page in pages:
        labels = set(page.html.xpath("//label/@for"))
        fields = page.html.xpath("//input[not(@type='hidden')] | //select | //textarea")
        controls = page.html.xpath("//a | //button")
        assert fields, page.address
        unnamed = [f for f in fields if f.get("id") not in labels and not f.get("aria-label")]
        silent = [c for c in controls if not c.text_content().strip() and not c.get("aria-label")]
        assert unnamed == silent == page.html.xpath("//svg[not(@aria-hidden)] | //img[not(@alt)]") == []


def test_ids_are_unique(pages):
    """Labels and links to parts of a page need it."""
    for page in pages:
        ids = page.html.xpath("//@id")
        assert len(ids) == len(set(ids)), page.address


def test_filtered_lists_are_not_for_robots(pages):
    """Robots take the plain pages and leave their thousands of variants."""
    for page in pages:
        expected = ["noindex, follow"] if "?" in page.address else []
        assert page.html.xpath("//meta[@name='robots']/@content") == expected, page.address
