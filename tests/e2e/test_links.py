"""Every page that can be reached from the home page by following links is there and in order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import requests

from tests.site import TIMEOUT_S, Site

pytestmark = pytest.mark.stack

PAGES = 300
#: Addresses that differ in their questions only are the same page; a few of them are enough.
ALIKE = 4
#: Dashboards have a portal of their own, behind a sign-in; whole tables are downloads.
NOT_FOLLOWED = re.compile(r"/bi/|/datastore/dump/|/download/|/_tracking")
_LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]+)\"")
_ID = re.compile(r"\sid=\"([^\"]+)\"")


@dataclass(frozen=True)
class Visit:
    """One page that was fetched."""

    url: str
    found_on: str
    answer: requests.Response

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.answer.headers.get("Content-Type", "").startswith("text/html")

    @property
    def links(self) -> list[str]:
        """Addresses that it links to, whole."""
        found = _LINK.findall(self.answer.text) if self.is_page else []
        return [urljoin(self.answer.url, link.replace("&amp;", "&")) for link in found]


@pytest.fixture(scope="module")
def visits(site: Site) -> list[Visit]:
    """Pages in the order in which a reader meets them, in both languages."""
    waiting = [(f"{site.url}/", "start"), (f"{site.url}/en/", "start")]
    seen, alike, done = set(), Counter[str](), list[Visit]()
    with requests.Session() as session:
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        while waiting and len(done) < PAGES:
            url, origin = waiting.pop(0)
            path = urlsplit(url)._replace(query="").geturl()
            if url in seen or alike[path] >= ALIKE or not is_followed(site, url):
                continue
            seen.add(url)
            alike[path] += 1
            done.append(Visit(url, origin, session.get(url, timeout=TIMEOUT_S)))
            waiting += [(urldefrag(link)[0], url) for link in done[-1].links]
    return done


def is_followed(site: Site, url: str) -> bool:
    """Whether an address belongs to the portal's public pages."""
    return url.startswith(site.url + "/") and not NOT_FOLLOWED.search(url)


def test_enough_is_reached(visits: list[Visit]) -> None:
    """The walk fills its bound, and meets datasets, files, sectors and agencies in both languages."""
    assert len(visits) == PAGES
    for part in ("/dataset/", "/resource/", "/group/", "/organization/", "/en/dataset/"):
        assert any(part in visit.url for visit in visits), part


def test_every_link_works(visits: list[Visit]) -> None:
    """No link leads to an error."""
    broken = [f"{one.answer.status_code} {one.url} on {one.found_on}" for one in visits if not one.answer.ok]
    assert broken == []


def test_only_forms_for_signing_in_set_a_cookie(visits: list[Visit]) -> None:
    """Whatever a reader follows, nothing is left in the browser."""
    setting = [visit.url for visit in visits if "Set-Cookie" in visit.answer.headers]
    assert [url for url in setting if "/user/" not in url] == []


def test_every_place_in_a_page_exists(visits: list[Visit]) -> None:
    """A link to a part of a page that was fetched leads to a part that is there."""
    places = {visit.url: set(_ID.findall(visit.answer.text)) for visit in visits if visit.is_page}
    asked = {(*urldefrag(link), visit.url) for visit in visits for link in visit.links if "#" in link}
    assert [entry for entry in asked if entry[1] and entry[1] not in places.get(entry[0], {entry[1]})] == []


def test_every_page_is_whole(visits: list[Visit]) -> None:
    """Each page names its language, has one heading and a title, and no id twice."""
    wrong = []
    for visit in (visit for visit in visits if visit.is_page):
        text, ids = visit.answer.text, Counter(_ID.findall(visit.answer.text))
        language = "en" if urlsplit(visit.answer.url).path.startswith("/en") else "vi"
        holds = f'<html lang="{language}"' in text and text.count("<h1") == 1 and "<title>" in text
        if not holds or max(ids.values()) > 1:
            wrong.append((visit.url, [name for name, count in ids.items() if count > 1]))
    assert wrong == []
