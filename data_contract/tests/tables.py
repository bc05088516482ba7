"""Random schemas, and random CSV files that keep or break them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

Field = dict[str, Any]

CELLS: dict[str, tuple[list[str], list[str]]] = {
    "string": (["a", "B-2", "xã", "x y", "it's", "a,b", '"q"', "two\nlines", "abc", "AB-12"], ["", " ", "ﬁ",
        "１２", "a\n"]),
    "integer": (
        ["0", "1", "-3", "42", "9223372036854775807"],
        ["007", "+5", " 12", "12 ", "1_000", "１２", "1.0", "1e3", "x", "9223372036854775808", "-0", "٣",
         "--1", "5,0"],
    ),
    "number": (
        ["0", "1.5", "-3", "1234.50", "0.10", "1.50"],
        ["1e2", "1E-3", ".5", "5.", "+5", " 1.5 ", "１.５", "1_000.5", "1,5", "1.234,5", "x", "-0.0",
         "00.10", "1.2.3", "12 đ"],
    ),
    "boolean": (["true", "false", "1", "0"], ["TRUE", "True", "tRue", "yes", "có", " true", "2"]),
    "date": (
        ["2024-02-29", "2023-12-31", "0001-01-01", "9999-12-31"],
        ["2023-02-29", "2024-1-5", " 2024-01-05", "2024-02-30", "２０２４-01-01", "0000-01-01",
         "29/02/2024", "31/02/2024",
         "1/2/2024", "20240229", "2024-01-01 ", "01/02/24", "05/12/2023", "29022024", "24-02-29"],
    ),
    "datetime": (
        ["2024-02-29T08:30:00", "2023-12-31T23:59:59"],
        ["2024-01-01T24:00:00", "2024-01-01 08:30:00", "2024-01-01T08:30", "2024-01-01T08:30:60",
         "2024-02-30T08:30:00",
         "2024-01-01T08:30:00.5", "2024-01-01T08:30:00.1234567", "29/02/2024 08:30", "29/02/2024T08:30:00",
             "x",
         "20240101T08:30:00", "2024-01-01T8:30:000"],
    ),
    "time": (["08:30:00", "23:59:59"], ["24:00:00", "8:30:00", "08:30", "08:30:60", "08:30:00.25", "0830",
        "x", "08:3０:00"]),
    "year": (["2024", "1999", "0999"], ["24", "+202", " 202", "20 4", "２０２４", "12024", "1_00", "x"]),
    "yearmonth": (["2024-01", "2023-12"], ["2024-1", "2024-13", "24-01", "2024/01", "２０２４-01",
        "2024-00", "-1-01", "x"]),
    "duration": (["P1D", "PT5M"], ["P1Y2M", "1D", "P", "x"]),
    "geopoint": (["105.8,21.0", "0,0"], ["181,0", "1;2", "1", "105.80, 21", "x"]),
    "object": (['{"a": 1}', "{}"], ["[]", "{a}", '{"a": 1', "1"]),
    "array": (["[1]", "[]"], ["{}", "[1", "x"]),
    "geojson": (['{"type": "Point", "coordinates": [1, 2]}'], ['{"type": "Pt"}', "{}", "x"]),
    "any": (["a", "1"], ["", " x"]),
}  # fmt: skip
"""Cells of each type: those of its default form, and others."""

FORMATS = {
    "string": ["default", "email", "uri", "uuid", "binary"],
    "date": ["default", "%d/%m/%Y", "%Y%m%d", "%d/%m/%y", "%d%m%Y"],
    "datetime": ["default", "%d/%m/%Y %H:%M", "%d/%m/%YT%H:%M:%S"],
    "time": ["default", "%H%M", "%H:%M"],
}
FORMATTED = [
    "a@b.vn",
    "https://a.vn/x",
    "6f1c1d2e-0c5b-4b69-8a2b-1d2f3c4b5a69",
    "YWJj",
    "29/02/2024",
    "20240229",
    "08:30",
]
PATTERNS = [
    "[A-Z]{2}-\\d+",
    "a|b.*",
    "\\w+",
    "[^\\d]*",
    "a.c",
    "(?:ab)+|x",
    "[a-z-]+",
    "x{0,2}y?",
    "(?i:AB)",
    "^a$",
    "\\S+ \\S+",
]
BOUND = {
    "integer": ["-3", "0", "42", "7"],
    "number": ["0", "1.5", "-3.0", "0.1"],
    "date": ["2023-12-31", "2024-02-29"],
    "datetime": ["2024-01-01T08:30:00"],
    "time": ["08:30:00"],
    "year": ["1999", "2024"],
    "yearmonth": ["2023-12", "2024-01"],
}  # fmt: skip
UNHASHABLE = ("array", "geojson", "object")
MUTATIONS = "0159+-.,_ /:Tx١２\t\n\u00a0\u200b"
MISSING = [[""], ["", "NA"], ["-"], ["", "0"], []]


class Table(NamedTuple):
    """A schema and the records of a file, the header first."""

    schema: dict[str, Any]
    records: list[list[str]]

    def write(self, path: Path) -> None:
        """The file in canonical form."""
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(self.records)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    """One field of any type, with format and constraints."""
    kind = draw(st.sampled_from(sorted(CELLS)))
    field: Field = {"name": name, "type": kind}
    if kind in FORMATS and draw(st.booleans()):
        field["format"] = draw(st.sampled_from(FORMATS[kind]))
    if kind == "boolean" and draw(st.booleans()):
        field |= {"trueValues": ["có", "1", "yes"], "falseValues": ["không", "0", "yes"]}
    if kind == "number":
        field |= draw(
            st.sampled_from(
                [{}, {"groupChar": ","}, {"decimalChar": ",", "groupChar": "."}, {"decimalChar": ","}]
            )
        )
    if kind in ("integer", "number") and draw(st.integers(0, 4)) == 0:
        field["bareNumber"] = False
    if draw(st.integers(0, 5)) == 0:
        field["missingValues"] = draw(st.sampled_from(MISSING))
    field["constraints"] = draw(constraints(field))
    return field


@st.composite
def constraints(draw: st.DrawFn, field: Field) -> dict[str, Any]:
    """Constraints that the type knows."""
    kind, chosen = field["type"], Field()
    if draw(st.booleans()):
        chosen["required"] = draw(st.booleans())
    if kind not in UNHASHABLE and draw(st.integers(0, 3)) == 0:
        chosen["unique"] = True
    default_form = not field.keys() & {"format", "decimalChar", "trueValues"}
    if kind in BOUND and default_form:
        for name in ("minimum", "maximum"):
            if draw(st.integers(0, 2)) == 0:
                chosen[name] = draw(st.sampled_from(BOUND[kind]))
    if kind in ("string", *UNHASHABLE[::2]) and draw(st.booleans()):
        chosen["minLength"] = draw(st.integers(0, 3))
        chosen["maxLength"] = draw(st.integers(1, 6))
    if kind == "string" and field.get("format", "default") == "default" and draw(st.booleans()):
        chosen["pattern"] = draw(st.sampled_from(PATTERNS))
    if kind not in UNHASHABLE and default_form and draw(st.integers(0, 4)) == 0:
        chosen["enum"] = draw(st.lists(st.sampled_from(CELLS[kind][0]), min_size=1, max_size=3))
    return chosen


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A schema of one to four fields and a file of up to a dozen records, some of them broken."""
    described = [draw(fields(f"c{index}")) for index in range(draw(st.integers(1, 4)))]
    schema: dict[str, Any] = {"fields": described}
    if draw(st.booleans()):
        schema["missingValues"] = draw(st.sampled_from(MISSING))
    names = [field["name"] for field in described if field["type"] not in UNHASHABLE]
    if draw(st.booleans()) and names:
        schema["primaryKey"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    header = draw(headers([field["name"] for field in described]))
    odd = draw(st.sampled_from([0, 0, 3, 10]))
    records = [draw(rows(described, odd)) for _ in range(draw(st.integers(1, 10)))]
    return Table(schema, [header, *records])


@st.composite
def headers(draw: st.DrawFn, names: list[str]) -> list[str]:
    """The right labels, mostly."""
    if draw(st.integers(0, 5)):
        return names
    changes = [[*names, "more"], [*names, names[0]], names[::-1], ["", *names[1:]], ["Other", *names[1:]]]
    return draw(st.sampled_from([*changes, names[:-1] or names]))


@st.composite
def rows(draw: st.DrawFn, described: list[Field], odd: int) -> list[str]:
    """A record; ``odd`` out of 20 cells and records have an unusual form."""
    row = [draw(cells(field, odd)) for field in described]
    if draw(st.integers(0, 39)) < odd:
        row = draw(st.sampled_from([[], row[:-1], [*row, "more"], [*row, ""], [""] * len(row)]))
    return row


@st.composite
def cells(draw: st.DrawFn, field: Field, odd: int) -> str:
    """A cell of the type, or another text."""
    usual, unusual = CELLS[field["type"]]
    if draw(st.integers(0, 19)) >= odd:
        return draw(st.sampled_from(usual + FORMATTED if "format" in field else usual))
    if draw(st.booleans()):
        return draw(mutated(draw(st.sampled_from([*usual, *FORMATTED]))))
    return draw(st.sampled_from([*unusual, *FORMATTED, "", "NA", "-", "0", "\ufeff", "a\r"]))


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text with one character more, less or other."""
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from(["", *MUTATIONS])) + text[place + draw(st.integers(0, 1)) :]
