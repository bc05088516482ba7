"""The running portal over HTTP, as a visitor and as its administrator."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

TIMEOUT_S = 120


@dataclass(frozen=True)
class Site:
    """The instance that the tests were started for."""

    url: str
    """Address without a slash at its end."""
    token: str
    """API token of an administrator."""
    administrator: str
    profile: str
    """Id of the province."""
    password: str

    @classmethod
    def from_environment(cls) -> Site:
        """Read what ``./portal test`` tells about its instance."""
        return cls(
            url=os.environ["PORTAL_URL"],
            token=Path(os.environ["PORTAL_TOKEN_FILE"]).read_text("utf-8").strip(),
            administrator=os.environ["PORTAL_ADMIN_NAME"],
            profile=os.environ["PORTAL_PROFILE"],
            password=Path(os.environ["PORTAL_ADMIN_PASSWORD_FILE"]).read_text("utf-8").strip(),
        )

    def get(self, path: str, **more: Any) -> requests.Response:
        """A page, without any account."""
        return requests.get(self.url + path, timeout=TIMEOUT_S, **more)

    def ask(self, action: str, token: str = "", **data: Any) -> requests.Response:
        """The API's whole answer, without any account unless a token is given."""
        headers = {"Authorization": token} if token else {}
        address = f"{self.url}/api/3/action/{action}"
        return requests.post(address, json=data, headers=headers, timeout=TIMEOUT_S)

    def do(self, action: str, **data: Any) -> Any:
        """Result of an action that the administrator calls; it must succeed."""
        answer = self.ask(action, self.token, **data)
        assert answer.ok, f"{action}: {answer.text}"
        return answer.json()["result"]

    def upload(self, action: str, file: tuple[str, bytes], **data: str) -> Any:
        """As :meth:`do`, with a file (name, content)."""
        address, headers = f"{self.url}/api/3/action/{action}", {"Authorization": self.token}
        answer = requests.post(address, data=data, files={"upload": file}, headers=headers, timeout=TIMEOUT_S)
        assert answer.ok, f"{action}: {answer.text}"
        return answer.json()["result"]

    def dataset(self, name: str) -> dict[str, Any]:
        """A published dataset."""
        return self.do("package_show", id=name)

    def rows(self, resource: str) -> list[dict[str, Any]]:
        """All rows of a table, as anybody gets them, without the row number."""
        found = self.ask("datastore_search", resource_id=resource, limit=32000)
        assert found.ok, found.text
        return [without(record, "_id") for record in found.json()["result"]["records"]]


def without(record: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The record without some keys."""
    return {key: value for key, value in record.items() if key not in keys}


def table_schema(*fields: dict[str, Any]) -> str:
    """A Table Schema as CKAN keeps it."""
    return json.dumps({"fields": list(fields), "missingValues": [""]}, ensure_ascii=False)
