"""The files that are loaded: generated from a seed, with Vietnamese names, dates, decimals and long texts.

Cells come from pools whose lengths are prime, so that rows differ though few cells are made. The file's last
row has a word that no other row has.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

KEY = "ma_ho_so"
"""The first column of every shape: required, and the primary key."""
WORDS = """
    bình minh sông hồng đất nước thái thuỵ tiền hải kiến xương đông hưng quỳnh phụ vũ thư trường học ruộng
    lúa đê biển nghề dệt làng nguyễn đức cảnh trạm y tế khám chữa bệnh giấy phép xây dựng hộ kinh doanh
    người lao động bảo hiểm xã hội cấp thoát tiếp nhận kết quả thủ tục hành chính
"""
SYLLABLES = tuple(WORDS.split())
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Quang", "Thu", "Hữu")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Hương", "Lộc", "Nga", "Phượng", "Quý", "Thắng", "Yến")
STATES = ("Đã tiếp nhận", "Đang giải quyết", "Đã trả kết quả", "Bị từ chối")
POOL_LENGTHS = (4999, 5003, 5009, 5011, 5021, 5023, 5039, 5051)


@dataclass(frozen=True)
class Shape:
    """Size and columns of a file.

    :param columns: names of the columns after the key → their kind, see :func:`_cell`
    :param rounds: how often each contestant loads it
    """

    name: str
    rows: int
    columns: dict[str, str]
    rounds: int = 1

    @property
    def schema(self) -> dict[str, Any]:
        """Table Schema of the contract."""
        key = {"name": KEY, "type": "string", "constraints": {"required": True}}
        fields = [{"name": name, **FIELDS[kind]} for name, kind in self.columns.items()]
        return {"primaryKey": [KEY], "missingValues": [""], "fields": [key, *fields]}

    @property
    def header(self) -> str:
        """The first line, without its end."""
        return ",".join([KEY, *self.columns])


FIELDS: dict[str, dict[str, Any]] = {
    "name": {"type": "string", "constraints": {"required": True}},
    "place": {"type": "string"},
    "state": {"type": "string", "constraints": {"required": True, "enum": list(STATES)}},
    "date": {"type": "date", "constraints": {"required": True}},
    "moment": {"type": "datetime"},
    "count": {"type": "integer", "constraints": {"minimum": 0}},
    "decimal": {"type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    "long": {"type": "string"},
}
EIGHT = {
    "ho_ten": "name",
    "ngay_tiep_nhan": "date",
    "trang_thai": "state",
    "xa_phuong": "place",
    "so_luong": "count",
    "ty_le_pct": "decimal",
    "luc_cap_nhat": "moment",
}
WIDE = {f"{name}_{number}": kind for number in range(1, 6) for name, kind in EIGHT.items()}
DAILY = Shape("daily", 1_000, EIGHT, rounds=3)
MILLION = Shape("million", 1_000_000, EIGHT)
SHAPES = (
    DAILY,
    MILLION,
    Shape("medium", 200_000, EIGHT | {"can_bo": "name", "phi_vnd": "count"}),
    Shape("wide", 50_000, WIDE | {f"cot_{number}": "decimal" for number in range(1, 6)}),
    Shape(
        "texts",
        100_000,
        {"tieu_de": "name", "noi_dung": "long", "ghi_chu": "long", "ngay_gui": "date", "trang_thai": "state"},
    ),
)


def marker(seed: int) -> str:
    """The word that only the last row of a file has."""
    return f"dauhieu{seed}"


def last_key(shape: Shape) -> str:
    """The key of the last row."""
    return _key(shape.rows - 1)


def write(shape: Shape, seed: int, target: Path) -> Path:
    """Write a file of the shape as CSV in UTF-8."""
    with target.open("w", encoding="utf-8") as out:
        out.write(shape.header + "\n")
        out.writelines(line + "\n" for line in lines(shape, seed))
    return target


def lines(shape: Shape, seed: int) -> Iterator[str]:
    """The rows; no cell has a comma, a quote or a line break."""
    source = random.Random(f"{shape.name} {seed}")
    pools = []
    for place, kind in enumerate(shape.columns.values()):
        length = POOL_LENGTHS[place % len(POOL_LENGTHS)]
        pools.append([_cell(kind, source) for _ in range(length)])
    for row in range(shape.rows):
        cells = [pool[(row + offset) % len(pool)] for offset, pool in enumerate(pools)]
        if row == shape.rows - 1:
            cells[0] += f" {marker(seed)}"
        yield f"{_key(row)},{','.join(cells)}"


def repeat(source: Path, times: int, target: Path) -> Path:
    """Write the rows of a file several times below one header, each time under new keys."""
    with target.open("w", encoding="utf-8") as out:
        for time in range(times):
            with source.open(encoding="utf-8") as rows:
                header = next(rows)
                if not time:
                    out.write(header)
                out.writelines(f"{time}{line}" for line in rows)
    return target


def head(source: Path, rows: int, target: Path) -> Path:
    """Write the first rows of a file."""
    with source.open(encoding="utf-8") as lines_, target.open("w", encoding="utf-8") as out:
        out.writelines(islice(lines_, rows + 1))
    return target


def _key(row: int) -> str:
    return f"HS{row:08}"


def _cell(kind: str, source: random.Random) -> str:
    if kind == "name":
        return f"{source.choice(FAMILY)} {source.choice(MIDDLE)} {source.choice(GIVEN)}"
    if kind == "place":
        return f"Xã {source.choice(SYLLABLES).capitalize()} {source.choice(SYLLABLES).capitalize()}"
    if kind == "state":
        return source.choice(STATES)
    if kind == "count":
        return str(source.randrange(1_000_000))
    if kind == "decimal":
        return f"{source.randrange(10_001) / 100:.2f}"
    if kind == "long":
        return " ".join(source.choices(SYLLABLES, k=source.randrange(40, 120)))
    moment = datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=source.randrange(5 * 365 * 86_400))
    return moment.date().isoformat() if kind == "date" else moment.isoformat()
