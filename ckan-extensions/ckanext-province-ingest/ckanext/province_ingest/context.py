"""State of one load on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.datapusher_plus.jobs.context import ProcessingContext

from .contract.model import Contract


@dataclass
class LoadContext(ProcessingContext):
    """DataPusher+'s context with the contract.

    ``fingerprint`` digests everything but the file that the table depends on.
    """

    contract: Contract | None = None
    fingerprint: str = ""
    force: bool = False

    @property
    def format(self) -> str:
        """The resource's format in capitals."""
        return (self.resource.get("format") or "").upper()

    @property
    def file_name(self) -> str:
        """The name that the steward knows the file by."""
        return self.resource["url"].rsplit("/", 1)[-1]

    @property
    def mark(self) -> dict[str, Any]:
        """What the table is marked with once it holds this file under this contract."""
        return {"file_hash": self.file_hash, "fingerprint": self.fingerprint}
