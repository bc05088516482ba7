"""The rows in normal form, as a CSV file for PostgreSQL's ``COPY``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import polars as pl


class Output:
    """A file that stays only when :meth:`keep` is called before its context ends; nothing without a path."""

    def __init__(self, path: Path | None, names: Sequence[str]) -> None:
        self._path = path
        self._names = names
        self._kept = False
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Output:
        if self._path:
            self._file = self._path.open("wb")
            self._write(pl.DataFrame(schema=dict.fromkeys(self._names, pl.String)), header=True)
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows; null is an unquoted empty cell, an empty text a quoted one."""
        if self._file:
            self._write(frame, header=False)

    def keep(self) -> None:
        """The rows are valid."""
        self._kept = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file and self._path:
            self._file.close()
            if not self._kept:
                self._path.unlink()

    def _write(self, frame: pl.DataFrame, header: bool) -> None:
        # alone on a line, the two characters \. would end COPY's data unless they are quoted
        style: Any = "non_numeric" if len(self._names) == 1 else "necessary"
        frame.write_csv(self._file, include_header=header, quote_style=style)
