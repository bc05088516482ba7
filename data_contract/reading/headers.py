"""Which row holds the column labels, and which column of the contract each label names.

A label names a column by its name or by one of its titles, whatever the case and the spaces, and columns
may stand in any order. Labels are never matched by likeness: what is similar is only suggested.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..report import Problem, Rejected

MOST_COLUMNS = 1598
SEARCHED_ROWS = 20
Fields = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Header:
    """Labels of the canonical file, the place of each in the row of the source (from 0), and its words."""

    labels: tuple[str, ...]
    places: tuple[int, ...]
    said: tuple[str, ...]

    @property
    def in_order(self) -> bool:
        """Whether the source has the columns in this order, and no others."""
        return self.places == tuple(range(len(self.places)))

    @property
    def columns(self) -> dict[str, int]:
        """The number of each label's column in the source, from 1."""
        return {label: place + 1 for label, place in zip(self.labels, self.places, strict=True)}

    @property
    def words(self) -> dict[str, str]:
        """What the source calls the columns that it calls otherwise than the canonical file."""
        return {
            label: said for label, said in zip(self.labels, self.said, strict=True) if key(said) != key(label)
        }


def locate(rows: Sequence[Sequence[str]], fields: Fields) -> int:
    """Index of the header among the first rows: the one that names most columns, else the first not blank.

    Raises:
        Rejected: there is nothing but blank rows, or a title stands where the header should.
    """
    filled = [index for index, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise Rejected(Problem("empty"))
    if fields:
        best = max(filled, key=lambda index: known(rows[index], fields))
        if known(rows[best], fields) * 2 >= len(fields):
            return best
    widths = {index: sum(bool(cell.strip()) for cell in rows[index]) for index in filled}
    widest = max(filled, key=lambda index: widths[index])
    # A header has a label for most columns; what is narrower stands above it
    if filled[0] < widest < filled[-1] and widths[filled[0]] <= widths[widest] / 2:
        title = next(cell for cell in rows[filled[0]] if cell.strip())
        details = {"limit": widest + 1}
        raise Rejected(Problem("title_rows", row=filled[0] + 1, value=title, details=details))
    return filled[0]


def known(labels: Iterable[str], fields: Fields) -> int:
    """How many of the contract's columns the labels name."""
    named = _names(fields)
    return len({name for label in labels for name in named.get(key(label), ())})


def arrange(labels: Sequence[str], fields: Fields, row: int = 1) -> Header:
    """The contract's columns in its order with their places; without a contract the labels as they are.

    Raises:
        Rejected: columns are missing, unknown, blank, named twice or ambiguous, or there are more than
            PostgreSQL's 1 600; all are reported at once.
    """
    labels = [unicodedata.normalize("NFC", label).strip() for label in labels]
    if len(labels) > MOST_COLUMNS:
        details = {"limit": MOST_COLUMNS}
        raise Rejected(Problem("too_many_columns", row=row, value=str(len(labels)), details=details))
    if not fields:
        return Header(tuple(labels), tuple(range(len(labels))), tuple(labels))
    places, problems = _matched(labels, fields, row)
    if problems:
        raise Rejected(*problems)
    names = tuple(field["name"] for field in fields)
    order = tuple(places[name] for name in names)
    return Header(names, order, tuple(labels[place] for place in order))


def key(label: str) -> str:
    """A label without what people vary: case and spaces."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def _names(fields: Fields) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    for field in fields:
        names.setdefault(key(field["name"]), set()).add(field["name"])
        for title in filter(None, (field.get("title"), field.get("title_en"))):
            titles.setdefault(key(title), set()).add(field["name"])
    # A name is unique in its contract, so it wins over another column's title
    return titles | names


def _matched(labels: Sequence[str], fields: Fields, row: int) -> tuple[dict[str, int], list[Problem]]:
    named = _names(fields)
    places: dict[str, int] = {}
    problems: list[Problem] = []
    unknown: list[str] = []
    for place, label in enumerate(labels):
        names = sorted(named.get(key(label), ()))
        if not label:
            problems.append(Problem("blank_column", row))
        elif not names:
            unknown.append(label)
        elif len(names) > 1:
            problems.append(
                Problem("ambiguous_column", row, value=label, details={"limit": ", ".join(names)})
            )
        elif names[0] in places:
            problems.append(Problem("duplicate_column", row, names[0], label))
        else:
            places[names[0]] = place
    missing = [field for field in fields if field["name"] not in places]
    return places, problems + _unmatched(missing, unknown, row)


def _unmatched(missing: Fields, unknown: Sequence[str], row: int) -> list[Problem]:
    wanted = {
        key(text): field["name"] for field in missing for text in (field.get("title"), field["name"]) if text
    }
    problems = [Problem("missing_column", row, field["name"]) for field in missing]
    for label, count in Counter(unknown).items():
        close = difflib.get_close_matches(key(label), wanted, n=1, cutoff=0.75)
        details = {"suggestion": wanted[close[0]]} if close else {}
        problems.append(Problem("extra_column", row, value=label, details=details))
        if count > 1:
            problems.append(Problem("duplicate_column", row, value=label))
    return problems
