"""From ``source.yaml`` and the operator's own file to the sources of a pipeline."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from pipelines import model_errors, yaml_source
from pipelines.findings import Broken, Finding
from pipelines.sources import settings
from pipelines.sources.settings import AnySource, SourceFile
from pipelines.sources.source import Source
from pipelines.text import Text
from pipelines.yaml_source import Place

OWN_MACHINE = ("127.0.0.1", "::1", "localhost")


def load(path: Path, override: Path, home: Path) -> dict[str, Source]:
    """The source of each kind of record that the file at ``path`` names.

    :param override: the operator's file; its sources take the place of those that give the same kinds
    :param home: folder of the instance, which relative paths start from

    Raises:
        Broken: with every error, by file and key.
    """
    chosen = _by_kind(path, home)
    return chosen | _by_kind(override, home) if override.exists() else chosen


def _by_kind(path: Path, home: Path) -> dict[str, Source]:
    by_kind: dict[str, Source] = {}
    for source in (_opened(described, home) for described in read(path)):
        for kind in source.kinds:
            if kind in by_kind:
                names = TWO_SOURCES.filled(one=by_kind[kind].name, other=source.name)
                raise Broken([Finding(str(path), "kind", names, value=kind)])
            by_kind[kind] = source
    return by_kind


def read(path: Path) -> list[AnySource]:
    """The sources that one file describes; :class:`Broken` with every error when it is not valid."""
    source = yaml_source.read(path, str(path))
    try:
        described = SourceFile.model_validate(source.data)
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, SourceFile)) from None
    found = [source.finding(place, rule, text, value) for place, rule, text, value in _breaches(described)]
    if found:
        raise Broken(found)
    return described.sources


#: Module and class of each adapter. They bring large libraries, so a run loads those that it uses.
ADAPTERS = {
    settings.Folder: ("folder", "FolderSource"),
    settings.Events: ("events", "EventSource"),
    settings.Edxml: ("edxml", "EdxmlSource"),
    settings.Rest: ("rest", "RestSource"),
    settings.Sql: ("sql", "SqlSource"),
}


def _opened(source: AnySource, home: Path) -> Source:
    module, name = ADAPTERS[type(source)]
    opened: Source = getattr(importlib.import_module(f"pipelines.sources.{module}"), name)(source, home)
    return opened


def _breaches(described: SourceFile) -> Iterator[tuple[Place, str, Text, str]]:
    names = [source.name for source in described.sources]
    for index, source in enumerate(described.sources):
        place: Place = ("sources", index)
        if source.name in names[:index]:
            yield (*place, "name"), "unique-name", TWICE, source.name
        if isinstance(source, settings.Rest):
            for key in ("url", "token_url"):
                address = getattr(source, key)
                if not _encrypted(address):
                    yield (*place, key), "https", NOT_ENCRYPTED, address
        if isinstance(source, settings.Sql) and not _is_zone(source.zone):
            yield (*place, "zone"), "zone", NO_ZONE, source.zone or ""


def _encrypted(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in OWN_MACHINE


def _is_zone(name: str | None) -> bool:
    try:
        return name is None or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        return False


TWICE = Text("Đã khai ở trên; hãy đổi tên.", "Given above already; choose another name.")
NOT_ENCRYPTED = Text(
    "Mã truy cập sẽ đi qua mạng không mã hóa; hãy dùng địa chỉ https://.",
    "Tokens would cross the network unencrypted; use an address with https://.",
)
NO_ZONE = Text(
    "Không có múi giờ này; hãy ghi như 'Asia/Ho_Chi_Minh'.",
    "There is no such zone; write it like 'Asia/Ho_Chi_Minh'.",
)
TWO_SOURCES = Text(
    "Hai nguồn '{one}' và '{other}' cùng cấp loại bản ghi này; hãy bỏ một.",
    "Two sources, '{one}' and '{other}', give this kind of record; remove one.",
)
