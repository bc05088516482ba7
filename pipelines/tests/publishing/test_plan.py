"""The plan for one dataset: only what differs is sent, whatever was cut off before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.publishing import plan

WANTED = {"contract_hash": "new"}
FILES = {"monthly": "sha-new"}
COMPLETE = {"status": "complete", "hash": "sha-new"}
OTHER = {"status": "complete", "hash": "sha-old"}


def portal(contract_hash: str = "new", file_hash: str | None = "sha-new") -> dict[str, Any]:
    """A dataset on the portal with the resource ``monthly``."""
    resource = {"id": "r1", "contract_name": "monthly", "hash": file_hash}
    return {
        "managed_by": "portal-publish",
        "state": "active",
        "contract_hash": contract_hash,
        "resources": [resource],
    }


CASES = [
    ("all as it should be", portal(), COMPLETE, "unchanged", False, False, False),
    ("contract changed", portal("old"), COMPLETE, "updated", True, False, True),
    ("file changed", portal(file_hash="sha-old"), OTHER, "updated", False, True, True),
    ("cut off before the upload", portal(file_hash=None), None, "updated", False, True, True),
    ("cut off before the load was queued", portal(), None, "updated", False, True, True),
    ("cut off while the load was waiting", portal(), {"status": "pending"}, "unchanged", False, False, True),
    ("cut off while the load was running", portal(), {"status": "running"}, "unchanged", False, False, True),
    ("last load failed", portal(), {"status": "error", "hash": "sha-new"}, "updated", False, True, True),
    ("last load was of another file", portal(), OTHER, "updated", False, True, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("existing", "load", "change", "metadata", "upload", "wait"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_only_what_differs_is_sent(
    existing: Any, load: Any, change: str, metadata: bool, upload: bool, wait: bool
) -> None:
    """Each state of the portal has its work."""
    made = plan.make(WANTED, FILES, existing, {"r1": load} if load else {})
    assert (made.change, made.metadata) == (change, metadata)
    assert made.steps == (plan.Steps("monthly", "r1", upload, wait),)


def test_a_new_dataset_is_created_with_all_its_files() -> None:
    """Nothing on the portal: everything is sent."""
    made = plan.make(WANTED, FILES, None, {})
    assert made == plan.Plan("created", True, (plan.Steps("monthly", None, True, True),), ())


def test_a_resource_that_the_contract_dropped_is_left_over() -> None:
    """It is named, and no step touches it; resources without a contract name are nobody's business."""
    existing = portal()
    existing["resources"] += [{"id": "r2", "contract_name": "yearly"}, {"id": "r3", "contract_name": ""}]
    made = plan.make(WANTED, FILES, existing, {"r1": COMPLETE})
    assert made.left_over == ("yearly",)
    assert [step.id for step in made.steps] == ["r1"]


@given(st.sampled_from(["new", "old"]), st.sampled_from(["sha-new", "sha-old", None]))
def test_after_the_work_nothing_is_left_to_do(contract_hash: str, file_hash: str | None) -> None:
    """Whatever the portal had, once metadata and file are there and loaded the plan is empty."""
    before = plan.make(WANTED, FILES, portal(contract_hash, file_hash), {"r1": COMPLETE})
    after = plan.make(WANTED, FILES, portal(), {"r1": COMPLETE})
    assert before.change == "unchanged" or before.metadata or any(step.upload for step in before.steps)
    assert (after.change, after.steps[0].wait) == ("unchanged", False)


@pytest.mark.parametrize(
    ("existing", "reason"),
    [
        (None, None),
        (portal(), None),
        ({**portal(), "managed_by": ""}, "unmanaged"),
        ({**portal(), "managed_by": None, "state": "deleted"}, "unmanaged"),
        ({**portal(), "state": "deleted"}, "deleted"),
    ],
)
def test_what_is_not_ours_is_refused(existing: Any, reason: str | None) -> None:
    """Only a live dataset that publishing made may be touched."""
    assert plan.refusal(existing) == reason
