"""From a YAML file to a record contract that can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pipelines import model_errors, yaml_source
from pipelines.findings import Broken, Finding
from pipelines.records.conditions import Unusable, conditions
from pipelines.records.model import RecordContract
from pipelines.text import Text
from pipelines.yaml_source import Source


def load(path: Path) -> RecordContract:
    """The record contract at ``path``; :class:`Broken` with every error when it is not valid."""
    source = yaml_source.read(path, f"{path.parent.parent.name}/records/{path.name}")
    try:
        contract = RecordContract.model_validate(source.data)
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, RecordContract)) from None
    found = list(_breaches(contract, source, path))
    if found:
        raise Broken(found)
    return contract


def load_all(folder: Path) -> dict[str, RecordContract]:
    """Every record contract in a folder, by kind."""
    return {contract.kind: contract for contract in map(load, sorted(folder.glob("*.yaml")))}


def _breaches(contract: RecordContract, source: Source, path: Path) -> Iterator[Finding]:
    names = contract.names()
    if contract.kind != path.stem:
        yield source.finding(("kind",), "file-name", FILE_NAME.filled(name=path.name), contract.kind)
    for index, name in enumerate(names):
        if name in names[:index]:
            yield source.finding(("schema", "fields", index, "name"), "unique-name", TWICE, name)
    for index, name in enumerate(contract.key):
        if name not in names:
            yield source.finding(("key", index), "column", NO_COLUMN, name)
    for index, field in enumerate(contract.table.fields):
        if field.type == "datetime" and field.format:
            yield source.finding(("schema", "fields", index, "format"), "format", ISO_ONLY, field.format)
        if field.constraints and field.constraints.unique:
            yield source.finding(("schema", "fields", index, "constraints", "unique"), "unique", KEY_ONLY)
    yield from _latest(contract, source)
    try:
        conditions(contract)
    except Unusable as error:
        yield source.finding((), "rule", UNUSABLE.filled(note=error))


def _latest(contract: RecordContract, source: Source) -> Iterator[Finding]:
    place = ("duplicates", "different")
    if contract.latest is None:
        return
    field = contract.field(contract.latest)
    if field is None:
        yield source.finding(place, "column", NO_COLUMN, contract.latest)
    elif not (field.constraints and field.constraints.required):
        yield source.finding(place, "required", DECIDES, contract.latest)


FILE_NAME = Text("kind phải trùng tên tệp {name}.", "The kind must be the name of the file {name}.")
TWICE = Text("Cột này đã khai ở trên; hãy bỏ một.", "This column is given above already; remove one.")
NO_COLUMN = Text("Không có cột này trong schema.", "The schema has no such column.")
ISO_ONLY = Text(
    "Thời điểm luôn ở dạng ISO 8601 có múi giờ; hãy bỏ format.",
    "A moment is always in ISO 8601 with its zone; remove format.",
)
KEY_ONLY = Text("Tính duy nhất do key quyết định; hãy bỏ unique.", "The key decides on this; remove unique.")
DECIDES = Text(
    "Cột quyết định bản ghi mới nhất phải có required: true.",
    "The column that decides which record is newest needs required: true.",
)
UNUSABLE = Text("Không dùng được: {note}", "It cannot be used: {note}")
