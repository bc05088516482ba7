"""Rules that tie a contract to the place where it lies: its folders, its files and the profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pipelines.contract.model import Contract
from pipelines.contract.rules import Breach
from pipelines.profile import Provinces
from pipelines.text import Text


def in_its_folder(contract: Contract, folder: Path) -> Iterator[Breach]:
    """The dataset's name is its folder's, its sector the folder's above; its files are there or produced."""
    if contract.name != folder.name:
        yield Breach(("name",), "folder-name", OTHER_FOLDER.filled(folder=folder.name), contract.name)
    if contract.sector != folder.parent.name:
        message = OTHER_SECTOR.filled(folder=folder.parent.name)
        yield Breach(("sector",), "folder-sector", message, contract.sector)
    for index, resource in enumerate(contract.resources):
        if contract.produced_by is None and not (folder / resource.path).is_file():
            yield Breach(("resources", index, "path"), "file-missing", NO_FILE, resource.path)


def in_its_province(contract: Contract, provinces: Provinces) -> Iterator[Breach]:
    """Sector and owner are known to every judging profile under which the dataset would be published."""
    if contract.province and contract.province not in provinces.known:
        message = NO_PROFILE.filled(known=", ".join(sorted(provinces.known)))
        yield Breach(("province",), "province", message, contract.province)
    for profile in provinces.judging:
        if contract.province not in (None, profile.id):
            continue
        if not profile.sector(contract.sector):
            codes = ", ".join(sector.code for sector in profile.sectors)
            message = NO_SECTOR.filled(profile=profile.id, known=codes)
            yield Breach(("sector",), "sector", message, contract.sector)
        if not profile.agency(contract.owner):
            yield Breach(("owner",), "owner", NO_OWNER.filled(profile=profile.id), contract.owner)


def keywords_are_known(contract: Contract, vocabulary: Collection[str]) -> Iterator[Breach]:
    """Keywords come from the controlled vocabulary."""
    for index, keyword in enumerate(contract.keywords):
        if keyword not in vocabulary:
            yield Breach(("keywords", index), "keyword", UNKNOWN_KEYWORD, keyword)


OTHER_FOLDER = Text(
    "Tên phải trùng tên thư mục '{folder}'; hãy sửa tên hoặc đổi thư mục.",
    "The name must be the folder's name '{folder}'; correct it or rename the folder.",
)
OTHER_SECTOR = Text(
    "Ngành phải trùng tên thư mục cấp trên '{folder}'; hãy sửa ngành hoặc chuyển thư mục.",
    "The sector must be the name of the folder above, '{folder}'; correct it or move the folder.",
)
NO_FILE = Text(
    "Không có tệp này cạnh contract; hãy thêm tệp hoặc sửa path.",
    "There is no such file beside the contract; add it or correct path.",
)
NO_PROFILE = Text(
    "Không có hồ sơ tỉnh này; hiện có: {known}.", "There is no such province profile; there are: {known}."
)
NO_SECTOR = Text(
    "Hồ sơ '{profile}' không có ngành này; các ngành: {known}.",
    "The profile '{profile}' has no such sector; its sectors: {known}.",
)
NO_OWNER = Text(
    "Hồ sơ '{profile}' không có cơ quan này và không cơ quan nào kế thừa nó; hãy sửa owner hoặc thêm "
    "'succeeds' vào hồ sơ.",
    "The profile '{profile}' has no such agency and none succeeds it; correct owner or add 'succeeds' "
    "to the profile.",
)
UNKNOWN_KEYWORD = Text(
    "Từ khóa này chưa có trong keywords.yaml; hãy dùng từ khóa có sẵn hoặc thêm vào đó với tên Việt, Anh.",
    "This keyword is not in keywords.yaml; use one that is, or add it there with both names.",
)
