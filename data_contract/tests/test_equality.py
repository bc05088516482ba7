"""The compiled check says what frictionless says, on any schema and any file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_contract.check import check
from data_contract.compiled import batches
from data_contract.tests import referee
from data_contract.tests.tables import Table, tables

MANY = 100_000


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(tables(), st.sampled_from([16, 64, batches.BLOCK_BYTES]))
def test_verdict_is_frictionless_s(table: Table, block: int) -> None:
    """Same rows, columns and rules, none for none, wherever the file is cut into blocks."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "BLOCK_BYTES", block)
        path, normal = Path(folder, "table.csv"), Path(folder, "normal.csv")
        table.write(path)
        report = check(path, table.schema, MANY, normal=normal)
        places = {(problem.row or 0, problem.column, problem.rule) for problem in report.problems}
        assert places == referee.found(path, table.schema)
        assert normal.exists() == report.valid
