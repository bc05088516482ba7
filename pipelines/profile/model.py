"""The province's profile: names, levels, sectors and agencies as typed data from ``province/<id>.yaml``.

Publishing needs sectors, agencies and their succession; the other parts are checked for shape so that a wrong
profile is refused before anything starts. An owner that neither is an agency nor is succeeded by one is an
error: no agency is made up for it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic import Field as Setting

from data_contract.models import ColumnName, Slug, Strict
from pipelines.contract.types import Day, Email, Line, Prose, WebAddress

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Level(Strict):
    """An administrative level of the province."""

    id: Slug
    """Identifier that units refer to."""
    name: Line
    """Vietnamese name."""
    name_en: Line
    """English name."""


class Sector(Strict):
    """One sector of the open database; a group in CKAN."""

    code: Slug
    """Identifier; the name of the folder under ``datasets/`` and of the CKAN group."""
    name: Line
    """Vietnamese name."""
    name_en: Line
    """English name."""
    theme: WebAddress
    """URI of the EU data theme."""
    icon: Slug
    """Name of the icon on the home page."""
    description: Prose
    """Vietnamese description."""
    description_en: Prose
    """English description."""


class Agency(Strict):
    """One agency; an organisation in CKAN."""

    id: Slug
    """Identifier; the name of the CKAN organisation."""
    name: Line
    """Vietnamese name."""
    name_en: Line
    """English name."""
    parent: Slug | None = None
    """Agency above it."""
    sectors: list[Slug] = Setting(default_factory=list)
    """Sectors that it works in."""
    succeeds: list[Slug] = Setting(default_factory=list)
    """Former agencies whose duties it took over."""
    unit_code: Line | None = None
    """Code of the administrative unit that it governs."""
    source: Prose
    """Legal document that names it."""
    succession_source: Prose | None = None
    """Legal document behind ``succeeds``."""


class UnitsSource(Strict):
    """Where the list of administrative units was extracted from."""

    package: Line
    """Published package."""
    release: Line
    """Its release."""
    licence: Line
    """Its licence."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Hash of the package file that was read."""
    as_of: Day
    """Day that the list describes."""
    script: Line
    """Kept script that extracted it."""


class Calendar(Strict):
    """Working calendar."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    """ISO 3166 country code of the public holidays."""
    weekend: list[Weekday]
    """Days of the week without work."""
    source: Prose
    """Legal document."""


class ProvinceContact(Strict):
    """How to reach the portal's office."""

    name: Line
    """Vietnamese name."""
    name_en: Line
    """English name."""
    email: Email
    """E-mail address."""
    phone: Line | None = None
    """Telephone number."""
    is_placeholder: bool = False
    """The address still has to be replaced by the operator."""
    address: Line
    """Vietnamese postal address."""
    address_en: Line
    """English postal address."""


class Profile(Strict):
    """A province as the portal presents it."""

    id: Slug
    """Identifier; the name of the file."""
    name: Line
    """Vietnamese name."""
    name_en: Line
    """English name."""
    short_name: Line
    """Vietnamese name without the kind of unit."""
    short_name_en: Line
    """English name without the kind of unit."""
    portal_title: Line
    """Vietnamese title of the portal."""
    portal_title_en: Line
    """English title of the portal."""
    code: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    """Official two-digit code of the province."""
    valid_from: Day | None
    """First day on which the profile holds; null where no source gives it."""
    valid_to: Day | None
    """Last day on which the profile holds; null while it still does."""
    validity_source: Prose
    """Legal document behind the days."""
    levels: Annotated[list[Level], Setting(min_length=1)]
    """Administrative levels from the top."""
    units: Line
    """CSV file of the units, relative to the profile's folder."""
    units_source: UnitsSource
    """Where the units come from."""
    reported_counts: dict[ColumnName, int | str] = Setting(default_factory=dict)
    """Counts that a source states about the province, with ``source_key``."""
    sectors: Annotated[list[Sector], Setting(min_length=1)]
    """Sectors in the order of the home page."""
    agencies: Annotated[list[Agency], Setting(min_length=1)]
    """Agencies."""
    calendar: Calendar
    """Working calendar."""
    contact: ProvinceContact
    """Contact of the portal."""
    colours: dict[ColumnName, Colour]
    """Colours of the theme by role."""

    model_config = ConfigDict(title="Province profile")

    def sector(self, code: str) -> Sector | None:
        """The sector of that code, or nothing."""
        return next((sector for sector in self.sectors if sector.code == code), None)

    def agency(self, owner: str) -> Agency | None:
        """The agency called ``owner``, or the one that succeeds it (over several steps), or nothing."""
        wanted, asked = owner, set[str]()
        while wanted not in asked:
            asked.add(wanted)
            found = next((agency for agency in self.agencies if agency.id == wanted), None)
            if found:
                return found
            heir = next((agency for agency in self.agencies if wanted in agency.succeeds), None)
            wanted = heir.id if heir else wanted
        return None

    def agencies_from_the_top(self) -> list[Agency]:
        """Agencies so ordered that a parent comes before its children."""
        placed: list[Agency] = []
        waiting = list(self.agencies)
        while waiting:
            known = {agency.id for agency in placed}
            ready = [agency for agency in waiting if agency.parent is None or agency.parent in known]
            placed += ready
            waiting = [agency for agency in waiting if agency not in ready]
        return placed
