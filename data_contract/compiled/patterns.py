"""Regular expressions of Python as polars' engine reads them, where both surely mean the same."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"(?P<digit>\\d)"
    r"|(?P<escaped>\\[.\-/+*?()\[\]{}|^$\\])"
    r"|(?P<set>\[[^\[\]\\^&~]*(?<!-)-?\])"
    r"|(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})(?!\+))"
    r"|(?P<group>\((?:\?:)?(?![?*])|[)|.^$])"
    r"|(?P<literal>[^\\\[\](){}*+?|^$.])"
)
DOUBTFUL_SET = re.compile(r"--|\|\||^\[.?\]$")


def translated(pattern: str) -> str | None:
    """A pattern for polars that matches only what ``re.match("^{pattern}$")`` matches; None where unsure."""
    parts, place = [], 0
    while place < len(pattern):
        token = TOKEN.match(pattern, place)
        if not token or (token["set"] and DOUBTFUL_SET.search(token["set"])):
            return None
        parts.append("[0-9]" if token["digit"] else token[0])
        place = token.end()
    return f"^(?:^{''.join(parts)}$)"
