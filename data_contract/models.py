"""Small types that contracts are made of: the strict base model, names of columns and resources."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
COLUMN = r"^[a-z][a-z0-9_]{0,62}$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, min_length=2, max_length=100)]
ColumnName = Annotated[str, StringConstraints(pattern=COLUMN)]


class Strict(BaseModel):
    """A model that refuses unknown keys and never turns one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)
