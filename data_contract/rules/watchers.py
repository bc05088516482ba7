"""Which watcher judges which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .files import CoverageWatcher, RowsWatcher
from .model import Rules, Watcher
from .references import ReferenceWatcher, references
from .relations import CompareWatcher
from .series import JumpWatcher
from .sums import TotalWatcher

Types = dict[str, str]
"""Types of the fields by name."""

WATCHERS: dict[str, Callable[[Any, Types, Rules], Watcher] | None] = {
    "rows": RowsWatcher,
    "coverage_not_shrinking": CoverageWatcher,
    "compare": CompareWatcher,
    "total": TotalWatcher,
    "unique_together": None,
    "jump": JumpWatcher,
}
"""Watcher of each rule of :mod:`data_contract.assertions`; None where the rule is judged with the keys."""


def watchers(schema: dict[str, Any], rules: Rules) -> Iterator[Watcher]:
    """The watchers of all rules on a file of this schema."""
    types = {field["name"]: field.get("type", "string") for field in schema["fields"]}
    for assertion in rules.assertions:
        if make := WATCHERS[assertion.rule]:
            yield make(assertion, types, rules)
    for reference in references(schema):
        allowed = rules.referenced(reference.dataset, reference.resource, reference.fields)
        if allowed is not None:
            yield ReferenceWatcher(reference, allowed)
