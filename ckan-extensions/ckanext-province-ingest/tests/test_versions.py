"""Every load keeps its file and says what it changed; any version can be had and brought back."""

from __future__ import annotations

import copy
import io

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.province_ingest import submission
from ckanext.province_ingest.versions import store
from conftest import BETTER, GOOD, HEADER, SCHEMA, records, status, work
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("fresh")


def listed(resource: dict) -> list[dict]:
    return helpers.call_action("province_ingest_version_list", resource_id=resource["id"])


def changes(resource: dict, number: int, **page) -> dict:
    return helpers.call_action(
        "province_ingest_version_diff", resource_id=resource["id"], number=number, **page
    )


@pytest.fixture
def twice(upload_with_contract):
    """A resource with two versions: one row added, one removed, one changed."""
    resource = upload_with_contract(GOOD, version_reason="Số liệu quý 1")
    work()
    upload_with_contract(BETTER, resource, version_reason="Đính chính", version_source_run="run-7")
    work()
    return resource


class TestRecords:
    def test_every_load_is_a_version(self, twice, steward):
        """Number, rows, hash, reason and source run of each load are kept, and who asked for it."""
        second, first = listed(twice)
        assert [found["number"] for found in (first, second)] == [1, 2]
        assert [found["rows"] for found in (first, second)] == [2, 2]
        assert (first["reason"], second["reason"], second["source_run"]) == (
            "Số liệu quý 1",
            "Đính chính",
            "run-7",
        )
        assert first["hash"] != second["hash"]
        author = helpers.call_action(
            "province_ingest_version_show",
            {"user": steward["name"]},
            resource_id=twice["id"],
            number=2,
        )["author"]
        assert author == steward["fullname"]

    def test_visitors_do_not_see_who(self, twice):
        """The name of whoever published is for those who may change the resource."""
        context = {"user": "", "ignore_auth": False, "auth_user_obj": None}
        found = tk.get_action("province_ingest_version_show")(
            context, {"resource_id": twice["id"], "number": 2}
        )
        assert "author" not in found

    def test_bytes_are_kept_as_they_came(self, twice):
        """The file of a version is the uploaded file, byte for byte."""
        files = [store.folder(twice["id"], number) / store.ORIGINAL for number in (1, 2)]
        assert [file.read_bytes().decode() for file in files] == [GOOD, BETTER]

    def test_same_content_is_no_new_version(self, twice, upload_with_contract):
        """Loading what is published already succeeds and adds nothing."""
        upload_with_contract(BETTER, twice)
        work()
        assert status(twice)["status"] == "complete"
        assert len(listed(twice)) == 2

    def test_rejected_file_is_no_version(self, twice, upload_with_contract):
        """A file that breaks its contract leaves neither record nor file."""
        upload_with_contract(HEADER + "2024-01,A01,x,-1,1,31/01/2024\n", twice)
        work()
        assert status(twice)["status"] == "error"
        assert [found["number"] for found in listed(twice)] == [2, 1]
        assert not store.folder(twice["id"], 3).exists()

    def test_words_do_not_stick_to_the_resource(self, twice, upload_with_contract):
        """A reason belongs to one change: it is not on the resource, and the next version has its own."""
        assert "version_reason" not in helpers.call_action("resource_show", id=twice["id"])
        upload_with_contract(GOOD.replace("12,98.5", "77,98.5"), twice)
        work()
        assert listed(twice)[0]["reason"] is None


class TestOlderFile:
    def test_older_file_is_refused(self, twice, upload_with_contract):
        """Yesterday's file after today's is a slip: it names both versions and the ways back."""
        upload_with_contract(GOOD, twice)
        work()
        told = status(twice)
        assert told["status"] == "error"
        assert "version 1" in told["error_en"]
        assert "phiên bản 1" in told["error"]
        assert [row["sent_count"] for row in records(twice)] == [13, 7]

    def test_reason_makes_it_meant(self, twice, upload_with_contract):
        """Whoever says why may publish an earlier file again."""
        upload_with_contract(GOOD, twice, version_reason="Bản trước mới đúng")
        work()
        assert [row["sent_count"] for row in records(twice)] == [12, 15]


