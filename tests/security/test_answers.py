"""Headers, cookies, the cache of pages, and requests that change something."""

from __future__ import annotations

import re
import secrets

import pytest
import requests

from tests.site import TIMEOUT_S, Site

pytestmark = pytest.mark.stack

PAGES = (
    "/",
    "/en/",
    "/dataset/",
    "/group/",
    "/organization/",
    "/about",
    "/user/login",
    "/api/3/action/site_read",
)
WRONG = (
    "/nothing-here",
    "/dataset/nothing-here",
    "/en/organization/nothing-here",
    "/ckan-admin/",
    "/user/edit",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
ERRORS = {
    ("/nothing-here", "vi"): (404, "Không tìm thấy"),
    ("/en/nothing-here", "en"): (404, "Not Found"),
    ("/ckan-admin/", "vi"): (403, "Không có quyền truy cập"),
    ("/en/ckan-admin/", "en"): (403, "Forbidden"),
}


@pytest.mark.parametrize("path", PAGES)
def test_browser_is_told_to_be_careful(site: Site, path: str) -> None:
    """No guessing of types, no framing by others, no addresses told to others; no version is named."""
    headers = site.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert not re.search(r"\d", headers["Server"])
    assert "X-Powered-By" not in headers


@pytest.mark.parametrize("path", ["/", "/en/", "/dataset/", "/group/", "/about", "/organization/", *WRONG])
def test_visitor_keeps_no_cookie(site: Site, path: str) -> None:
    """Reading sets no cookie: nothing has to be agreed to, and every visitor may share a page."""
    assert "Set-Cookie" not in site.get(path).headers


def signed_in(site: Site) -> requests.Session:
    """The administrator's session, got through the form."""
    session = requests.Session()
    form = session.get(f"{site.url}/user/login", timeout=TIMEOUT_S).text
    found = re.search(r'name="_csrf_token" value="([^"]+)"', form)
    assert found
    fields = {"_csrf_token": found[1], "login": site.administrator, "password": site.password}
    answer = session.post(f"{site.url}/user/login", data=fields, timeout=TIMEOUT_S)
    assert "account-menu" in answer.text
    return session


def test_pages_of_visitors_are_kept_for_a_moment(site: Site) -> None:
    """The second visitor gets the first one's page; a signed-in user never does, nor leaves his behind."""
    path = f"/dataset/?q={secrets.token_hex(4)}"
    site.get(path)
    assert site.get(path).headers["X-Cache"] == "HIT"
    own = signed_in(site).get(site.url + path, timeout=TIMEOUT_S)
    assert own.headers["X-Cache"] == "BYPASS"
    assert "account-menu" in own.text
    assert "account-menu" not in site.get(path).text


def test_answers_for_a_token_are_not_kept(site: Site) -> None:
    """What an API token may see is not given to the next visitor."""
    path = "/api/3/action/user_show?id=" + site.administrator
    allowed = site.get(path, headers={"Authorization": site.token})
    assert allowed.ok
    assert allowed.headers["X-Cache"] == "BYPASS"
    assert site.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/dataset/new", "/user/_logout", "/organization/new"])
def test_form_without_its_token_is_refused(site: Site, path: str) -> None:
    """A request that changes something needs the token of its page, even with the right session."""
    session = signed_in(site)
    answer = session.post(site.url + path, data={"title": "x", "name": "x"}, timeout=TIMEOUT_S)
    assert answer.status_code == 400
    assert "account-menu" in session.get(f"{site.url}/dataset/", timeout=TIMEOUT_S).text


def test_look_at_a_form_does_not_end_its_protection(site: Site) -> None:
    """CKAN stops asking for a form's token once somebody without a session has been there."""
    for number in range(8):
        site.get(f"/organization/new?{number}")
    answer = signed_in(site).post(f"{site.url}/organization/new", data={"name": "x"}, timeout=TIMEOUT_S)
    assert answer.status_code == 400


def test_sign_in_without_its_token_is_refused(site: Site) -> None:
    """Nobody can be signed in to another one's account from another page."""
    fields = {"login": site.administrator, "password": site.password}
    answer = requests.post(f"{site.url}/user/login", data=fields, timeout=TIMEOUT_S)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("place", "expected"), ERRORS.items(), ids=[path for path, _ in ERRORS])
def test_error_page_is_the_portals_own(site: Site, place: tuple[str, str], expected: tuple[int, str]) -> None:
    """A wrong or forbidden address answers with its code, in the language and frame of the portal."""
    (path, language), (code, words) = place, expected
    answer = site.get(path, allow_redirects=False)
    assert answer.status_code == code
    assert f'lang="{language}"' in answer.text
    assert 'class="site-header"' in answer.text
    assert words in answer.text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>"])
def test_typed_words_come_back_as_text(site: Site, words: str) -> None:
    """What is searched for is shown, never run."""
    for path in ("/dataset/", "/en/dataset/", "/organization/"):
        answer = site.get(path, params={"q": words})
        assert answer.status_code < 500
        assert words not in answer.text
