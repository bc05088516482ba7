"""Template helpers. Each begins with `province_`; none of them queries more than once per page."""

from __future__ import annotations

from typing import Any

from . import config
from .profile import Profile, load_profile


def province_profile() -> Profile:
    """The active province's profile."""
    return load_profile(config.profile_path())


def province_level_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Administrative levels of the profile as choices of a form field."""
    levels = province_profile().levels
    return [{"value": level.id, "label": {"vi": level.name, "en": level.name_en}} for level in levels]
