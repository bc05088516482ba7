"""Rows against their Table Schema: frictionless judges, its errors are said in both languages.

The file is read as UTF-8 always; an encoding is never guessed: short Vietnamese text can look like another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package, Resource

from pipelines.contract.load import shown
from pipelines.contract.model import Contract
from pipelines.findings import Finding
from pipelines.text import Text
from pipelines.validation import row_errors


def findings(contract: Contract, folder: Path) -> Iterator[Finding]:
    """Every error in the descriptor and in the rows of each resource; nothing when all is well."""
    try:
        package = Package.from_descriptor(_as_utf8(contract.descriptor()), basepath=str(folder))
    except FrictionlessException as error:
        for reason in error.reasons or [error.error]:
            yield Finding(shown(folder), reason.type, NOT_A_PACKAGE.filled(note=reason.note))
        return
    for resource in package.resources:
        path = str(resource.path)
        file = shown(folder, path)
        yield from _text_findings(folder / path, file) or _row_findings(resource, file)


def _as_utf8(descriptor: dict[str, Any]) -> dict[str, Any]:
    resources = [{**resource, "encoding": "utf-8", "format": "csv"} for resource in descriptor["resources"]]
    return {**descriptor, "resources": resources}


def _text_findings(path: Path, file: str) -> list[Finding]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return [Finding(file, "encoding", NOT_UTF8, row=row, value=repr(content[error.start : error.end]))]
    if text.startswith("\ufeff"):
        return [Finding(file, "encoding", MARKED, row=1)]
    return [] if unicodedata.is_normalized("NFC", text) else list(_decomposed(text, file))


def _decomposed(text: str, file: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            cell = next(cell for cell in line.split(",") if not unicodedata.is_normalized("NFC", cell))
            yield Finding(file, "unicode-form", DECOMPOSED, row=number, value=cell)


def _row_findings(resource: Resource, file: str) -> Iterator[Finding]:
    types = {field.name: field.type for field in resource.schema.fields}
    for task in resource.validate().tasks:
        for error in task.errors:
            column = getattr(error, "field_name", "") or getattr(error, "label", "") or ""
            yield Finding(
                file,
                error.type,
                row_errors.message(error, types.get(column, "string")),
                row=getattr(error, "row_number", None),
                column=column,
                value=str(getattr(error, "cell", "") or ""),
            )


NOT_A_PACKAGE = Text("Không phải Data Package hợp lệ ({note}).", "Not a valid Data Package ({note}).")
NOT_UTF8 = Text(
    "Tệp không phải UTF-8; hãy lưu lại dạng 'CSV UTF-8'.", "The file is not UTF-8; save it as 'CSV UTF-8'."
)
MARKED = Text(
    "Tệp bắt đầu bằng dấu BOM; hãy lưu UTF-8 không BOM.",
    "The file starts with a BOM; save it as UTF-8 without.",
)
DECOMPOSED = Text(
    "Chữ ở dạng Unicode tổ hợp (NFD); hãy lưu lại ở dạng dựng sẵn (NFC).",
    "The text is in decomposed Unicode (NFD); save it in composed form (NFC).",
)
