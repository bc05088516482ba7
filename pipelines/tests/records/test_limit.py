"""A run stops when more of its records were set aside than the contract allows."""

import pytest

from pipelines import records
from pipelines.records import RecordContract

SHARES = [
    (20, 0, 0, False, "no records"),
    (20, 10, 2, False, "exactly the limit"),
    (20, 10, 3, True, "above"),
    (0, 1_000_000, 1, True, "none allowed"),
    (100, 3, 3, False, "all allowed"),
    (1.15, 10_000, 115, False, "a limit that floating point has not exactly"),
    (1e-05, 10_000_000, 2, True, "a very small limit"),
]


@pytest.mark.parametrize(
    ("limit", "rows", "aside", "stops"), [s[:4] for s in SHARES], ids=[s[4] for s in SHARES]
)
def test_only_more_than_the_limit_stops(
    contract: RecordContract, limit: float, rows: int, aside: int, stops: bool
) -> None:
    """The limit itself is allowed, to the last record."""
    limited = contract.model_copy(update={"max_set_aside_percent": limit})
    assert (records.too_many(limited, rows, aside) is not None) == stops


def test_the_counts_the_limit_and_the_way_out_are_told(contract: RecordContract) -> None:
    """In both languages."""
    finding = records.too_many(contract, 10, 3)
    assert finding is not None
    assert finding.file == "records/dossier.yaml"
    for language in ("vi", "en"):
        said = finding.said(language)
        assert all(told in said for told in ("3", "10", "20 %", "max_set_aside_percent", "corrections.yaml"))
