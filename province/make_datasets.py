"""Write the datasets that follow from the profiles and from the Vietnamese working calendar.

    python -m province.make_datasets           write the files
    python -m province.make_datasets --check   compare them, write nothing

Code lists (units, sectors, agencies, successions) repeat what the profiles say. Public holidays and working
days come from the package `holidays` (Labour Code 45/2019/QH14, article 112, with the announced compensatory
and swapped days) for public servants on a five-day week. The output depends on the profiles and on the
package's release alone. Reported figures are not made here: their files are kept by hand.
"""

import argparse
import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from province.calendar_rows import holiday_rows, month_rows

HERE = Path(__file__).resolve().parent
HOME_AFFAIRS = HERE.parent / "datasets" / "noi-vu"
# The profile that the code lists start from: contracts name its agencies as owners.
DEFAULT = "thai-binh"

Row = dict[str, Any]


def profiles() -> dict[str, Row]:
    """All profiles by id, the default one first."""
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in HERE.glob("*.yaml"))
    return {each["id"]: each for each in sorted(read, key=lambda each: (each["id"] != DEFAULT, each["id"]))}


def csv_text(rows: Iterable[Row]) -> str:
    """Rows as CSV with a header and Unix line ends; every row has the same keys in the same order."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def sector_rows(profile: Row) -> list[Row]:
    """The profile's sectors in their order."""
    return [
        {
            "sector_code": sector["code"],
            "display_order": order,
            "sector_name": sector["name"],
            "sector_name_en": sector["name_en"],
            "description": sector["description"],
            "description_en": sector["description_en"],
            "theme_uri": sector["theme"],
        }
        for order, sector in enumerate(profile["sectors"], start=1)
    ]


def agency_rows(profile: Row) -> list[Row]:
    """The profile's agencies in their order."""
    return [
        {
            "profile_id": profile["id"],
            "agency_code": agency["id"],
            "agency_name": agency["name"],
            "agency_name_en": agency["name_en"],
            "parent_code": agency["parent"] or "",
            "unit_code": agency.get("unit_code", ""),
            "legal_source": agency["source"],
        }
        for agency in profile["agencies"]
    ]


def succession_rows(old: Row, new: Row) -> list[Row]:
    """Which agency of the new profile took over which agency of the old one."""
    former = {agency["id"]: agency["name"] for agency in old["agencies"]}
    return [
        {
            "former_code": code,
            "former_name": former[code],
            "successor_code": agency["id"],
            "successor_name": agency["name"],
            "legal_source": agency["succession_source"],
        }
        for agency in new["agencies"]
        for code in agency["succeeds"]
    ]


def datasets() -> dict[Path, str]:
    """Text of every file that this script writes, by path."""
    known = profiles()
    files = {
        HOME_AFFAIRS / f"administrative-units-{each}" / "units.csv": (HERE / profile["units"]).read_text(
            "utf-8"
        )
        for each, profile in known.items()
    }
    agencies = (row for profile in known.values() for row in agency_rows(profile))
    successions = succession_rows(known[DEFAULT], known["hung-yen"])
    return files | {
        HOME_AFFAIRS / "sectors" / "sectors.csv": csv_text(sector_rows(known[DEFAULT])),
        HOME_AFFAIRS / "agencies" / "agencies.csv": csv_text(agencies),
        HOME_AFFAIRS / "agencies" / "successions.csv": csv_text(successions),
        HOME_AFFAIRS / "public-holidays" / "holidays.csv": csv_text(holiday_rows()),
        HOME_AFFAIRS / "working-days" / "months.csv": csv_text(month_rows()),
    }


def main() -> None:
    """Write every file, or with --check report which differ."""
    arguments = argparse.ArgumentParser(description="Write the datasets made from profiles and calendar.")
    arguments.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    check = arguments.parse_args().check
    different = []
    for path, text in datasets().items():
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            different.append(str(path.relative_to(HERE.parent)))
    if different:
        raise SystemExit(f"make_datasets: không khớp / out of date: {', '.join(different)}")


if __name__ == "__main__":
    main()
