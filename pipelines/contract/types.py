"""The small types that contracts and profiles share: strict base model and patterned strings."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
COLUMN = r"^[a-z][a-z0-9_]{0,62}$"
DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
WEB = r"^https?://\S+$"
CSV_PATH = r"^[A-Za-z0-9][A-Za-z0-9_-]*\.csv$"
SPOKEN = r"^\S(.*\S)?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, min_length=2, max_length=100)]
ColumnName = Annotated[str, StringConstraints(pattern=COLUMN)]
Day = Annotated[str, StringConstraints(pattern=DATE)]
Period = Annotated[str, StringConstraints(pattern=PERIOD)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB)]
CsvPath = Annotated[str, StringConstraints(pattern=CSV_PATH)]
Line = Annotated[str, StringConstraints(pattern=SPOKEN, max_length=300)]
"""One line of text for people, without blanks around it."""
Prose = Annotated[str, StringConstraints(min_length=1)]
"""Text for people that may have several lines."""


class Strict(BaseModel):
    """A model that refuses unknown keys and never turns one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)
