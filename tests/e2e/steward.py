"""A steward with a dataset under a contract, made through the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from tests.site import Site, table_schema

#: Columns of the steward's table; each rule is broken by one row of BROKEN_CSV.
SCHEMA = table_schema(
    {
        "name": "month",
        "type": "yearmonth",
        "title": "Tháng",
        "title_en": "Month",
        "constraints": {"required": True},
    },
    {
        "name": "documents",
        "type": "integer",
        "title": "Số văn bản",
        "title_en": "Documents",
        "constraints": {"minimum": 0},
    },
)
GOOD_CSV = b"month,documents\n2025-01,120\n2025-02,95\n2025-03,130\n"
#: Of the file, in Vietnamese.
FILE_NAME = "Văn bản theo tháng"
BROKEN_CSV = b"month,documents\n2025-01,120\n2025-02,-5\n,7\n2025-04,many\n"


@dataclass(frozen=True)
class Steward:
    """An editor's account and the dataset that they keep."""

    name: str
    password: str
    agency: str
    dataset: str
    resource: str


def make_steward(site: Site, mark: str) -> Steward:
    """Make the account, its role in an agency and the dataset; ``mark`` keeps names apart."""
    name, password = f"chuyen-vien-{mark}", f"Mat-khau-{mark}-dai"
    agency = site.do("organization_list")[0]
    site.do("user_create", name=name, email=f"{name}@example.vn", password=password)
    site.do("organization_member_create", id=agency, username=name, role="editor")
    dataset = site.do(
        "package_create",
        name=f"van-ban-{mark}",
        title=f"Văn bản thử {mark}",
        title_en=f"Trial documents {mark}",
        notes="Bộ dữ liệu của chuyên viên thử.",
        notes_en="The trial steward's dataset.",
        owner_org=agency,
        origin="reported",
        frequency="MONTHLY",
        license_id="CC-BY-4.0",
    )
    resource = site.upload(
        "resource_create",
        ("van-ban.csv", GOOD_CSV),
        package_id=dataset["id"],
        name=FILE_NAME,
        name_en="Documents by month",
        format="CSV",
        schema=SCHEMA,
    )
    until(lambda: len(site.rows(resource["id"])) == 3, "the steward's first file is loaded")
    return Steward(name, password, agency, dataset["name"], resource["id"])


def remove_steward(site: Site, steward: Steward) -> None:
    """Take away what :func:`make_steward` made."""
    site.do("dataset_purge", id=steward.dataset)
    site.do("user_delete", id=steward.name)


def until(condition: Callable[[], object], what: str, seconds: float = 120) -> None:
    """Wait for work of the job queue; a condition that raises AssertionError is not met yet."""
    limit = monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except AssertionError:
            pass
        assert monotonic() < limit, what
        sleep(0.3)