class TestChanges:
    def test_rows_are_compared_by_key(self, twice):
        """Added, removed and changed rows, with the cells that differ."""
        found = changes(twice, 2)
        assert found["counts"] == {"added": 1, "removed": 1, "changed": 1}
        rows = {row["change"]: row for row in found["rows"]}
        assert rows["changed"]["key"] == {"month": "2024-01", "agency_code": "A01"}
        assert rows["changed"]["old"]["sent_count"] == "12"
        assert rows["changed"]["new"]["sent_count"] == "13"
        assert "agency_name" not in rows["changed"]["new"]
        assert rows["added"]["new"]["agency_name"] == "Sở Y tế"
        assert rows["removed"]["old"]["month"] == "2024-02"

    def test_changes_come_in_pages(self, twice):
        """Offset and limit cut the same list."""
        whole = changes(twice, 2)["rows"]
        assert [changes(twice, 2, offset=n, limit=1)["rows"][0] for n in range(3)] == whole

    def test_first_version_has_nothing_before_it(self, twice):
        """There is no previous version, and no change is invented."""
        found = changes(twice, 1)
        assert (found["previous"], found["counts"], found["rows"]) == (None, None, [])

    def test_schema_changes_are_told(self, twice, upload_with_contract):
        """A column that came and a type that changed stand beside the rows."""
        schema = copy.deepcopy(SCHEMA)
        schema["fields"][3]["type"] = "number"
        schema["fields"].append({"name": "note", "type": "string"})
        content = HEADER.replace("issued_on", "issued_on,note") + "2024-01,A01,x,13,99,31/01/2024,y\n"
        upload_with_contract(content, twice, schema)
        work()
        assert changes(twice, 3)["schema"] == [
            {"column": "sent_count", "old": "bigint", "new": "numeric"},
            {"column": "note", "old": None, "new": "text"},
        ]

    def test_unknown_version_is_not_found(self, twice):
        """A number that never was is an error, not an empty answer."""
        with pytest.raises(tk.ObjectNotFound):
            changes(twice, 9)


class TestRestore:
    def test_restoring_is_a_new_version(self, twice, steward):
        """Version 1 comes back as version 3, which says so; nothing is lost on the way."""
        helpers.call_action(
            "province_ingest_version_restore",
            {"user": steward["name"]},
            resource_id=twice["id"],
            number=1,
            reason="Bản 2 sai kỳ",
        )
        work()
        assert [row["sent_count"] for row in records(twice)] == [12, 15]
        newest = listed(twice)[0]
        assert (newest["number"], newest["restores"], newest["reason"]) == (3, 1, "Bản 2 sai kỳ")

    def test_strangers_may_not_restore(self, twice):
        """Bringing a version back is a change of the resource."""
        with pytest.raises(tk.NotAuthorized):
            helpers.call_auth(
                "province_ingest_version_create",
                {"user": "", "model": model},
                resource_id=twice["id"],
            )


class TestCreate:
    def test_machine_publishes_a_file(self, twice, steward):
        """One call gives the resource a new version; the answer names the load to poll."""
        content = GOOD.replace("12,98.5", "55,98.5").encode()
        answer = helpers.call_action(
            "province_ingest_version_create",
            {"user": steward["name"]},
            resource_id=twice["id"],
            upload=FileStorage(io.BytesIO(content), filename="push.csv"),
            source_run="api-1",
        )
        assert answer["status"] == "pending"
        work()
        polled = helpers.call_action(
            "province_ingest_status", resource_id=twice["id"], load_id=answer["load_id"]
        )
        assert (polled["status"], listed(twice)[0]["source_run"]) == ("complete", "api-1")

    @pytest.mark.parametrize("given", [{}, {"url": "http://example.org/a.csv", "upload": "x"}])
    def test_one_source_is_wanted(self, twice, given):
        """Neither and both are refused with the names of the parameters."""
        with pytest.raises(tk.ValidationError, match="upload"):
            helpers.call_action("province_ingest_version_create", resource_id=twice["id"], **given)


