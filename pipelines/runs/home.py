"""Where runs keep things: a folder of the instance."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.findings import Broken, Finding
from pipelines.text import Text


@dataclass(frozen=True)
class Home:
    """The folder of an instance's pipelines."""

    folder: Path

    @property
    def produced(self) -> Path:
        """Files of datasets, by sector and dataset."""
        return self.folder / "produced"

    def raw(self, name: str) -> Path:
        """Raw input of a pipeline, byte for byte."""
        return self.folder / "raw" / name

    def drop(self, name: str) -> Path:
        """Where files are dropped while no other source is described."""
        return self.folder / "drop" / name

    def source(self, name: str) -> Path:
        """The operator's description of a pipeline's sources; need not exist."""
        return self.folder / "sources" / f"{name}.yaml"

    def corrections(self, name: str) -> Path:
        """The operator's corrections of known errors of a pipeline's sources; need not exist."""
        return self.folder / "corrections" / f"{name}.yaml"

    def last_run(self, name: str) -> Path:
        """What is known of a pipeline's last run that succeeded; need not exist."""
        return self.folder / "runs" / f"{name}.json"

    def set_aside(self, name: str) -> Path:
        """Folder of the records that a pipeline's last run set aside, a file for each kind."""
        return self.folder / "set_aside" / name

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep other runs of the pipeline away; :class:`Broken` when one is under way."""
        path = self.folder / "runs" / f"{name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Broken([Finding(name, "under-way", UNDER_WAY)]) from None
            yield


UNDER_WAY = Text(
    "Quy trình này đang chạy ở nơi khác; hãy đợi lượt đó xong rồi chạy lại.",
    "A run of this pipeline is under way; wait for its end, then run it again.",
)
