"""Words for types, units and codes of tables, from `labels.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "labels.yaml"


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def field_type(name: str, lang: str) -> str:
    """A Table Schema type in words; the type itself where there are none."""
    return _labels()["types"].get(name, {}).get(lang, name)


def unit(name: str, lang: str) -> str:
    """A unit in words; the unit itself where there are none."""
    return _labels()["units"].get(name, {}).get(lang, name)


def code(column: str, value: str, lang: str) -> str:
    """A code in words; the code itself where its column or it has none."""
    return _labels()["codes"].get(column, {}).get(value, {}).get(lang, value)
