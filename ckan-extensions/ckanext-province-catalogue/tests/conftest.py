"""A small published portal on a real stack: sectors, agencies under one another, datasets of each origin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import lxml.html
import pytest
from ckan.tests import factories, helpers

WITH_TABLES = ("activity", "tracking", "datapusher_plus", "province_ingest")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
FIELDS = [
    {"name": "month", "type": "yearmonth", "title": "Tháng", "title_en": "Month"},
    {"name": "agency", "type": "string", "title": "Cơ quan", "title_en": "Agency"},
    {"name": "agency_en", "type": "string", "title": "Cơ quan (tiếng Anh)", "title_en": "Agency (English)"},
    {
        "name": "sent_count",
        "type": "integer",
        "unit": "document",
        "title": "Văn bản đi",
        "title_en": "Documents sent",
        "description": "Văn bản đã gửi trong tháng",
        "description_en": "Documents sent within the month",
        "constraints": {"minimum": 0},
    },
    {"name": "signed_pct", "type": "number", "unit": "percent", "title": "Ký số", "title_en": "Signed"},
    {
        "name": "qualifier",
        "type": "string",
        "title": "Mức chính xác",
        "title_en": "Qualifier",
        "constraints": {"enum": ["exactly", "more_than"]},
    },
]
TYPES = ["text", "text", "text", "int8", "numeric", "text"]
LANGUAGES = {"vi": "", "en": "/en"}
PAGE_ROWS = 20
ROWS = [
    {
        "month": f"{2023 + i // 12}-{i % 12 + 1:02d}",
        "agency": "Sở Nội vụ" if i % 2 else "Sở Y tế",
        "agency_en": "Department of Home Affairs" if i % 2 else "Department of Health",
        "sent_count": 1000 + i,
        "signed_pct": 78.5 if i else None,
        "qualifier": "more_than",
    }
    for i in range(PAGE_ROWS + 5)
]
METADATA = {
    "notes": "Số văn bản theo cơ quan và tháng.",
    "notes_en": "Number of papers by agency and month.",
    "tags": [{"name": "van-ban-dien-tu"}],
    "license_id": "CC-BY-4.0",
    "sources": [
        {
            "title": "Mạng văn phòng điện tử liên thông",
            "title_en": "Interconnected e-office network",
            "system": "e-office",
            "path": "https://example.vn/nguon",
            "date": "2023-05",
            "place": "Thái Bình",
        }
    ],
    "legal_basis": [{"title": "Nghị định 30/2020/NĐ-CP", "article": "4, 5"}],
    "frequency": "MONTHLY",
    "temporal_start": "2023-01",
    "temporal_end": "2024-12",
    "spatial_unit": "province",
    "theme": [AUTHORITY + "data-theme/GOVE"],
    "language": [AUTHORITY + "language/VIE"],
    "contact_name": "Văn phòng UBND tỉnh",
    "contact_email": "lienhe@example.vn",
    "privacy_class": "aggregate",
    "minimum_cell": 5,
    "access_rights": AUTHORITY + "access-right/PUBLIC",
    "contract_hash": "0" * 64,
    "managed_by": "portal-publish",
}
RESOURCE = {
    "name": "Theo cơ quan và tháng",
    "name_en": "By agency and month",
    "description": "Mỗi dòng là một cơ quan trong một tháng.",
    "description_en": "One row per agency and month.",
    "contract_name": "monthly",
    "format": "CSV",
    "mimetype": "text/csv",
    "schema": json.dumps({"fields": FIELDS, "missingValues": [""]}, ensure_ascii=False),
    "filters": ["month"],
    "searchable": ["agency"],
    "hash": "ab" * 32,
    "url": "https://example.vn/monthly.csv",
}
DATASETS = {
    "reported": ("van-ban-bao-cao", "Văn bản điện tử", "Electronic papers", "noi-vu", []),
    "derived": ("ngay-lam-viec", "Ngày làm việc", "Working days", "noi-vu", ["public-holidays"]),
    "simulated": ("ho-so-mo-phong", "Hồ sơ mô phỏng", "Simulated dossiers", "y-te", ["pipelines/e_office"]),
}
AGENCIES = [
    ("ubnd-tinh", "Ủy ban nhân dân tỉnh", "Provincial People's Committee", None),
    ("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", "ubnd-tinh"),
    ("chi-cuc-luu-tru", "Chi cục Lưu trữ", "Archives Office", "so-noi-vu"),
]
SECTORS = [("y-te", "Y tế", "Health", "health"), ("noi-vu", "Nội vụ", "Home affairs", "home-affairs")]


def act(action: str, **data) -> dict:
    """Call an action as the portal's own user."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return helpers.call_action(action, {"user": site_user}, **data)


