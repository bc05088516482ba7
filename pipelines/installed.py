"""The pipelines that there are: each package below :mod:`pipelines` that has ``settings.yaml``."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

import pipelines
from pipelines import records, yaml_source
from pipelines.findings import Broken, Finding
from pipelines.pipeline import Pipeline
from pipelines.records import RecordContract, corrections
from pipelines.text import Text

HOME = Path(pipelines.__file__).parent
RECORDS, SETTINGS, SOURCE = "records", "settings.yaml", "source.yaml"
COMPUTED_BY = (
    "atomic.py",
    "pipeline.py",
    "working_days.py",
    "records",
    "computing",
    "privacy",
    "statistics",
)
"""Code of the frame that results depend on, beside the pipeline's own."""


@dataclass(frozen=True)
class Installed:
    """A pipeline with what its folder declares."""

    pipeline: Pipeline
    """The pipeline."""
    folder: Path
    """Its folder."""
    contracts: Mapping[str, RecordContract]
    """Record contract of each kind."""
    settings: Mapping[str, Any]
    """Content of its ``settings.yaml``."""
    code_version: str
    """Hash of the code and settings that its results depend on, 12 hexadecimal digits; where its records come
    from is no part of it."""
    contract_version: str
    """Hash of its record contracts and corrections, 12 hexadecimal digits."""


def names() -> list[str]:
    """Names of all pipelines."""
    found = (module.name for module in pkgutil.iter_modules([str(HOME)]) if module.ispkg)
    return sorted(name for name in found if (HOME / name / SETTINGS).is_file())


def find(name: str) -> Installed:
    """The pipeline called ``name``; :class:`Broken` where there is none or what it declares is wrong."""
    if name not in names():
        raise Broken(
            [Finding("pipelines", "pipeline", NO_PIPELINE.filled(names=", ".join(names())), value=name)]
        )
    return load(f"pipelines.{name}")


def load(module: str) -> Installed:
    """The pipeline of a package."""
    package = importlib.import_module(module)
    pipeline, folder = package.PIPELINE, Path(str(package.__file__)).parent
    contracts = records.load_all(folder / RECORDS)
    found = list(_disagreements(pipeline, contracts))
    if found:
        raise Broken(found)
    settings = yaml_source.read(folder / SETTINGS, f"{pipeline.name}/{SETTINGS}").data or {}
    return Installed(pipeline, folder, contracts, settings, _code_version(folder), _contract_version(folder))


def _disagreements(pipeline: Pipeline, contracts: Mapping[str, RecordContract]) -> Iterator[Finding]:
    for kind in sorted(pipeline.partition_by.keys() ^ contracts.keys()):
        yield Finding(pipeline.name, "kind", NOT_BOTH, "partition_by", value=kind)
    for kind, column in pipeline.partition_by.items():
        if kind in contracts and column not in contracts[kind].key:
            yield Finding(
                f"{pipeline.name}/{RECORDS}/{kind}.yaml", "partition", NOT_IN_KEY, "key", value=column
            )


def _code_version(folder: Path) -> str:
    frame = [HOME / name for name in COMPUTED_BY]
    declared = [file for file in sorted(folder.glob("*.yaml")) if file.name not in (SOURCE, corrections.FILE)]
    return _hash([*_files([folder, *frame], "*.py"), *declared], pl.__version__)


def _contract_version(folder: Path) -> str:
    return _hash(_files([folder / RECORDS, folder / corrections.FILE], "*.yaml"))


def _files(places: list[Path], pattern: str) -> list[Path]:
    found = (file for place in places for file in ([place] if place.is_file() else place.rglob(pattern)))
    return sorted(file for file in found if file.exists())


def _hash(files: list[Path], *more: str) -> str:
    content = hashlib.sha256("\0".join(more).encode())
    for file in files:
        content.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return content.hexdigest()[:12]


NO_PIPELINE = Text(
    "Không có quy trình này; các quy trình: {names}.", "There is no such pipeline; there are: {names}."
)
NOT_BOTH = Text(
    "Loại bản ghi phải có cả trong partition_by và trong thư mục records.",
    "A kind of record needs both a place in partition_by and a file in the folder records.",
)
NOT_IN_KEY = Text(
    "Cột chia phần phải thuộc khóa của bản ghi, nếu không các bản trùng khóa có thể nằm ở hai phần.",
    "The column of the partition has to be in the record's key, or one key could be in two partitions.",
)
