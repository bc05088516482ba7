"""Configuration files from templates."""

from __future__ import annotations

import configparser
import re

import jinja2
import pytest

from runtime import leftovers, render, secrets, supervision
from runtime.services import all_services
from runtime.settings import PORTS, Settings

PLAIN = ("ckan.ini", "wsgi.py", "gunicorn.py", "postgresql.conf", "redis.conf")


@pytest.fixture
def configured(instance: Settings) -> Settings:
    """An instance with its secrets."""
    secrets.generate(instance)
    return instance


def test_undefined_name_is_an_error(configured: Settings) -> None:
    """A template that needs more than it is given is not rendered with holes."""
    with pytest.raises(jinja2.UndefinedError, match="root"):
        render.text(configured, "nginx.conf")


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_of_the_template_language_is_left(configured: Settings, name: str) -> None:
    """Every placeholder has become a value."""
    text = render.text(configured, name)
    assert text.strip()
    assert "{{" not in text
    assert "{%" not in text


def ckan_ini(settings: Settings, *, testing: bool) -> configparser.SectionProxy:
    """CKAN's own section."""
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(render.text(settings, "ckan.ini", testing=testing))
    return parser["app:main"]


@pytest.mark.parametrize("testing", [False, True])
def test_every_secret_of_ckan_has_a_value(configured: Settings, testing: bool) -> None:
    """Keys, tokens and passwords in addresses are those that were generated."""
    section = ckan_ini(configured, testing=testing)
    assert section["SECRET_KEY"] == secrets.read(configured, "ckan-session")
    for key in ("encode", "decode"):
        assert section[f"api_token.jwt.{key}.secret"] == f"string:{section['SECRET_KEY']}"
    for key in ("sqlalchemy.url", "ckan.datastore.write_url", "ckan.datastore.read_url", "ckan.redis.url"):
        assert re.search(r"//[^:/]*:[^@\s]{20,}@127\.0\.0\.1:\d+/\w+$", section[key]), key


def test_tests_and_portal_share_no_store(configured: Settings) -> None:
    """The suites empty their databases, index and files."""
    portal, tests = ckan_ini(configured, testing=False), ckan_ini(configured, testing=True)
    for key in (
        "sqlalchemy.url",
        "ckan.datastore.write_url",
        "ckan.datastore.read_url",
        "ckan.redis.url",
        "solr_url",
        "ckan.storage_path",
    ):
        assert portal[key] != tests[key], key


@pytest.mark.parametrize(("address", "secure"), [("https://data.example.org", "true"), ("", "false")])
def test_cookies_are_secure_behind_tls(configured: Settings, address: str, secure: str) -> None:
    """A browser would not send a secure cookie to a plain address."""
    changed = configured.model_copy(update={"site_url": address})
    assert ckan_ini(changed, testing=False)["SESSION_COOKIE_SECURE"] == secure


@pytest.mark.parametrize("root", [False, True])
def test_nginx_is_the_only_door(configured: Settings, root: bool) -> None:
    """One address is listened on; the account is named only where root starts it."""
    text = render.text(configured, "nginx.conf", root=root)
    assert re.findall(r"^\s*listen (\S+);", text, re.M) == [f"127.0.0.1:{configured.port('nginx')}"]
    assert bool(re.search(r"^user ", text, re.M)) is root


def test_supervisor_knows_every_service_and_marks_it(configured: Settings) -> None:
    """Each service carries the instance's mark, by which leftovers are found."""
    supervision.configure(configured)
    parser = configparser.RawConfigParser()
    parser.read(configured.state / "conf" / "supervisord.conf")
    for service in all_services(configured):
        section = parser[f"program:{service.name}"]
        assert f'{leftovers.INSTANCE}="{configured.state}"' in section["environment"]
        assert section["autorestart"] == "true"


def test_configuration_is_written_once(configured: Settings) -> None:
    """The same values again change nothing, so nothing is restarted."""
    assert supervision.configure(configured)
    assert not supervision.configure(configured)


def test_every_service_with_a_port_is_known() -> None:
    """Seven ports, seven names: what is checked before the start is what is used."""
    assert set(PORTS) == {"nginx", "ckan", "superset", "postgresql", "redis", "solr", "supervisor"}
