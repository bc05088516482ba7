"""From sources to checked records: raw input is kept first, then judged file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines import records
from pipelines.computing.tasks import empty
from pipelines.findings import Broken, Finding
from pipelines.installed import Installed
from pipelines.raw import RawFile, RawStore
from pipelines.records import RecordContract, corrections
from pipelines.records.check import no_reasons
from pipelines.records.corrections import Known
from pipelines.sources.source import Source
from pipelines.text import Text


@dataclass
class Records:
    """Checked records of one kind."""

    frame: pl.DataFrame
    """Sound records."""
    set_aside: pl.DataFrame
    """Reasons of those that are not."""
    rows_in: int = 0
    """Records read."""
    rows_set_aside: int = 0
    """Records set aside."""


@dataclass(frozen=True)
class Reading:
    """What the sources of a pipeline gave."""

    files: list[RawFile]
    """Raw input, in an order that depends on its content only."""
    sources: Mapping[str, Source]
    """Source of each kind."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that was read, 64 hexadecimal digits."""
        content = "\n".join(f"{file.kind} {file.sha256}" for file in self.files)
        return hashlib.sha256(content.encode()).hexdigest()


def fetch(installed: Installed, sources: Mapping[str, Source], raw: RawStore) -> Reading:
    """Ask every source, each once, and keep what it gives.

    Raises:
        Broken: a kind of record has no source, or no source gives any record.
        Unavailable: a source does not answer now.
    """
    name = installed.pipeline.name
    lacking = sorted(installed.contracts.keys() - sources.keys())
    if lacking:
        raise Broken(Finding(f"{name}/source.yaml", "kind", NO_SOURCE, value=kind) for kind in lacking)
    asked = {id(source): source for source in sources.values()}
    found = [
        file
        for source in asked.values()
        for file in source.fetch(None, None, raw)
        if sources.get(file.kind) is source
    ]
    files = {(file.kind, file.sha256): file for file in found}
    if not files:
        raise Broken([Finding(name, "no-records", NOTHING)])
    return Reading([files[key] for key in sorted(files)], sources)


def check(installed: Installed, reading: Reading, known: Sequence[Known]) -> dict[str, Records]:
    """Correct known errors, then judge all records by their contracts.

    Raises:
        Broken: a rule that stops the run is broken, too many records of a kind are, or a correction met
            nothing or another value than it expects.
    """
    used: set[int] = set()
    found = {kind: _of_kind(reading, contract, known, used) for kind, contract in installed.contracts.items()}
    if lost := corrections.unused(known, used):
        raise Broken(lost)
    too_many = [
        records.too_many(contract, found[kind].rows_in, found[kind].rows_set_aside)
        for kind, contract in installed.contracts.items()
    ]
    if broken := [finding for finding in too_many if finding]:
        raise Broken(broken)
    return found


def _of_kind(reading: Reading, contract: RecordContract, known: Sequence[Known], used: set[int]) -> Records:
    source = reading.sources[contract.kind]
    frames, reasons = [empty(contract)], [no_reasons()]
    found = Records(frames[0], reasons[0])
    for file in reading.files:
        if file.kind != contract.kind:
            continue
        row = 2
        for frame in source.read(file):
            corrected = corrections.apply(frame, contract.kind, known)
            used |= corrected.used
            checked = records.check(corrected.frame, contract, source=Path(file.source).name, first_row=row)
            row += frame.height
            frames.append(checked.frame)
            reasons.append(checked.set_aside)
            found.rows_in += checked.rows_in
            found.rows_set_aside += checked.rows_set_aside
    found.frame, found.set_aside = pl.concat(frames), pl.concat(reasons)
    return found


NO_SOURCE = Text(
    "Chưa khai nguồn cho loại bản ghi này; hãy thêm vào source.yaml.",
    "This kind of record has no source; add one to source.yaml.",
)
NOTHING = Text(
    "Các nguồn không có bản ghi nào. Hãy thả tệp vào thư mục đã khai trong source.yaml, khai nguồn thật, "
    "hoặc tạo nguồn mô phỏng: ./portal simulate TÊN",
    "The sources have no records. Put files into the folder that source.yaml names, describe the real "
    "source, or make a simulated one: ./portal simulate NAME",
)
