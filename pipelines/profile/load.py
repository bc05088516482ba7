"""Reading a profile: its shape, and the rules that tie its parts together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipelines import model_errors
from pipelines.findings import Broken, Finding
from pipelines.profile.model import Agency, Profile
from pipelines.text import Text
from pipelines.yaml_source import Source, read


@dataclass(frozen=True)
class Provinces:
    """The profiles that contracts are judged by, and the ids of all profiles that there are."""

    judging: tuple[Profile, ...]
    """Profiles that must know a contract's sector and owner."""
    known: frozenset[str]
    """Ids that a contract's ``province`` may name."""

    @classmethod
    def every(cls, folder: Path) -> Provinces:
        """All profiles in ``folder``; all of them judge."""
        profiles = tuple(load(path) for path in sorted(folder.glob("*.yaml")))
        return cls(profiles, frozenset(profile.id for profile in profiles))

    @classmethod
    def active(cls, profile: Profile, folder: Path) -> Provinces:
        """Only ``profile`` judges; the other files in ``folder`` are known by name and not read."""
        return cls((profile,), frozenset({profile.id, *(path.stem for path in folder.glob("*.yaml"))}))


def load(path: Path) -> Profile:
    """The profile at ``path``; :class:`Broken` with every error found when it is not valid."""
    source = read(path, str(path))
    try:
        profile = Profile.model_validate(source.data)
    except ValidationError as error:
        raise Broken(model_errors.findings(error, source, Profile)) from None
    found = list(_inconsistencies(profile, source, path))
    if found:
        raise Broken(found)
    return profile


def _inconsistencies(profile: Profile, source: Source, path: Path) -> Iterator[Finding]:
    if profile.id != path.stem and path.stem != "profile":
        yield source.finding(("id",), "file-name", FILE_NAME.filled(name=path.name), profile.id)
    for index, sector in enumerate(profile.sectors):
        if sector.code in [other.code for other in profile.sectors[:index]]:
            yield source.finding(("sectors", index, "code"), "unique-name", TWICE, sector.code)
    for index, agency in enumerate(profile.agencies):
        if agency.id in [other.id for other in profile.agencies[:index]]:
            yield source.finding(("agencies", index, "id"), "unique-name", TWICE, agency.id)
        if not _leads_to_the_top(profile, agency):
            yield source.finding(("agencies", index, "parent"), "parent", NO_PARENT, agency.parent)
        for number, code in enumerate(agency.sectors):
            if not profile.sector(code):
                yield source.finding(("agencies", index, "sectors", number), "sector", NO_SECTOR, code)


def _leads_to_the_top(profile: Profile, agency: Agency) -> bool:
    parents = {other.id: other.parent for other in profile.agencies}
    seen: set[str] = set()
    step: str | None = agency.id
    while step is not None:
        if step in seen or step not in parents:
            return False
        seen.add(step)
        step = parents[step]
    return True


FILE_NAME = Text("id phải trùng tên tệp {name}.", "The id must be the name of the file {name}.")
TWICE = Text("Đã khai ở trên; hãy bỏ một trong hai.", "Given above already; remove one of the two.")
NO_PARENT = Text(
    "Cơ quan cấp trên không có trong hồ sơ hoặc tạo thành vòng; hãy sửa parent.",
    "The agency above is not in the profile or the chain is a circle; correct parent.",
)
NO_SECTOR = Text(
    "Hồ sơ không có ngành này; hãy sửa sectors.", "The profile has no such sector; correct sectors."
)
