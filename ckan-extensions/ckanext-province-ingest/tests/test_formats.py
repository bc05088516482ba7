"""Notations that a contract allows, and what they become."""

from __future__ import annotations

import json

import pytest
from conftest import GOOD, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")


def load(upload, content: str | bytes, **field) -> list:
    return [row["v"] for row in rows(upload, content, {"fields": [{"name": "v", **field}]})]


def rows(upload, content: str | bytes, schema: dict) -> list[dict]:
    resource = upload(content, schema=json.dumps(schema))
    work()
    assert status(resource)["status"] == "complete", status(resource)
    return records(resource)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param(
            '"1.234,5"', {"type": "number", "groupChar": ".", "decimalChar": ","}, 1234.5, id="vi number"
        ),
        pytest.param("12%", {"type": "number", "bareNumber": False}, 12, id="percent sign"),
        pytest.param(
            "có", {"type": "boolean", "trueValues": ["có"], "falseValues": ["không"]}, True, id="boolean"
        ),
        pytest.param("2024-02-29", {"type": "date"}, "2024-02-29", id="ISO date"),
        pytest.param(
            "2024-01-31T07:00:00+07:00",
            {"type": "datetime"},
            "2024-01-31T00:00:00.000",
            id="moment with zone is UTC",
        ),
        pytest.param("07:30:00", {"type": "time"}, "07:30:00", id="time"),
        pytest.param("2024", {"type": "year"}, 2024, id="year"),
        pytest.param("2024-02", {"type": "yearmonth"}, "2024-02", id="month"),
        pytest.param('"{""a"": 1}"', {"type": "object"}, {"a": 1}, id="JSON"),
    ],
)
def test_notation(upload, text, field, value):
    """A value in the contract's notation is stored as what it means."""
    (stored,) = load(upload, f"v\n{text}\n", **field)
    assert (float(stored) if field["type"] == "number" else stored) == value


def test_missing_values_are_those_of_the_contract(upload):
    """A text that the contract calls missing is null; an empty one that it does not is text."""
    schema = {
        "fields": [{"name": "v", "type": "string"}, {"name": "w", "type": "integer"}],
        "missingValues": ["-"],
    }
    first, second = rows(upload, "v,w\n-,1\n,-\n", schema)
    assert (first["v"], first["w"], second["v"], second["w"]) == (None, 1, "", None)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiter_is_told_by_the_contracts_columns(upload_with_contract, delimiter):
    """The delimiter under which the header names the contract's columns is the one."""
    resource = upload_with_contract(GOOD.replace(",", delimiter))
    work()
    assert len(records(resource)) == 2


def test_decomposed_letters_are_stored_composed(upload):
    """Text in NFD becomes NFC, so that equal words are equal."""
    assert load(upload, "v\nSo\u031b\u0309\n", type="string") == ["S\u1edf"]


def test_byte_order_mark_and_blank_end_are_harmless(upload):
    """A file as Excel saves it loads."""
    assert load(upload, b"\xef\xbb\xbfv\r\na\r\n\r\n", type="string") == ["a"]


def test_quotes_and_lines_within_a_cell_stay(upload):
    """Quotes, delimiters and line ends within a quoted cell are data."""
    assert load(upload, 'v\n"a ""b"", c\nd"\n', type="string") == ['a "b", c\nd']
