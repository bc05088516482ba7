"""The province's profile as far as the catalogue needs it.

The same file configures pipelines and the runtime, so keys that are not named here are left to them. What is
named here has no default unless it may be absent: a profile that cannot name its portal is refused when CKAN
starts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_COLOUR_NAME = re.compile(r"[a-z][a-z_]*")
MINIMUM_CONTRAST = 4.5
"""Ratio of white text on the primary colour, WCAG 2.2 success criterion 1.4.3 (level AA)."""


class ProfileError(Exception):
    """The profile is missing or wrong; the message names the file, the field and the rule."""


_Text = Annotated[str, Field(min_length=1)]


class _Bilingual(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    name: _Text
    """Vietnamese name."""
    name_en: _Text
    """English name."""

    def label(self, lang: str) -> str:
        """Name in the language of the page."""
        return self.name_en if lang == "en" else self.name


class Sector(_Bilingual):
    """One of the sectors that datasets are grouped by."""

    code: _Text
    """Name of the CKAN group."""
    theme: _Text
    """URI in the EU data-theme authority table."""
    icon: _Text
    """Name of a drawing in `templates/province/icons`."""
    description: str = ""
    description_en: str = ""


class Contact(_Bilingual):
    """Whom the public may write to."""

    email: _Text
    phone: str | None = None
    address: _Text
    address_en: _Text


class Profile(_Bilingual):
    """Names, sectors, contact and colours of one province."""

    id: _Text
    short_name: _Text
    short_name_en: _Text
    portal_title: _Text
    portal_title_en: _Text
    sectors: tuple[Sector, ...] = Field(min_length=1)
    contact: Contact
    colours: dict[str, str]
    """CSS colours `#rrggbb` by role, e.g. `primary`; each becomes the custom property `--province-<role>`."""

    @field_validator("colours")
    @classmethod
    def _colours_are_safe_and_readable(cls, colours: dict[str, str]) -> dict[str, str]:
        for role, value in colours.items():
            if not _COLOUR_NAME.fullmatch(role) or not _COLOUR.fullmatch(value):
                raise ValueError(f"colour {role!r}: {value!r} must read like primary: '#0a5c4a'")
        if "primary" not in colours:
            raise ValueError("colour 'primary' is missing")
        ratio = contrast_with_white(colours["primary"])
        if ratio < MINIMUM_CONTRAST:
            raise ValueError(
                f"white on 'primary' has contrast {ratio:.2f}, below {MINIMUM_CONTRAST} (WCAG AA)"
            )
        return colours

    def title(self, lang: str) -> str:
        """Title of the portal in the language of the page."""
        return self.portal_title_en if lang == "en" else self.portal_title

    def sector(self, code: str) -> Sector | None:
        """The sector with this code, or None."""
        return next((sector for sector in self.sectors if sector.code == code), None)


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of `#rrggbb` with white: 1 (none) to 21, by WCAG 2.2's relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@lru_cache(maxsize=4)
def load_profile(path: Path) -> Profile:
    """Read and check a profile.

    :raises ProfileError: the file cannot be read or breaks a rule.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Profile.model_validate(content)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror}); check the profile option") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise ProfileError(f"{path}: {error}") from error
