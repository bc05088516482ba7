"""Superset over HTTP: sign in, import a tree and read the answer, export, read one row of a dataset."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import requests
import yaml

from superset.provisioning.errors import ProvisioningError

_TIMEOUT_S = 120


class Superset:
    """A signed-in administrator."""

    def __init__(self, url: str, username: str, password: str):
        """Signs in.

        :param url: address with the application's root, such as ``http://127.0.0.1:8800/bi``
        :raises ProvisioningError: when nobody answers or the password is refused
        """
        self._url = url.rstrip("/")
        self._session = requests.Session()
        body = {"username": username, "password": password, "provider": "db"}
        token = self._call("POST", "security/login", json=body).json()["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._session.headers["Referer"] = f"{self._url}/"
        self._session.headers["X-CSRFToken"] = self._call("GET", "security/csrf_token/").json()["result"]
        # Superset is asked on this machine, without TLS, also where the public address has it.
        for cookie in self._session.cookies:
            cookie.secure = False

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            answer = self._session.request(
                method, f"{self._url}/api/v1/{path}", timeout=_TIMEOUT_S, **options
            )
        except requests.RequestException as error:
            raise ProvisioningError(
                f"Superset không trả lời tại {self._url}", "Superset does not answer", "./portal status"
            ) from error
        if answer.status_code in (502, 503, 504):
            raise ProvisioningError(
                f"Superset chưa sẵn sàng tại {self._url}", "Superset is not ready", "./portal status"
            )
        if answer.status_code == 429:
            raise ProvisioningError(
                "Superset đang từ chối vì có quá nhiều lần đăng nhập; chờ một phút rồi chạy lại",
                "Superset refuses because of too many sign-ins; wait a minute and run it again",
            )
        if answer.status_code == 401:
            raise ProvisioningError(
                "Superset không nhận mật khẩu quản trị",
                "Superset refuses the administrator's password",
                "./portal up",
            )
        if not answer.ok:
            raise ProvisioningError(
                f"Superset báo lỗi {answer.status_code} ở {path}: {reason(answer)}",
                "Superset reports an error; when its database is down it answers 500",
                "./portal logs superset",
            )
        return answer

    def import_tree(self, files: Mapping[str, str], passwords: Mapping[str, str]) -> None:
        """Imports a tree of assets over what is there.

        :param files: text by path
        :param passwords: password by path of a database's file
        :raises ProvisioningError: with Superset's own reasons, when it takes the tree not or not whole
        """
        answer = self._call(
            "POST",
            "assets/import/",
            files={"bundle": ("assets.zip", bundle(files), "application/zip")},
            data={"passwords": json.dumps(dict(passwords))},
        )
        if answer.json().get("message") != "OK":
            raise ProvisioningError(
                f"Superset trả lời lạ: {answer.text[:500]}", "Superset answered something else"
            )

    def export(self) -> dict[str, Any]:
        """Everything that Superset holds, by path, without what changes with each export."""
        with zipfile.ZipFile(io.BytesIO(self._call("GET", "assets/export/").content)) as archive:
            texts = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
        return {name: yaml.safe_load(text) for name, text in texts.items() if name != "metadata.yaml"}

    def first_row(self, dataset_uuid: str, column: str) -> dict[str, Any]:
        """One row of a dataset, asked for as a chart asks.

        :raises ProvisioningError: when the database refuses, or there is no row
        """
        dataset = self._call("GET", f"dataset/{dataset_uuid}").json()["result"]
        query = {"columns": [column], "metrics": [], "row_limit": 1, "filters": []}
        body = {"datasource": {"id": dataset["id"], "type": "table"}, "queries": [query], "force": True}
        rows = self._call("POST", "chart/data", json=body).json()["result"][0]["data"]
        if not rows:
            raise ProvisioningError(
                f"View {dataset['table_name']} không có dòng nào", "the view has no row", "./portal publish"
            )
        return rows[0]


def bundle(files: Mapping[str, str]) -> bytes:
    """The tree as the archive that Superset imports; the same tree gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"assets/{path}"), text)
    return buffer.getvalue()


def reason(answer: requests.Response) -> str:
    """What Superset says went wrong, in one line."""
    try:
        return json.dumps(answer.json(), ensure_ascii=False)[:1000]
    except ValueError:
        return answer.text[:200].strip()
