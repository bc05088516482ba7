"""Code lists: the values of a column belong to a column of another dataset in the same tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from data_contract.rules import Referenced
from pipelines.contract.load import shown
from pipelines.contract.model import Contract
from pipelines.findings import Finding
from pipelines.text import Text
from pipelines.validation import frames

Located = tuple[Contract, Path]


def unknown(contract: Contract, folder: Path, tree: Mapping[str, Located]) -> Iterator[Finding]:
    """Each code list that the contract names and the tree does not have."""
    known = referenced(tree)
    for index, resource in enumerate(contract.resources):
        for number, field in enumerate(resource.table.fields):
            wanted = field.code_list
            if wanted and known(wanted.dataset, wanted.resource, (wanted.field,)) is None:
                place = f"resources[{index}].schema.fields[{number}].code_list"
                name = f"{wanted.dataset}/{wanted.resource}/{wanted.field}"
                yield Finding(shown(folder), "code-list", NO_LIST, place, value=name)


def referenced(tree: Mapping[str, Located]) -> Referenced:
    """The values of columns of other datasets, from their files; None where there is no such column."""

    def values(dataset: str | None, resource: str, fields: tuple[str, ...]) -> set[tuple[str, ...]] | None:
        contract, folder = tree.get(dataset or "", (None, Path()))
        found = contract.resource(resource) if contract else None
        if found is None or not set(fields) <= set(found.table.names()):
            return None
        return frames.values(folder, found, fields)

    return values


NO_LIST = Text(
    "Không có danh mục này; hãy sửa dataset, resource hoặc field.",
    "There is no such code list; correct dataset, resource or field.",
)
