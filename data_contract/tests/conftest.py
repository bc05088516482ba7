"""A file of any kind, read or refused; files and schemas in a few words."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from data_contract.reading import Hints, Reading, read
from data_contract.report import Problem, Rejected

Content = str | bytes
Written = Callable[[Sequence[Sequence[str]]], Path]


@pytest.fixture
def source(tmp_path) -> Path:
    return tmp_path / "source"


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "target.csv"


@pytest.fixture
def reading(source, target) -> Callable[..., Reading]:
    """Read a content, or what already lies at ``source``."""

    def _reading(content: Content | None = None, format: str = "CSV", **hints: Any) -> Reading:
        if content is not None:
            source.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(source, target, format, Hints(**hints))

    return _reading


@pytest.fixture
def canonical(reading) -> Callable[..., str]:
    """The canonical text of a content."""

    def _canonical(content: Content | None = None, format: str = "CSV", **hints: Any) -> str:
        with reading(content, format, **hints).path.open(encoding="utf-8", newline="") as text:
            return text.read()

    return _canonical


@pytest.fixture
def refused(reading) -> Callable[..., list[Problem]]:
    """The problems of a content that is refused; each says what and what to do, in both languages."""

    def _refused(content: Content | None = None, format: str = "CSV", **hints: Any) -> list[Problem]:
        with pytest.raises(Rejected) as rejection:
            reading(content, format, **hints)
        for problem in rejection.value.problems:
            said = problem.dictize("tep")
            texts = [said[name] for name in ("message", "message_en", "remedy", "remedy_en")]
            assert all(texts)
            assert len(set(texts)) == 4, texts
            assert not any("{" in text or "None" in text for text in texts), texts
        return list(rejection.value.problems)

    return _refused


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Records as a canonical CSV file."""

    def write(records: Sequence[Sequence[str]]) -> Path:
        path = tmp_path / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(records)
        return path

    return write
