"""A file with a contract becomes the table that the contract describes."""

from __future__ import annotations

import copy

import pytest
from ckan.tests import factories, helpers
from ckanext.province_ingest.datastore import publish
from conftest import BETTER, GOOD, HEADER, SCHEMA, datastore, datastore_run, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")

TYPES = {
    "month": "text",
    "agency_code": "text",
    "agency_name": "text",
    "sent_count": "int8",
    "signed_pct": "numeric",
    "issued_on": "date",
}


def fields(resource: dict) -> dict[str, dict]:
    found = helpers.call_action("datastore_search", resource_id=resource["id"], limit=0)["fields"]
    return {field["id"]: field for field in found if field["id"] != "_id"}


@pytest.fixture
def loaded(upload_with_contract):
    resource = upload_with_contract(GOOD)
    work()
    assert status(resource)["status"] == "complete"
    return resource


class TestTypedLoad:
    def test_values_have_the_types_of_the_contract(self, loaded):
        """Numbers are numbers, dates in the contract's notation are dates, empty cells are null."""
        first, second = records(loaded)
        assert (first["sent_count"], float(first["signed_pct"]), first["issued_on"]) == (
            12,
            98.5,
            "2024-01-31",
        )
        assert second["signed_pct"] is None

    def test_columns_have_the_types_of_the_contract(self, loaded):
        """Types come from the contract, not from the values."""
        assert {name: field["type"] for name, field in fields(loaded).items()} == TYPES

    def test_dictionary_comes_from_the_contract(self, loaded):
        """Labels and notes in both languages and the unit stand in the data dictionary."""
        assert fields(loaded)["signed_pct"]["info"] == {
            "label": "Tỷ lệ ký số",
            "label_en": "Digitally signed",
            "notes": "Trên tổng văn bản đi",
            "notes_en": "Over all documents sent",
            "unit": "percent",
        }

    def test_alias_is_dataset_and_resource(self, loaded):
        """The table answers to <dataset>__<resource>."""
        assert records("e_office_monthly__monthly") == records(loaded)

    def test_key_is_unique_and_filters_are_indexed(self, loaded):
        """The primary key is a unique index, each filter column has an index."""
        wanted = "SELECT count(*) FROM pg_indexes WHERE tablename = :table AND indexdef LIKE :line"
        assert datastore(wanted, table=loaded["id"], line="CREATE UNIQUE INDEX%(month, agency_code)") == 1
        assert datastore(wanted, table=loaded["id"], line="CREATE INDEX%(agency_code)") == 1

    def test_full_text_finds_words_of_text_columns(self, loaded):
        """datastore_search finds rows by the words of text columns."""
        found = helpers.call_action("datastore_search", resource_id=loaded["id"], q="chính")
        assert found["total"] == 2
        assert helpers.call_action("datastore_search", resource_id=loaded["id"], q="giáo")["total"] == 0

    def test_full_text_of_declared_columns(self, upload_with_contract):
        """The contract may name the columns that full-text search looks in, whatever their type."""
        resource = upload_with_contract(GOOD, searchable=["sent_count"])
        work()
        found = [
            helpers.call_action("datastore_search", resource_id=resource["id"], q=words)["total"]
            for words in ("15", "chính")
        ]
        assert found == [1, 0]

    @pytest.mark.parametrize("large", [publish.LARGE, 0])
    def test_full_text_equals_that_of_the_trigger(self, upload_with_contract, monkeypatch, large):
        """For the same columns, set-based full text is what CKAN's trigger computes row by row."""
        monkeypatch.setattr(publish, "LARGE", large)
        resource = upload_with_contract(GOOD, searchable=[field["name"] for field in SCHEMA["fields"]])
        work()
        wanted = f'SELECT string_agg(_full_text::text, $$|$$ ORDER BY _id) FROM "{resource["id"]}"'
        ours = datastore(wanted)
        datastore_run(f'UPDATE "{resource["id"]}" SET _full_text = NULL')
        assert ours == datastore(wanted)
        assert "chinh" in ours

    def test_row_count_is_right_at_once(self, loaded, upload_with_contract):
        """The total follows a reload."""
        assert helpers.call_action("datastore_search", resource_id=loaded["id"], limit=0)["total"] == 2
        upload_with_contract(GOOD + "2024-04,A01,Sở Tài chính,1,1,30/04/2024\n", loaded)
        work()
        assert helpers.call_action("datastore_search", resource_id=loaded["id"], limit=0)["total"] == 3

    def test_readers_account_may_read(self, loaded):
        """Table and alias are readable by the DataStore's reading account."""
        sql = 'SELECT count(*) AS n FROM "{}"'
        for name in (loaded["id"], "e_office_monthly__monthly"):
            assert helpers.call_action("datastore_search_sql", sql=sql.format(name))["records"] == [{"n": 2}]

    def test_resource_knows_that_it_is_loaded(self, loaded):
        """datastore_active is set, although the job runs without a signed-in user and activity is on."""
        assert helpers.call_action("resource_show", id=loaded["id"])["datastore_active"] is True


