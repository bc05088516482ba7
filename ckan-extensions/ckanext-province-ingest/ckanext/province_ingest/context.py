"""State of one load on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.datapusher_plus.jobs.context import ProcessingContext

from data_contract.reading import Reading

from .contract.model import Contract
from .datastore.plan import REPLACE
from .datastore.session import Lock
from .model.load import Load


@dataclass
class LoadContext(ProcessingContext):
    """DataPusher+'s context with the contract.

    ``fingerprint`` digests everything but the file that the table depends on; ``original`` is the file as it
    came, ``reading`` what was found in it, ``proposal`` the Table Schema that stands in for a contract,
    ``version_id`` the version that it is kept as. ``load`` says who asked for the load, and why; ``lock``
    keeps other loads of the resource away.
    """

    contract: Contract | None = None
    fingerprint: str = ""
    force: bool = False
    load: Load = field(kw_only=True)
    lock: Lock = field(kw_only=True)
    dataset_name: str = ""
    original: Path = field(default=Path(), init=False)
    reading: Reading | None = field(default=None, init=False)
    proposal: dict[str, Any] = field(default_factory=dict, init=False)
    version_id: str | None = field(default=None, init=False)

    @property
    def format(self) -> str:
        """The resource's format in capitals."""
        return (self.resource.get("format") or "").upper()

    @property
    def file_name(self) -> str:
        """The name that the steward knows the file by."""
        return self.resource["url"].rsplit("/", 1)[-1]

    @property
    def mode(self) -> str:
        """What the file does to the published rows."""
        return self.contract.mode if self.contract else REPLACE

    @property
    def rows(self) -> Path:
        """The canonical rows, once the file has been read."""
        return Path(self.tmp)

    @property
    def mark(self) -> dict[str, Any]:
        """What the table is marked with once it holds this file under this contract."""
        return {
            "file_hash": self.file_hash,
            "fingerprint": self.fingerprint,
            "version": self.version_id,
        }

    def is_marked_by(self, mark: dict[str, Any]) -> bool:
        """Whether a table with this mark holds this file under this contract."""
        return all(mark.get(key) == self.mark[key] for key in ("file_hash", "fingerprint"))
