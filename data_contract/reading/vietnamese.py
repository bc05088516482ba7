"""Vietnamese before Unicode: the TCVN3 (ABC) and VNI code tables, and what a Vietnamese syllable looks like.

TCVN3 is the third table of TCVN 5712:1993, as the .Vn fonts draw it: letters with a tone exist in lower case
only. VNI for Windows writes a base letter and then a byte for its marks. Nothing is guessed here: bytes that
a table does not have are errors.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
CIRCUMFLEX, BREVE = "\u0302", "\u0306"
TONES = GRAVE + ACUTE + TILDE + HOOK + DOT

TCVN3 = {
    **dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    **dict(zip(range(0xB5, 0xBA), "àảãáạ", strict=True)),
    **dict(zip(range(0xBB, 0xBF), "ằẳẵắ", strict=True)),
    **dict(zip(range(0xC6, 0xCD), "ặầẩẫấậè", strict=True)),
    **dict(zip(range(0xCE, 0xD9), "ẻẽéẹềểễếệìỉ", strict=True)),
    **dict(zip(range(0xDC, 0xE0), "ĩíịò", strict=True)),
    **dict(zip(range(0xE1, 0xF0), "ỏõóọồổỗốộờởỡớợù", strict=True)),
    **dict(zip(range(0xF1, 0xFF), "ủũúụừửữứựỳỷỹýỵ", strict=True)),
}
VNI_LETTERS = {
    **dict(zip(b"\xf1\xf4\xf6\xed\xec\xe6\xf3\xf2\xee", "đơưíìỉĩịỵ", strict=True)),
    **dict(zip(b"\xd1\xd4\xd6\xcd\xcc\xc6\xd3\xd2\xce", "ĐƠƯÍÌỈĨỊỴ", strict=True)),
}
VNI_MARKS = {
    **dict(zip(b"\xf9\xf8\xfb\xf5\xef", (ACUTE, GRAVE, HOOK, TILDE, DOT), strict=True)),
    **dict(
        zip(
            b"\xe2\xe1\xe0\xe5\xe3\xe4",
            (CIRCUMFLEX + tone for tone in ("", ACUTE, GRAVE, HOOK, TILDE, DOT)),
            strict=True,
        )
    ),
    **dict(
        zip(
            b"\xea\xe9\xe8\xfa\xfc\xeb",
            (BREVE + tone for tone in ("", ACUTE, GRAVE, HOOK, TILDE, DOT)),
            strict=True,
        )
    ),
}
VNI_MARKS |= {byte - 0x20: marks for byte, marks in VNI_MARKS.items()}
# The fonts kept the punctuation of Windows at these places
PUNCTUATION = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA1)
    if byte in b"\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\xa0"
}

_ASCII = {byte: chr(byte) for byte in range(0x80)}
_TCVN3_TABLE = "".join({**_ASCII, **PUNCTUATION, **TCVN3}.get(byte, "\ufffe") for byte in range(256))
_VNI_PLACES = re.compile(
    "(?P<base>[AEOUYaeouyÔÖôö])(?P<mark>[" + "".join(map(chr, VNI_MARKS)) + "])|[\x80-\xff]"
)
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x|"
_NUCLEUS = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyê|uya|uyu|uêu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|"
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})(?:{_NUCLEUS})(?P<coda>ch|nh|ng|c|k|m|n|p|t|)")
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_STOPS = ("ch", "c", "k", "p", "t")


def decode_tcvn3(raw: bytes) -> str:
    """TCVN3 bytes as text.

    Raises:
        UnicodeDecodeError: a byte has no letter in the table.
    """
    return codecs.charmap_decode(raw, "strict", _TCVN3_TABLE)[0]


def decode_vni(raw: bytes) -> str:
    """VNI for Windows bytes as text.

    Raises:
        UnicodeDecodeError: a byte is no letter, or is a mark without a letter before it.
    """
    return _VNI_PLACES.sub(lambda place: _vni_letter(place, raw), raw.decode("latin-1"))


def _vni_letter(place: re.Match[str], raw: bytes) -> str:
    if not place["mark"]:
        byte = ord(place[0])
        letter = VNI_LETTERS.get(byte) or PUNCTUATION.get(byte)
        if letter is None:
            raise UnicodeDecodeError("vni", raw, place.start(), place.end(), "no letter in this table")
        return letter
    base = VNI_LETTERS.get(ord(place["base"]), place["base"])
    return unicodedata.normalize("NFC", base + VNI_MARKS[ord(place["mark"])])


def plausibility(text: str) -> float:
    """Share of the different words with letters beyond ASCII that could be syllables; 0 if none."""
    words = {word.lower() for word in accented_words(text)}
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def accented_words(text: str) -> list[str]:
    """The words that have a letter beyond ASCII, in order."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word in lower case follows the spelling of one Vietnamese syllable.

    A syllable has at most one tone, and one that ends in a stop has the rising or the heavy tone.
    """
    letters = unicodedata.normalize("NFD", word)
    tones = [mark for mark in letters if mark in TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in TONES))
    syllable = _SYLLABLE.fullmatch(plain)
    if syllable is None or len(tones) > 1:
        return False
    return syllable["coda"] not in _STOPS or tones in ([ACUTE], [DOT])
