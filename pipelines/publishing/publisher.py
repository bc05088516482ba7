"""A whole publish run: check everything, set up the frame, send each dataset, wait for all loads together.

A broken dataset is refused before anything of it changes; the others go on. When the active profile changes,
datasets of the other province are made private, never deleted; their own profile shows them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.progress import Progress

from pipelines.contract.load import shown
from pipelines.findings import Finding
from pipelines.profile import Provinces
from pipelines.publishing import dataset, frame, loads
from pipelines.publishing.client import Ckan, CkanError
from pipelines.publishing.dataset import Sent, Site
from pipelines.publishing.loads import Awaited
from pipelines.publishing.mapping import MANAGER
from pipelines.publishing.order import by_reference
from pipelines.publishing.results import Proposal, Result, Summary
from pipelines.text import Text
from pipelines.validation import tree
from pipelines.validation.tree import Checked

PAGE = 500


def run(
    site: Site, datasets: Path, provinces: Provinces, names: Iterable[str], progress: Progress, language: str
) -> Summary:
    """Publish the datasets called ``names``, or all.

    :class:`Broken` when a name is unknown; :class:`CkanError` when the portal cannot be used.
    """
    names = list(names)
    summary = Summary(site.profile.id, site.dry_run)
    checking = progress.add_task(CHECKING.said(language), total=1)
    checked = tree.check(datasets, provinces, names, site.produced)
    progress.update(checking, completed=1)
    summary.frame, left_over = frame.ensure(site.ckan, site.profile, site.dry_run)
    awaited: list[Awaited] = []
    for item in progress.track(by_reference(checked), description=SENDING.said(language)):
        sent = _one(site, item)
        summary.results.append(sent.result)
        summary.proposals += sent.proposals
        awaited += sent.awaited
    places = {item.name: place for place, item in enumerate(checked)}
    summary.results.sort(key=lambda result: places[result.name])
    _wait(site.ckan, awaited, summary, progress, language)
    if not names:
        summary.proposals += [*left_over, *withdrawn(site.ckan, {item.name for item in checked})]
    return summary


def withdrawn(ckan: Ckan, folders: set[str]) -> Iterator[Proposal]:
    """Datasets made by publishing whose folder is gone."""
    for offset in range(0, 10**9, PAGE):
        page = ckan.read(
            "package_search",
            include_private=True,
            include_drafts=True,
            sort="name asc",
            rows=PAGE,
            start=offset,
        )["results"]
        for item in page:
            if item.get("managed_by") == MANAGER and item["name"] not in folders:
                yield Proposal("dataset", item["name"])
        if len(page) < PAGE:
            return


def _one(site: Site, checked: Checked) -> Sent:
    """One dataset; what CKAN refuses fails this dataset alone, a portal that is gone ends the run."""
    contract = checked.contract
    if contract is None or not checked.sound:
        result = Result(checked.name, "failed", findings=list(checked.findings))
        return Sent(result)
    try:
        if contract.province not in (None, site.profile.id):
            return Sent(dataset.hide(site, contract.name))
        if checked.awaits_run:
            return Sent(Result(checked.name, "awaiting"))
        return dataset.publish(site, checked)
    except CkanError as error:
        if error.status in (0, 401, 403, 502, 503, 504):
            raise
        finding = Finding(shown(checked.folder), "portal", error.message)
        return Sent(Result(checked.name, "failed", findings=[finding]))


def _wait(ckan: Ckan, awaited: list[Awaited], summary: Summary, progress: Progress, language: str) -> None:
    results = {result.name: result for result in summary.results}
    bar = progress.add_task(LOADING.said(language), total=len(awaited))

    def done(item: Awaited, findings: list[Finding]) -> None:
        progress.advance(bar)
        if findings:
            results[item.dataset].fail(*findings)

    loads.wait(ckan, awaited, done)


CHECKING = Text("Kiểm tra contract và dữ liệu", "Checking contracts and data")
SENDING = Text("Gửi lên cổng", "Sending to the portal")
LOADING = Text("Chờ cổng nạp dữ liệu", "Waiting for the portal to load")
