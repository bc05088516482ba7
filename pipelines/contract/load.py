"""From a folder to a contract that can be trusted: its shape first, then the rules between its parts."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from pipelines import model_errors, yaml_source
from pipelines.contract import assertion_rules, place_rules, table_rules
from pipelines.contract.model import Contract
from pipelines.contract.rules import RULES, Breach
from pipelines.findings import Broken
from pipelines.profile import Provinces
from pipelines.text import Text

FILE = "datapackage.yaml"


def load(folder: Path, provinces: Provinces, vocabulary: Collection[str]) -> Contract:
    """The contract in ``folder``; :class:`Broken` with every error when it is not valid.

    :param provinces: profiles that must know its sector and owner
    :param vocabulary: keywords that it may use
    """
    source = yaml_source.read(folder / FILE, shown(folder))
    try:
        contract = Contract.model_validate(source.data)
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, Contract)) from None
    breaches = chain(
        *(rule(contract) for rule in RULES),
        table_rules.breaches(contract),
        assertion_rules.breaches(contract),
        place_rules.in_its_folder(contract, folder),
        place_rules.keywords_are_known(contract, vocabulary),
        place_rules.in_its_province(contract, provinces),
        _composed(source.data, ()),
    )
    found = [source.finding(*breach) for breach in breaches]
    if found:
        raise Broken(found)
    return contract


def shown(folder: Path, path: str = FILE) -> str:
    """A file of the dataset as messages name it: sector, dataset and file (the contract unless named)."""
    return f"{folder.parent.name}/{folder.name}/{path}"


def _composed(value: object, place: yaml_source.Place) -> Iterator[Breach]:
    """Text is in Unicode's composed form (NFC), which Vietnamese search and comparison rely on."""
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        yield Breach(place, "unicode-form", NOT_COMPOSED, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _composed(inner, (*place, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _composed(inner, (*place, index))


NOT_COMPOSED = Text(
    "Chữ ở dạng Unicode tổ hợp (NFD); hãy lưu lại ở dạng dựng sẵn (NFC).",
    "The text is in decomposed Unicode (NFD); save it in composed form (NFC).",
)
