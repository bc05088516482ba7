"""Official results against computed ones, and the command that shows them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.public_services import score

ROWS = score.scored(score.read(score.OFFICIAL))


def test_every_official_score_is_met():
    """All 540 are within 0.015."""
    assert len(ROWS) == 540
    assert ROWS.filter(~ROWS["is_within"]).is_empty()


def test_official_scores_are_met_to_the_last_digit():
    """Where counts are published, the rule gives the very number."""
    counted = ROWS.filter(ROWS["denominator"].is_not_null() & ROWS["official_score"].is_not_null())
    assert len(counted) == 504
    assert (counted["computed_score"] == counted["official_score"]).all()


def test_the_command_shows_rows_and_a_closing_line():
    """One line a row, and how many are within."""
    result = CliRunner().invoke(score.main, [str(score.OFFICIAL)])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 541
    assert "540/540 (100.00%)" in result.output.splitlines()[-1]


def test_the_command_speaks_json():
    """The share is a number for programs."""
    found = json.loads(CliRunner().invoke(score.main, ["--json"]).output)
    assert (found["share"], len(found["rows"])) == (1.0, 540)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("official_score", "score", "official_score"),
        ("133274", "many", "many"),
        (",4.1,", ",9.9,", "9.9"),
    ],
)
def test_what_cannot_be_scored_is_named(tmp_path: Path, old: str, new: str, said: str):
    """A missing column, a word for a number and an unknown indicator stop the command."""
    file = tmp_path / "scores.csv"
    file.write_text(score.OFFICIAL.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = CliRunner().invoke(score.main, [str(file)])
    assert result.exit_code == 1
    assert said in result.output


def test_a_wrong_official_score_is_told(tmp_path: Path):
    """A row beyond the tolerance ends the command with code 1."""
    file = tmp_path / "scores.csv"
    content = score.OFFICIAL.read_text(encoding="utf-8").replace("72.23,4.33,6", "72.23,4.35,6", 1)
    file.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(score.main, [str(file)])
    assert (result.exit_code, "539/540" in result.output) == (1, True)
