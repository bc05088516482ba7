"""All contracts of a tree and their data: what is found wrong, dataset by dataset.

The order is contract, rows with their code lists, assertions; a dataset whose contract or rows are broken is
not judged further, since later checks read what the earlier ones made sure of. The files of a pipeline's
datasets lie where its runs put them, in folders of the same names; before the first run there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from data_contract.rules import Published, Rules
from pipelines.contract import keywords
from pipelines.contract.load import load, shown
from pipelines.contract.model import Contract
from pipelines.findings import Broken, Finding
from pipelines.profile import Provinces
from pipelines.text import Text
from pipelines.validation import code_lists, rows

PublishedOf = Callable[[str, str], Published]
"""From dataset and resource name to the values published now."""


@dataclass(frozen=True)
class Checked:
    """One dataset after its checks."""

    folder: Path
    """Where its contract lies."""
    files: Path
    """Where its files lie."""
    contract: Contract | None = None
    """Its contract; None when that is broken."""
    findings: tuple[Finding, ...] = ()
    """Everything found wrong."""
    rows: dict[str, int] = field(default_factory=dict)
    """Number of rows by resource name, the header aside."""

    @property
    def name(self) -> str:
        """Name of the dataset: its folder's."""
        return self.folder.name

    @property
    def sound(self) -> bool:
        """Nothing is wrong with it."""
        return self.contract is not None and not self.findings

    @property
    def awaits_run(self) -> bool:
        """The pipeline that writes its files has not done so yet."""
        contract = self.contract
        if contract is None or contract.produced_by is None:
            return False
        return not all((self.files / resource.path).is_file() for resource in contract.resources)


def nothing_published(dataset: str, resource: str) -> Published:
    """The view of a tree that has never been published."""
    return lambda column: None


def folders(datasets: Path) -> list[Path]:
    """Every dataset folder below ``datasets``, sorted by sector and name."""
    return sorted(path for path in datasets.glob("*/*") if path.is_dir())


def check(
    datasets: Path, provinces: Provinces, names: Iterable[str] = (), produced: Path | None = None
) -> list[Checked]:
    """The datasets called ``names`` (all when none is named) after contract, row and code-list checks.

    :param produced: where runs of pipelines put their files; without it their datasets await a run

    :class:`Broken` when a name is not a dataset of the tree, or its vocabulary of keywords is broken.
    """
    vocabulary = keywords.load(datasets)
    read = [_read(folder, provinces, vocabulary, produced) for folder in folders(datasets)]
    wanted = set(names) or {checked.name for checked in read}
    unknown = wanted - {checked.name for checked in read}
    if unknown:
        raise Broken(Finding(str(datasets), "dataset", NO_DATASET, value=name) for name in sorted(unknown))
    read = list(_named_once(read))
    tree = {item.name: (item.contract, item.files) for item in read if item.contract and not item.awaits_run}
    return [_with_data(item, tree) for item in read if item.name in wanted]


def with_assertions(checked: Checked, published: PublishedOf = nothing_published) -> Checked:
    """A sound dataset after its assertions; one that is broken already stays as it is."""
    if not checked.sound or checked.awaits_run:
        return checked
    return replace(checked, findings=tuple(_assertion_findings(checked, published)))


def _read(folder: Path, provinces: Provinces, vocabulary: Collection[str], produced: Path | None) -> Checked:
    try:
        contract = load(folder, provinces, vocabulary)
    except Broken as broken:
        return Checked(folder, folder, findings=broken.findings)
    if produced is None or contract.produced_by is None:
        return Checked(folder, folder, contract)
    return Checked(folder, produced / folder.parent.name / folder.name, contract)


def _named_once(read: list[Checked]) -> Iterator[Checked]:
    seen: set[str] = set()
    for item in read:
        twice = Finding(shown(item.folder), "unique-name", TWICE, "name", value=item.name)
        yield (replace(item, contract=None, findings=(*item.findings, twice)) if item.name in seen else item)
        seen.add(item.name)


def _with_data(checked: Checked, tree: dict[str, code_lists.Located]) -> Checked:
    contract = checked.contract
    if contract is None or checked.awaits_run:
        return checked
    rules = Rules(referenced=code_lists.referenced(tree))
    found, counted = list(code_lists.unknown(contract, checked.folder, tree)), {}
    for resource in contract.resources:
        counted[resource.name], wrong = rows.judged(contract, checked.files, resource, rules)
        found.extend(wrong)
    return replace(checked, findings=tuple(found), rows=counted)


def _assertion_findings(checked: Checked, published: PublishedOf) -> Iterator[Finding]:
    contract = checked.contract
    assert contract is not None
    for resource in contract.resources:
        about = tuple(item for item in contract.assertions if item.resource in (None, resource.name))
        rules = Rules(about, published(checked.name, resource.name))
        yield from rows.judged(contract, checked.files, resource, rules)[1]


NO_DATASET = Text(
    "Không có bộ dữ liệu này; hãy xem tên thư mục trong datasets/.",
    "There is no such dataset; see the folder names under datasets/.",
)
TWICE = Text(
    "Một ngành khác đã có bộ dữ liệu cùng tên; hãy đổi tên.",
    "Another sector has a dataset of this name; rename one.",
)
