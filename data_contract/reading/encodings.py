"""Which encoding a text file is in, and its lines as NFC text.

Unicode is told by its marks and by being valid; the three legacy Vietnamese tables by how many words become
plausible syllables. Where the bytes fit several tables or none, the file is refused: no letter is guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from ..messages import kind_name
from ..report import Problem, Rejected
from .vietnamese import accented_words, decode_tcvn3, decode_vni, plausibility

CHUNK = 8 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
Decoder = Callable[[bytes], str]
LEGACY: dict[str, Decoder] = {
    "windows-1258": lambda raw: unicodedata.normalize("NFC", raw.decode("cp1258")),
    "TCVN3 (ABC)": decode_tcvn3,
    "VNI": decode_vni,
}
# The share of words that are syllables, its lead over the next table, and the words that it takes to judge
CERTAIN, LEAD, FEWEST_WORDS = 0.85, 0.3, 3
JUDGED_LINES = 2000
BEYOND_LATIN_1 = re.compile("[\u0100-\u1fff]")


def detect(source: Path) -> str:
    """The encoding of a text file: a Python codec of Unicode, or a key of ``LEGACY``.

    Raises:
        Rejected: a line is not UTF-8 in a file that otherwise is, or the encoding is uncertain.
    """
    with source.open("rb") as raw:
        head = raw.read(4096)
        for mark, name in MARKS.items():
            if head.startswith(mark):
                return name
        if wide := _utf_16_without_mark(head):
            return wide
        raw.seek(0)
        invalid = _invalid_line(raw)
        return "utf-8" if invalid is None else _legacy(raw, invalid)


def lines(source: Path, encoding: str) -> Iterator[str]:
    """Lines with their line ends, in NFC.

    Raises:
        Rejected: a byte that the encoding does not have, a NUL character, or a line beyond 16 million
            characters.
    """
    legacy = LEGACY.get(encoding)
    with source.open(encoding="latin-1" if legacy else encoding, newline="") as text:
        for number, line in enumerate(_bounded(text), start=1):
            if legacy:
                line = _decoded(line, legacy, number)
            if "\0" in line:
                raise Rejected(Problem("nul", row=number))
            yield line if line.isascii() else unicodedata.normalize("NFC", line)


def require_unicode(rows: Iterable[Iterable[str]]) -> None:
    """See that text is not typed in a legacy font: in Unicode by name, but with another table's letters.

    Raises:
        Rejected: the words are no Vietnamese, but become it when read as TCVN3 or VNI.
    """
    text = " ".join(cell for row in rows for cell in row if not cell.isascii())
    # The fonts draw over Latin-1; a letter beyond it has been typed in Unicode
    if BEYOND_LATIN_1.search(text) or plausibility(text) >= 1 - LEAD:
        return
    raw = text.encode("latin-1", errors="ignore")
    for name in ("TCVN3 (ABC)", "VNI"):
        score, words = _score(raw, name)
        if words >= FEWEST_WORDS and score >= CERTAIN and score - plausibility(text) >= LEAD:
            raise Rejected(Problem("legacy_font", value=text[:40], details={"note": name}))


def _bounded(text: TextIO) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(iter(partial(text.readline, LONGEST_LINE), ""), start=1):
            if len(line) == LONGEST_LINE:
                raise Rejected(Problem("long_line", row=number, details={"limit": LONGEST_LINE}))
            yield line
    except UnicodeDecodeError as error:
        details = {"row": number + 1, "note": error.encoding.upper()}
        raise Rejected(Problem("damaged_text", details=details)) from error


def _decoded(line: str, legacy: Decoder, number: int) -> str:
    try:
        return legacy(line.encode("latin-1"))
    except UnicodeDecodeError:
        raise Rejected(Problem("encoding", row=number)) from None


def _utf_16_without_mark(head: bytes) -> str | None:
    # Digits, delimiters and line ends have a zero byte in UTF-16, on one side only
    half = len(head) // 2
    first, second = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    few, many, feeds = half / 20, half / 4, head.count(b"\n") / 2
    if second > many and first < few and head.count(b"\n\0") >= feeds:
        return "utf-16-le"
    if first > many and second < few and head.count(b"\0\n") >= feeds:
        return "utf-16-be"
    return None


def _invalid_line(raw: BinaryIO) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = 0
    while True:
        chunk = raw.read(CHUNK)
        pending = len(decoder.getstate()[0])
        try:
            if pending or not chunk.isascii():
                decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = chunk[: max(0, error.start - pending)]
            feeds, returns = feeds + before.count(b"\n"), returns + before.count(b"\r")
            return 1 + (feeds or returns)
        if not chunk:
            return None
        feeds, returns = feeds + chunk.count(b"\n"), returns + chunk.count(b"\r")


def _legacy(raw: BinaryIO, invalid: int) -> str:
    raw.seek(0)
    every = iter(partial(raw.readline, 64 * 1024), b"")
    sample = b"\n".join(islice((line for line in every if not line.isascii()), JUDGED_LINES))
    replaced = sample.decode("utf-8", errors="replace")
    wrong = replaced.count("\ufffd")
    if sum(not character.isascii() for character in replaced) - wrong > wrong:
        raise Rejected(Problem("encoding", row=invalid))
    scores = sorted(((_score(sample, name), name) for name in LEGACY), reverse=True)
    (best, words), name = scores[0]
    if words >= FEWEST_WORDS and best >= CERTAIN and best - scores[1][0][0] >= LEAD:
        return name
    plausible = " / ".join(name for (score, _), name in scores if score >= 0.5)
    raise Rejected(
        Problem(
            "legacy_encoding", details={"first": invalid, "note": plausible or kind_name("unknown_encoding")}
        )
    )


def _score(sample: bytes, name: str) -> tuple[float, int]:
    try:
        text = LEGACY[name](sample)
    except UnicodeDecodeError:
        return 0.0, 0
    return plausibility(text), len({word.lower() for word in accented_words(text)})
