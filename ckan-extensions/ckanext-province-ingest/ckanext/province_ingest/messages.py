"""Every sentence that a whole load can say to people, in Vietnamese and English, from ``messages.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from data_contract.messages import Pair


@cache
def catalogue() -> dict[str, Any]:
    """All texts: ``failures``."""
    return yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text(encoding="utf-8"))


def failure(code: str, **details: Any) -> Pair:
    """Why a whole load failed."""
    text = catalogue()["failures"][code]
    return Pair(text["vi"].format(**details), text["en"].format(**details))
