"""The check of records: those that keep the contract go on, the others are set aside with every reason.

    rows in = rows out + rows set aside, and a rule that stops the run raises before anything goes on.

The check sees one frame; what several records of one key mean is settled later (see :mod:`.duplicates`).
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from data_contract.report import Problem
from pipelines.findings import Broken, Finding
from pipelines.records.conditions import Condition, conditions
from pipelines.records.model import RecordContract
from pipelines.records.values import flag, typed
from pipelines.text import Text
from pipelines.validation import rows

MOST_TOLD = 20
REASONS = {
    "source": pl.String,
    "row": pl.Int64,
    "rule": pl.String,
    "column": pl.String,
    "value": pl.String,
    "key": pl.String,
}
"""Columns of what was set aside, one row for each reason of each record."""
PLACE = "\0place"


@dataclass(frozen=True)
class Checked:
    """A frame after its check."""

    frame: pl.DataFrame
    """Sound records with the contract's columns and types; moments are local time without zone."""
    set_aside: pl.DataFrame
    """Reasons: source, row, rule, column, value as it was read, and key of the record."""
    rows_in: int
    """Records looked at."""
    rows_set_aside: int
    """Records set aside."""
    counts: Counter[str]
    """Breaches by ``rule`` or ``rule:column``; a record may have several."""


def check(frame: pl.DataFrame, contract: RecordContract, *, source: str = "", first_row: int = 2) -> Checked:
    """Judge a frame of texts or typed columns.

    :param source: what messages call the file
    :param first_row: number of the first record as a spreadsheet counts it

    Raises:
        Broken: a column is not known or missing, or a rule that stops the run is broken.
    """
    require_columns(frame.columns, contract, source)
    rules = conditions(contract)
    placed = frame.with_row_index(PLACE, first_row)
    values = typed(placed, contract.table.fields)
    broken = values.select(
        PLACE, *((~rule.good.fill_null(True)).alias(str(index)) for index, rule in enumerate(rules))
    )
    failing = [rule for index, rule in enumerate(rules) if broken[str(index)].any()]
    good = values.drop(flag(name) for name in contract.names()).select(PLACE, *contract.names())
    if not failing:
        return Checked(good.drop(PLACE), no_reasons(), frame.height, 0, Counter())
    bad = broken.filter(pl.any_horizontal(pl.exclude(PLACE)))
    _stop(placed, bad, rules, contract, source)
    reasons = pl.concat(list(_reasons(placed, bad, rules, contract, source)))
    counts = Counter(f"{rule}:{column}" if column else rule for rule, column in _breaches(reasons))
    kept = good.join(bad.select(PLACE), on=PLACE, how="anti", maintain_order="left").drop(PLACE)
    return Checked(kept, reasons, frame.height, bad.height, counts)


def no_reasons() -> pl.DataFrame:
    """Nothing set aside."""
    return pl.DataFrame(schema=REASONS)


def require_columns(names: Sequence[str], contract: RecordContract, source: str) -> None:
    """Refuse columns that the contract does not know, and mandatory ones that are not there."""
    known = contract.names()
    required = {
        field.name for field in contract.table.fields if field.constraints and field.constraints.required
    }
    lacking = [name for name in known if name in required | set(contract.key) and name not in names]
    free = [name for name in known if name not in names]
    found = [_unknown(name, free, contract, source) for name in names if name not in known]
    found += [
        Finding(source, "missing-column", MISSING.filled(kind=contract.kind), column=name) for name in lacking
    ]
    if found:
        raise Broken(found)


def _unknown(name: str, free: list[str], contract: RecordContract, source: str) -> Finding:
    near = difflib.get_close_matches(name, free, 1, cutoff=0.5)
    guess = GUESS.filled(name=near[0]) if near else Text("", "")
    message = Text(
        UNKNOWN.vi.format(kind=contract.kind, guess=guess.vi),
        UNKNOWN.en.format(kind=contract.kind, guess=guess.en),
    )
    return Finding(source, "unknown-column", message, row=1, column=name)


def _stop(
    placed: pl.DataFrame, bad: pl.DataFrame, rules: list[Condition], contract: RecordContract, source: str
) -> None:
    found: list[Finding] = []
    for index, rule in enumerate(rules):
        if rule.on_failure == "stop":
            reasons = _reason(placed, bad.filter(str(index)).head(MOST_TOLD), rule, contract, source)
            found += [_finding(rule, contract, source, row, value) for row, value in _places(reasons)]
    if found:
        raise Broken(sorted(found, key=lambda finding: finding.row or 0)[:MOST_TOLD])


def _finding(rule: Condition, contract: RecordContract, source: str, row: int, value: str) -> Finding:
    problem = Problem(rule.rule, row, rule.column, value, dict(rule.details))
    said = rule.message or rows.finding(problem, source).message
    way_out = STOPPED.filled(kind=contract.kind)
    message = Text(f"{said.vi} {way_out.vi}", f"{said.en} {way_out.en}")
    return Finding(source, rule.rule, message, row=row, column=rule.column, value=value)


def _reasons(
    placed: pl.DataFrame, bad: pl.DataFrame, rules: list[Condition], contract: RecordContract, source: str
) -> Iterator[pl.DataFrame]:
    for index, rule in enumerate(rules):
        broken = bad.filter(str(index))
        if broken.height:
            yield _reason(placed, broken, rule, contract, source)


def _reason(
    placed: pl.DataFrame, broken: pl.DataFrame, rule: Condition, contract: RecordContract, source: str
) -> pl.DataFrame:
    told = [rule.column] if rule.column else sorted(rule.good.meta.root_names())
    return placed.join(broken.select(PLACE), on=PLACE, how="semi").select(
        pl.lit(source).alias("source"),
        pl.col(PLACE).cast(pl.Int64).alias("row"),
        pl.lit(rule.rule).alias("rule"),
        pl.lit(rule.column).alias("column"),
        shown(placed, told).alias("value"),
        shown(placed, contract.key).alias("key"),
    )


def shown(frame: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """Values as people read them, several with a bar between them."""
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in names if name in frame.columns]
    return pl.concat_str(texts, separator=" | ") if texts else pl.lit("")


def _places(reasons: pl.DataFrame) -> Iterator[tuple[int, str]]:
    return reasons.select("row", "value").iter_rows()


def _breaches(reasons: pl.DataFrame) -> Iterator[tuple[str, str]]:
    return reasons.select("rule", "column").iter_rows()


UNKNOWN = Text(
    "Quy ước bản ghi «{kind}» không có cột này{guess}. Nếu nguồn đã đổi tên cột thì sửa tên ở nguồn hoặc "
    "trong records/{kind}.yaml; nếu là cột mới thì khai báo ở đó.",
    "The record contract “{kind}” has no such column{guess}. If the source renamed a column, correct its "
    "name at the source or in records/{kind}.yaml; if it is new, declare it there.",
)
GUESS = Text(" (có phải là «{name}»?)", " (is “{name}” meant?)")
MISSING = Text(
    "Thiếu cột bắt buộc của «{kind}»; hãy kiểm tra nguồn có đổi tên hay bỏ cột này không.",
    "A mandatory column of “{kind}” is missing; see whether the source renamed or dropped it.",
)
STOPPED = Text(
    "Lượt chạy dừng lại: sửa ở nguồn, khai báo trong corrections.yaml, hoặc sửa quy tắc ở "
    "records/{kind}.yaml.",
    "The run stops: correct it at the source, state it in corrections.yaml, or change the rule in "
    "records/{kind}.yaml.",
)
