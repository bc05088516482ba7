"""Writes the rows to the DataStore in one transaction."""

from __future__ import annotations

from pathlib import Path

from ckan import model
from ckanext.datapusher_plus.jobs.stages.database import DatabaseStage

from ..context import LoadContext
from ..datastore.plan import plan_of_contract, plan_of_headers
from ..datastore.publish import publish
from .inference import indexed_columns


class PublishStage(DatabaseStage):
    """Replaces DataPusher+'s load, which drops the published table before it has another."""

    def process(self, context: LoadContext) -> LoadContext:
        """Publish ``context.tmp``; ``copied_count`` becomes the number of rows.

        Raises:
            psycopg2.Error: the database refused the rows; what was published stays.
        """
        if context.contract:
            plan = plan_of_contract(context.contract)
        else:
            plan = plan_of_headers(context.headers_dicts, indexed_columns(context))
        context.copied_count = publish(context.resource_id, plan, Path(context.tmp), context.mark, is_live)
        return context


def is_live(resource_id: str) -> bool:
    """Whether a resource exists and neither it nor its dataset is deleted."""
    resource = model.Resource.get(resource_id)
    return resource is not None and resource.state == resource.package.state == "active"
