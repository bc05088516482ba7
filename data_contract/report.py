"""What a check found: problems by row, column and rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import messages


@dataclass(frozen=True)
class Problem:
    """One broken rule.

    ``row`` counts records from 1, the header being row 1; None when the problem is not of one row.
    ``details`` fills the placeholders of the rule's message: ``limit``, ``type``, ``note`` and what a rule
    names itself; ``label`` is what the file calls the column where that is not its name.
    """

    rule: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def dictize(self, file: str) -> dict[str, Any]:
        """As stored and shown, with message and remedy in both languages."""
        place = {"row": self.row, "column": self.column, "value": self.value}
        cell = {name: self.details.get(name) for name in ("sheet", "cell", "label")}
        column = self.details.get("label", self.column)
        message, remedy = messages.problem(self.rule, {**place, "column": column, **self.details})
        return {
            "file": file,
            **cell,
            "rule": self.rule,
            **place,
            "message": message.vi,
            "message_en": message.en,
            "remedy": remedy.vi,
            "remedy_en": remedy.en,
        }


@dataclass(frozen=True)
class ToldProblem(Problem):
    """A problem as it was told once; ``told`` is what :meth:`Problem.dictize` gave."""

    told: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, told: dict[str, Any]) -> ToldProblem:
        """The problem behind a stored description."""
        details = {name: told[name] for name in ("sheet", "cell") if told.get(name)}
        return cls(told["rule"], told["row"], told["column"], told["value"], details, told)

    def dictize(self, file: str) -> dict[str, Any]:
        """The same description again."""
        return self.told


@dataclass(frozen=True)
class Report:
    """Outcome of a check: number of data rows read, and the problems, none when the file is valid.

    ``failing`` counts the rows with a problem, those beyond the limit of ``problems`` too; a row with a
    broken cell counts once more for each key that it repeats, and of the rules beyond the schema only rows
    that are told count.
    """

    rows: int
    problems: tuple[Problem, ...] = ()
    failing: int = 0

    @property
    def valid(self) -> bool:
        """Whether the file keeps its contract."""
        return not self.problems


class Rejected(Exception):
    """The file must not be loaded, for these reasons; ``file_name`` is filled in where the name is known."""

    def __init__(self, *problems: Problem):
        super().__init__(", ".join(problem.rule for problem in problems))
        self.problems = problems
        self.file_name = ""


class BrokenContract(Exception):
    """The contract itself cannot be used; the argument says why."""
