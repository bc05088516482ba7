"""Sectors and agencies as pages show them: in the page's language, alphabetically, agencies as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import UnitRow, list_units
from .vietnamese import sort_key


@dataclass
class Unit:
    """A sector or an agency in the language of the page."""

    id: str
    name: str
    title: str
    description: str
    icon: str
    parent: str | None
    children: list[Unit] = field(default_factory=list)


class Directory:
    """All sectors and agencies of the portal, read once per page."""

    def __init__(self, rows: list[UnitRow], lang: str, sector_order: list[str]):
        """`sector_order` lists sector names as the profile does; sectors that it lacks come last."""
        units = [(row.is_agency, _translate(row, lang)) for row in rows]
        units.sort(key=lambda pair: sort_key(pair[1].title))
        self._sectors = {unit.name: unit for is_agency, unit in units if not is_agency}
        self._agencies = {unit.name: unit for is_agency, unit in units if is_agency}
        self._sector_order = {name: position for position, name in enumerate(sector_order)}
        for unit in self._agencies.values():
            if unit.parent in self._agencies:
                self._agencies[unit.parent].children.append(unit)

    @classmethod
    def read(cls, lang: str, sector_order: list[str]) -> Directory:
        """Read the directory from the database."""
        return cls(list_units(), lang, sector_order)

    @property
    def sectors(self) -> list[Unit]:
        """Sectors in the profile's order."""
        last = len(self._sector_order)
        return sorted(self._sectors.values(), key=lambda unit: self._sector_order.get(unit.name, last))

    @property
    def top_agencies(self) -> list[Unit]:
        """Agencies with nothing above them, those that have others under them first."""
        tops = [unit for unit in self._agencies.values() if unit.parent not in self._agencies]
        return sorted(tops, key=lambda unit: not unit.children)

    @property
    def agency_count(self) -> int:
        """Number of agencies at all levels."""
        return len(self._agencies)

    def sector(self, name: str) -> Unit | None:
        """The sector with this name, if there is one."""
        return self._sectors.get(name)

    def agency(self, name: str | None) -> Unit | None:
        """The agency with this name, if there is one."""
        return self._agencies.get(name or "")

    def find_agency(self, reference: str | None) -> Unit | None:
        """The agency with this name or id, if there is one."""
        return self.agency(reference) or next((u for u in self._agencies.values() if u.id == reference), None)

    def possible_parents(self, name: str | None) -> list[Unit]:
        """Agencies that may be put above this one: all but itself and those under it."""
        agency = self.agency(name)
        return [u for u in self._agencies.values() if agency not in (u, *self.ancestors(u.name))]

    def ancestors(self, name: str) -> list[Unit]:
        """Agencies above this one, the topmost first; a loop in the data ends the walk."""
        chain: list[Unit] = []
        unit = self.agency(name)
        while unit and (unit := self.agency(unit.parent)) and unit not in chain:
            chain.append(unit)
        return chain[::-1]


def _translate(row: UnitRow, lang: str) -> Unit:
    english = lang == "en"
    return Unit(
        id=row.id,
        name=row.name,
        title=(row.title_en or row.title) if english else row.title,
        description=(row.description_en or row.description) if english else row.description,
        icon=row.icon,
        parent=row.parent,
    )
