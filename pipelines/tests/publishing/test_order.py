"""Datasets are sent after those that they refer to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from pipelines.publishing.order import by_reference
from pipelines.validation.tree import Checked


def dataset(name: str, *referred: str) -> Checked:
    fields = [SimpleNamespace(code_list=SimpleNamespace(dataset=other)) for other in referred]
    table = SimpleNamespace(fields=[*fields, SimpleNamespace(code_list=None)])
    contract = SimpleNamespace(resources=[SimpleNamespace(table=table)])
    return Checked(Path(name), Path(name), contract)  # type: ignore[arg-type]


def names(*checked: Checked) -> list[str]:
    return [item.name for item in by_reference(checked)]


def test_code_lists_go_first():
    """A list is there when the portal checks a file against it, over any number of steps."""
    assert names(dataset("a", "b"), dataset("b", "c"), dataset("c")) == ["c", "b", "a"]


def test_lists_that_are_not_sent_do_not_matter():
    """A code list outside the run, and a broken contract, change nothing."""
    assert names(dataset("a", "elsewhere"), Checked(Path("broken"), Path("broken"))) == ["a", "broken"]


def test_circles_stay_as_they_are():
    """Datasets that refer to each other, or to themselves, are sent in their order."""
    assert names(dataset("a", "b"), dataset("b", "a")) == ["a", "b"]
    assert names(dataset("a", "a")) == ["a"]
