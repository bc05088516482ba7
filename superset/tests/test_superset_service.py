"""Provisioning and hardening, checked on the running stack."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests
import yaml

from superset.provisioning import reported
from superset.provisioning.client import Superset
from superset.provisioning.tree import Tree

pytestmark = pytest.mark.stack

SUPERSET = Path(__file__).resolve().parents[1]


def test_a_second_run_changes_nothing(stack: Any) -> None:
    """Views and assets are as they were, and the command says so."""
    superset = Superset(f"{stack.url}/bi", **stack.account())
    assert stack.provision().returncode == 0
    before = superset.export()
    again = stack.provision()
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("không đổi / unchanged") == 2
    assert superset.export() == before


def test_before_the_reported_figures_there_is_nothing_to_show(stack: Any) -> None:
    """A portal whose first dataset is another one is told that dashboards come later; nothing is made."""
    early = stack.provision(database="postgres")
    assert (early.returncode, early.stderr) == (0, "")
    assert "dashboards come once the reported figures are published" in early.stdout


def test_superset_holds_what_the_files_say(stack: Any, assets: Tree) -> None:
    """Charts and dashboards come out of Superset as they went in."""
    held = Superset(f"{stack.url}/bi", **stack.account()).export()
    charts = {content["uuid"]: content for path, content in held.items() if path.startswith("charts/")}
    for path in (path for path in assets if path.startswith("charts/")):
        chart = charts[assets[path]["uuid"]]
        assert chart["slice_name"] == assets[path]["slice_name"]
        assert assets[path]["params"].items() <= chart["params"].items()
    slugs = {content["slug"] for path, content in held.items() if path.startswith("dashboards/")}
    assert {"so-lieu-duoc-bao-cao", "reported-figures"} <= slugs


def test_a_lost_view_comes_back(stack: Any) -> None:
    """A published table that changes its structure takes the views along; the next run makes them again."""
    stack.query("postgres", "postgresql", "DROP VIEW reporting.reported_rows CASCADE")
    result = stack.provision()
    assert "mới tạo / made" in result.stdout, result.stderr
    assert stack.read("SELECT count(*) FROM reporting.reported_figures_vi") > [(0,)]


def test_every_published_figure_is_in_the_view(stack: Any) -> None:
    """The view has the rows of the published files, each number and qualifier as written there."""
    tables = reported.reported_tables(SUPERSET.parent / "datasets", os.environ["PORTAL_PROFILE"])
    published = {
        (
            table.dataset,
            row["indicator_code"],
            float(row["value"]) if row["value"] else None,
            row["qualifier"],
        )
        for table in tables
        for row in table.rows()
    }
    held = stack.read("SELECT dataset, indicator_code, value::float, qualifier FROM reporting.reported_rows")
    assert set(held) == published
    assert len(published) > 100


def test_a_figure_reads_as_its_source_words_it(stack: Any) -> None:
    """Digits, qualifier and unit are put together in each language's way."""
    query = "SELECT figure, figure_en FROM reporting.reported_figures WHERE indicator_code = %s"
    assert stack.read(query, "digital_documents") == [("gần 800.000 văn bản", "nearly 800,000 documents")]
    assert stack.read(query, "documents_signed_pct") == [("78,2 %", "78.2 %")]
    assert stack.read(query, "lgsp_role") == [("—", "—")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.digital_society__figures",
        "CREATE TABLE reporting.mine (x int)",
        "DROP VIEW reporting.reported_figures_vi",
        "SET default_transaction_read_only = off; CREATE TABLE public.mine (x int)",
    ],
)
def test_the_reader_reads_reporting_views_only(stack: Any, statement: str) -> None:
    """The role of the dashboards can neither read the tables themselves nor change anything."""
    with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)):
        stack.read(statement)


@pytest.mark.parametrize("path", ["dashboard/", "chart/", "dataset/", "database/", "assets/export/"])
def test_nothing_is_open_to_anonymous_visitors(stack: Any, path: str) -> None:
    """Without signing in the API answers 401."""
    assert requests.get(f"{stack.url}/bi/api/v1/{path}", timeout=30).status_code == 401


