"""The index set of Decision 766/QĐ-TTg (23 June 2022) as versioned configuration.

The set is data: another version is another file of the same form. What counts for an indicator is defined
in :mod:`pipelines.public_services.indicators`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field

Found = TypeVar("Found")
FILE = Path(__file__).with_name("index_set.yaml")
Level = Literal["province", "department", "district", "commune"]
LEVELS: tuple[Level, ...] = ("province", "department", "district", "commune")


class Strict(BaseModel):
    """A part of the file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(Strict):
    """A group of indicators as the official service shows it."""

    id: str
    """Number."""
    code: str
    """Endpoint of the national service."""
    name: str
    """Vietnamese name."""
    name_en: str
    """English name."""
    max: int
    """Points of the group, those of parts that have no score included."""
    inferred: list[str] = []
    """What official results show and no published text states."""


class Indicator(Strict):
    """One scored indicator."""

    id: str
    """Number; the part before the point is the group."""
    code: str | None = None
    """Code of the national service, where it has one."""
    name: str
    """Vietnamese name."""
    name_en: str
    """English name."""
    max: int
    """Points at the target."""
    target: int = Field(100, gt=0, le=100)
    """Percentage that earns the maximum."""
    empty: Literal["none", "zero", "full"]
    """Score where there is nothing to count."""
    counts: Literal["procedure", "dossier", "petition", "commune"]
    """What numerator and denominator count."""
    influence: list[Level] = list(LEVELS)
    """Levels whose own work moves the figure."""
    elsewhere: Literal["none", "repeated"] = "none"
    """What other levels show: nothing, or the province's figure."""
    article: str | None = None
    """Legal source beside the Decision."""
    inferred: list[str] = []
    """What official results show and no published text states."""

    @property
    def group(self) -> str:
        """Number of its group."""
        return self.id.partition(".")[0]


class IndexSet(Strict):
    """A version of the index set."""

    version: str
    """Name of the version."""
    legal_basis: str
    """The decision that approves it."""
    groups: list[Group]
    """Groups in order."""
    indicators: list[Indicator]
    """Scored indicators in order."""

    def indicator(self, name: str) -> Indicator:
        """The indicator of that number.

        :raises KeyError: where the set has none
        """
        return _first((each for each in self.indicators if each.id == name), name)

    def group(self, name: str) -> Group:
        """The group of that number or code.

        :raises KeyError: where the set has none
        """
        return _first((each for each in self.groups if name in (each.id, each.code)), name)

    def frame(self) -> pl.DataFrame:
        """Indicators as rows: ``indicator, group, max, target, empty, influence, elsewhere``."""
        return pl.DataFrame(
            {
                "indicator": [each.id for each in self.indicators],
                "group": [each.group for each in self.indicators],
                "max": [float(each.max) for each in self.indicators],
                "target": [float(each.target) for each in self.indicators],
                "empty": [each.empty for each in self.indicators],
                "influence": [each.influence for each in self.indicators],
                "elsewhere": [each.elsewhere for each in self.indicators],
            }
        )


def _first(found: Iterator[Found], name: str) -> Found:
    """The first found, or an error that names what was looked for."""
    for each in found:
        return each
    raise KeyError(name)


@cache
def load(path: Path = FILE) -> IndexSet:
    """Read a version of the index set."""
    return IndexSet.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
