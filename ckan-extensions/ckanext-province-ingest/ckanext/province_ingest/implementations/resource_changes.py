"""Queues a load when a resource is created or changed, whichever action or form did it."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckan import model
from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from .. import submission

WAITING = "province_ingest_waiting"


class ResourceChangesMixin(p.SingletonPlugin):
    """Watches resources at the database session, since not every action calls ``IResourceController``."""

    p.implements(p.IDomainObjectModification, inherit=True)

    def notify(self, entity: Any, operation: str) -> None:
        """Remember a new or changed resource until its transaction is committed."""
        if not isinstance(entity, model.Resource) or operation == model.DomainObjectOperation.deleted:
            return
        session = object_session(entity)
        if session is None:
            return
        if WAITING not in session.info:
            session.info[WAITING] = set()
            event.listen(session, "after_commit", _submit_waiting)
        session.info[WAITING].add(entity.id)


def _submit_waiting(session: Session) -> None:
    # A job that starts before the outermost commit would read the resource as it was
    if session.in_nested_transaction():
        return
    waiting, session.info[WAITING] = session.info[WAITING], set()
    for resource_id in waiting:
        submission.submit_if_changed(resource_id)
