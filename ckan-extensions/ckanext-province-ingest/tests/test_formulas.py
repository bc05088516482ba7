"""DataPusher+'s formulas and suggestions, on a site whose form has them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckan import model
from ckan.tests import helpers
from conftest import records, status, work

SCHEMA = f"file://{Path(__file__).with_name('formulas.yaml')}"
pytestmark = pytest.mark.usefixtures("fresh")
form = pytest.mark.ckan_config("scheming.dataset_schemas", SCHEMA)
FILE = (
    "Đơn vị,Số hồ sơ,Ngày,Latitude,Longitude\n"
    'Sở Y tế,"1.234,5",31/01/2024,21.5,105.5\n'
    'Sở Y tế,"65,5",29/02/2024,20.5,106.5\n'
)
EXTENT = "SRID=4326;POLYGON((105.5 20.5, 105.5 21.5, 106.5 21.5, 106.5 20.5, 105.5 20.5))"


@pytest.fixture
def loaded(upload):
    """A resource whose file came without a contract."""
    resource = upload(FILE)
    work()
    assert status(resource)["status"] == "complete", status(resource)
    return resource


@pytest.fixture
def package(loaded):
    """Its dataset, as a browser gets it."""
    return helpers.call_action("package_show", id=loaded["package_id"])


@form
class TestComputed:
    def test_formulas_fill_the_dataset_and_the_resource(self, package):
        """Statistics of the rows, in the meaning that the values have in Viet Nam."""
        assert package["covers_until"] == "2024-02-29"
        assert package["resources"][0]["extent_note"] == "2 dòng, tổng 1300"

    def test_suggestions_lie_where_the_buttons_look(self, package):
        """By field; the buttons show a formula that failed as such."""
        suggested = package["dpp_suggestions"]["package"]
        assert suggested["extent"] == EXTENT
        assert suggested["broken"].startswith("#ERROR!: ")
        assert package["dpp_suggestions"]["resource"] == {"Theo tháng": {"rights": "Sở Y tế"}}

    def test_buttons_stop_waiting(self, package):
        """The script asks until the status is one of its last ones."""
        assert package["dpp_suggestions"]["STATUS"] == "DONE"

    def test_nothing_else_is_left_on_the_resource(self, package):
        """DataPusher+'s notes about its progress stay out of the metadata."""
        assert "dpp_suggestions" not in package["resources"][0]

    def test_computing_queues_no_other_load(self, loaded):
        """What formulas change on the resource is no new file."""
        assert status(loaded)["status"] == "complete"

    def test_dataset_that_its_form_refuses_keeps_its_rows(self, dataset, upload):
        """Rows are published before formulas run, which cannot take them back."""
        resource = upload(FILE)
        model.Package.get(dataset["id"]).name = "No name!"
        model.Session.commit()
        work()
        assert (status(resource)["status"], len(records(resource))) == ("complete", 2)


@pytest.mark.ckan_config("scheming.dataset_schemas", "ckanext.datapusher_plus:dataset-druf.yaml")
class TestSampleForm:
    def test_suggestion_is_stored(self, package):
        """The form that comes with DataPusher+ gets its suggestion."""
        assert package["dpp_suggestions"]["package"] == {"spatial_extent": EXTENT}


@form
class TestButtons:
    def test_forms_bring_script_and_style(self, app, loaded, steward):
        """The dataset's form has a button for each suggestion, and what it needs can be fetched."""
        headers = {"Authorization": steward["token"]}
        body = app.get(f"/dataset/edit/{loaded['package_id']}", headers=headers).body
        assert re.findall(r'data-module="scheming-suggestions"\s+data-field-name="(\w+)"', body) == [
            "extent",
            "broken",
        ]
        addresses = re.findall(r'"([^"]*webassets/datapusher_plus/[^"]*)"', body)
        assert {address.split("?")[0].rsplit(".", 1)[-1] for address in addresses} == {"js", "css"}
        for address in addresses:
            assert app.get(address).status_code == 200

    def test_resource_form_has_its_button(self, app, loaded, steward):
        """A suggestion for the resource is offered in the resource's form."""
        page = f"/dataset/{loaded['package_id']}/resource/{loaded['id']}/edit"
        body = app.get(page, headers={"Authorization": steward["token"]}).body
        assert 'data-field-name="rights"' in body
        assert "datapusher_plus/" in body
