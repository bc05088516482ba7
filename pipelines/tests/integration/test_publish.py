"""Publishing on a running portal: what arrives, and that nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.contract import hashing
from pipelines.tests.conftest import REMOVED
from pipelines.tests.integration.conftest import Live

pytestmark = pytest.mark.stack

COLUMNS = {
    "month": "text",
    "agency_code": "text",
    "agency_name": "text",
    "documents_sent_count": "int8",
    "signed_pct": "numeric",
}


def unchanged_part(package: dict[str, Any]) -> dict[str, Any]:
    """A dataset without what the portal counts by itself."""
    return {key: value for key, value in package.items() if key not in ("tracking_summary",)}


def test_contract_arrives_whole(live: Live) -> None:
    """Every field of the mapping is on the portal as it was sent."""
    assert live.publish().outcome == "created"
    wanted = live.wanted()
    shown = live.package()
    assert [tag["name"] for tag in shown["tags"]] == sorted(tag["name"] for tag in wanted.pop("tags"))
    assert [group["name"] for group in shown["groups"]] == [group["name"] for group in wanted.pop("groups")]
    assert shown["organization"]["name"] == wanted.pop("owner_org")
    assert {key: shown[key] for key in wanted} == wanted


def test_file_arrives_with_declared_types(live: Live) -> None:
    """Types, labels and units of the DataStore are the contract's; the hash is the file's."""
    live.publish()
    (resource,) = live.package()["resources"]
    content = (live.tree.folder / "monthly.csv").read_bytes()
    assert (resource["hash"], resource["format"]) == (hashing.of_bytes(content), "CSV")
    assert resource["filters"] == ["month", "agency_code"]
    fields = live.ckan.read("datastore_info", id=resource["id"])["fields"]
    assert {field["id"]: field["type"] for field in fields} == COLUMNS
    signed = next(field for field in fields if field["id"] == "signed_pct")["info"]
    assert (signed["label"], signed["label_en"], signed["unit"]) == (
        "Tỷ lệ ký số",
        "Digitally signed",
        "percent",
    )
    assert [row["documents_sent_count"] for row in live.rows()] == [120, 80, 131]


def test_second_publish_changes_nothing(live: Live) -> None:
    """Not a byte and not a date differs after publishing again."""
    live.publish()
    before = unchanged_part(live.package())
    result = live.publish()
    assert (result.outcome, result.uploaded) == ("unchanged", [])
    assert unchanged_part(live.package()) == before


def test_changed_file_replaces_the_rows(live: Live) -> None:
    """New rows arrive in the same resource; the contract's hash stays."""
    live.publish()
    before = live.package()
    live.tree.rewrite(lambda text: text.replace(",131,", ",140,"))
    assert live.publish().uploaded == ["monthly"]
    after = live.package()
    assert after["contract_hash"] == before["contract_hash"]
    assert after["resources"][0]["id"] == before["resources"][0]["id"]
    assert [row["documents_sent_count"] for row in live.rows()] == [120, 80, 140]


def test_changed_contract_changes_metadata_only(live: Live) -> None:
    """A new title arrives without the file being sent again; what was removed is gone."""
    live.publish()
    live.edit("title_en", "Another title")
    live.edit("temporal.end", REMOVED)
    result = live.publish()
    assert (result.outcome, result.uploaded) == ("updated", [])
    assert live.package()["title_en"] == "Another title"
    assert not live.package().get("temporal_end")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [(",131,", ",nhiều,", "type"), ("2024-02,", "2024-03,", "coverage_not_shrinking")],
    ids=["broken cell", "lost month"],
)
def test_broken_file_leaves_what_is_published(live: Live, old: str, new: str, rule: str) -> None:
    """A file that breaks its contract or loses coverage is refused before anything changes."""
    live.publish()
    before, rows = unchanged_part(live.package()), live.rows()
    live.tree.rewrite(lambda text: text.replace(old, new))
    result = live.publish()
    assert result.outcome == "failed"
    assert [finding.rule for finding in result.findings] == [rule]
    assert (unchanged_part(live.package()), live.rows()) == (before, rows)


def test_one_broken_dataset_does_not_stop_the_others(live: Live) -> None:
    """The code list is published although the dataset that uses it is broken."""
    live.edit("frequency", "SOMETIMES")
    outcomes = {result.name: result.outcome for result in live.run().results}
    assert outcomes == {live.name: "failed", live.code_list: "created"}
    assert live.ckan.find("package_show", id=live.name) is None


def test_unmanaged_dataset_is_not_touched(live: Live) -> None:
    """A dataset that somebody made by hand under the same name stays as it is."""
    live.ckan.write("package_create", {**live.wanted(), "title": "Của người khác", "managed_by": ""})
    before = unchanged_part(live.package())
    result = live.publish()
    assert [finding.rule for finding in result.findings] == ["unmanaged"]
    assert unchanged_part(live.package()) == before


def test_deleted_dataset_is_not_brought_back(live: Live) -> None:
    """What people deleted on the portal is reported, not undone."""
    live.publish()
    live.ckan.write("package_delete", {"id": live.name})
    assert [finding.rule for finding in live.publish().findings] == ["deleted"]
    assert live.package()["state"] == "deleted"


def test_dropped_resource_is_only_proposed_for_withdrawal(live: Live) -> None:
    """The resource stays on the portal with its rows; the summary names it."""
    live.edit("resources.0.name", "monthly-old")
    live.publish()
    live.edit("resources.0.name", "monthly")
    summary = live.run(live.name)
    names = [resource["contract_name"] for resource in live.package()["resources"]]
    assert names == ["monthly-old", "monthly"]
    assert [(item.kind, item.name) for item in summary.proposals] == [
        ("resource", f"{live.name}/monthly-old")
    ]


def test_removed_folder_is_only_proposed_for_withdrawal(live: Live) -> None:
    """The dataset stays on the portal; the summary names it."""
    live.publish()
    live.tree.folder.rename(live.tree.datasets.parent / "elsewhere")
    proposals = {(item.kind, item.name) for item in live.run().proposals}
    assert ("dataset", live.name) in proposals
    assert live.package()["state"] == "active"


def test_another_provinces_dataset_is_hidden_and_comes_back(live: Live) -> None:
    """Private while another profile is active, public again under its own."""
    live.publish()
    live.edit("province", "coast")
    assert live.publish().outcome == "hidden"
    assert live.package()["private"] is True
    assert live.publish().outcome == "skipped"
    live.edit("province", live.profile.id)
    assert live.publish().outcome == "updated"
    assert live.package()["private"] is False


def test_dry_run_changes_nothing(live: Live) -> None:
    """It says what would be done and does not do it."""
    (result,) = live.run(live.name, dry_run=True).results
    assert (result.outcome, result.uploaded) == ("created", ["monthly"])
    assert live.ckan.find("package_show", id=live.name) is None
