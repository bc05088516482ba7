"""What somebody uploads never runs as a page of the portal, and a picture is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from tests.site import TIMEOUT_S, Site

pytestmark = pytest.mark.stack

DATASET = "sectors"
SCRIPT = b"<script>document.title = 'taken over'</script>"
HTML = b"<!DOCTYPE html><html><head><title>page</title></head><body>" + SCRIPT + b"</body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
DRESSED = {
    "page as PNG": ("logo.png", HTML),
    "page as JPEG": ("logo.jpg", HTML),
    "page as GIF": ("logo.gif", HTML),
    "SVG as PNG": ("logo.png", SVG),
    "PNG as JPEG": ("logo.jpg", PNG),
    "nothing as PNG": ("logo.png", b""),
}
#: Fit for a dataset, but not for a picture of the portal's pages.
NO_PICTURES = {"SVG": ("logo.svg", SVG), "page": ("logo.html", HTML), "without an ending": ("logo", PNG)}
PICTURES = ("organization_patch", "group_patch", "user_patch")
RUNNING = {
    "a.html": HTML,
    "a.htm": HTML,
    "a.xhtml": HTML.replace(b"<html", b"<html xmlns='http://www.w3.org/1999/xhtml'"),
    "a.svg": SVG,
    "a.xml": SVG,
}
Send = Callable[..., requests.Response]


@pytest.fixture
def send(site: Site) -> Send:
    """Upload a file with an action, in a language."""

    def send(action: str, field: str, file: tuple[str, bytes], language: str = "vi", **data: str):
        address = f"{site.url}/{language}/api/3/action/{action}"
        headers = {"Authorization": site.token}
        return requests.post(address, data=data, files={field: file}, headers=headers, timeout=TIMEOUT_S)

    return send


@pytest.fixture
def owner(site: Site, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """An action that gives a picture, and the id of whose it is; at the end without a picture."""
    action = request.param
    ids = {
        "organization_patch": lambda: site.do("organization_list")[0],
        "group_patch": lambda: site.do("group_list")[0],
        "user_patch": lambda: site.do("user_show", id=site.administrator)["id"],
    }
    wanted = ids[action]()
    yield action, wanted
    site.do(action, id=wanted, image_url="")


@pytest.fixture
def uploaded(site: Site, send: Send, request: pytest.FixtureRequest) -> Iterator[dict]:
    """A file of a dataset, while the test lasts."""
    name, content = request.param
    answer = send("resource_create", "upload", (name, content), package_id=DATASET, name="x", name_en="x")
    assert answer.ok, answer.text
    yield answer.json()["result"]
    site.do("resource_delete", id=answer.json()["result"]["id"])


@pytest.mark.parametrize("owner", PICTURES, indirect=True)
@pytest.mark.parametrize("file", [*DRESSED.values(), *NO_PICTURES.values()], ids=[*DRESSED, *NO_PICTURES])
def test_picture_of_a_page_is_a_picture(
    site: Site, send: Send, owner: tuple[str, str], file: tuple[str, bytes]
) -> None:
    """Anything else is refused by its name, with the way out, in the reader's language."""
    action, wanted = owner
    for language, words in (("vi", "Vui lòng lưu ảnh thành"), ("en", "then upload that file")):
        answer = send(action, "image_upload", file, language, id=wanted)
        assert answer.status_code == 409
        (message,) = answer.json()["error"]["image_upload"]
        assert message.startswith(f"“{file[0]}”")
        assert words in message
    shown = site.do(action.replace("patch", "show"), id=wanted)
    assert not shown["image_url"]


@pytest.mark.parametrize("owner", PICTURES, indirect=True)
@pytest.mark.parametrize("file", [("a.png", PNG), ("Ảnh.JPG", JPEG)], ids=["PNG", "JPEG"])
def test_true_picture_is_shown(send: Send, owner: tuple[str, str], file: tuple[str, bytes]) -> None:
    """It comes back as what it is, and would run nothing even if it were opened by itself."""
    action, wanted = owner
    answer = send(action, "image_upload", file, id=wanted)
    assert answer.ok, answer.text
    shown = requests.get(answer.json()["result"]["image_display_url"], timeout=TIMEOUT_S)
    assert shown.content == file[1]
    assert shown.headers["Content-Type"].startswith("image/")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.parametrize("owner", PICTURES[:1], indirect=True)
def test_picture_has_a_largest_size(send: Send, owner: tuple[str, str]) -> None:
    """Beyond it the message names the limit."""
    action, wanted = owner
    answer = send(action, "image_upload", ("a.png", PNG + bytes(3 * 1024 * 1024)), id=wanted)
    assert answer.status_code == 409
    assert "lớn hơn 2 MB" in answer.json()["error"]["image_upload"][0]


@pytest.mark.parametrize("file", DRESSED.values(), ids=DRESSED)
def test_picture_among_files_is_a_picture(site: Site, send: Send, file: tuple[str, bytes]) -> None:
    """A dataset's file that is called a picture is refused too, and the dataset is as it was."""
    before = [resource["id"] for resource in site.dataset(DATASET)["resources"]]
    for language, words in (("vi", "nội dung là thứ khác"), ("en", "holds something else")):
        answer = send("resource_create", "upload", file, language, package_id=DATASET, name="x", name_en="x")
        assert answer.status_code == 409
        assert words in answer.json()["error"]["upload"][0]
    assert [resource["id"] for resource in site.dataset(DATASET)["resources"]] == before


@pytest.mark.parametrize("uploaded", RUNNING.items(), indirect=True, ids=RUNNING)
def test_downloaded_page_may_run_nothing(site: Site, uploaded: dict) -> None:
    """The browser is told so at every address of the file, kept in the cache or not."""
    path = f"/dataset/{DATASET}/resource/{uploaded['id']}/download"
    for address in (uploaded["url"], f"{site.url}{path}/x.html", f"{site.url}/en{path}/a.svg"):
        for _ in range(2):
            answer = requests.get(address, timeout=TIMEOUT_S)
            assert answer.ok, address
            assert SCRIPT in answer.content
            assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("uploaded", [("a.pdf", b"%PDF-1.4\n%%EOF\n")], indirect=True)
def test_pdf_can_be_read(uploaded: dict) -> None:
    """Chromium shows none in a sandbox."""
    assert "Content-Security-Policy" not in requests.get(uploaded["url"], timeout=TIMEOUT_S).headers
