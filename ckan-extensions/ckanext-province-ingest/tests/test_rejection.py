"""A file that breaks its contract changes nothing and is told what to do."""

from __future__ import annotations

import json

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from conftest import BROKEN, GOOD, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def rejected(upload_with_contract):
    resource = upload_with_contract(GOOD)
    work()
    upload_with_contract(BROKEN, resource, file_name="thang-3.csv")
    work()
    return resource


class TestRejection:
    def test_published_rows_stay(self, rejected):
        """The rows of the last valid file are still there."""
        assert status(rejected)["status"] == "error"
        assert [row["sent_count"] for row in records(rejected)] == [12, 15]

    @pytest.mark.parametrize(
        ("row", "column", "rule", "value"),
        [
            pytest.param(3, "sent_count", "minimum", "-1", id="below the minimum"),
            pytest.param(3, "signed_pct", "maximum", "150", id="above the maximum"),
            pytest.param(3, "issued_on", "type", "30/02/2024", id="no such day"),
        ],
    )
    def test_report_names_the_place(self, rejected, row, column, rule, value):
        """Each problem names file, row, column, rule and value, with a message in both languages."""
        (problem,) = [entry for entry in status(rejected)["error_report"] if entry["column"] == column]
        assert (problem["file"], problem["row"], problem["rule"], problem["value"]) == (
            "thang-3.csv",
            row,
            rule,
            value,
        )
        for language in ("", "_en"):
            assert value in problem[f"message{language}"]
            assert column in problem[f"message{language}"]
            assert problem[f"remedy{language}"]

    def test_corrected_file_loads(self, rejected, upload_with_contract):
        """After a refusal the next valid file is published."""
        upload_with_contract(GOOD.replace("12,98.5", "77,98.5"), rejected)
        work()
        assert records(rejected)[0]["sent_count"] == 77

    def test_first_file_refused_leaves_no_table(self, upload_with_contract):
        """Nothing is created for a file that is refused."""
        resource = upload_with_contract(BROKEN)
        work()
        with pytest.raises(tk.ObjectNotFound):
            records(resource)

    @pytest.mark.parametrize(
        "schema",
        [
            pytest.param("{", id="no JSON"),
            pytest.param(json.dumps({"fields": []}), id="no fields"),
            pytest.param(json.dumps({"fields": [{"name": "_id", "type": "string"}]}), id="reserved name"),
            pytest.param(
                json.dumps({"fields": [{"name": "a", "type": "date", "format": "any"}]}), id="guess"
            ),
        ],
    )
    def test_unusable_contract_is_an_error(self, upload, schema):
        """A contract that cannot be used is reported, never replaced by guessing."""
        resource = upload("a\n1\n", schema=schema)
        work()
        assert status(resource)["status"] == "error"
        with pytest.raises(tk.ObjectNotFound):
            records(resource)


class TestWhoSeesTheReport:
    def test_public_sees_the_status_without_cells(self, rejected):
        """Anybody who sees the resource sees the status, but no cell of an unpublished file."""
        seen = helpers.call_action(
            "province_ingest_status", {"user": "", "ignore_auth": False}, resource_id=rejected["id"]
        )
        assert (seen["status"], seen["error_report"]) == ("error", [])
        assert seen["error"]

    def test_others_may_not_load(self, rejected):
        """A user without rights on the dataset may not start a load."""
        with pytest.raises(tk.NotAuthorized):
            helpers.call_auth(
                "province_ingest_submit",
                {"user": factories.User()["name"], "model": None},
                resource_id=rejected["id"],
            )
