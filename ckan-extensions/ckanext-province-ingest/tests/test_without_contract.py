"""Files without a contract are read as people here write; DataPusher+'s faults on 2.12 are repaired."""

from __future__ import annotations

import io
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import ckanext.datapusher_plus.config as settings
import openpyxl
import pytest
from ckan.lib import webassets_tools
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from conftest import records, status, work

pytestmark = pytest.mark.usefixtures("fresh")

ROWS = "Đơn vị,Số lượng,Ngày due\nSở Y tế,3,2024-01-31\nSở Nội vụ,4,2024-02-01\nSở Nội vụ,4,2024-02-01\n"


@pytest.fixture
def linked(dataset, steward, tmp_path):
    """A resource that links to a file on this machine, after its load."""
    (tmp_path / "a.csv").write_text("n\n5\n")
    serve = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        fields = {"package_id": dataset["id"], "url": f"http://127.0.0.1:{server.server_port}/a.csv"}
        resource = helpers.call_action("resource_create", {"user": steward["name"]}, format="CSV", **fields)
        work()
        server.shutdown()
    return resource


class TestInference:
    def test_types_are_inferred_and_no_row_is_dropped(self, upload):
        """Numbers become numeric; equal rows stay."""
        resource = upload(ROWS)
        work()
        assert status(resource)["status"] == "complete", status(resource)
        assert [float(row["so_luong"]) for row in records(resource)] == [3, 4, 4]

    def test_labels_keep_the_steward_s_words(self, upload):
        """Columns have ASCII names, and the data dictionary keeps the header."""
        resource = upload(ROWS)
        work()
        found = helpers.call_action("datastore_search", resource_id=resource["id"], limit=0)["fields"]
        assert [(field["id"], field["info"]["label"]) for field in found if field["id"] != "_id"] == [
            ("don_vi", "Đơn vị"),
            ("so_luong", "Số lượng"),
            ("ngay_due", "Ngày due"),
        ]

    @pytest.mark.parametrize(
        ("cells", "type_", "stored"),
        [
            pytest.param(("31/01/2024", "1/2/2024"), "date", ["2024-01-31", "2024-02-01"], id="day first"),
            pytest.param(("31/01/2024", "31/02/2024"), "text", ["31/01/2024", "31/02/2024"], id="no day"),
            pytest.param(('"1.234,5"', "7"), "numeric", ["1234.5", "7"], id="decimal comma"),
            pytest.param(("1.234", "56"), "numeric", ["1234", "56"], id="points group thousands"),
            pytest.param(("001", "002"), "text", ["001", "002"], id="codes keep zeros"),
            pytest.param(("12", ""), "int8", ["12", "None"], id="empty is no value"),
            pytest.param(("Có", "Không"), "bool", ["True", "False"], id="yes and no"),
            pytest.param(("1", str(2**63)), "numeric", ["1", str(2**63)], id="beyond 64 bits"),
            pytest.param(("1", "1e400"), "text", ["1", "1e400"], id="beyond numbers"),
            pytest.param(("1", "NaN"), "text", ["1", "NaN"], id="no number"),
        ],
    )
    def test_values_are_read_as_written_here(self, upload, cells, type_, stored):
        """A column has the type that all its values have; texts are never changed."""
        resource = upload("Cột,x\n" + "".join(f"{cell},x\n" for cell in cells))
        work()
        found = helpers.call_action("datastore_search", resource_id=resource["id"])
        assert {field["id"]: field["type"] for field in found["fields"]}["cot"] == type_
        assert [str(row["cot"]) for row in found["records"]] == stored

    def test_column_may_change_its_type(self, upload):
        """Without a contract the next file decides anew."""
        resource = upload("n\n1\n")
        work()
        upload("n\n1\nx\n", resource)
        work()
        assert [row["n"] for row in records(resource)] == ["1", "x"]

    def test_type_of_the_data_dictionary_is_a_rule(self, upload):
        """A value that the type chosen by the steward cannot hold is named by row and column."""
        resource = upload("n\n1\n")
        work()
        column = {"id": "n", "type": "numeric", "info": {"type_override": "numeric"}}
        helpers.call_action("datastore_create", resource_id=resource["id"], fields=[column], force=True)
        upload("n\n1\nx\n", resource)
        work()
        (problem,) = status(resource)["error_report"]
        assert (problem["rule"], problem["row"], problem["column"]) == ("type", 3, "n")

    def test_more_rows_than_the_preview_of_datapusher_plus(self, upload):
        """DataPusher+'s own default would silently keep 1 000 rows."""
        resource = upload("n\n" + "".join(f"{number}\n" for number in range(1500)))
        work()
        assert helpers.call_action("datastore_search", resource_id=resource["id"], limit=0)["total"] == 1500

    def test_unchanged_file_is_a_success(self, upload):
        """DataPusher+ ends a skipped stage as an error."""
        resource = upload(ROWS)
        work()
        upload(ROWS, resource)
        work()
        assert status(resource)["status"] == "complete"

    def test_data_dictionary_of_the_steward_survives(self, upload):
        """What a steward wrote in the data dictionary stays when the next file comes."""
        resource = upload(ROWS)
        work()
        column = {"id": "so_luong", "type": "numeric", "info": {"label": "Số hồ sơ", "type_override": "text"}}
        helpers.call_action("datastore_create", resource_id=resource["id"], fields=[column], force=True)
        upload(ROWS + "Sở Tài chính,5,2024-03-01\n", resource)
        work()
        assert status(resource)["status"] == "complete", status(resource)
        assert [row["so_luong"] for row in records(resource)][-1] == "5"

    def test_broken_file_keeps_the_published_rows(self, upload):
        """A file that cannot be read leaves the rows of the last one."""
        resource = upload(ROWS)
        work()
        upload("a,b\n1\n1,2,3\n", resource)
        work()
        assert status(resource)["status"] == "error"
        assert len(records(resource)) == 3

    def test_spreadsheet_loads(self, upload):
        """XLSX goes through qsv."""
        book, raw = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["Mã", "Giá trị"])
        book.active.append(["A", 5])
        book.save(raw)
        resource = upload(raw.getvalue(), format="XLSX", file_name="a.xlsx")
        work()
        assert status(resource)["status"] == "complete", status(resource)
        assert [row["ma"] for row in records(resource)] == ["A"]

    @pytest.mark.ckan_config("ckanext.province_ingest.download_allowed_inside", "127.0.0.1")
    def test_linked_file_is_downloaded(self, linked):
        """A file on another server is fetched over HTTP."""
        assert [float(row["n"]) for row in records(linked)] == [5]

    def test_linked_file_inside_is_refused(self, linked):
        """Without the operator's leave no address inside is asked; the status says what to do."""
        shown = status(linked)
        assert shown["status"] == "error"
        assert "127.0.0.1" in shown["error_en"]
        assert "download_allowed_inside" in shown["error"]


class TestRepairs:
    def test_settings_are_safe(self):
        """No truncation, no dropped duplicates, certificates are checked, unless configured otherwise."""
        assert (settings.PREVIEW_ROWS, settings.DEDUP, settings.SSL_VERIFY) == (0, False, True)
        assert settings.MAX_CONTENT_LENGTH > 10**9

    def test_datapusher_submit_queues_our_job(self, upload):
        """The action that forms and command lines know loads the file."""
        resource = upload(ROWS)
        work()
        assert (
            tk.get_action("datapusher_submit")({"ignore_auth": True}, {"resource_id": resource["id"]}) is True
        )
        shown = tk.get_action("datapusher_status")({"ignore_auth": True}, {"resource_id": resource["id"]})
        assert shown["status"] == "pending"

    def test_suggestion_assets_exist(self, app):
        """The bundles that DataPusher+'s templates name can be built; its wheel has no webassets.yml."""
        for name in ("suggestions", "suggestions_css"):
            assert webassets_tools.env[f"datapusher_plus/{name}"].urls()
