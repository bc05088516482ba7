"""Counts over the whole portal."""

from __future__ import annotations

import ckan.model as ckan_model
import ckan.plugins as p
import sqlalchemy as sa

EXACT_COUNT_PAGES = 1000
"""Tables up to this many pages of 8 KiB are counted; of larger ones the figure from ANALYZE is taken."""


def _public_files() -> sa.Select:
    resource, package = ckan_model.Resource, ckan_model.Package
    return (
        sa.select(resource.id)
        .join(package, package.id == resource.package_id)
        .where(package.state == "active", package.private.is_(False), resource.state == "active")
        .where(package.type == "dataset")
    )


def count_datasets_and_files() -> tuple[int, int]:
    """Number of public datasets, and of files in them."""
    package = ckan_model.Package
    public = sa.and_(package.state == "active", package.private.is_(False), package.type == "dataset")
    datasets = sa.select(sa.func.count()).select_from(package).where(public).scalar_subquery()
    files = sa.select(sa.func.count()).select_from(_public_files().subquery()).scalar_subquery()
    row = ckan_model.Session.execute(sa.select(datasets, files)).one()
    return row[0], row[1]


def count_rows() -> int | None:
    """Rows of all public tables in the DataStore, or None where the DataStore is not in use."""
    if not p.plugin_loaded("datastore"):
        return None
    from ckanext.datastore.backend.postgres import get_read_engine

    ids = list(ckan_model.Session.scalars(_public_files()))
    with get_read_engine().connect() as connection:
        tables = connection.execute(
            sa.text(
                "SELECT relname, relpages, reltuples FROM pg_class WHERE relkind = 'r' AND relname = ANY(:t)"
            ),
            {"t": ids},
        ).all()
        small = [name for name, pages, _rows in tables if pages <= EXACT_COUNT_PAGES]
        large = sum(int(rows) for _name, pages, rows in tables if pages > EXACT_COUNT_PAGES and rows > 0)
        return large + sum(_count(connection, name) for name in small)


def _count(connection: sa.engine.Connection, table: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()
