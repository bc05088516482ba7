"""What the number formats of spreadsheets make of a stored number: a date, a time, a code or a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

# ECMA-376, part 1, 18.8.30: formats that files refer to by number alone
BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "y"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h"),
    22: "y h",
    46: "[h]",
}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKETED = re.compile(r"\[[^\]]*\]")
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
# Excel counts a 29 February 1900 that never was
FIRST_RIGHT_DAY = 60


@dataclass(frozen=True)
class Style:
    """How a number is shown: ``kind`` is number, day, moment, hour, elapsed or code of ``width`` digits."""

    kind: str = "number"
    width: int = 0

    def value(self, text: str, epoch_1904: bool = False) -> Any:
        """The value that people see for a number as stored."""
        if self.kind == "number":
            return plain(text)
        if self.kind == "code":
            number = plain(text)
            return f"{number:0{self.width}d}" if isinstance(number, int) and number >= 0 else number
        return _moment(text, self.kind, epoch_1904)


GENERAL = Style()


def style_of(number: int, code: str | None = None) -> Style:
    """The style of a built-in format's number, or of a format code such as ``dd/mm/yyyy``."""
    text = LITERAL.sub("", (code if code is not None else BUILT_IN.get(number, "")).partition(";")[0])
    if ELAPSED.search(text):
        return Style("elapsed")
    text = BRACKETED.sub("", text).lower()
    if re.fullmatch("0{2,}", text):
        return Style("code", len(text))
    if text in ("general", ""):
        return GENERAL
    hour = bool(re.search("[hs]", text))
    day = bool(re.search("[yd]", text)) or ("m" in text and not hour)
    if day:
        return Style("moment" if hour else "day")
    return Style("hour") if hour else GENERAL


def plain(text: str) -> int | float:
    """A stored number, with the 15 digits that spreadsheets show."""
    if text.isdigit():
        return int(text)
    number = float(format(float(text), ".15g"))
    return int(number) if number.is_integer() and abs(number) < 1e300 else number


@lru_cache(maxsize=4096)
def _moment(text: str, kind: str, epoch_1904: bool) -> datetime | date | time | timedelta | int | float:
    serial = float(text)
    span = timedelta(milliseconds=round(serial * 86_400_000))
    if kind == "elapsed":
        return span
    if kind == "hour" and 0 <= serial < 1:
        return (EPOCH + span).time()
    if serial < 0 or serial >= 2_958_466:
        return plain(text)
    if not epoch_1904 and serial < FIRST_RIGHT_DAY:
        span += timedelta(days=1)
    moment = (EPOCH_1904 if epoch_1904 else EPOCH) + span
    return moment.date() if kind == "day" and moment.time() == time() else moment
