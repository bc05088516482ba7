"""Rules inside one resource of a contract: columns that are named exist, labels and units agree."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.contract.model import Contract
from pipelines.contract.rules import Breach
from pipelines.contract.tables import Field, Resource
from pipelines.contract.vocabularies import UNIT_OF_SUFFIX
from pipelines.text import Text
from pipelines.yaml_source import Place


def breaches(contract: Contract) -> Iterator[Breach]:
    """Every broken rule in every resource."""
    for index, resource in enumerate(contract.resources):
        place: Place = ("resources", index)
        for rule in RESOURCE_RULES:
            yield from rule(resource, place)
        for number, field in enumerate(resource.table.fields):
            for field_rule in FIELD_RULES:
                yield from field_rule(field, (*place, "schema", "fields", number))


def columns_exist(resource: Resource, place: Place) -> Iterator[Breach]:
    """primaryKey, filters and searchable name columns of the schema, each once."""
    known = resource.table.names()
    named = {
        ("schema", "primaryKey"): resource.table.primary_key,
        ("filters",): resource.filters,
        ("searchable",): resource.searchable or [],
    }
    for inner, columns in named.items():
        for index, column in enumerate(columns):
            where = (*place, *inner, index)
            if column not in known:
                yield Breach(where, "column-missing", NO_COLUMN.filled(known=", ".join(known)), column)
            if column in columns[:index]:
                yield Breach(where, "unique-name", COLUMN_TWICE, column)


def columns_are_named_once(resource: Resource, place: Place) -> Iterator[Breach]:
    """No two columns share a name."""
    names = resource.table.names()
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Breach((*place, "schema", "fields", index, "name"), "unique-name", COLUMN_TWICE, name)


def text_is_searched(resource: Resource, place: Place) -> Iterator[Breach]:
    """Only text columns go to the full-text index."""
    types = {field.name: field.type for field in resource.table.fields}
    for index, column in enumerate(resource.searchable or []):
        if types.get(column, "string") != "string":
            message = NOT_TEXT.filled(type=types[column])
            yield Breach((*place, "searchable", index), "searchable-type", message, column)


def described_in_both_languages(thing: Resource | Field, place: Place) -> Iterator[Breach]:
    """A description is given in both languages or in none."""
    for key, other in (("description", "description_en"), ("description_en", "description")):
        if getattr(thing, other) and not getattr(thing, key):
            yield Breach((*place, key), "both-languages", OTHER_LANGUAGE.filled(key=key, other=other))


def units_match_suffixes(field: Field, place: Place) -> Iterator[Breach]:
    """A column with a unit suffix is a number in that unit, and the unit's columns carry the suffix."""
    suffix = next((end for end in UNIT_OF_SUFFIX if field.name.endswith(end)), None)
    if suffix and field.unit != UNIT_OF_SUFFIX[suffix]:
        message = SUFFIX_UNIT.filled(suffix=suffix, unit=UNIT_OF_SUFFIX[suffix])
        yield Breach((*place, "unit"), "unit-suffix", message, field.unit or "")
    if suffix and field.type not in ("number", "integer"):
        yield Breach((*place, "type"), "unit-suffix", SUFFIX_TYPE.filled(suffix=suffix), field.type)
    for end, unit in UNIT_OF_SUFFIX.items():
        if field.unit == unit and not suffix:
            yield Breach(
                (*place, "name"), "unit-suffix", UNIT_SUFFIX.filled(suffix=end, unit=unit), field.name
            )


def limits_do_not_cross(field: Field, place: Place) -> Iterator[Breach]:
    """The smallest allowed value or length is not above the largest."""
    limits = field.constraints
    if not limits:
        return
    for low, high, key in (
        (limits.minimum, limits.maximum, "maximum"),
        (limits.min_length, limits.max_length, "maxLength"),
    ):
        comparable = isinstance(low, (int, float)) and isinstance(high, (int, float))
        if comparable and low > high:  # type: ignore[operator]
            yield Breach((*place, "constraints", key), "limits", LIMITS_CROSS.filled(low=low), high)


RESOURCE_RULES = (columns_exist, columns_are_named_once, text_is_searched, described_in_both_languages)
FIELD_RULES = (described_in_both_languages, units_match_suffixes, limits_do_not_cross)

NO_COLUMN = Text(
    "Không có cột này trong schema; hiện có: {known}.", "The schema has no such column; it has: {known}."
)
COLUMN_TWICE = Text("Cột này được nêu hai lần; hãy bỏ một.", "This column is named twice; remove one.")
NOT_TEXT = Text(
    "Chỉ cột kiểu 'string' tìm toàn văn được, cột này là '{type}'; hãy bỏ khỏi searchable.",
    "Only 'string' columns are searched, this one is '{type}'; take it out of searchable.",
)
OTHER_LANGUAGE = Text(
    "Có {other} thì phải có {key}; hãy thêm bản còn lại.", "{other} is given, so {key} is needed too; add it."
)
SUFFIX_UNIT = Text(
    "Cột có đuôi '{suffix}' phải có unit '{unit}'.", "A column ending in '{suffix}' has the unit '{unit}'."
)
SUFFIX_TYPE = Text(
    "Cột có đuôi '{suffix}' phải là number hoặc integer.",
    "A column ending in '{suffix}' is a number or an integer.",
)
UNIT_SUFFIX = Text(
    "Cột có unit '{unit}' phải có đuôi '{suffix}'.", "A column in '{unit}' has a name ending in '{suffix}'."
)
LIMITS_CROSS = Text(
    "Giới hạn trên nhỏ hơn giới hạn dưới {low}; hãy sửa một trong hai.",
    "The upper limit is below the lower limit {low}; correct one of the two.",
)
