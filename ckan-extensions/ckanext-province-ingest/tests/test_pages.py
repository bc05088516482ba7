"""What a steward and a visitor see."""

from __future__ import annotations

import io

import pytest
from ckan.tests import helpers
from conftest import BROKEN, GOOD, records, status, work
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def headers(steward):
    return {"Authorization": steward["token"]}


def page(app, resource: dict, language: str, **options) -> str:
    return app.get(f"/{language}/dataset/e-office-monthly/resource/{resource['id']}", **options).body


class TestForm:
    def test_uploaded_csv_is_loaded_by_itself(self, app, dataset, headers):
        """A steward uploads a CSV in the form; nothing else is needed to see its rows."""
        file = FileStorage(io.BytesIO(b"Ma,So\nA,1\n"), filename="so-lieu.csv")
        form = {
            "id": "",
            "name": "Số liệu",
            "url": "so-lieu.csv",
            "format": "CSV",
            "upload": file,
            "save": "go-dataset-complete",
        }
        app.post("/dataset/e-office-monthly/resource/new", data=form, headers=headers, follow_redirects=False)
        work()
        (resource,) = helpers.call_action("package_show", id=dataset["id"])["resources"]
        assert [(row["ma"], float(row["so"])) for row in records(resource)] == [("A", 1)]

    def test_load_again_button(self, app, upload, headers):
        """The page behind the resource's edit form queues a load."""
        resource = upload("a\n1\n")
        work()
        address = f"/dataset/e-office-monthly/resource_data/{resource['id']}"
        assert "Load the file" in app.get(f"/en{address}", headers=headers).body
        app.post(address, headers=headers, follow_redirects=False)
        assert status(resource)["status"] == "pending"


class TestResourcePage:
    @pytest.mark.parametrize(("language", "text"), [("vi", "Đã nạp: 2 dòng"), ("en", "Loaded: 2 rows")])
    def test_success_is_shown(self, app, upload_with_contract, headers, language, text):
        """The steward reads how many rows are loaded, in the page's language."""
        resource = upload_with_contract(GOOD)
        work()
        assert text in page(app, resource, language, headers=headers)

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("vi", "“-1” ở dòng 3, cột “sent_count” nhỏ hơn 0."),
            ("en", "“-1” in row 3, column “sent_count” is below 0."),
        ],
    )
    def test_steward_sees_the_report(self, app, upload_with_contract, headers, language, text):
        """Whoever may change the resource sees row, column and rule, in the page's language."""
        resource = upload_with_contract(BROKEN)
        work()
        assert text in page(app, resource, language, headers=headers)

    def test_visitor_sees_nothing_of_a_refused_file(self, app, upload_with_contract):
        """A refused file is not public."""
        resource = upload_with_contract(BROKEN)
        work()
        assert "province-ingest" not in page(app, resource, "en")

    def test_steward_sees_that_a_file_waits(self, app, upload_with_contract, headers):
        """Until the job has run, the steward reads that published data stays."""
        resource = upload_with_contract(GOOD)
        assert "Published data stays" in page(app, resource, "en", headers=headers)

    def test_cells_are_escaped(self, app, upload_with_contract, headers):
        """Markup in a cell is shown as text."""
        resource = upload_with_contract(GOOD.replace("12,98.5", "<script>x</script>,98.5"))
        work()
        body = page(app, resource, "en", headers=headers)
        assert "<script>x</script>" not in body
        assert "&lt;script&gt;x&lt;/script&gt;" in body

    def test_no_status_before_the_first_load(self, app, upload_with_contract):
        """A link that is no file of ours shows nothing about loading."""
        resource = upload_with_contract(GOOD, format="PDF")
        assert "province-ingest" not in page(app, resource, "en")
