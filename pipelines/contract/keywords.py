"""The controlled vocabulary of keywords, ``datasets/keywords.yaml``: each keyword with its names."""

from __future__ import annotations

from pathlib import Path

from pydantic import RootModel, ValidationError

from data_contract.models import Slug, Strict
from pipelines import model_errors, yaml_source
from pipelines.contract.types import Line
from pipelines.findings import Broken

FILE = "keywords.yaml"


class Keyword(Strict):
    """The names of one keyword."""

    vi: Line
    """Vietnamese name."""
    en: Line
    """English name."""


class Vocabulary(RootModel[dict[Slug, Keyword]]):
    """All keywords that contracts may use, by the tag in CKAN."""


def load(datasets: Path) -> dict[str, Keyword]:
    """The vocabulary in the folder ``datasets``; :class:`Broken` when it is missing or not valid."""
    source = yaml_source.read(datasets / FILE, FILE)
    try:
        return Vocabulary.model_validate(source.data).root
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, Vocabulary)) from None
