"""Why a file was not downloaded."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A download that was not made, or not finished.

    :param code: name of the message, ``download_…`` in ``messages.yaml``
    :param details: what fills its placeholders
    """

    def __init__(self, code: str, **details: Any):
        super().__init__(f"{code}: {details}")
        self.code = f"download_{code}"
        self.details = details