class TestGrowingTables:
    NEXT = HEADER + "2024-02,A01,Sở Tài chính,16,,29/02/2024\n2024-03,A01,Sở Tài chính,20,5,31/03/2024\n"

    def test_upsert_changes_and_adds_by_key(self, upload_with_contract):
        """Rows of the file replace those of the same key; all others stay."""
        resource = upload_with_contract(GOOD, load_mode="upsert")
        work()
        upload_with_contract(self.NEXT, resource, load_mode="upsert")
        work()
        assert {row["month"]: row["sent_count"] for row in records(resource)} == {
            "2024-01": 12,
            "2024-02": 16,
            "2024-03": 20,
        }
        assert changes(resource, 2)["counts"] == {"added": 1, "removed": 0, "changed": 1}
        assert listed(resource)[0]["rows"] == 3

    def test_append_refuses_rows_that_are_there(self, upload_with_contract):
        """An append-only table names the row whose key is published already, and stays as it was."""
        resource = upload_with_contract(GOOD, load_mode="append")
        work()
        upload_with_contract(self.NEXT, resource, load_mode="append")
        work()
        problem = status(resource)["error_report"][0]
        assert (problem["rule"], problem["row"], problem["value"]) == ("taken", 2, "2024-02, A01")
        assert len(records(resource)) == 2

    def test_append_adds_rows(self, upload_with_contract):
        """New keys are added after the old rows."""
        resource = upload_with_contract(GOOD, load_mode="append")
        work()
        upload_with_contract(self.NEXT.replace("2024-02,A01", "2024-04,A01"), resource, load_mode="append")
        work()
        assert [row["_id"] for row in records(resource)] == [1, 2, 3, 4]
        assert changes(resource, 2)["counts"] == {"added": 2, "removed": 0, "changed": 0}

    def test_upsert_needs_a_key(self, upload_with_contract):
        """Without a primary key the contract itself is refused."""
        schema = {key: value for key, value in SCHEMA.items() if key != "primaryKey"}
        resource = upload_with_contract(GOOD, schema=schema, load_mode="upsert")
        work()
        assert "primaryKey" in status(resource)["error_en"]


class TestRetention:
    @pytest.mark.ckan_config("ckanext.province_ingest.versions_kept", 1)
    def test_old_files_go_and_records_stay(self, twice):
        """Beyond the configured number only the record of a version is left, and says so."""
        assert [found["is_kept"] for found in listed(twice)] == [True, False]
        assert not store.folder(twice["id"], 1).exists()
        with pytest.raises(tk.ObjectNotFound, match="no longer kept"):
            helpers.call_action("province_ingest_version_restore", resource_id=twice["id"], number=1)

    @pytest.mark.ckan_config("ckanext.province_ingest.versions_kept", 1)
    def test_files_that_a_newer_version_builds_on_stay(self, upload_with_contract):
        """Rows of a growing table are never let go of."""
        resource = upload_with_contract(GOOD, load_mode="upsert")
        work()
        upload_with_contract(TestGrowingTables.NEXT, resource, load_mode="upsert")
        work()
        assert [found["is_kept"] for found in listed(resource)] == [True, True]

    def test_files_of_purged_resources_are_swept(self, twice, dataset, steward):
        """When a worker starts, nothing of a purged dataset stays on the disk."""
        helpers.call_action("dataset_purge", {"user": steward["name"]}, id=dataset["id"])
        submission.resume()
        assert not store.folder(twice["id"], 1).parent.exists()
