"""Where settings come from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime import settings
from runtime.errors import PortalError


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two province profiles and no portal.yaml."""
    (tmp_path / "province").mkdir()
    for name in ("thai-binh", "hung-yen"):
        (tmp_path / "province" / f"{name}.yaml").write_text(f"id: {name}\n")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    return tmp_path


def test_file_is_read(checkout: Path) -> None:
    """What portal.yaml says is in force."""
    (checkout / "portal.yaml").write_text("port_base: 9000\nprofile: hung-yen\n")
    assert (settings.load().port_base, settings.load().profile) == (9000, "hung-yen")


def test_variable_wins_over_file(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PORTAL_<NAME> wins over portal.yaml."""
    (checkout / "portal.yaml").write_text("port_base: 9000\n")
    monkeypatch.setenv("PORTAL_PORT_BASE", "9100")
    assert settings.load().port_base == 9100


def test_empty_file_means_defaults(checkout: Path) -> None:
    """An empty portal.yaml is the same as none."""
    before = settings.load()
    (checkout / "portal.yaml").write_text("\n")
    assert settings.load() == before


def test_wrong_profile_lists_the_profiles(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that does not exist is named together with those that do."""
    monkeypatch.setenv("PORTAL_PROFILE", "atlantis")
    with pytest.raises(PortalError, match=r"profile.*atlantis.*hung-yen, thai-binh"):
        settings.load()


def test_unknown_key_is_named(checkout: Path) -> None:
    """A misspelt key is refused by its name, with the way out."""
    (checkout / "portal.yaml").write_text("port_bse: 9000\n")
    with pytest.raises(PortalError, match="port_bse") as caught:
        settings.load()
    assert "portal.yaml" in caught.value.way_out


@pytest.mark.parametrize("text", ["- a list\n", "only words\n", "port_base: [\n"])
def test_file_of_another_shape_is_explained(checkout: Path, text: str) -> None:
    """A portal.yaml that is no mapping, or no YAML, ends with a message, not with a traceback."""
    (checkout / "portal.yaml").write_text(text)
    with pytest.raises(PortalError, match=r"portal\.yaml"):
        settings.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT_BASE", "80"),
        ("PORT_BASE", "many"),
        ("INSTANCE", "../main"),
        ("WEB_WORKERS", "0"),
        ("LOG_MEGABYTES", "0"),
    ],
)
def test_value_out_of_range_is_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A value that cannot work is refused by the name of its key."""
    monkeypatch.setenv(f"PORTAL_{name}", value)
    with pytest.raises(PortalError, match=name.lower()):
        settings.load()


def test_services_have_consecutive_ports_of_their_own(checkout: Path) -> None:
    """No two services share a port."""
    current = settings.load()
    ports = [current.port(name) for name in settings.PORTS]
    assert sorted(ports) == list(range(current.port_base, current.port_base + len(ports)))


def test_public_address_has_no_trailing_slash(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses are made by appending paths, so a slash at the end is dropped."""
    monkeypatch.setenv("PORTAL_SITE_URL", "https://data.example.org/")
    assert settings.load().url == "https://data.example.org"


def test_state_is_inside_the_checkout_where_services_can_read_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ordinary user keeps everything in var/ of the checkout."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert settings.load().state == checkout / "var" / "main"


def test_state_leaves_a_checkout_that_services_cannot_enter(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root's private folder is closed to the services' account, so state goes below /var/lib."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    checkout.chmod(0o700)
    state = settings.load().state
    assert state.parts[:4] == ("/", "var", "lib", "province-portal")
    assert state.name == "main"


def test_two_closed_checkouts_have_two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of the same name in different places do not share their state."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    homes = []
    for place in ("a", "b"):
        root = tmp_path / place / "portal"
        root.mkdir(parents=True)
        root.chmod(0o700)
        monkeypatch.setattr(settings, "ROOT", root)
        homes.append(settings._home())
    assert len(set(homes)) == 2
