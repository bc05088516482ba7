"""Records of versions: staged before the rows are published, confirmed after, settled if it was killed."""

from __future__ import annotations

import polars as pl
from sqlalchemy.orm import Session

from .. import config
from ..context import LoadContext
from ..datastore.plan import REPLACE, UPSERT, TablePlan
from ..model.load import Load
from ..model.version import PUBLISHED, Version
from . import diff, store


def stage(session: Session, load: Load, context: LoadContext, plan: TablePlan) -> Version:
    """Keep the file and its rows under the next number; nobody sees the version yet."""
    version = Version(
        resource_id=context.resource_id,
        number=Version.next_number(session, context.resource_id),
        mode=plan.mode,
        file_name=context.file_name,
        file_hash=context.file_hash,
        size=context.original.stat().st_size,
        schema_hash=context.fingerprint,
        columns=[[column.name, column.type] for column in plan.columns],
        primary_key=list(plan.primary_key),
    )
    version.told_by(load)
    store.keep(version.resource_id, version.number, context.original, context.rows)
    session.add(version)
    session.commit()
    return version


def confirm(session: Session, version: Version, rows: int) -> None:
    """The version's rows are published: from now on it has its place in the list."""
    version.state, version.rows = PUBLISHED, rows
    session.commit()


def settle(session: Session, resource_id: str, published_id: str | None, rows: int) -> None:
    """Decide what killed loads left: confirm the version that the table says it holds, undo the others."""
    for version in Version.staged(session, resource_id):
        if version.id == published_id:
            confirm(session, version, rows)
            note_changes(session, version)
        else:
            store.remove(resource_id, version.number)
            session.delete(version)
    session.commit()


def note_changes(session: Session, version: Version) -> None:
    """Compute what changed against the previous version, and let go of files by the retention rule."""
    versions = {found.number: found for found in Version.published(session, version.resource_id)}
    before = versions.get(version.number - 1)
    if before is not None and before.is_kept:
        version.changes = diff.compare(
            _state(before, versions),
            _state(version, versions),
            version.primary_key,
            store.folder(version.resource_id, version.number) / store.CHANGES,
        )
    _retire(versions)
    session.commit()


def _state(version: Version, versions: dict[int, Version]) -> pl.LazyFrame:
    """All rows as they were published with a version, as texts."""
    rows = pl.scan_parquet(store.folder(version.resource_id, version.number) / store.ROWS)
    before = versions.get(version.number - 1)
    if version.mode == REPLACE or before is None:
        return rows
    state = pl.concat([_state(before, versions), rows], how="diagonal")
    if version.mode == UPSERT:
        return state.unique(subset=version.primary_key, keep="last", maintain_order=True)
    return state


def _retire(versions: dict[int, Version]) -> None:
    limit = config.versions_kept()
    newest = sorted(versions, reverse=True)
    kept = newest[:limit] if limit else newest
    # A version that adds to another needs that one's rows
    while kept and versions[kept[-1]].mode != REPLACE and kept[-1] - 1 in versions:
        kept.append(kept[-1] - 1)
    for number in set(versions) - set(kept):
        version = versions[number]
        if version.is_kept:
            store.remove(version.resource_id, number)
            version.is_kept = False
