"""Several records of one key: the same content counts once, other content is settled by the contract's rule.

The result does not depend on the order of the records: no record is better for having come first.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.findings import Broken, Finding
from pipelines.records.check import MOST_TOLD, REASONS, no_reasons, shown
from pipelines.records.model import RecordContract
from pipelines.text import Text


@dataclass(frozen=True)
class Settled:
    """Records of which each key has one."""

    frame: pl.DataFrame
    """The records, in no particular order."""
    set_aside: pl.DataFrame
    """Reasons, as :class:`~pipelines.records.check.Checked` has them, without source and row."""
    rows_set_aside: int
    """Records set aside for having one key and different content."""
    repeated: int
    """Records left out since another has the same content."""
    superseded: int
    """Records left out since another of their key is newer."""


def settled(frame: pl.DataFrame, contract: RecordContract) -> Settled:
    """One record for each key; ``frame`` has the contract's columns only.

    Raises:
        Broken: records of one key differ, and the contract says ``stop``.
    """
    if frame.n_unique(contract.key) == frame.height:
        return Settled(frame, no_reasons(), 0, 0, 0)
    several = pl.struct(contract.key).is_duplicated()
    single, same_key = frame.filter(~several), frame.filter(several)
    once = same_key.unique()
    repeated = same_key.height - once.height
    different = once.filter(several)
    if different.height and contract.duplicates.different == "stop":
        raise Broken(_finding(key, contract) for key in _keys(different, contract))
    newest = _newest(once, contract)
    unsettled = newest.filter(several)
    kept = pl.concat([single, newest.filter(~several)])
    superseded = once.height - newest.height
    return Settled(kept, _reasons(unsettled, contract), unsettled.height, repeated, superseded)


def _newest(once: pl.DataFrame, contract: RecordContract) -> pl.DataFrame:
    """Of each key the records with the greatest value of the deciding column; all where none decides."""
    if contract.latest is None:
        return once
    decides = pl.col(contract.latest)
    return once.filter(decides == decides.max().over(contract.key))


def _reasons(unsettled: pl.DataFrame, contract: RecordContract) -> pl.DataFrame:
    values = {"rule": pl.lit("duplicate"), "key": shown(unsettled, contract.key)}
    return unsettled.select(
        (values[name] if name in values else pl.lit(None, dtype)).alias(name)
        for name, dtype in REASONS.items()
    )


def _keys(different: pl.DataFrame, contract: RecordContract) -> list[str]:
    return (
        different.select(shown(different, contract.key).alias("key"))["key"]
        .unique()
        .sort()
        .head(MOST_TOLD)
        .to_list()
    )


def _finding(key: str, contract: RecordContract) -> Finding:
    return Finding(contract.kind, "duplicate", DIFFERENT, column=", ".join(contract.key), value=key)


DIFFERENT = Text(
    "Nhiều bản ghi cùng khóa nhưng khác nội dung; hãy sửa ở nguồn hoặc khai báo trong corrections.yaml.",
    "Several records have this key and different content; correct it at the source or state it in "
    "corrections.yaml.",
)