def test_the_policy_names_no_other_host(stack: Any) -> None:
    """The sign-in page forbids the browser to load from or send to anywhere else, or to be framed there."""
    headers = requests.get(f"{stack.url}/bi/login/", timeout=30).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"]


def test_guessing_passwords_is_slowed_down(stack: Any) -> None:
    """The twenty-first attempt of one visitor within a minute is refused without a look at the password."""
    url = f"http://127.0.0.1:{stack.port_base + 2}/bi/api/v1/security/login"
    body = {"username": "nobody", "password": "guess", "provider": "db"}
    visitor = {"X-Forwarded-For": "203.0.113.9"}
    answers = [requests.post(url, json=body, headers=visitor, timeout=30).status_code for _ in range(41)]
    assert set(answers) == {401, 429}
    assert answers.index(429) == 20


def test_a_wrong_administrator_is_said(stack: Any, tmp_path: Path) -> None:
    """A password that Superset refuses ends the command with the reason in both languages."""
    admin = tmp_path / "admin.json"
    admin.write_text(json.dumps({"username": "admin", "password": "wrong"}), "utf-8")
    result = stack.provision(admin)
    assert result.returncode == 1
    assert "không nhận mật khẩu" in result.stderr
    assert "refuses the administrator's password" in result.stderr


def test_the_browser_gets_vietnamese_messages(stack: Any) -> None:
    """The pack is served in the form that Superset's browser code reads, before anybody signed in."""
    pack = requests.get(f"{stack.url}/bi/superset/language_pack/vi/", timeout=30).json()
    messages = pack["locale_data"]["superset"]
    assert messages[""]["lang"] == "vi"
    assert messages["Sign in"] == ["Đăng nhập"]


def test_every_translated_message_is_one_of_supersets(stack: Any) -> None:
    """No translation is kept of a text that this release does not have."""
    (template,) = stack.python.parents[1].glob(
        "lib/python3*/site-packages/superset/translations/messages.pot"
    )
    reader = (
        "import json, sys; from babel.messages.pofile import read_po\n"
        "ids = [message.id for message in read_po(open(sys.argv[1], 'rb'))]\n"
        "print(json.dumps([i for one in ids for i in (one if isinstance(one, tuple) else [one])]))"
    )
    known = json.loads(subprocess.check_output([stack.python, "-c", reader, template]))
    messages = yaml.safe_load((SUPERSET / "translations" / "vi.yaml").read_text("utf-8"))
    assert messages.keys() - set(known) == set()


def run_settings(stack: Any, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Loads the settings file alone, with these variables only."""
    command = [stack.python, "-c", f"import runpy; runpy.run_path({str(SUPERSET / 'superset_config.py')!r})"]
    return subprocess.run(command, env=variables, capture_output=True, text=True)


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """A whole set of variables for the settings file."""
    secret, profile = tmp_path / "secret", tmp_path / "profile.yaml"
    secret.write_text("s" * 40, "utf-8")
    profile.write_text("{portal_title: Cổng, colours: {primary: '#000000'}}", "utf-8")
    return {
        "PORTAL_SITE_URL": "https://data.example",
        "PORTAL_PROFILE_FILE": str(profile),
        "PORTAL_SUPERSET_DATABASE_URI": "postgresql://x/y",
        "PORTAL_SUPERSET_REDIS_URL": "redis://x",
        "PORTAL_SUPERSET_SECRET_FILE": str(secret),
    }


def test_settings_have_no_defaults(stack: Any, variables: dict[str, str]) -> None:
    """With all variables the file loads; without any one of them it names that one and stops."""
    assert run_settings(stack, variables).returncode == 0
    for name in variables:
        result = run_settings(stack, {key: value for key, value in variables.items() if key != name})
        assert result.returncode != 0
        assert f"KeyError: '{name}'" in result.stderr


def test_a_short_secret_is_refused(stack: Any, variables: dict[str, str]) -> None:
    """A secret that could be guessed stops the service, with the file named and the secret not shown."""
    Path(variables["PORTAL_SUPERSET_SECRET_FILE"]).write_text("short-secret", "utf-8")
    result = run_settings(stack, variables)
    assert variables["PORTAL_SUPERSET_SECRET_FILE"] in result.stderr.splitlines()[-1]
    assert "short-secret" not in result.stderr
