"""Writes the rows to the DataStore in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan import model
from ckanext.datapusher_plus.jobs.stages.base import BaseStage
from ckanext.datapusher_plus.jobs.stages.database import DatabaseStage
from sqlalchemy.orm import object_session

from data_contract.report import Problem, Rejected

from ..context import LoadContext
from ..datastore.merge import KeysTaken
from ..datastore.plan import TablePlan, plan_of_contract, plan_of_headers
from ..datastore.publish import publish
from ..model.version import Version
from ..versions import record
from .inference import indexed_columns


class PublishStage(DatabaseStage):
    """Replaces DataPusher+'s load, which drops the published table before it has another."""

    def process(self, context: LoadContext) -> LoadContext:
        """Publish ``context.tmp``; ``copied_count`` becomes the number of rows.

        Raises:
            Rejected: rows to append are published already.
            LockLost: another load of the resource may be at work.
            psycopg2.Error: the database refused the rows; what was published stays.
        """
        session = object_session(context.load)
        plan = _plan(context)

        def keep() -> dict[str, Any]:
            context.version_id = record.stage(session, context.load, context, plan).id
            return context.mark

        try:
            rows = publish(context.lock, plan, context.rows, keep, is_live)
        except KeysTaken as taken:
            raise Rejected(*_taken(taken, plan)) from taken
        record.confirm(session, session.get(Version, context.version_id), rows)
        context.copied_count = rows
        return context


class ChangesStage(BaseStage):
    """Notes what changed against the version before; visitors see the new rows already."""

    def process(self, context: LoadContext) -> LoadContext:
        """Fill the version's ``changes``."""
        session = object_session(context.load)
        version = session.get(Version, context.version_id)
        record.note_changes(session, version)
        return context


def _plan(context: LoadContext) -> TablePlan:
    if context.contract:
        return plan_of_contract(context.contract)
    return plan_of_headers(context.headers_dicts, indexed_columns(context))


def _taken(taken: KeysTaken, plan: TablePlan) -> Iterator[Problem]:
    for row, key in taken.rows:
        yield Problem("taken", row + 1, ", ".join(plan.primary_key), key)


def is_live(resource_id: str) -> bool:
    """Whether a resource exists and neither it nor its dataset is deleted."""
    resource = model.Resource.get(resource_id)
    return resource is not None and resource.state == resource.package.state == "active"
