"""The background job: one load from queue to verdict."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ckan.plugins.toolkit as tk
import psycopg2
import sqlalchemy as sa
from ckan import model
from ckanext.datapusher_plus import job_exceptions, utils
from rq.timeouts import JobTimeoutException

from data_contract.report import BrokenContract, Rejected

from . import config, messages
from .announcement import announce
from .context import LoadContext
from .datastore import session as datastore
from .datastore.publish import published
from .datastore.table import AliasTaken
from .download import Refused
from .model.load import COMPLETE, ERROR, Load
from .pipeline import LoadPipeline, new_context
from .stages.fetch import OlderFile
from .versions import record

log = logging.getLogger(__name__)

DATABASE_ERRORS = (psycopg2.Error, sa.exc.SQLAlchemyError)
PROCESSING_ERRORS = (utils.JobError, job_exceptions.JobError, OSError, ValueError)


def run(load_id: str) -> None:
    """Carry out a load that :mod:`.submission` queued; its row tells the outcome.

    Raises:
        psycopg2.Error, sqlalchemy.exc.DBAPIError: a database went away; the queue tries again.
        datastore.session.LockLost: another load of the resource may have begun; the queue tries again.
    """
    with model.meta.create_local_session() as session:
        load = session.get(Load, load_id)
        if load is None or load.state in (COMPLETE, ERROR):
            return
        with datastore.exclusive(load.resource_id, config.job_timeout()) as lock:
            newest = Load.latest(session, load.resource_id)
            if newest is not None and newest.id != load.id:
                load.fail(*messages.failure("superseded"))
            else:
                load.start()
                session.commit()
                _carry_out(session, load, lock)
            # Without it, what the load met may have been another's doing
            lock.require()
            session.commit()


def _carry_out(session: sa.orm.Session, load: Load, lock: datastore.Lock) -> None:
    try:
        context = _load(session, load, lock)
    except Rejected as rejection:
        _reject(load, rejection)
    except Refused as refusal:
        load.fail(*messages.failure(refusal.code, **refusal.details))
    except BrokenContract as error:
        load.fail(*messages.failure("contract", note=error))
    except OlderFile as error:
        number, newest = error.args
        load.fail(*messages.failure("older", number=number, newest=newest))
    except AliasTaken as error:
        alias, owner = error.args
        load.fail(*messages.failure("alias", alias=alias, owner=owner))
    except tk.ObjectNotFound:
        load.fail(*messages.failure("gone"))
    except JobTimeoutException:
        load.fail(*messages.failure("timeout", seconds=config.job_timeout()))
    except DATABASE_ERRORS as error:
        if datastore.connection_lost(error):
            raise
        log.exception("Load of %s refused by the database", load.resource_id)
        load.fail(*messages.failure("database", note=_first_line(error)))
    except PROCESSING_ERRORS as error:
        log.exception("Load of %s failed", load.resource_id)
        load.fail(*messages.failure("processing", note=error))
    else:
        announce(context.resource)
        load.complete(context.copied_count)


def _load(session: sa.orm.Session, load: Load, lock: datastore.Lock) -> LoadContext:
    def note_stage(name: str) -> None:
        load.stage = name
        session.commit()

    with _workspace(load.resource_id) as temp_dir:
        record.settle(session, load.resource_id, *_published_version(load.resource_id))
        context = new_context(load, lock, temp_dir)
        try:
            return LoadPipeline(note_stage).execute(context)
        except Rejected as rejection:
            rejection.file_name = context.file_name
            raise
        finally:
            load.file_hash = context.file_hash or None


def _published_version(resource_id: str) -> tuple[str | None, int]:
    mark, rows = published(resource_id)
    return mark.get("version"), rows


@contextmanager
def _workspace(resource_id: str) -> Iterator[str]:
    # Named after the resource, whose lock we hold: what is there already was left by a killed job
    name = hashlib.sha256(resource_id.encode()).hexdigest()[:32]
    folder = Path(tempfile.gettempdir()) / f"province-ingest-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reject(load: Load, rejection: Rejected) -> None:
    report = [problem.dictize(rejection.file_name) for problem in rejection.problems]
    load.fail(*messages.failure("rejected", count=len(report)), report=report)


def _first_line(error: BaseException) -> str:
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return str(cause).strip().split("\n", 1)[0]