def organization(name: str, title: str, title_en: str, parent: str | None) -> dict:
    """An agency below its parent."""
    groups = [{"name": parent}] if parent else []
    return act("organization_create", name=name, title=title, title_en=title_en, groups=groups)


def dataset(kind: str, /, **changes) -> dict:
    """A published dataset whose figures have this origin, without files."""
    name, title, title_en, sector, derived_from = DATASETS[kind]
    own = {"name": name, "title": title, "title_en": title_en, "groups": [{"name": sector}]}
    more = {"owner_org": "so-noi-vu", "origin": kind, "derived_from": derived_from}
    return act("package_create", **{**METADATA, **own, **more, **changes})


def table(package: dict) -> dict:
    """A file of the dataset with its table in the DataStore."""
    made = act("resource_create", package_id=package["id"], **RESOURCE)
    info = [
        {"label": f["title"], "label_en": f["title_en"], "notes": f.get("description", "")} for f in FIELDS
    ]
    columns = [
        {"id": field["name"], "type": kind, "info": text}
        for field, kind, text in zip(FIELDS, TYPES, info, strict=True)
    ]
    act("datastore_create", resource_id=made["id"], force=True, fields=columns, records=ROWS)
    return made


@dataclass(frozen=True)
class Visited:
    """A page's address without language, and what came back."""

    address: str
    headers: Mapping[str, str]
    html: lxml.html.HtmlElement


@pytest.fixture(scope="session")
def _made() -> dict:
    return {}


@pytest.fixture(scope="session")
def _visited() -> dict:
    return {}


@pytest.fixture
def published(with_plugins, reset_db, reset_index, migrate_db_for, ckan_config, monkeypatch, _made) -> dict:
    """Datasets by origin; made once, so tests that add to it use names of their own."""
    monkeypatch.setitem(ckan_config, "ckanext.province_catalogue.figures_cache_seconds", 0)
    if not _made:
        reset_db()
        for plugin in filter(p.plugin_loaded, WITH_TABLES):
            migrate_db_for(plugin)
        reset_index()
        for code, title, title_en, icon in SECTORS:
            act("group_create", name=code, title=title, title_en=title_en, icon=icon)
        for agency in AGENCIES:
            organization(*agency)
        packages = {origin: dataset(origin) for origin in DATASETS}
        _made.update({origin: {**package, "file": table(package)} for origin, package in packages.items()})
    return _made


@pytest.fixture
def page(app, published):
    """Read a public page as an anonymous visitor."""

    def get(path: str) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(app.get(path).body)

    return get


def addresses(published: dict) -> list[str]:
    """One address of each kind of public page."""
    reported = published["reported"]
    return [
        "/",
        "/about",
        "/dataset/",
        "/dataset/?q=van+ban&origin=reported",
        "/dataset/?q=khongcogi",
        "/group/",
        "/group/noi-vu",
        "/organization/",
        "/organization/so-noi-vu",
        *(f"/dataset/{DATASETS[origin][0]}" for origin in DATASETS),
        f"/dataset/{reported['name']}/resource/{reported['file']['id']}",
        f"/dataset/{reported['name']}/resource/{reported['file']['id']}?find=khongcogi",
    ]


def visit(app, prefix: str, address: str) -> Visited:
    """Read a page as an anonymous visitor."""
    answer = app.get(prefix + address)
    return Visited(address, answer.headers, lxml.html.fromstring(answer.body))


@pytest.fixture
def visited(app, published, _visited) -> dict[str, list[Visited]]:
    """Each kind of public page as an anonymous visitor gets it, by language; read once."""
    for lang, prefix in LANGUAGES.items():
        if lang not in _visited:
            _visited[lang] = [visit(app, prefix, address) for address in addresses(published)]
    return _visited


@pytest.fixture
def steward(published) -> dict:
    """An editor of one agency, with a token; its term is ignored where tokens have none."""
    user = factories.User()
    act("member_create", id="so-noi-vu", object=user["id"], object_type="user", capacity="editor")
    token = act("api_token_create", user=user["name"], name="test", expires_in=1, unit=86400)
    return {**user, "token": token["token"]}
