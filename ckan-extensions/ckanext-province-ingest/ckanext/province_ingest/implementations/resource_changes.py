"""Queues a load when a resource is created or changed, whichever action or form did it."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckan import model
from ckan.types import Context
from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from .. import submission, told

WAITING = "province_ingest_waiting"


class ResourceChangesMixin(p.SingletonPlugin):
    """Watches resources at the database session, since not every action calls ``IResourceController``."""

    p.implements(p.IDomainObjectModification, inherit=True)
    p.implements(p.IResourceController, inherit=True)

    def before_resource_create(self, context: Context, resource: dict[str, Any]) -> None:
        """Hear why a file comes."""
        told.say_of(model.Session(), resource, _user_id(context))

    def before_resource_update(
        self, context: Context, current: dict[str, Any], resource: dict[str, Any]
    ) -> None:
        """Hear why a file changes."""
        told.say_of(model.Session(), resource, _user_id(context))

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
        told.note_user(session)


def _submit_waiting(session: Session) -> None:
    # A job that starts before the outermost commit would read the resource as it was
    if session.in_nested_transaction():
        return
    waiting, session.info[WAITING] = session.info[WAITING], set()
    words = told.taken_from(session)
    for resource_id in waiting:
        submission.submit_if_changed(resource_id, words)


def _user_id(context: Context) -> str | None:
    user = model.User.get(context.get("user"))
    return user.id if user else None
