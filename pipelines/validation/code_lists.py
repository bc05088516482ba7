"""Code lists: the values of a column belong to a column of another dataset in the same tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars

from pipelines.contract.load import shown
from pipelines.contract.model import Contract
from pipelines.contract.tables import CodeList, Field
from pipelines.findings import Finding
from pipelines.text import Text
from pipelines.validation import frames

Located = tuple[Contract, Path]


def findings(contract: Contract, folder: Path, tree: Mapping[str, Located]) -> Iterator[Finding]:
    """Each first row whose value is not in its code list, and each code list that does not exist."""
    for index, resource in enumerate(contract.resources):
        listed = [(number, field) for number, field in enumerate(resource.table.fields) if field.code_list]
        frame = frames.read(folder, resource) if listed else polars.DataFrame()
        for number, field in listed:
            assert field.code_list is not None
            codes = _codes(field.code_list, tree)
            if codes is None:
                place = f"resources[{index}].schema.fields[{number}].code_list"
                name = f"{field.code_list.dataset}/{field.code_list.resource}/{field.code_list.field}"
                yield Finding(shown(folder), "code-list", NO_LIST, place, value=name)
            else:
                yield from _outside(field, frame, codes, shown(folder, resource.path))


def _codes(wanted: CodeList, tree: Mapping[str, Located]) -> set[str] | None:
    if wanted.dataset not in tree:
        return None
    contract, folder = tree[wanted.dataset]
    resource = contract.resource(wanted.resource)
    if resource is None or wanted.field not in resource.table.names():
        return None
    return set(frames.read(folder, resource)[wanted.field].drop_nulls())


def _outside(field: Field, frame: polars.DataFrame, codes: set[str], file: str) -> Iterator[Finding]:
    assert field.code_list is not None
    seen: set[str] = set()
    for row, value in enumerate(frame[field.name], start=2):
        if value is None or value in codes or value in seen:
            continue
        seen.add(value)
        message = NOT_LISTED.filled(dataset=field.code_list.dataset, column=field.code_list.field)
        yield Finding(file, "code-list", message, row=row, column=field.name, value=value)


NO_LIST = Text(
    "Không có danh mục này; hãy sửa dataset, resource hoặc field.",
    "There is no such code list; correct dataset, resource or field.",
)
NOT_LISTED = Text(
    "Mã không có trong danh mục {dataset} (cột {column}); hãy sửa mã hoặc bổ sung danh mục.",
    "The code is not in the list {dataset} (column {column}); correct it or extend the list.",
)
