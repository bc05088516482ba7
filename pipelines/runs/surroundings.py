"""What a run takes from the province and the tree of datasets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pipelines.contract import keywords, load
from pipelines.contract.model import Contract
from pipelines.findings import Broken, Finding
from pipelines.installed import Installed
from pipelines.pipeline import Context
from pipelines.profile import Profile, Provinces
from pipelines.profile.units import units
from pipelines.text import Text
from pipelines.validation import tree
from pipelines.working_days import WorkingCalendar

FIRST_YEAR = 2010
"""Earliest year of records; deadlines are counted in working days from then on."""
YEARS_AHEAD = 2


def context_of(installed: Installed, profile: Profile, provinces: Path, as_of: dt.date) -> Context:
    """Units, working days and settings as the pipeline's functions get them.

    :param provinces: folder of the profiles
    """
    calendar = profile.calendar
    days = WorkingCalendar.of(calendar.country, calendar.weekend, FIRST_YEAR, as_of.year + YEARS_AHEAD)
    return Context(units(profile, provinces), days, as_of, installed.settings)


def contracts_of(
    installed: Installed, datasets: Path, provinces: Provinces
) -> dict[str, tuple[str, Contract]]:
    """Sector and contract of each dataset of a pipeline; :class:`Broken` when one is missing or broken."""
    folders = {folder.name: folder for folder in tree.folders(datasets)}
    lacking = [name for name in installed.pipeline.datasets if name not in folders]
    if lacking:
        raise Broken(Finding(str(datasets), "dataset", NO_CONTRACT, value=name) for name in lacking)
    vocabulary = keywords.load(datasets)
    wanted = {name: folders[name] for name in installed.pipeline.datasets}
    return {
        name: (folder.parent.name, load.load(folder, provinces, vocabulary))
        for name, folder in wanted.items()
    }


def last_whole_month(today: dt.date) -> dt.date:
    """Last day of the month before: months that are not over would look like a fall."""
    return today.replace(day=1) - dt.timedelta(days=1)


NO_CONTRACT = Text(
    "Bộ dữ liệu mà quy trình này tạo ra không có contract; hãy thêm thư mục của nó vào datasets/.",
    "A dataset that this pipeline makes has no contract; add its folder to datasets/.",
)
