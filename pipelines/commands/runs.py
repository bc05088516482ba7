"""``runs``: what the ledger knows of runs."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pipelines import installed
from pipelines.findings import Broken, Finding
from pipelines.ledger.ledger import Ledger, Line
from pipelines.options import as_json, ledger, stop
from pipelines.publishing.results import OUTCOMES
from pipelines.runs.run import COUNTS
from pipelines.text import Text, t


@click.command(
    help=t(
        "Các lượt chạy mới nhất của quy trình NAME, hoặc của mọi quy trình.",
        "The newest runs of the pipeline NAME, or of all.",
    )
)
@click.argument("name", required=False)
@click.option(
    "--show", "number", type=int, help=t("Mọi điều về lượt số N.", "Everything about run number N.")
)
@click.option("--limit", default=20, show_default=True, help=t("Số lượt.", "How many runs."))
@ledger
@as_json
@click.pass_obj
def command(
    language: str, name: str | None, number: int | None, limit: int, ledger: str, as_json: bool
) -> None:
    """Show runs; code 2 when there is no such pipeline or run, or the ledger does not answer."""
    book = Ledger(ledger)
    try:
        if name:
            installed.find(name)
        found = book.one(number) if number else None
        if number and found is None:
            raise Broken([Finding("runs", "number", NO_RUN, value=str(number))])
        runs = [] if found else book.newest(name, limit)
    except Broken as broken:
        stop(broken.findings, language, as_json)
    if as_json:
        click.echo(json.dumps(found or runs, ensure_ascii=False, default=str))
    elif found:
        _show(found, Console(highlight=False, soft_wrap=True), language)
    else:
        _list(runs, Console(highlight=False), language)


def _list(runs: list[Line], console: Console, language: str) -> None:
    if not runs:
        console.print(NONE.said(language))
        return
    table = Table()
    for title in COLUMNS:
        table.add_column(title.said(language), no_wrap=title in WHOLE)
    for run in runs:
        did = {} if run["state"] == "unchanged" else run["outcome"]
        cells = [run["id"], run["pipeline"], _moment(run["started_at"]), STATES[run["state"]].said(language)]
        cells += [did.get("rows_in", ""), did.get("changed", ""), _months(did), _seconds(run)]
        table.add_row(*map(str, cells))
    console.print(table)


def _show(run: Line, console: Console, language: str) -> None:
    did = run["outcome"]
    lines = [
        (PIPELINE, run["pipeline"]),
        (STATE, STATES[run["state"]].said(language)),
        (TRIGGER, TRIGGERS[run["trigger"]].said(language)),
        (STARTED, _moment(run["started_at"])),
        (DURATION, f"{_seconds(run)} {_parts(did.get('seconds', {}))}"),
        (AS_OF, run["as_of"]),
    ]
    if did and not did["unchanged"]:
        lines += [(label, did[key]) for key, label in COUNTS.items()]
    lines += [(REASON, f"{rule}: {count}") for rule, count in did.get("reasons", {}).items()]
    if did.get("months"):
        lines.append((MONTHS, ", ".join(did["months"])))
    lines += [(label, did[key]) for key, label in VERSIONS.items() if did.get(key)]
    for entry in run["inputs"]:
        words = f"{entry['kind']}: {entry['source']}, {entry['size']} B, sha256 {entry['sha256']}"
        lines.append((INPUT, words))
    for dataset, outcome in run["published"].items():
        lines.append((PUBLISHED, f"{dataset}: {OUTCOMES[outcome].said(language)}"))
    for finding in run["findings"]:
        words = finding["message" if language == "vi" else "message_en"]
        lines.append((FINDING, f"{finding['file']} [{finding['rule']}] {finding.get('value', '')} {words}"))
    for label, value in lines:
        console.print(f"{label.said(language)}: {value}", markup=False)


def _moment(moment: Any) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _months(did: dict[str, Any]) -> str:
    months = did.get("months", [])
    return ", ".join(months) if len(months) <= 2 else f"{months[0]} … {months[-1]} ({len(months)})"


def _seconds(run: Line) -> str:
    if run["finished_at"] is None:
        return ""
    return f"{(run['finished_at'] - run['started_at']).total_seconds():.1f} s"


def _parts(seconds: dict[str, float]) -> str:
    return f"({', '.join(f'{stage} {took}' for stage, took in seconds.items())})" if seconds else ""


NONE = Text("Chưa có lượt chạy nào.", "There are no runs yet.")
NO_RUN = Text(
    "Không có lượt chạy số này; xem danh sách: ./portal runs",
    "There is no run of this number; see the list: ./portal runs",
)
NUMBER = Text("Số", "No.")
PIPELINE = Text("Quy trình", "Pipeline")
STARTED = Text("Bắt đầu", "Started")
STATE = Text("Kết quả", "Result")
RECORDS = Text("Bản ghi", "Records")
CHANGED = Text("Dòng thay đổi", "Rows changed")
MONTHS = Text("Tháng thay đổi", "Months changed")
DURATION = Text("Thời gian", "Duration")
WHOLE = (NUMBER, PIPELINE, STARTED, STATE)
"""Columns that are never broken over lines."""
COLUMNS = (*WHOLE, RECORDS, CHANGED, MONTHS, DURATION)
STATES = {
    "running": Text("đang chạy", "running"),
    "succeeded": Text("xong", "succeeded"),
    "unchanged": Text("không đổi", "unchanged"),
    "failed": Text("lỗi", "failed"),
    "interrupted": Text("bị ngắt", "interrupted"),
}
TRIGGERS = {
    "operator": Text("người vận hành", "the operator"),
    "first": Text("cài đặt cổng", "the installation"),
}
VERSIONS = {
    "input": Text("Mã băm đầu vào", "Hash of the input"),
    "code_version": Text("Phiên bản mã", "Version of the code"),
    "contract_version": Text("Phiên bản contract bản ghi", "Version of the record contracts"),
}
TRIGGER = Text("Do", "Started by")
AS_OF = Text("Tính đến", "As of")
REASON = Text("Quy tắc bị vi phạm", "Broken rule")
INPUT = Text("Đầu vào", "Input")
PUBLISHED = Text("Đã công bố", "Published")
FINDING = Text("Lý do", "Reason")
