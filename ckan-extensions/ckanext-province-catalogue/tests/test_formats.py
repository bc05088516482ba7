"""How values are written in each language."""

from __future__ import annotations

import datetime

import pytest
from ckanext.province_catalogue import formats, labels


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (1234.5, "1.234,5", "1,234.5"),
        (1000000, "1.000.000", "1,000,000"),
        (0, "0", "0"),
        (98.10, "98,1", "98.1"),
    ],
)
def test_separators_of_numbers_follow_the_language(value, vietnamese, english):
    """Vietnamese writes a dot for thousands and a comma for decimals."""
    assert (formats.number(value, "vi"), formats.number(value, "en")) == (vietnamese, english)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("2024-05-31", "31/05/2024", "31 May 2024"),
        ("2024-05-31T23:59:59.5Z", "31/05/2024", "31 May 2024"),
        (datetime.date(2024, 5, 1), "01/05/2024", "1 May 2024"),
        ("2024-05", "05/2024", "May 2024"),
        ("2024", "2024", "2024"),
        ("2022-11/..", "2022-11/..", "2022-11/.."),
        (None, "", ""),
    ],
)
def test_dates_keep_their_precision(value, vietnamese, english):
    """A year stays a year and a month a month; what is no date is left as it is."""
    assert (formats.civil_date(value, "vi"), formats.civil_date(value, "en")) == (vietnamese, english)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (1234, "integer", "1.234"),
        (2024, "year", "2024"),
        ("00123", "string", "00123"),
        (True, "boolean", "Có"),
        (False, "boolean", "Không"),
        (None, "number", ""),
        ("2024-05-31", "date", "31/05/2024"),
    ],
)
def test_cells_are_written_by_their_declared_type(value, kind, written):
    """Years and codes are no quantities, so they get no separators."""
    assert formats.cell(value, kind, "vi") == written


@pytest.mark.parametrize(("count", "written"), [(999, "999 B"), (1000, "1 KB"), (2_500_000, "2,5 MB")])
def test_sizes_use_the_largest_fitting_unit(count, written):
    """A size shows at least 1 of its unit."""
    assert formats.size(count, "vi") == written


def test_codes_units_and_types_have_words_in_both_languages():
    """Known codes are put into words; unknown ones stay as they are."""
    assert labels.code("qualifier", "more_than", "vi") == "hơn"
    assert labels.unit("percent", "en") == "%"
    assert labels.field_type("yearmonth", "en") == "Month"
    assert labels.code("qualifier", "new_code", "vi") == "new_code"
