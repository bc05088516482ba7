"""Content hashes: the same content has the same hash whatever the order of keys or the layout of the file."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def of_bytes(content: bytes) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def of_data(data: Any) -> str:
    """SHA-256 of JSON-ready data in canonical form: keys sorted, no blanks, UTF-8."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return of_bytes(canonical.encode("utf-8"))
