"""OAuth2 client credentials (RFC 6749, section 4.4) for :mod:`requests`.

A token is asked for when it is first needed and once more when the service no longer takes it, which happens
in the middle of long readings. Neither secret nor token is ever part of a message.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase
from requests.hooks import default_hooks

from pipelines.findings import Broken, Finding
from pipelines.sources import secret_file
from pipelines.sources.source import Unavailable
from pipelines.text import Text

BUSY = (429, 500, 502, 503, 504)
"""Answers that say: not now."""


class ClientCredentials(AuthBase):
    """Signs requests of ``session`` with a bearer token, renewed once for a request that is answered 401."""

    def __init__(
        self, session: requests.Session, token_url: str, credentials: Path, scope: str | None
    ) -> None:
        self._session, self._url, self._scope = session, token_url, scope
        self._client = _client(credentials)
        self._token = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the token; it is fetched when there is none yet."""
        request.headers["Authorization"] = f"Bearer {self._token or self._renewed()}"
        request.register_hook("response", self._again)
        return request

    def _again(self, answer: requests.Response, **how: Any) -> requests.Response:
        if answer.status_code != requests.codes.unauthorized:
            return answer
        answer.close()
        request = answer.request.copy()
        request.hooks = default_hooks()
        request.headers["Authorization"] = f"Bearer {self._renewed()}"
        return self._session.send(request, **how, allow_redirects=False)

    def _renewed(self) -> str:
        form = {"grant_type": "client_credentials"} | ({"scope": self._scope} if self._scope else {})
        answer = self._session.post(
            self._url, data=form, auth=self._client, timeout=60, allow_redirects=False
        )
        if answer.status_code in BUSY:
            raise Unavailable([Finding(self._url, "token", TOKEN_BUSY, value=str(answer.status_code))])
        try:
            self._token = str(answer.json()["access_token"])
        except (ValueError, KeyError, TypeError):
            raise Broken([Finding(self._url, "token", NO_TOKEN, value=str(answer.status_code))]) from None
        return self._token


def _client(path: Path) -> tuple[str, str]:
    try:
        content = json.loads(secret_file.read(path))
        return str(content["client_id"]), str(content["client_secret"])
    except (ValueError, KeyError, TypeError):
        raise Broken([Finding(str(path), "secret-shape", SHAPE)]) from None


NO_TOKEN = Text(
    "Dịch vụ không cấp mã truy cập; hãy kiểm tra client_id, client_secret và scope với đơn vị quản lý trục.",
    "The service gives no token; check client_id, client_secret and scope with those who run the platform.",
)
TOKEN_BUSY = Text(
    "Dịch vụ cấp mã truy cập đang bận hoặc lỗi; hãy chạy lại sau.",
    "The service that gives tokens is busy or failing; run again later.",
)
SHAPE = Text(
    'Tệp phải là {"client_id": "…", "client_secret": "…"}.',
    'The file must be {"client_id": "…", "client_secret": "…"}.',
)
