"""The header row against the schema; labels and fields are matched by position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..report import Problem


def problems(labels: Sequence[str], names: Sequence[str]) -> Iterator[Problem]:
    """Every label that is not the field's name at its place."""
    for label in labels[len(names) :]:
        yield Problem("extra_column", 1, None, label)
    for name in names[len(labels) :]:
        yield Problem("missing_column", 1, name, "")
    for position, (label, name) in enumerate(zip(labels, names, strict=False)):
        if not label:
            yield Problem("blank_column", 1, name, "")
        elif label in labels[:position]:
            yield Problem("duplicate_column", 1, name, label)
        elif label != name:
            yield Problem("wrong_column", 1, name, label)
