"""Extract each profile's administrative units from a released Python package.

The units of a profile come from one release of `vietnam-provinces` on PyPI, named in the profile's
`units_source` (package, release, licence, sha256, date of the code list). The package carries the codes and
names of the General Statistics Office; this script reads its JSON and writes `<profile>/units.csv`.

    python -m province.extract_units           write the files
    python -m province.extract_units --check   compare them with the package, write nothing

The release is fetched into a throw-away folder by uv or pip, its hash is verified, and none of its code runs.
The output depends on the release alone. The script invents nothing: `name_ascii` is the name without its
Vietnamese marks, not a translation, and an unknown division type stops the run.
"""

import argparse
import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
COLUMNS = ["unit_code", "name", "name_ascii", "unit_type", "unit_type_en", "level", "parent_code"]
TYPES_EN = {
    "tỉnh": "province",
    "thành phố": "city",
    "huyện": "district",
    "phường": "ward",
    "thị trấn": "township",
    "xã": "commune",
}
CODE_WIDTH = {"province": 2, "district": 3, "commune": 5}

Unit = dict[str, Any]


def to_ascii(name: str) -> str:
    """The name without Vietnamese marks: 'Đông Hưng' becomes 'Dong Hung'."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def installer() -> list[str]:
    """The command that installs packages here.

    Raises:
        SystemExit: neither uv nor pip is available.
    """
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], check=False, capture_output=True).returncode == 0:
        return [*pip, "install", "--quiet"]
    raise SystemExit(
        "extract_units: cần uv hoặc pip để tải gói nguồn / uv or pip is needed to fetch the package"
    )


def fetch(source: dict[str, str]) -> list[Unit]:
    """The nested units of all provinces in one release, fetched with its hash verified.

    Raises:
        SystemExit: the release cannot be fetched, or its hash differs.
    """
    requirement = f"{source['package']}=={source['release']}"
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.txt")
        wanted.write_text(f"{requirement} --hash=sha256:{source['sha256']}\n")
        options = ["--no-deps", "--require-hashes", "--target", folder, "--requirement", str(wanted)]
        if subprocess.run([*installer(), *options], check=False).returncode:
            raise SystemExit(
                f"extract_units: không tải được {requirement} / {requirement} could not be fetched"
            )
        data = Path(folder, "vietnam_provinces", "data", "nested-divisions.json")
        return json.loads(data.read_text(encoding="utf-8"))


def flatten(unit: Unit, level: str, parent_code: str = "") -> Iterator[dict[str, str]]:
    """The unit and all units below it as rows, a parent always before its children.

    Raises:
        KeyError: the release has a division type that TYPES_EN does not name.
    """
    code = str(unit["code"]).zfill(CODE_WIDTH[level])
    kind = unit["division_type"]
    name = unit["name"]
    if not name.lower().startswith(kind):
        name = f"{kind.capitalize()} {name}"
    yield dict(
        zip(COLUMNS, [code, name, to_ascii(name), kind, TYPES_EN[kind], level, parent_code], strict=True)
    )
    for child in sorted(unit.get("districts", []), key=lambda each: each["code"]):
        yield from flatten(child, "district", code)
    for child in sorted(unit.get("wards", []), key=lambda each: each["code"]):
        yield from flatten(child, "commune", code)


def units_csv(profile: dict[str, Any]) -> str:
    """The text of the profile's units.csv."""
    provinces = fetch(profile["units_source"])
    [province] = [each for each in provinces if each["code"] == int(profile["code"])]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flatten(province, "province"))
    return text.getvalue()


def main() -> None:
    """Write every profile's units, or with --check report which differ from their source."""
    arguments = argparse.ArgumentParser(description="Extract the administrative units of every profile.")
    arguments.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    check = arguments.parse_args().check
    different = []
    for path in sorted(HERE.glob("*.yaml")):
        profile = yaml.safe_load(path.read_text(encoding="utf-8"))
        target, text = HERE / profile["units"], units_csv(profile)
        if not check:
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            different.append(str(target.relative_to(HERE)))
    if different:
        raise SystemExit(f"extract_units: khác nguồn / differs from its source: {', '.join(different)}")


if __name__ == "__main__":
    main()
