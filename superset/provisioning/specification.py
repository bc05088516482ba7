"""The short specification of the dashboards, ``superset/dashboards.yaml``, as a typed model.

Every text is given in Vietnamese (``title``) and English (``title_en``); the tree of assets is written once
for each language, over a view for each language (``<view>_vi``, ``<view>_en``) with the same columns.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def text(self, field: str, language: Language) -> str:
        """The field in one language."""
        return getattr(self, field if language == "vi" else f"{field}_en")


class Column(_Part):
    """A column of a reporting view as a viewer meets it."""

    name: Name
    type: Literal["TEXT", "NUMERIC", "BIGINT", "DATE", "TIMESTAMP WITHOUT TIME ZONE", "BOOLEAN"]
    title: str
    title_en: str


class Dataset(_Part):
    """A pair of reporting views, one for each language."""

    view: Name = Field(description="name of the views without _vi and _en")
    title: str
    title_en: str
    columns: tuple[Column, ...]


class _Tile(_Part):
    width: int = Field(ge=1, le=12, description="columns of the twelve of a row")
    height: int = Field(ge=1, description="units of 8 pixels")


class TextTile(_Tile):
    """Words, in Markdown."""

    kind: Literal["text"]
    text_vi: str
    text_en: str


class _Chart(_Tile):
    id: Slug
    dataset: Name


class FigureTile(_Chart):
    """One reported figure, large; its name, qualifier, place and source come from the published row."""

    kind: Literal["figure"]
    indicator_code: Name


class BarsTile(_Chart):
    """Bars over one column, coloured by another."""

    kind: Literal["bars"]
    title: str
    title_en: str
    bar: Name
    colour: Name
    value: Name
    format: str = Field(description="number format in d3's notation")


class TableTile(_Chart):
    """Rows as they are, with a search box."""

    kind: Literal["table"]
    title: str
    title_en: str
    columns: tuple[Name, ...]
    order_by: Name
    column_of_rows: Name = Field(description="the rows are those where this column is empty, or is not")
    is_empty: bool


Tile = Annotated[TextTile | FigureTile | BarsTile | TableTile, Field(discriminator="kind")]


class Filter(_Part):
    """A drop-down list over a column; it leaves tiles of one figure alone."""

    column: Name
    dataset: Name
    title: str
    title_en: str


class Dashboard(_Part):
    """One page, written in both languages."""

    slug: Slug
    slug_en: Slug
    title: str
    title_en: str
    filters: tuple[Filter, ...]
    rows: tuple[tuple[Tile, ...], ...]


class Specification(_Part):
    """Everything that the tree of assets is made from."""

    database: str = Field(description="name of the database connection in Superset")
    datasets: dict[Name, Dataset]
    dashboards: tuple[Dashboard, ...]


def load(path: Path) -> Specification:
    """The specification from its file.

    :raises pydantic.ValidationError: naming the key that is missing, unknown or wrong
    """
    return Specification.model_validate(yaml.safe_load(path.read_text("utf-8")))
