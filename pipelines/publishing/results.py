"""What a publish run did: one object per dataset and one for the whole, ready for a table and for JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.findings import Finding
from pipelines.text import Text

Outcome = Literal["created", "updated", "unchanged", "skipped", "hidden", "awaiting", "failed"]

OUTCOMES: dict[Outcome, Text] = {
    "created": Text("tạo mới", "created"),
    "updated": Text("cập nhật", "updated"),
    "unchanged": Text("không đổi", "unchanged"),
    "skipped": Text("bỏ qua (tỉnh khác)", "skipped (other province)"),
    "hidden": Text("ẩn (tỉnh khác)", "hidden (other province)"),
    "awaiting": Text("chờ lượt chạy (./portal run)", "awaits a run (./portal run)"),
    "failed": Text("lỗi", "failed"),
}


@dataclass
class Result:
    """What became of one dataset."""

    name: str
    """Name of the dataset."""
    outcome: Outcome
    """What was done; with a dry run, what would be done."""
    rows: int = 0
    """Rows in its files, the headers aside."""
    uploaded: list[str] = field(default_factory=list)
    """Resources whose file was sent."""
    findings: list[Finding] = field(default_factory=list)
    """Why it failed."""

    def fail(self, *findings: Finding) -> None:
        """Note a failure with its reasons."""
        self.outcome = "failed"
        self.findings += findings

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready object."""
        return {
            "name": self.name,
            "outcome": self.outcome,
            "rows": self.rows,
            "uploaded": self.uploaded,
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True)
class Proposal:
    """Something on the portal that no contract or profile stands behind any more; people decide on it."""

    kind: Literal["dataset", "resource", "organization", "group"]
    """What it is."""
    name: str
    """Its name; for a resource ``dataset/resource``."""

    def as_dict(self) -> dict[str, str]:
        """A JSON-ready object."""
        return {"kind": self.kind, "name": self.name}


@dataclass
class Summary:
    """The whole run."""

    profile: str
    """The active profile."""
    dry_run: bool
    """Nothing was changed."""
    results: list[Result] = field(default_factory=list)
    """One for each dataset asked for."""
    proposals: list[Proposal] = field(default_factory=list)
    """What should be withdrawn."""
    frame: Counter[str] = field(default_factory=Counter)
    """Groups and organisations created, updated or left as they were."""

    @property
    def failed(self) -> bool:
        """At least one dataset failed."""
        return any(result.outcome == "failed" for result in self.results)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready object with a count for every outcome."""
        counts = Counter(result.outcome for result in self.results)
        return {
            "profile": self.profile,
            "dry_run": self.dry_run,
            **{outcome: counts[outcome] for outcome in OUTCOMES},
            "rows": sum(result.rows for result in self.results),
            "groups_and_organizations": dict(sorted(self.frame.items())),
            "withdrawal_proposed": [proposal.as_dict() for proposal in self.proposals],
            "datasets": [result.as_dict() for result in self.results],
        }
