"""The API examples of a file's page run as they stand."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest
from conftest import ROWS
from werkzeug.serving import make_server


@pytest.fixture
def examples(app, page, published, ckan_config, monkeypatch) -> dict[str, str]:
    """Examples by language, from the page of a portal that answers at its own address."""
    server = make_server("127.0.0.1", 0, app.app)
    monkeypatch.setitem(ckan_config, "ckan.site_url", f"http://127.0.0.1:{server.port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    reported = published["reported"]
    html = page(f"/dataset/{reported['name']}/resource/{reported['file']['id']}")
    yield {name: html.xpath(f"string(//*[@id='example-{name}'])") for name in ("curl", "python")}
    server.shutdown()
    thread.join()


def run(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_the_curl_example_returns_rows(examples):
    """Pasted into a shell it returns the first rows as JSON."""
    result = json.loads(run("sh", "-c", examples["curl"].replace("curl ", "curl -s ", 1)))["result"]
    assert [row["sent_count"] for row in result["records"]] == [row["sent_count"] for row in ROWS[:5]]


def test_the_python_example_prints_rows(examples):
    """It needs nothing but Python."""
    printed = run(sys.executable, "-c", examples["python"]).splitlines()
    assert len(printed) == 5
    assert all("sent_count" in line for line in printed)
