"""Alphabetical order of Vietnamese, for sorting where the index or the database compares code points."""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks in dictionary order after the unmarked vowel: huyền, hỏi, ngã, sắc, nặng."""
_MARKS_OF_LETTERS = "\u0306\u0302\u031b"
"""Breve, circumflex and horn make other letters; they are not tones."""


def sort_key(text: str) -> str:
    """Text whose code-point order is the dictionary order of the argument.

    Letters are compared first over the whole text, tones only where all letters agree; case is ignored.
    """
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split(character)
        letters.append(_rank(base))
        tones.append(tone)
    return "".join(letters) + "\t" + "".join(tones)


def _split(character: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in decomposed if mark in _TONES), "")
    kept = decomposed[0] + "".join(mark for mark in decomposed[1:] if mark in _MARKS_OF_LETTERS)
    return unicodedata.normalize("NFC", kept), str(_TONES.index(tone) + 1) if tone else "0"


def _rank(letter: str) -> str:
    position = _LETTERS.find(letter)
    return chr(ord("A") + position) if position >= 0 else letter
