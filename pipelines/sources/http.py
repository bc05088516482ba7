"""GET requests to a source: repeated while it is busy, bounded in time and size, never redirected.

Answers 429, 500, 502, 503 and 504 and lost connections are tried again by urllib3, which waits as long as
``Retry-After`` says (at most two minutes) and otherwise doubles its pause.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from pipelines.findings import Broken, Finding
from pipelines.sources import settings
from pipelines.sources.oauth import BUSY, ClientCredentials
from pipelines.sources.source import Unavailable
from pipelines.text import Text

LONGEST_PAUSE_S = 120
BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What a service sent."""

    url: str
    """Address with its parameters."""
    content: bytes
    """The body, byte for byte; empty where the service says that nothing changed."""
    etag: str | None
    """The service's own mark for this state of the answer."""
    unchanged: bool
    """Answered 304: still what the mark in the request stands for."""


class Client:
    """Reads from one service; ``pause`` scales the waiting between tries, in seconds."""

    def __init__(self, described: settings.Rest, home: Path, pause: float = 1) -> None:
        self._described = described
        self._session = requests.Session()
        retry = Retry(
            total=described.tries - 1,
            status_forcelist=BUSY,
            allowed_methods=None,
            backoff_factor=pause,
            backoff_max=LONGEST_PAUSE_S,
            retry_after_max=LONGEST_PAUSE_S,
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))
        credentials = home / described.credentials
        self._auth = ClientCredentials(self._session, described.token_url, credentials, described.scope)

    def get(self, path: str, query: Mapping[str, str], etag: str | None = None) -> Answer:
        """The answer to one GET.

        :param etag: mark of an earlier answer; the body is left out where it still stands

        Raises:
            Unavailable: no answer, a busy one or a broken-off one, after all tries.
            Broken: the service refuses, sends elsewhere, or sends more than is allowed.
        """
        address = self._described.url.rstrip("/") + path
        try:
            for _ in range(self._described.tries):
                with suppress(_CutShort):
                    return self._tried(address, query, etag)
            problem = "cut short"
        except requests.RequestException as error:
            problem = type(error).__name__
        raise Unavailable([Finding(address, "unreachable", UNREACHABLE, value=problem)])

    def _tried(self, address: str, query: Mapping[str, str], etag: str | None) -> Answer:
        headers = {"Accept": "application/json"} | ({"If-None-Match": etag} if etag else {})
        timeout = self._described.timeout_seconds
        with self._session.get(
            address,
            params=query,
            headers=headers,
            auth=self._auth,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
        ) as answer:
            shown = answer.url
            if answer.status_code == requests.codes.not_modified:
                return Answer(shown, b"", etag, True)
            if answer.status_code in BUSY:
                raise Unavailable([Finding(shown, "busy", STILL_BUSY, value=str(answer.status_code))])
            if answer.status_code != requests.codes.ok:
                raise Broken([Finding(shown, "refused", _refusal(answer), value=str(answer.status_code))])
            return Answer(shown, self._body(answer), answer.headers.get("ETag"), False)

    def _body(self, answer: requests.Response) -> bytes:
        limit = self._described.largest_page_mb
        body = bytearray()
        try:
            for piece in answer.iter_content(BLOCK_BYTES):
                body += piece
                if len(body) > limit * 1024 * 1024:
                    raise Broken([Finding(answer.url, "too-large", TOO_LARGE.filled(limit=limit))])
        except requests.RequestException as error:
            raise _CutShort from error
        return bytes(body)


class _CutShort(Exception):
    """The answer began and broke off."""


def _refusal(answer: requests.Response) -> Text:
    if answer.is_redirect:
        return MOVED.filled(place=answer.headers.get("Location", ""))
    if answer.status_code in (401, 403):
        return DENIED
    return REFUSED


UNREACHABLE = Text(
    "Nguồn không trả lời trọn vẹn sau nhiều lần thử; hãy kiểm tra mạng và nguồn rồi chạy lại.",
    "The source gives no complete answer after several tries; check network and source, then run again.",
)
STILL_BUSY = Text(
    "Nguồn vẫn bận hoặc lỗi sau nhiều lần thử; hãy chạy lại sau hoặc báo đơn vị quản lý nguồn.",
    "The source is still busy or failing after several tries; run again later or tell those who run it.",
)
REFUSED = Text(
    "Nguồn không nhận yêu cầu này; hãy kiểm tra path và tham số trong source.yaml.",
    "The source does not accept this request; check path and parameters in source.yaml.",
)
DENIED = Text(
    "Nguồn từ chối cả mã truy cập mới; hãy xin quyền đọc danh sách này cho client_id.",
    "The source denies even a fresh token; ask for the right to read this list for the client_id.",
)
MOVED = Text(
    "Nguồn chuyển sang địa chỉ khác ({place}); nếu đúng, hãy ghi địa chỉ đó vào source.yaml.",
    "The source sends elsewhere ({place}); if that is right, write that address into source.yaml.",
)
TOO_LARGE = Text(
    "Một câu trả lời lớn hơn {limit} MiB; hãy giảm page_size hoặc tăng largest_page_mb trong source.yaml.",
    "One answer is larger than {limit} MiB; lower page_size or raise largest_page_mb in source.yaml.",
)
