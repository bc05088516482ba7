"""YAML read with the line of every key, so that errors can point at it; repeated keys are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines.findings import Broken, Finding
from pipelines.text import Text

Place = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """A parsed YAML file."""

    file: str
    """Name of the file as messages show it."""
    data: Any
    """The parsed content."""
    lines: dict[Place, int] = field(default_factory=dict)
    """Line of each place in the content, counted from 1."""

    def line(self, place: Place) -> int | None:
        """Line of ``place``, or of the nearest place around it that the file has."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place)

    def finding(self, place: Place, rule: str, message: Text, value: Any = "") -> Finding:
        """A finding at ``place`` of this file."""
        shown = "" if value is None else str(value)
        return Finding(self.file, rule, message, dotted(place), self.line(place), value=shown[:200])


def dotted(place: Place) -> str:
    """A place as people write it: ``resources[0].schema.fields[2].unit``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read(path: Path, file: str) -> Source:
    """Parse the file at ``path``; :class:`Broken` if it is missing, not UTF-8, not YAML or repeats a key."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Broken([Finding(file, "file-missing", MISSING)]) from None
    except UnicodeDecodeError as error:
        raise Broken([Finding(file, "encoding", NOT_UTF8, value=f"byte {error.start}")]) from None
    try:
        node = yaml.compose(text, Loader=Loader)
        data = yaml.load(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = BAD_YAML.filled(problem=error.problem or "")
        raise Broken([Finding(file, "yaml", message, line=line)]) from None
    return _source(file, data, node)


def _source(file: str, data: Any, node: yaml.Node | None) -> Source:
    lines: dict[Place, int] = {}
    repeated: list[tuple[Place, int]] = []
    for place, line in _places(node, ()):
        if place in lines:
            repeated.append((place, line))
        lines.setdefault(place, line)
    if repeated:
        raise Broken(Finding(file, "repeated-key", REPEATED, dotted(place), line) for place, line in repeated)
    return Source(file, data, lines)


def _places(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield inner, key.start_mark.line + 1
            yield from _places(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            inner = (*place, index)
            yield inner, value.start_mark.line + 1
            yield from _places(value, inner)


MISSING = Text(
    "Không có tệp này; hãy tạo tệp hoặc sửa đường dẫn.",
    "There is no such file; create it or correct the path.",
)
NOT_UTF8 = Text(
    "Tệp không phải UTF-8; hãy lưu lại với mã UTF-8.", "The file is not UTF-8; save it again as UTF-8."
)
BAD_YAML = Text(
    "YAML không đọc được ({problem}); hãy kiểm tra thụt dòng, dấu hai chấm và dấu ngoặc ở dòng này.",
    "The YAML cannot be read ({problem}); check indentation, colons and brackets at this line.",
)
REPEATED = Text(
    "Khóa này đã có ở trên; hãy bỏ một trong hai.", "This key is given twice; remove one of the two."
)
