"""Fixtures: a real CKAN, its DataStore and job queue; jobs run here or in a process that can be killed."""

from __future__ import annotations

import functools
import io
import json
import tempfile
from pathlib import Path

import pytest
from ckan import model
from ckan.lib import jobs
from ckan.tests import factories, helpers
from ckanext.datastore.backend.postgres import get_write_engine
from ckanext.province_ingest.model import Load
from ckanext.province_ingest.versions import store
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

SCHEMA = {
    "primaryKey": ["month", "agency_code"],
    "missingValues": [""],
    "fields": [
        {
            "name": "month",
            "type": "yearmonth",
            "title": "Tháng",
            "title_en": "Month",
            "constraints": {"required": True},
        },
        {"name": "agency_code", "type": "string", "title": "Mã cơ quan", "title_en": "Agency code"},
        {"name": "agency_name", "type": "string", "title": "Cơ quan", "title_en": "Agency"},
        {
            "name": "sent_count",
            "type": "integer",
            "unit": "document",
            "title": "Văn bản đi",
            "title_en": "Documents sent",
            "constraints": {"minimum": 0},
        },
        {
            "name": "signed_pct",
            "type": "number",
            "unit": "percent",
            "title": "Tỷ lệ ký số",
            "title_en": "Digitally signed",
            "description": "Trên tổng văn bản đi",
            "description_en": "Over all documents sent",
            "constraints": {"minimum": 0, "maximum": 100},
        },
        {"name": "issued_on", "type": "date", "format": "%d/%m/%Y", "title": "Ngày", "title_en": "Date"},
    ],
}
HEADER = "month,agency_code,agency_name,sent_count,signed_pct,issued_on\n"
GOOD = HEADER + "2024-01,A01,Sở Tài chính,12,98.5,31/01/2024\n2024-02,A01,Sở Tài chính,15,,29/02/2024\n"
BETTER = HEADER + "2024-01,A01,Sở Tài chính,13,99,31/01/2024\n2024-03,B02,Sở Y tế,7,50,31/03/2024\n"
BROKEN = HEADER + "2024-01,A01,Sở Tài chính,12,98.5,31/01/2024\n2024-02,A01,Sở Tài chính,-1,150,30/02/2024\n"


# These tests need no catalogue, theme or province: another portal may use this extension alone
SETTINGS = {
    "ckan.plugins": "province_ingest scheming_datasets datastore datapusher_plus activity datatables_view",
    "ckan.views.default_views": "datatables_view",
    "scheming.dataset_schemas": "ckanext.scheming:ckan_dataset.yaml",
}


def pytest_collection_modifyitems(items):
    """Run every test of this folder under the same plugins, whatever the ini names."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for option, value in SETTINGS.items():
                item.add_marker(pytest.mark.ckan_config(option, value))


@functools.cache
def _migrate(reset_db, migrate_db_for) -> None:
    # The first reset of a run builds CKAN's own tables anew, without those of plugins
    reset_db()
    for plugin in ("activity", "datapusher_plus", "province_ingest"):
        migrate_db_for(plugin)


@pytest.fixture
def fresh(with_plugins, reset_db, migrate_db_for, reset_index, reset_queues, tmp_path, monkeypatch):
    """Every plugin's tables, empty; empty index and queue; a temporary folder of its own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _migrate(reset_db, migrate_db_for)
    reset_queues()
    reset_db()
    reset_index()
    with get_write_engine().begin() as connection:
        names = connection.scalars(text("SELECT name FROM _table_metadata WHERE alias_of IS NULL")).all()
        for name in names:
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))


@pytest.fixture
def steward():
    """An editor of the organisation ``agency``."""
    return factories.UserWithToken()


@pytest.fixture
def dataset(steward):
    """A dataset of the steward's organisation."""
    agency = factories.Organization(name="agency", users=[{"name": steward["name"], "capacity": "editor"}])
    return factories.Dataset(name="e-office-monthly", owner_org=agency["id"])


@pytest.fixture
def upload(dataset, steward):
    """Create or update a resource with a file, as the steward does through the API; no job runs by itself."""

    def make(content: str | bytes, resource: dict | None = None, **fields) -> dict:
        raw = content.encode() if isinstance(content, str) else content
        name = fields.pop("file_name", "monthly.csv")
        file = FileStorage(io.BytesIO(raw), filename=name)
        base = resource or {"package_id": dataset["id"], "name": "Theo tháng", "format": "CSV", "url": ""}
        action = "resource_update" if resource else "resource_create"
        return helpers.call_action(action, {"user": steward["name"]}, **{**base, **fields}, upload=file)

    return make


@pytest.fixture
def upload_with_contract(upload):
    """Upload under the test contract."""

    def make(content: str | bytes, resource: dict | None = None, schema: dict = SCHEMA, **fields) -> dict:
        contract = {
            "schema": json.dumps(schema),
            "filters": ["agency_code"],
            "contract_name": "monthly",
        }
        return upload(content, resource, **{**contract, **fields})

    return make


@pytest.fixture
def replaced(upload_with_contract):
    """A loaded resource whose next file waits in the queue."""
    resource = upload_with_contract(GOOD)
    work()
    upload_with_contract(BETTER, resource)
    return resource


def work() -> None:
    """Run every queued job in this process."""
    queue = jobs.get_queue()
    while queue.job_ids:
        job = queue.fetch_job(queue.job_ids[0])
        queue.remove(job.id)
        job.perform()


def status(resource: dict) -> dict:
    """Status of the newest load, with its report."""
    return helpers.call_action("province_ingest_status", resource_id=resource["id"])


def records(resource: dict | str) -> list[dict]:
    """Rows of a table, by resource or alias."""
    name = resource if isinstance(resource, str) else resource["id"]
    return helpers.call_action("datastore_search", resource_id=name, sort="_id")["records"]


def counts(resource: dict) -> list[int]:
    return [row["sent_count"] for row in records(resource)]


def latest(resource: dict) -> Load:
    model.Session.rollback()
    found = Load.latest(model.Session, resource["id"])
    assert found is not None
    return found


def versions(resource: dict) -> list[int]:
    """Numbers of published versions; each has its files, and there are no other files."""
    numbers = [
        found["number"]
        for found in helpers.call_action("province_ingest_version_list", resource_id=resource["id"])
    ]
    assert sorted(path.name for path in store.folder(resource["id"], 1).parent.iterdir()) == [
        str(number) for number in sorted(numbers)
    ]
    return numbers


def datastore(statement: str, **values):
    """First column of the first row of a query in the DataStore."""
    with get_write_engine().connect() as connection:
        return connection.execute(text(statement), values).scalar()


def datastore_run(statement: str) -> None:
    """Change something in the DataStore behind CKAN's back."""
    with get_write_engine().begin() as connection:
        connection.execute(text(statement))
