"""Bytes that went wrong on the way make a file other or refused, and never an accident."""

from __future__ import annotations

import random
from typing import Any

import pytest

from data_contract.report import Rejected

from .workbooks import excel, ods, xls, xlsx, zipped

ROWS: list[list[Any]] = [["Mã", "Tên"], [1, "Sở Y tế"], [2.5, "Sở Nội vụ"]]
FILES = {
    "XLSX": xlsx(S=ROWS),
    "XLSM": excel(ROWS),
    "XLS": xls(S=ROWS),
    "ODS": ods(S=ROWS),
    "ZIP": zipped({"a.csv": "a,b\n1,2\n"}),
    "CSV": "Mã;Tên\n1;Sở Y tế\n".encode("utf-16"),
    "JSON": '[{"Mã": 1, "Tên": "Sở Y tế"}]'.encode(),
}


@pytest.fixture
def reasons(reading):
    """The reasons for which a content is refused; none if it can be read."""

    def _reasons(content: bytes, format: str) -> list[str]:
        try:
            reading(content, format)
        except Rejected as rejection:
            return [problem.dictize("f")["remedy"] for problem in rejection.problems] or [""]
        return []

    return _reasons


@pytest.mark.parametrize("format", FILES)
@pytest.mark.parametrize("wrong", [1, 3, 20])
def test_wrong_bytes(reasons, format, wrong):
    """Whichever bytes are wrong, the file is read or refused with reasons that can be said."""
    chance = random.Random(wrong)
    for _ in range(40):
        content = bytearray(FILES[format])
        for place in chance.choices(range(len(content)), k=wrong):
            content[place] = chance.randrange(256)
        assert all(reasons(bytes(content), format))


@pytest.mark.parametrize("format", FILES)
def test_cut_off_anywhere(reasons, format):
    """A file may break off at any byte."""
    content = FILES[format]
    for end in range(0, len(content), max(1, len(content) // 60)):
        assert all(reasons(content[:end], format))
