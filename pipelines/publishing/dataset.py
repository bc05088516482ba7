"""Publishing one dataset: look, judge, plan, then send only what differs.

Metadata goes in one call that CKAN carries out as a whole, the contract's hash in it; files follow one by
one, each with its own hash. Cut off between any two calls, the next run sees what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract import hashing
from pipelines.contract.load import shown
from pipelines.contract.model import Contract
from pipelines.findings import Finding
from pipelines.profile import Profile
from pipelines.publishing import loads, mapping, plan, published
from pipelines.publishing.client import Ckan
from pipelines.publishing.loads import Awaited
from pipelines.publishing.mapping import MANAGER, Api
from pipelines.publishing.results import Proposal, Result
from pipelines.runs import produced
from pipelines.text import Text
from pipelines.validation.tree import Checked, with_assertions


@dataclass(frozen=True)
class Site:
    """Where and as what a run publishes."""

    ckan: Ckan
    """The portal."""
    profile: Profile
    """The active profile."""
    dry_run: bool = False
    """Look and plan, but change nothing."""
    produced: Path | None = None
    """Where runs of pipelines put their files."""


@dataclass(frozen=True)
class Sent:
    """What became of a dataset, what has to be waited for, and what is left over on the portal."""

    result: Result
    awaited: tuple[Awaited, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def publish(site: Site, checked: Checked) -> Sent:
    """Send what differs of a sound dataset; nothing when an assertion fails or it is not ours to touch."""
    contract = checked.contract
    assert contract is not None
    result = Result(checked.name, "unchanged", sum(checked.rows.values()))
    existing = site.ckan.find("package_show", id=contract.name)
    refusal = plan.refusal(existing)
    if refusal:
        result.fail(Finding(shown(checked.folder), refusal, REFUSALS[refusal], value=contract.name))
        return Sent(result)
    judged = with_assertions(checked, lambda _, name: published.of_resource(site.ckan, existing, name))
    if judged.findings:
        result.fail(*judged.findings)
        return Sent(result)
    return _send(site, checked, contract, existing, result)


def hide(site: Site, name: str) -> Result:
    """Make another province's dataset private; with its hash emptied, its own province publishes it anew."""
    existing = site.ckan.find("package_show", id=name)
    if existing is None or plan.refusal(existing) or existing["private"]:
        return Result(name, "skipped")
    if not site.dry_run:
        site.ckan.write("package_revise", _revision(existing, {"private": True, "contract_hash": ""}))
    return Result(name, "hidden")


def _send(site: Site, checked: Checked, contract: Contract, existing: Api | None, result: Result) -> Sent:
    files = {item.name: (checked.files / item.path).read_bytes() for item in contract.resources}
    hashes = {name: hashing.of_bytes(content) for name, content in files.items()}
    wanted = mapping.package(contract, site.profile)
    todo = plan.make(wanted, hashes, existing, _loads(site.ckan, existing))
    result.outcome = todo.change
    result.uploaded = [step.name for step in todo.steps if step.upload]
    left_over = tuple(Proposal("resource", f"{contract.name}/{name}") for name in todo.left_over)
    if site.dry_run:
        return Sent(result, proposals=left_over)
    ids = _send_metadata(site.ckan, contract, wanted, existing, todo)
    for step in todo.steps:
        if step.upload:
            item = contract.resource(step.name)
            assert item is not None
            fields = {"id": ids[step.name], "hash": hashes[step.name], **mapping.UPLOAD}
            if run := produced.run_of(checked.files):
                fields["version_source_run"] = run
            site.ckan.upload("resource_patch", fields, item.path, files[step.name])
    return Sent(result, tuple(_awaited(checked, contract, todo, ids, hashes)), left_over)


def _loads(ckan: Ckan, existing: Api | None) -> dict[str, plan.LoadStatus]:
    present = plan.by_contract_name(existing).values() if existing else []
    found = {item["id"]: loads.status(ckan, item["id"]) for item in present}
    return {resource_id: load for resource_id, load in found.items() if load}


def _send_metadata(
    ckan: Ckan, contract: Contract, wanted: Api, existing: Api | None, todo: plan.Plan
) -> dict[str, str]:
    """Create or revise the dataset where needed; ids of its resources by their name in the contract.

    A new resource gets its file's type with the file, since the portal would try to load it before.
    """
    fields = {item.name: mapping.resource(contract, item) for item in contract.resources}
    if existing is None:
        existing = ckan.write("package_create", {**wanted, "resources": list(fields.values())})
    elif todo.metadata or any(step.id is None for step in todo.steps):
        changes = {f"update__resources__{step.id}": fields[step.name] for step in todo.steps if step.id}
        new = [fields[step.name] for step in todo.steps if step.id is None]
        revision = _revision(existing, wanted, **changes, update__resources__extend=new)
        existing = ckan.write("package_revise", revision)["package"]
    return {name: item["id"] for name, item in plan.by_contract_name(existing).items()}


def _revision(existing: Api, fields: Api, **changes: object) -> Api:
    """A change that CKAN carries out only while the dataset is still managed here."""
    return {"match": {"id": existing["id"], "managed_by": MANAGER}, "update": fields, **changes}


def _awaited(
    checked: Checked, contract: Contract, todo: plan.Plan, ids: dict[str, str], hashes: dict[str, str]
) -> Iterator[Awaited]:
    for step in todo.steps:
        if step.wait:
            item = contract.resource(step.name)
            assert item is not None
            file = shown(checked.files, item.path)
            yield Awaited(contract.name, step.name, file, ids[step.name], hashes[step.name])


REFUSALS = {
    "unmanaged": Text(
        "Cổng đã có bộ dữ liệu cùng tên do người khác lập; hãy đổi tên trong contract hoặc trên cổng.",
        "The portal has a dataset of this name that somebody else made; rename one of the two.",
    ),
    "deleted": Text(
        "Bộ dữ liệu đã bị xóa trên cổng; hãy khôi phục hoặc xóa hẳn trên cổng, hoặc bỏ thư mục của nó.",
        "The dataset was deleted on the portal; restore or purge it there, or remove its folder.",
    ),
}
