"""A file with a contract becomes a typed table."""

from __future__ import annotations

import pytest
from ckan.tests import helpers
from conftest import GOOD, datastore, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")


class TestTypedLoad:
    def test_rows_have_the_types_of_the_contract(self, upload_with_contract):
        """Numbers are numbers, dates in the contract's format are dates, empty cells are null."""
        resource = upload_with_contract(GOOD)
        work()
        assert status(resource)["status"] == "complete"
        first, second = records(resource)
        assert (first["sent_count"], first["issued_on"]) == (12, "2024-01-31")
        assert second["signed_pct"] is None
