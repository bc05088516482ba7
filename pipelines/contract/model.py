"""The contract: one typed model for ``datasets/<sector>/<dataset>/datapackage.yaml``.

A contract is a Frictionless Data Package with the keys that an open-data portal needs beside the standard.
Unknown keys are refused, mandatory keys have no default, and no value is turned into another type.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Setting

from data_contract.assertions import Assertion
from data_contract.models import ColumnName, Slug, Strict
from pipelines.contract.tables import Resource
from pipelines.contract.types import Email, Line, Period, Prose, WebAddress
from pipelines.contract.vocabularies import Frequency, SpatialUnit


class Licence(Strict):
    """Terms under which the data may be used."""

    name: Literal["CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "ODbL-1.0"]
    """SPDX identifier, such as ``CC-BY-4.0``."""
    path: WebAddress
    """Address of the licence's text."""


class LegalBasis(Strict):
    """A legal document that the dataset is made or published under."""

    title: Line
    """Number and kind of the document."""
    article: Line | None = None
    """Articles that apply, such as ``4, 5``."""


class Source(Strict):
    """Where the figures come from: a document, a register or a system."""

    title: Line
    """Vietnamese name."""
    title_en: Line
    """English name."""
    system: Line | None = None
    """Short name of the source system."""
    path: Line | None = None
    """Address or file name of the source."""
    date: Period | None = None
    """Date of the source: a year, a month or a day."""
    place: Line | None = None
    """Place that the source speaks of."""


class Temporal(Strict):
    """Period that the data covers."""

    start: Period
    """First year, month or day covered."""
    end: Period | None = None
    """Last year, month or day covered; absent where the period is still open."""


class Spatial(Strict):
    """Area that the data covers."""

    unit: SpatialUnit
    """Level of the smallest area that a row speaks of."""


class Contact(Strict):
    """Whom to ask about the dataset."""

    name: Line
    """Office or person."""
    email: Email
    """E-mail address."""


class Privacy(Strict):
    """How close the data comes to single persons (Law 91/2025/QH15 on personal data)."""

    privacy_class: Annotated[Literal["none", "aggregate", "personal"], Setting(alias="class")]
    """``none``: nothing on persons; ``aggregate``: counts of persons, cases; ``personal``: single persons."""
    minimum_cell: Annotated[int, Setting(ge=1)] | None = None
    """Smallest count shown in a cell, in persons or cases; mandatory for ``aggregate``."""


class Contract(Strict):
    """One dataset: its metadata in Vietnamese and English, its rules and its files."""

    name: Slug
    """Name of the folder and of the CKAN dataset."""
    title: Line
    """Vietnamese title."""
    title_en: Line
    """English title."""
    description: Prose
    """Vietnamese description."""
    description_en: Prose
    """English description."""
    sector: Slug
    """Code of the sector in the province's profile; the name of the folder above."""
    owner: Slug
    """Agency that answers for the dataset: an agency of the profile, or one that it succeeds."""
    province: Slug | None = None
    """Profile under which alone the dataset is published; every profile when absent. (The standard has a
    key ``profile`` of its own, with another meaning.)"""
    licenses: Annotated[list[Licence], Setting(min_length=1, max_length=1)]
    """The licence; exactly one."""
    keywords: Annotated[list[Slug], Setting(min_length=1)]
    """Keywords of the controlled vocabulary ``datasets/keywords.yaml``, such as ``ky-so``."""
    legal_basis: Annotated[list[LegalBasis], Setting(min_length=1)]
    """Legal documents behind the dataset."""
    origin: Literal["reported", "derived", "simulated"]
    """``reported``: a source's figures; ``derived``: computed from others; ``simulated``: generated."""
    produced_by: ColumnName | None = None
    """Pipeline whose runs write the files, into the instance's folder instead of beside the contract."""
    derived_from: list[Line] = Setting(default_factory=list)
    """What a derived or simulated dataset comes from; empty for a reported one."""
    sources: Annotated[list[Source], Setting(min_length=1)]
    """Documents or systems that the figures come from."""
    frequency: Frequency
    """Code of the EU frequency vocabulary; freshness is judged by it."""
    temporal: Temporal
    """Period covered."""
    spatial: Spatial
    """Area covered."""
    contact: Contact
    """Whom to ask."""
    privacy: Privacy
    """Privacy class."""
    access: Literal["public", "internal"]
    """``internal`` datasets are seen by signed-in staff of the owner only."""
    assertions: Annotated[list[Assertion], Setting(min_length=1)]
    """Rules on whole files; a broken one stops publishing."""
    resources: Annotated[list[Resource], Setting(min_length=1)]
    """Files of the dataset."""

    def resource(self, name: str) -> Resource | None:
        """The resource of that name, or nothing."""
        return next((resource for resource in self.resources if resource.name == name), None)

    def descriptor(self) -> dict[str, Any]:
        """The contract as a JSON-ready Data Package descriptor, with the standard's key names."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
