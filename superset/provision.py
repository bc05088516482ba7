"""Makes the reporting views and puts the dashboards into Superset; safe to repeat, at any time.

``python superset/provision.py --superset-url http://127.0.0.1:8800/bi --admin-file … --site-url …`` with the
variables ``PORTAL_DATASTORE_ADMIN_DSN`` and ``PORTAL_REPORTING_READER_DSN`` (addresses with passwords) and
``PORTAL_PROFILE``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from superset.provisioning import chain, database, reported, tree, views
from superset.provisioning.client import Superset
from superset.provisioning.errors import ProvisioningError

HERE = Path(__file__).resolve().parent
NOTHING_REPORTED = (
    "• Bảng điều hành sẽ có khi số liệu được báo cáo được công bố (./portal publish)"
    " / dashboards come once the reported figures are published (./portal publish)"
)


@click.command()
@click.option("--superset-url", required=True, help="Địa chỉ Superset, cả /bi / Superset's address with /bi.")
@click.option("--admin-file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site-url", required=True, help="Địa chỉ của cổng / the portal's public address.")
@click.option("--profile", envvar="PORTAL_PROFILE", required=True, help="Hồ sơ tỉnh / province profile.")
@click.option("--datastore-admin-dsn", envvar="PORTAL_DATASTORE_ADMIN_DSN", required=True)
@click.option("--reader-dsn", envvar="PORTAL_REPORTING_READER_DSN", required=True)
def main(
    superset_url: str,
    admin_file: Path,
    site_url: str,
    profile: str,
    datastore_admin_dsn: str,
    reader_dsn: str,
) -> None:
    """Tạo view báo cáo, đưa bảng điều hành vào Superset / make reporting views, import the dashboards."""
    try:
        assets = tree.read(HERE / "assets")
        if not _make_views(assets, profile, datastore_admin_dsn, reader_dsn):
            click.echo(NOTHING_REPORTED)
            return
        _import(assets, Superset(superset_url, **json.loads(admin_file.read_text("utf-8"))), reader_dsn)
    except ProvisioningError as error:
        click.echo(f"✗ {error}" + (f"\n  → {error.way_out}" if error.way_out else ""), err=True)
        sys.exit(1)
    for content in (assets[path] for path in assets if path.startswith("dashboards/")):
        click.echo(f"  {content['dashboard_title']}: {site_url}/bi/superset/dashboard/{content['slug']}/")


def _make_views(assets: tree.Tree, profile: str, admin_dsn: str, reader_dsn: str) -> bool:
    """Checks the chain first: a broken one leaves the database as it was.

    :returns: False while no reported figures are published, so that there is nothing to show
    """
    parts = views.read_all(HERE / "views")
    _refuse(chain.check(assets, parts))
    tables = reported.reported_tables(HERE.parent / "datasets", profile)
    outcome = database.apply(admin_dsn, urlsplit(reader_dsn).username or "", parts, tables)
    if outcome is None:
        return False
    _refuse(chain.compare_types(assets, outcome.types))
    for alias in outcome.missing:
        click.echo(
            f"! Chưa công bố, chưa có trên bảng / not published yet, not on the dashboard: {alias}", err=True
        )
    click.echo(
        "✓ View báo cáo / reporting views: "
        + ("mới tạo / made" if outcome.is_changed else "không đổi / unchanged")
    )
    return True


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ProvisioningError(
            "Bảng, biểu đồ và view không khớp:\n  " + "\n  ".join(problems) + "\n ",
            "dashboards, charts and views do not fit together",
            "python -m superset.generate",
        )


def _import(assets: tree.Tree, superset: Superset, reader_dsn: str) -> None:
    address = urlsplit(reader_dsn)
    before = superset.export()
    superset.import_tree(
        tree.text(tree.with_database(assets, reader_dsn)),
        {tree.DATABASE_FILE: unquote(address.password or "")},
    )
    after = superset.export()
    for path, content in assets.items():
        if path.startswith("datasets/"):
            superset.first_row(content["uuid"], content["columns"][0]["column_name"])
    changed = sorted(path for path in after.keys() | before.keys() if after.get(path) != before.get(path))
    click.echo(
        "✓ Superset: " + (f"{len(changed)} thay đổi / changed" if changed else "không đổi / unchanged")
    )


if __name__ == "__main__":
    main()
