"""The step from counts to points: fixed examples, and scalar and column rules bit for bit."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.public_services import index_set, scoring

INDEX = index_set.load()


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        pytest.param(1.125, 1.13, id="a tie goes up"),
        pytest.param(6 * 93.25 / 100, 5.59, id="5.595 is stored a little below"),
        pytest.param(1.005, 1.0, id="so is 1.005"),
        pytest.param(0.0, 0.0, id="nothing"),
        pytest.param(99.995, 100.0, id="stored a little above"),
    ],
)
def test_two_decimals_come_from_the_binary_value(value: float, rounded: float):
    """Half up applies to what the double holds, not to what it was written as."""
    assert scoring.fix2(value) == rounded


@given(st.lists(st.floats(0, 1e6) | st.integers(0, 10**8).map(lambda cents: cents / 1000), min_size=1))
def test_columns_round_as_single_values(values: list[float]):
    """Both versions agree in every bit."""
    found = pl.DataFrame({"value": values}).select(scoring.fix2_expr(pl.col("value"))).to_series()
    assert found.to_list() == [scoring.fix2(value) for value in values]


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from(INDEX.indicators))
def test_columns_score_as_single_values(numerator: int, denominator: int, indicator: index_set.Indicator):
    """Ratio and points of a column are those of the scalar rule, empty denominators included."""
    frame = pl.DataFrame({"n": [numerator], "d": [denominator], "indicator": [indicator.id]})
    found = (
        frame.join(INDEX.frame(), on="indicator")
        .with_columns(ratio=scoring.ratio_expr(pl.col("n"), pl.col("d")))
        .select("ratio", points=scoring.points_expr(pl.col("ratio")))
    )
    percent = scoring.ratio(numerator, denominator)
    assert found.row(0) == (percent, scoring.points(percent, indicator))


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [("1.1", None), ("4.1", None), ("2.1", 0.0), ("5.4", 0.0), ("6.3", 0.0), ("5.2", 6.0), ("5.3", 6.0)],
)
def test_an_empty_denominator_has_its_rule(indicator: str, expected: float | None):
    """Groups 1 and 4 are not scored, petitions get all points, the others none."""
    assert scoring.points(scoring.ratio(0, 0), INDEX.indicator(indicator)) == expected


def test_a_part_without_score_keeps_its_maximum():
    """The group's maximum does not shrink: 1.96 and 6 of 18."""
    assert scoring.total([None, None, 1.96, 6.0]) == 7.96
    assert INDEX.group("1").max == 18


@pytest.mark.parametrize("group", ["1", "2", "3", "4", "5", "6"])
def test_group_maxima_are_the_sums_of_their_parts(group: str):
    """The set adds up to the maxima that are published."""
    assert sum(each.max for each in INDEX.indicators if each.group == group) == INDEX.group(group).max


def test_the_set_has_a_hundred_points():
    """Decision 766: 100 points."""
    assert sum(group.max for group in INDEX.groups) == 100


EXAMPLE = [
    ("1.1", 37, 48, 4.62),
    ("1.2", 41, 52, 3.15),
    ("1.3", 60, 64, 1.88),
    ("1.4", 9120, 9600, 5.70),
    ("2.1", 8235, 9600, 17.16),
    ("3.1", 96, 150, 1.60),
    ("3.2", 63, 210, 1.20),
    ("3.3", 3360, 9600, 4.20),
    ("4.1", 60, 100, 3.60),
    ("4.2", 36, 100, 1.44),
    ("4.3", 50, 100, 1.25),
    ("4.4", 5, 100, 0.20),
    ("4.5b", 75, 100, 1.50),
    ("4.5a", 45, 120, 0.75),
    ("4.6", 9, 10, 1.80),
    ("5.2", 34, 40, 5.10),
    ("5.3", 31, 40, 4.65),
    ("5.4", 8100, 9600, 5.63),
    ("6.3", 2700, 3600, 4.50),
    ("6.2", 33, 60, 1.38),
    ("6.1", 21, 60, 0.88),
]


@pytest.mark.parametrize(("indicator", "numerator", "denominator", "expected"), EXAMPLE)
def test_the_worked_example_of_a_quarter(indicator: str, numerator: int, denominator: int, expected: float):
    """A made-up province with 9,600 dossiers in the quarter."""
    assert scoring.points(scoring.ratio(numerator, denominator), INDEX.indicator(indicator)) == expected


@pytest.mark.parametrize(
    ("group", "expected"), [("1", 15.35), ("2", 17.16), ("3", 7.0), ("4", 10.54), ("5", 15.38), ("6", 6.76)]
)
def test_the_groups_of_the_worked_example(group: str, expected: float):
    """Groups are sums of rounded points."""
    assert scoring.total([points for name, _, _, points in EXAMPLE if name.startswith(group)]) == expected


def test_a_real_year():
    """H44, year 2026: the total is the sum of the groups."""
    assert scoring.total([7.96, 17.68, 8.56, 9.59, 11.43, 6.67]) == 61.89
