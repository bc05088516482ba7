"""A file without a contract gets one that its steward confirms, and keeps it."""

from __future__ import annotations

import json

import pytest
from ckan.tests import helpers
from conftest import GOOD, datastore, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")

FILE = 'Đơn vị,Số hồ sơ,Ngày\nSở Y tế,"1.234",31/01/2024\nSở Nội vụ,"12",01/02/2024\n'
FORM = {
    "title-0": "Đơn vị",
    "notation-0": "string",
    "required-0": "1",
    "key-0": "1",
    "title-1": "Số hồ sơ",
    "title_en-1": "Dossiers",
    "notation-1": "number_vi",
    "unit-1": "dossier",
    "title-2": "Ngày",
    "notation-2": "date_dmy",
}


@pytest.fixture
def headers(steward):
    return {"Authorization": steward["token"]}


@pytest.fixture
def loaded(upload):
    """A resource whose file came without a contract."""
    resource = upload(FILE, file_name="ho-so.csv")
    work()
    assert status(resource)["status"] == "complete"
    return resource


def address(resource: dict, language: str = "vi") -> str:
    return f"/{language}/dataset/e-office-monthly/resource/{resource['id']}/structure"


def confirm(app, resource: dict, headers: dict, **changes):
    return app.post(
        address(resource, "en"), data={**FORM, **changes}, headers=headers, follow_redirects=False
    )


class TestProposal:
    @pytest.mark.parametrize(("language", "text"), [("vi", "Ngày: 31/01/2025"), ("en", "Date: 31/01/2025")])
    def test_steward_sees_what_the_file_looks_like(self, app, loaded, headers, language, text):
        """Labels, kinds of values and examples are proposed in the page's language."""
        body = app.get(address(loaded, language), headers=headers).body
        assert f'<option value="date_dmy" selected>{text}</option>' in body
        assert 'value="Đơn vị"' in body
        assert "1.234 · 12" in body

    def test_visitors_do_not(self, app, loaded):
        """The form is for those who may change the resource."""
        app.get(address(loaded), status=403)

    def test_published_contracts_are_not_edited_here(self, app, upload_with_contract, headers):
        """A structure that a published contract keeps is not changed behind its back."""
        resource = upload_with_contract(GOOD)
        work()
        app.get(address(resource), headers=headers, status=404)


class TestConfirmed:
    def test_types_keys_and_labels_follow(self, app, loaded, headers):
        """The confirmed structure becomes the table: types, unique key, labels in both languages."""
        assert confirm(app, loaded, headers).status_code == 302
        work()
        assert [(row["don_vi"], float(row["so_ho_so"]), row["ngay"]) for row in records(loaded)] == [
            ("Sở Y tế", 1234, "2024-01-31"),
            ("Sở Nội vụ", 12, "2024-02-01"),
        ]
        fields = {
            field["id"]: field
            for field in helpers.call_action("datastore_search", resource_id=loaded["id"])["fields"]
        }
        assert fields["so_ho_so"]["info"] == {
            "label": "Số hồ sơ",
            "label_en": "Dossiers",
            "unit": "dossier",
        }
        assert (
            datastore(
                "SELECT count(*) FROM pg_indexes WHERE tablename = :table AND indexdef LIKE :line",
                table=loaded["id"],
                line="CREATE UNIQUE INDEX%(don_vi)",
            )
            == 1
        )

    def test_it_is_the_contract_of_every_later_file(self, app, loaded, headers, upload):
        """A later file that breaks it is refused with row and column; what is published stays."""
        confirm(app, loaded, headers)
        work()
        current = helpers.call_action("resource_show", id=loaded["id"])
        upload(FILE.replace("12", "mười hai"), current, file_name="ho-so.csv")
        work()
        problem = status(loaded)["error_report"][0]
        assert (problem["row"], problem["column"], problem["rule"]) == (3, "so_ho_so", "type")
        assert len(records(loaded)) == 2

    def test_wrong_correction_is_told_and_not_saved(self, app, loaded, headers):
        """A structure that the published file does not fit is shown with the cells that break it."""
        body = confirm(app, loaded, headers, **{"notation-0": "integer"}).body
        assert "nothing was saved" in body
        assert "Sở Y tế" in body
        assert not helpers.call_action("resource_show", id=loaded["id"]).get("schema")

    def test_structure_can_be_corrected_later(self, app, loaded, headers):
        """What was confirmed is what the form shows next time."""
        confirm(app, loaded, headers)
        work()
        confirm(app, loaded, headers, **{"title_en-0": "Agency"})
        schema = json.loads(helpers.call_action("resource_show", id=loaded["id"])["schema"])
        assert [field.get("title_en") for field in schema["fields"]] == ["Agency", "Dossiers", None]
        assert schema["primaryKey"] == ["don_vi"]
