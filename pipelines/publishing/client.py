"""CKAN's action API: one call, one answer or one typed error.

Reads are repeated when the portal restarts. Writes are not, since one that was cut off may have happened: the
next publish finds out.
"""

from __future__ import annotations

import time
from typing import Any

import requests

from pipelines.text import Text

READ_TRIES = 4
TIMEOUT_S = 120
PAGE = 100


class CkanError(Exception):
    """CKAN refused a call, or could not be reached (``status`` 0)."""

    def __init__(self, action: str, status: int, detail: str) -> None:
        super().__init__(f"{action}: {status} {detail}")
        self.action, self.status, self.detail = action, status, detail

    @property
    def message(self) -> Text:
        """What to tell the operator."""
        template = UNREACHABLE if self.status == 0 else DENIED if self.status == 403 else REFUSED
        return template.filled(action=self.action, status=self.status, detail=self.detail)


class Ckan:
    """A portal at ``url``, spoken to with an API token of an administrator."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.headers["Authorization"] = token

    def read(self, action: str, **data: Any) -> Any:
        """Result of an action that changes nothing; tried again while the portal cannot answer."""
        for attempt in range(1, READ_TRIES + 1):
            try:
                return self._post(action, json=data)
            except CkanError as error:
                if error.status not in (0, 502, 503, 504) or attempt == READ_TRIES:
                    raise
                time.sleep(attempt)
        raise AssertionError("unreachable")

    def find(self, action: str, **data: Any) -> Any:
        """As :meth:`read`; None when the thing does not exist."""
        try:
            return self.read(action, **data)
        except CkanError as error:
            if error.status == 404:
                return None
            raise

    def write(self, action: str, data: dict[str, Any]) -> Any:
        """Result of an action that changes something; called once."""
        return self._post(action, json=data)

    def upload(self, action: str, fields: dict[str, str], name: str, content: bytes) -> Any:
        """Result of an action that takes a file in its field ``upload``."""
        return self._post(action, data=fields, files={"upload": (name, content, "text/csv")})

    def _post(self, action: str, **request: Any) -> Any:
        try:
            answer = self._session.post(f"{self.url}/api/3/action/{action}", timeout=TIMEOUT_S, **request)
        except requests.RequestException as error:
            raise CkanError(action, 0, type(error).__name__) from error
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.ok and isinstance(body, dict) and body.get("success"):
            return body["result"]
        raise CkanError(action, answer.status_code, _detail(body, answer))


def _detail(body: Any, answer: requests.Response) -> str:
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        shown = {key: value for key, value in error.items() if key != "__type"}
        return str(shown.get("message", shown))[:500]
    return str(error or answer.reason)[:500]


UNREACHABLE = Text(
    "Không kết nối được cổng ({detail}); hãy xem cổng có đang chạy không rồi chạy lại.",
    "The portal cannot be reached ({detail}); see that it runs, then run this again.",
)
DENIED = Text(
    "Cổng từ chối {action} ({detail}); mã truy cập phải là của quản trị viên.",
    "The portal denies {action} ({detail}); the token must be an administrator's.",
)
REFUSED = Text(
    "Cổng không nhận {action} (mã {status}): {detail}",
    "The portal does not accept {action} (status {status}): {detail}",
)
