"""The end of a publish run as people read it: one row per dataset, then reasons and proposals."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from pipelines.publishing.results import OUTCOMES, Summary
from pipelines.text import Text

COLOURS = {"created": "green", "updated": "yellow", "failed": "red"}


def show(summary: Summary, console: Console, language: str) -> None:
    """Print table, failures and proposals in ``language``."""
    table = Table(title=TITLE[summary.dry_run].said(language))
    table.add_column(DATASET.said(language))
    table.add_column(OUTCOME.said(language))
    table.add_column(ROWS.said(language), justify="right")
    for result in summary.results:
        colour = COLOURS.get(result.outcome, "default")
        outcome = OUTCOMES[result.outcome].said(language)
        table.add_row(result.name, f"[{colour}]{outcome}[/]", str(result.rows or ""))
    console.print(table)
    for result in summary.results:
        for finding in result.findings:
            console.print(f"✗ {finding.said(language)}", style="red", markup=False, soft_wrap=True)
    for kind, label in KINDS.items():
        names = [proposal.name for proposal in summary.proposals if proposal.kind == kind]
        if names:
            text = PROPOSAL.filled(kind=label.said(language), names=", ".join(names)).said(language)
            console.print(text, markup=False, soft_wrap=True)
    counts = summary.as_dict()
    parts = [f"{OUTCOMES[key].said(language)} {counts[key]}" for key in OUTCOMES if counts[key]]
    console.print("; ".join(parts) or NOTHING.said(language))


TITLE = {
    False: Text("Kết quả công bố", "What was published"),
    True: Text("Sẽ làm (chưa thay đổi gì)", "What would be done (nothing was changed)"),
}
DATASET = Text("Bộ dữ liệu", "Dataset")
OUTCOME = Text("Kết quả", "Outcome")
ROWS = Text("Số dòng", "Rows")
NOTHING = Text("Không có bộ dữ liệu nào.", "There are no datasets.")
PROPOSAL = Text(
    "Đề nghị gỡ {kind}: {names} (không còn contract hoặc hồ sơ nào đứng sau; lệnh này không tự xóa).",
    "Withdrawal proposed of {kind}: {names} (no contract or profile behind them; nothing is deleted).",
)
KINDS = {
    "dataset": Text("bộ dữ liệu", "datasets"),
    "resource": Text("tài nguyên", "resources"),
    "organization": Text("cơ quan", "organisations"),
    "group": Text("ngành", "sectors"),
}
