"""Puts loads on CKAN's job queue, and knows whether one is still under way."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import ckanext.datapusher_plus.config as settings
import sqlalchemy as sa
from ckan import model
from ckan.lib import jobs as queue
from ckanext.datapusher_plus.interfaces import IDataPusher
from redis.exceptions import RedisError
from rq import Retry
from sqlalchemy.orm import Session

from . import config, messages
from .datastore import session as datastore
from .model import load as states
from .model.load import Load
from .told import Told
from .versions import store

log = logging.getLogger(__name__)

# What a load depends on besides the file's bytes, which ``last_modified`` stands for
SOURCE_KEYS = ("assertions", "contract_name", "filters", "load_mode", "schema", "searchable")
UNLOADED_URL_TYPES = ("datastore", "tabledesigner")
# Between a load's row and its job on the queue lie two commits
QUEUEING = datetime.timedelta(seconds=30)
UNDER_WAY = ("queued", "started", "deferred", "scheduled")
# A worker that was killed, or a database that restarts: the job runs again after so many seconds
RETRIES = Retry(max=4, interval=[2, 10, 30, 120])


def submit_if_changed(resource_id: str, words: Told) -> None:
    """Queue a load if the resource is loadable and differs from what its latest load saw."""
    with model.meta.create_local_session() as session:
        resource = session.get(model.Resource, resource_id)
        if resource is None or resource.state != "active" or not is_loadable(resource):
            return
        latest = Load.latest(session, resource_id)
        if latest is None or latest.source != source_of(resource):
            _enqueue(session, resource, words)


def submit(resource_id: str, force: bool, words: Told) -> Load | None:
    """Queue a load; one of the same source that is under way already is returned instead.

    Returns None when the resource has no file that can be loaded.
    """
    with model.meta.create_local_session() as session:
        resource = session.get(model.Resource, resource_id)
        if resource is None or not is_loadable(resource):
            return None
        latest = Load.latest(session, resource_id)
        if latest and latest.source == source_of(resource) and is_under_way(latest) and not force:
            return latest
        return _enqueue(session, resource, words, force)


def resume() -> int:
    """Queue again every load that neither waits nor is worked at; returns how many.

    Files of versions whose resource was purged are deleted.
    What RQ says of a job that it handed out is not believed: it learns of a killed worker only after minutes.
    """
    jobs = queue.get_queue()
    waiting = {*jobs.job_ids, *jobs.scheduled_job_registry.get_job_ids()}
    with model.meta.create_local_session() as session:
        lost = [load for load in Load.unfinished(session) if not _is_kept(load, waiting)]
        found = [(load, session.get(model.Resource, load.resource_id)) for load in lost]
        for load, resource in found:
            _enqueue(session, resource, load.told(), load.force)
        store.sweep(set(session.scalars(sa.select(model.Resource.id))))
    return len(found)


def _is_kept(load: Load, waiting: set[str]) -> bool:
    if not load.job_id:
        return load.age() < QUEUEING
    return load.job_id in waiting or datastore.is_locked(load.resource_id)


def is_loadable(resource: model.Resource) -> bool:
    """Whether the resource is a file in one of DataPusher+'s formats that no plugin objects to."""
    formats = [name.lower() for name in settings.FORMATS]
    if resource.url_type in UNLOADED_URL_TYPES or (resource.format or "").lower() not in formats:
        return False
    return all(plugin.can_upload(resource.id) for plugin in p.PluginImplementations(IDataPusher))


def source_of(resource: model.Resource) -> str:
    """Digest of everything on a resource that its load depends on."""
    parts = [resource.url, resource.url_type, resource.format, str(resource.last_modified)]
    parts += [resource.extras.get(key) for key in SOURCE_KEYS]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def is_under_way(load: Load) -> bool:
    """Whether a load waits in the queue, or a living worker is at it."""
    if load.state not in (states.PENDING, states.RUNNING):
        return False
    if not load.job_id:
        return load.age() < QUEUEING
    try:
        status = queue.job_from_id(load.job_id).get_status()
    except KeyError:
        return False
    except RedisError:
        return datastore.is_locked(load.resource_id)
    if load.state == states.RUNNING and status == "started":
        # RQ learns of a killed worker only after a while; the lock ends with it
        return datastore.is_locked(load.resource_id)
    return status in UNDER_WAY


def _enqueue(session: Session, resource: model.Resource, words: Told, force: bool = False) -> Load:
    load = Load(resource_id=resource.id, source=source_of(resource), force=force, **words.columns())
    session.add(load)
    session.commit()
    try:
        job = tk.enqueue_job(
            "ckanext.province_ingest.jobs.run",
            [load.id],
            title=f"Load {resource.id}",
            rq_kwargs={"timeout": config.job_timeout(), "retry": RETRIES},
        )
        load.job_id = job.id
    except RedisError:
        log.exception("Load of %s could not be queued", resource.id)
        load.fail(*messages.failure("queue"))
    session.commit()
    return load
