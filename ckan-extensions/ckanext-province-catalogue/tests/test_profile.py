"""Which profiles are accepted."""

from __future__ import annotations

import re
from pathlib import Path

import ckanext.province_catalogue as extension
import pytest
import yaml
from ckanext.province_catalogue.profile import ProfileError, contrast_with_white, load_profile

ROOT = Path(__file__).resolve().parents[3]
PROFILES = sorted((ROOT / "province").glob("*.yaml"))


def write(folder: Path, **changes) -> Path:
    """A profile with some of its keys changed."""
    content = {**yaml.safe_load(PROFILES[0].read_text(encoding="utf-8")), **changes}
    path = folder / "profile.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_profile_of_the_project_is_accepted(path):
    """Each has twelve sectors, and a drawing for each of them."""
    profile = load_profile(path)
    sprite = Path(extension.__file__).parent / "public" / "province" / "icons.svg"
    drawings = set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8")))
    assert len(profile.sectors) == 12
    assert {sector.icon for sector in profile.sectors} <= drawings


def test_there_is_more_than_one_profile():
    """The check of all profiles above has something to check."""
    assert len(PROFILES) > 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"portal_title_en": ""}, "portal_title_en"),
        ({"sectors": []}, "sectors"),
        ({"colours": {"primary": "red"}}, "#0a5c4a"),
        ({"colours": {"primary": "#0a5c4a;}*{x:y"}}, "#0a5c4a"),
        ({"colours": {"accent": "#0a5c4a"}}, "primary"),
        ({"colours": {"primary": "#ffcc00"}}, "contrast"),
    ],
)
def test_wrong_profiles_are_refused_with_file_and_rule(tmp_path, changes, message):
    """The message names the file and what is wrong in it."""
    path = write(tmp_path, **changes)
    with pytest.raises(ProfileError, match=re.escape(message)) as refusal:
        load_profile(path)
    assert str(path) in str(refusal.value)


def test_a_missing_file_is_named(tmp_path):
    """The message says which file could not be read."""
    with pytest.raises(ProfileError, match=r"nowhere\.yaml"):
        load_profile(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(("colour", "ratio"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_follows_wcag(colour, ratio):
    """Known pairs of WCAG 2.2."""
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)
