"""The order of sending: a dataset follows those whose code lists it is checked against."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from pipelines.contract.model import Contract
from pipelines.validation.tree import Checked


def by_reference(checked: Iterable[Checked]) -> list[Checked]:
    """The datasets, each after those that it refers to; where they refer to each other, as they are."""
    items = {item.name: item for item in checked}
    graph = {
        name: sorted(_referred(item.contract) & items.keys() - {name}) if item.contract else []
        for name, item in items.items()
    }
    try:
        names = list(TopologicalSorter(graph).static_order())
    except CycleError:
        names = list(items)
    return [items[name] for name in names]


def _referred(contract: Contract) -> set[str]:
    fields = (field for resource in contract.resources for field in resource.table.fields)
    return {field.code_list.dataset for field in fields if field.code_list}
