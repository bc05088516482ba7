"""Writes ``superset/assets/`` from ``superset/dashboards.yaml`` and the published rows that it names.

``python -m superset.generate`` writes; with ``--check`` it only says what is out of date and ends with 1.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from superset.provisioning import specification, tree
from superset.provisioning.reported import reported_tables

HERE = Path(__file__).resolve().parent


def files() -> dict[str, str]:
    """What ``superset/assets/`` has to hold: text by path.

    :raises ValueError: when a figure is in no published table, or in several
    """
    spec = specification.load(HERE / "dashboards.yaml")
    return tree.text(tree.build(spec, figures(spec, HERE.parent / "datasets")))


def figures(spec: specification.Specification, datasets: Path) -> dict[str, dict[str, str]]:
    """The published row of every figure that a tile shows, by indicator code."""
    tables = reported_tables(datasets)
    tiles = [tile for dashboard in spec.dashboards for row in dashboard.rows for tile in row]
    codes = {tile.indicator_code for tile in tiles if isinstance(tile, specification.FigureTile)}
    found: dict[str, dict[str, str]] = {}
    for code in sorted(codes):
        rows = [row for table in tables for row in table.rows() if row["indicator_code"] == code]
        if len(rows) != 1:
            raise ValueError(f"dashboards.yaml: indicator_code {code}: {len(rows)} dòng / rows")
        found[code] = rows[0]
    return found


@click.command()
@click.option("--check", is_flag=True, help="Chỉ so sánh / only compare.")
def main(check: bool) -> None:
    """Viết superset/assets từ đặc tả / write superset/assets from the specification."""
    folder = HERE / "assets"
    wanted = files()
    present = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    changed = sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))
    for path in changed:
        click.echo(path)
    if check:
        sys.exit(bool(changed))
    if changed:
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in wanted.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
