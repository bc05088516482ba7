"""The page on data sources and the datasets describe the same."""

import re

from province.tests.conftest import ROOT, contracts, figures, read_csv

PAGE = (ROOT / "docs" / "data-sources.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", PAGE, re.MULTILINE))


def test_the_page_lists_every_dataset_and_no_other():
    """A dataset that is not explained, or explained and gone, is an error."""
    assert ROWS.keys() == contracts().keys()


def test_the_page_names_sector_and_sources_of_reported_datasets():
    """Sector and source keys are those of the contract and its rows."""
    quoted: dict[str, set[str]] = {
        "reporting-sources": {
            row["source_key"] for row in read_csv(ROOT / "datasets/noi-vu/reporting-sources/sources.csv")
        }
    }
    for (dataset, _), row in figures().items():
        quoted.setdefault(dataset, set()).update(row["source_key"], row["other_source_keys"].split())
    for name, (_, contract) in contracts().items():
        if contract["origin"] == "reported":
            assert ROWS[name] == f"{contract['sector']} | {' '.join(sorted(quoted[name]))}"
