"""Secrets of sources: files that only their owner can read, never shown and never logged."""

from __future__ import annotations

import stat
from pathlib import Path

from pipelines.findings import Broken, Finding
from pipelines.text import Text

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read(path: Path) -> str:
    """The text in the file at ``path`` without blanks around it.

    Raises:
        Broken: the file is missing, empty, not UTF-8 or can be reached by others than its owner.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise Broken([Finding(str(path), "secret-missing", MISSING)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Broken([Finding(str(path), "secret-unreadable", MISSING, value=type(error).__name__)]) from None
    if mode & OTHERS:
        raise Broken([Finding(str(path), "secret-mode", OPEN.filled(path=path), value=oct(mode & 0o777))])
    if not text:
        raise Broken([Finding(str(path), "secret-empty", MISSING)])
    return text


MISSING = Text(
    "Không đọc được bí mật của nguồn; hãy ghi bí mật vào tệp này với quyền 0600.",
    "The source's secret cannot be read; write it to this file with mode 0600.",
)
OPEN = Text(
    "Người khác cũng đọc được tệp bí mật này; hãy chạy: chmod 600 {path}",
    "Others can read this secret too; run: chmod 600 {path}",
)
