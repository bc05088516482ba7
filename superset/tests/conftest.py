"""The shipped specification, tree and views, and the running stack for tests that need one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, sync_playwright

from superset.provisioning import tree, views

SUPERSET = Path(__file__).resolve().parents[1]


@pytest.fixture
def assets() -> tree.Tree:
    """The shipped tree, freshly read: a test may break it."""
    return tree.read(SUPERSET / "assets")


@pytest.fixture
def shipped_views() -> list[views.View]:
    """The shipped reporting views."""
    return views.read_all(SUPERSET / "views")


class Stack:
    """Addresses and secrets of the running instance."""

    def __init__(self) -> None:
        self.url = os.environ["PORTAL_URL"]
        self.secrets = Path(os.environ["PORTAL_STATE"]) / "secrets"
        self.port_base = int(os.environ["PORTAL_PORT_BASE"])
        self.admin_file = self.secrets / "superset-admin.json"
        self.python = Path(os.environ["PORTAL_STATE"]) / "env" / "superset" / "bin" / "python"

    def dsn(self, role: str, secret: str, database: str = "datastore") -> str:
        """Address of a database for a role."""
        password = (self.secrets / secret).read_text("utf-8").strip()
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port_base + 3}/{database}"

    def query(self, role: str, secret: str, statement: str, *values: str) -> list[tuple]:
        """Runs one statement as a role, commits it, and gives its rows."""
        opened = closing(psycopg2.connect(self.dsn(role, secret)))
        with opened as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def read(self, statement: str, *values: str) -> list[tuple]:
        """Rows that the dashboards' role gets."""
        return self.query("reporting_reader", "reporting-reader", statement, *values)

    def account(self) -> dict[str, str]:
        """Name and password of Superset's administrator."""
        return json.loads(self.admin_file.read_text("utf-8"))

    def provision(
        self, admin_file: Path | None = None, database: str = "datastore"
    ) -> subprocess.CompletedProcess[str]:
        """Runs ``provision.py`` as the portal does, perhaps with another administrator or database."""
        admin = str(admin_file or self.admin_file)
        words = ["--superset-url", f"{self.url}/bi", "--admin-file", admin, "--site-url", self.url]
        variables = {
            "PORTAL_DATASTORE_ADMIN_DSN": self.dsn("postgres", "postgresql", database),
            "PORTAL_REPORTING_READER_DSN": self.dsn("reporting_reader", "reporting-reader"),
        }
        return subprocess.run(
            [sys.executable, str(SUPERSET / "provision.py"), *words],
            env=os.environ | {"PYTHONPATH": str(SUPERSET.parent)} | variables,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="session")
def stack() -> Stack:
    """The running instance."""
    return Stack()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File with the cookies of a signed-in administrator."""
    cookies = tmp_path_factory.mktemp("browser") / "cookies.json"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{stack.url}/bi/login/")
    page.fill("#username", stack.account()["username"])
    page.fill("#password", stack.account()["password"])
    page.click("button[type=submit]")
    page.wait_for_url("**/superset/welcome/**")
    context.storage_state(path=cookies)
    context.close()
    return cookies
