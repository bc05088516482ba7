"""Files against their Table Schema, code lists and assertions: :func:`data_contract.check.check` judges.

A file is read as UTF-8 always; an encoding is never guessed: short Vietnamese text can look like another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from data_contract.check import check
from data_contract.report import BrokenContract, Problem, Report
from data_contract.rules import Rules
from pipelines.contract.load import shown
from pipelines.contract.model import Contract
from pipelines.contract.tables import Resource
from pipelines.findings import Finding
from pipelines.text import Text


def judged(
    contract: Contract, folder: Path, resource: Resource, rules: Rules
) -> tuple[int, Sequence[Finding]]:
    """The number of rows of a file, and everything that is wrong with it."""
    path, file = folder / resource.path, shown(folder, resource.path)
    if unreadable := _text_findings(path, file):
        return 0, unreadable
    try:
        report = check(path, _schema(contract, resource), rules=rules)
    except BrokenContract as broken:
        return 0, [Finding(shown(folder), "schema", NO_SCHEMA.filled(note=broken))]
    return report.rows, _findings(report, file)


def _schema(contract: Contract, resource: Resource) -> dict[str, object]:
    index = contract.resources.index(resource)
    return contract.descriptor()["resources"][index]["schema"]


def _findings(report: Report, file: str) -> list[Finding]:
    return [finding(problem, file) for problem in report.problems]


def finding(problem: Problem, file: str) -> Finding:
    """A problem of a file with message and remedy in both languages."""
    said = problem.dictize(file)
    return Finding(
        file,
        problem.rule,
        Text(f"{said['message']} {said['remedy']}", f"{said['message_en']} {said['remedy_en']}"),
        row=problem.row,
        column=problem.column or "",
        value=problem.value or "",
    )


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


NO_SCHEMA = Text(
    "Không dùng được schema ({note}); hãy sửa contract.",
    "The schema cannot be used ({note}); correct the contract.",
)
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