class TestReload:
    def test_same_structure_keeps_the_table(self, loaded, upload_with_contract):
        """Views over the table survive a reload, and show the new rows."""
        before = datastore("SELECT to_regclass(:name)::oid::text", name=f'"{loaded["id"]}"')
        upload_with_contract(BETTER, loaded)
        work()
        assert datastore("SELECT to_regclass(:name)::oid::text", name=f'"{loaded["id"]}"') == before
        assert [row["sent_count"] for row in records("e_office_monthly__monthly")] == [13, 7]

    def test_new_structure_builds_a_new_table(self, loaded, upload_with_contract):
        """Another column in the contract appears in table and alias."""
        schema = copy.deepcopy(SCHEMA)
        schema["fields"].append({"name": "note", "type": "string"})
        content = HEADER.replace("issued_on", "issued_on,note") + "2024-01,A01,Sở Y tế,1,1,31/01/2024,x\n"
        upload_with_contract(content, loaded, schema)
        work()
        assert [row["note"] for row in records("e_office_monthly__monthly")] == ["x"]

    def test_rows_added_by_hand_are_numbered_after_those_of_the_file(self, loaded):
        """The row number goes on where the file ended, and CKAN's own trigger fills the full text."""
        row = {"month": "2024-09", "agency_code": "Z", "agency_name": "Thanh tra tỉnh", "sent_count": 1}
        helpers.call_action(
            "datastore_upsert", resource_id=loaded["id"], records=[row], method="insert", force=True
        )
        assert [record["_id"] for record in records(loaded)] == [1, 2, 3]
        assert helpers.call_action("datastore_search", resource_id=loaded["id"], q="thanh")["total"] == 1

    def test_same_file_again_changes_nothing(self, loaded, upload_with_contract):
        """A second load of the same content succeeds without touching a row."""
        before = datastore(f'SELECT min(xmin::text) FROM "{loaded["id"]}"')
        upload_with_contract(GOOD, loaded)
        work()
        assert status(loaded)["status"] == "complete"
        assert status(loaded)["rows"] == 2
        assert datastore(f'SELECT min(xmin::text) FROM "{loaded["id"]}"') == before

    def test_force_loads_the_same_file_again(self, loaded):
        """With force, rows are written even though they are the same."""
        before = datastore(f'SELECT min(xmin::text) FROM "{loaded["id"]}"')
        helpers.call_action("province_ingest_submit", resource_id=loaded["id"], force=True)
        work()
        assert datastore(f'SELECT min(xmin::text) FROM "{loaded["id"]}"') != before

    def test_changed_contract_reloads_the_same_file(self, loaded, steward):
        """A new unit in the contract reaches the data dictionary without a new upload."""
        resource = helpers.call_action("resource_show", id=loaded["id"])
        resource["schema"] = resource["schema"].replace('"document"', '"page"')
        helpers.call_action("resource_update", {"user": steward["name"]}, **resource)
        work()
        assert fields(loaded)["sent_count"]["info"]["unit"] == "page"

    def test_another_resource_cannot_take_the_alias(self, loaded, upload_with_contract):
        """A second resource of the same contract name is refused, and the first keeps its alias."""
        second = upload_with_contract(BETTER)
        work()
        assert loaded["id"] in status(second)["error_en"]
        assert records("e_office_monthly__monthly") == records(loaded)

    def test_alias_of_a_purged_dataset_is_taken_over(self, loaded, upload_with_contract, dataset, steward):
        """CKAN keeps the tables of a purged dataset; their names do not block its successor."""
        helpers.call_action("dataset_purge", {"user": steward["name"]}, id=dataset["id"])
        successor = factories.Dataset(name=dataset["name"], owner_org=dataset["owner_org"])
        upload_with_contract(BETTER, package_id=successor["id"])
        work()
        assert [row["sent_count"] for row in records("e_office_monthly__monthly")] == [13, 7]
