"""Proposes a Table Schema for a file that has none. A person confirms or corrects it.

Types are those that every value of a column fits. Digits that are codes (leading zeros, more than 18 of them)
stay text or numbers without loss; where two notations fit, the one that is usual in Viet Nam is proposed: day
before month, and a point that groups thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

LONGEST_NAME = 60
SAMPLES = 3
SEEN_ROWS = 1000

#: Ways to write a value, by a name of our own, as a field says them.
NOTATIONS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "number_vi": {"type": "number", "groupChar": ".", "decimalChar": ","},
    "number_en": {"type": "number", "groupChar": ",", "decimalChar": "."},
    "date": {"type": "date"},
    "date_dmy": {"type": "date", "format": "%d/%m/%Y"},
    "date_dmy_dash": {"type": "date", "format": "%d-%m-%Y"},
    "date_mdy": {"type": "date", "format": "%m/%d/%Y"},
    "datetime": {"type": "datetime"},
    "yearmonth": {"type": "yearmonth"},
    "year": {"type": "year"},
    "boolean": {
        "type": "boolean",
        "trueValues": ["true", "True", "TRUE"],
        "falseValues": ["false", "False", "FALSE"],
    },
    "boolean_vi": {
        "type": "boolean",
        "trueValues": ["Có", "có", "CÓ"],
        "falseValues": ["Không", "không", "KHÔNG"],
    },
}
#: What every value of a column looks like, in the order in which notations are tried.
LOOKS = (
    ("boolean", r"^([Tt]rue|TRUE|[Ff]alse|FALSE)$"),
    ("boolean_vi", r"^([Cc]ó|CÓ|[Kk]hông|KHÔNG)$"),
    ("year", r"^(19|20)\d\d$"),
    ("yearmonth", r"^(19|20)\d\d-(0[1-9]|1[0-2])$"),
    ("integer", r"^-?(0|[1-9]\d{0,17})$"),
    ("number_vi", r"^-?([1-9]\d{0,2}(\.\d{3})*|0)$"),
    ("number_en", r"^-?([1-9]\d{0,2}(,\d{3})*|0)$"),
    ("number", r"^-?(0|[1-9]\d{0,99})(\.\d{1,99})?$"),
    ("number_vi", r"^-?(0|[1-9]\d{0,99}|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?$"),
    ("number_en", r"^-?(0|[1-9]\d{0,99}|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?$"),
    ("date", r"^[1-9]\d{3}-\d\d-\d\d$"),
    ("date_dmy", r"^\d{1,2}/\d{1,2}/[1-9]\d{3}$"),
    ("date_dmy_dash", r"^\d{1,2}-\d{1,2}-[1-9]\d{3}$"),
    ("date_mdy", r"^\d{1,2}/\d{1,2}/[1-9]\d{3}$"),
    ("datetime", r"^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-](0\d|1[0-4]):[0-5]\d)?$"),
)
#: Dates that look like one are looked up in the calendar.
CALENDAR = {
    "date": "%Y-%m-%d",
    "date_dmy": "%d/%m/%Y",
    "date_dmy_dash": "%d-%m-%Y",
    "date_mdy": "%m/%d/%Y",
    "datetime": "%Y-%m-%dT%H:%M:%S",
}
LONGEST_MOMENT = len("2024-01-31T00:00:00")
WORDS = ("type", "format", "groupChar", "decimalChar", "trueValues", "falseValues")


def propose(path: Path) -> dict[str, Any]:
    """Table Schema of a canonical CSV (see :mod:`.reading`), each field with its label as ``title``.

    A field's ``examples`` are the first values that differ. A column without any value is text. Cells beyond
    the header are no matter here: the check finds them.
    """
    frame = pl.scan_csv(path, infer_schema=False, has_header=True, truncate_ragged_lines=True)
    labels = frame.collect_schema().names()
    head = frame.head(SEEN_ROWS).collect()
    # Most notations are out of the question after a few rows, and each costs a pass over its column
    likely = [
        [kind for kind in LOOKS if head.select(_fits(position, *kind).all()).item()]
        for position in range(len(labels))
    ]
    fits = frame.select(
        (_fits(position, *kind).all() & _has_values(position)).alias(f"{position} {number}")
        for position, kinds in enumerate(likely)
        for number, kind in enumerate(kinds)
    ).collect(engine="streaming")
    fields = []
    for position, (name, label) in enumerate(zip(column_names(labels), labels, strict=True)):
        kinds = enumerate(likely[position])
        found = [notation for number, (notation, _) in kinds if fits[f"{position} {number}"].item()]
        notation = NOTATIONS[[*found, "string"][0]]
        examples = head.to_series(position).drop_nulls().unique(maintain_order=True).head(SAMPLES)
        fields.append({"name": name, "title": label.strip(), **notation, "examples": examples.to_list()})
    return {"fields": fields, "missingValues": [""]}


def notation_of(field: dict[str, Any]) -> str:
    """Which of ``NOTATIONS`` a field has; empty when it is another."""
    said = {"type": "string", **{key: value for key, value in field.items() if key in WORDS}}
    return next((name for name, properties in NOTATIONS.items() if properties == said), "")


def _values(position: int) -> pl.Expr:
    cells = pl.nth(position)
    return cells.filter(cells.is_not_null() & (cells != ""))


def _has_values(position: int) -> pl.Expr:
    return _values(position).len() > 0


def _fits(position: int, notation: str, look: str) -> pl.Expr:
    values = _values(position)
    fits = values.str.contains(look)
    if notation in CALENDAR:
        moments = values.str.head(LONGEST_MOMENT).str.to_datetime(CALENDAR[notation], strict=False)
        fits &= moments.is_not_null()
    return fits


def column_names(labels: Sequence[str]) -> list[str]:
    """ASCII column names for labels as people write them, unique and in order: ``Đơn vị`` → ``don_vi``."""
    names: list[str] = []
    for position, label in enumerate(labels, start=1):
        plain = unicodedata.normalize("NFKD", label.replace("đ", "d").replace("Đ", "D"))
        name = re.sub(r"[^0-9a-z]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")
        name = name[:LONGEST_NAME] or f"column_{position}"
        if name[0].isdigit():
            name = f"n_{name}"[:LONGEST_NAME]
        while name in names:
            name = f"{name[:LONGEST_NAME]}_{position}"
        names.append(name)
    return names
