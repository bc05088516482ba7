"""Actions: start a load, ask how it went, and DataPusher+'s own ones answered from here."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate
from ckan.types import Action, Context, DataDict

from .. import messages, submission
from ..model.load import ERROR, PENDING, RUNNING, Load
from . import schema

NONE: dict[str, Any] = {
    "status": "none",
    "rows": None,
    "hash": None,
    "error": None,
    "error_en": None,
    "error_report": [],
}


@tk.side_effect_free
@validate(schema.province_ingest_status)
def province_ingest_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """How the newest load of a resource went.

    :param resource_id: the resource
    :returns: ``status`` (pending, running, complete, error or none), ``stage``, ``rows``, ``hash`` (SHA-256
        of the file), ``error`` and ``error_en``, ``error_count``, ``error_report`` (for those who may change
        the resource: file, row, column, rule, value, message, message_en, remedy, remedy_en), ``finished_at``
    """
    tk.check_access("province_ingest_status", context, data_dict)
    load = Load.latest(model.Session, data_dict["resource_id"])
    if load is None:
        return {**NONE, "resource_id": data_dict["resource_id"], "error_count": 0, "finished_at": None}
    was_interrupted = False
    if load.state in (PENDING, RUNNING) and not submission.is_under_way(load):
        # It may have ended well between reading its row and asking the queue.
        model.Session.refresh(load)
        was_interrupted = load.state in (PENDING, RUNNING)
    status = load.dictize(with_report=_may_see_report(context, data_dict))
    if was_interrupted:
        interrupted = messages.failure("interrupted")
        status |= {"status": ERROR, "error": interrupted.vi, "error_en": interrupted.en}
    return status


@validate(schema.province_ingest_submit)
def province_ingest_submit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Load a resource's file into the DataStore, in the background. Repeating it does no harm.

    :param resource_id: the resource
    :param force: load even when this content is loaded already (optional)
    :returns: the status as ``province_ingest_status`` gives it
    """
    tk.check_access("province_ingest_submit", context, data_dict)
    submission.submit(data_dict["resource_id"], data_dict["force"])
    return tk.get_action("province_ingest_status")(
        tk.fresh_context(context), {"resource_id": data_dict["resource_id"]}
    )


@tk.chained_action
def datapusher_submit(original: Action, context: Context, data_dict: DataDict) -> bool:
    """DataPusher+'s action of this name, carried out by our job.

    Its own hooks call within a transaction, too early; ours follows the commit.
    """
    resource_id = tk.get_or_bust(data_dict, "resource_id")
    tk.check_access("datapusher_submit", context, data_dict)
    if context.get("defer_commit"):
        return False
    return submission.submit(resource_id, bool(data_dict.get("ignore_hash"))) is not None


@tk.chained_action
@tk.side_effect_free
def datapusher_status(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """DataPusher+'s action of this name, answered from our loads."""
    data_dict.setdefault("resource_id", data_dict.get("id"))
    tk.check_access("datapusher_status", context, data_dict)
    status = tk.get_action("province_ingest_status")(
        tk.fresh_context(context), {"resource_id": data_dict["resource_id"]}
    )
    return {
        "status": status["status"],
        "job_id": status.get("load_id"),
        "last_updated": status["finished_at"],
        "task_info": {"status": status["status"], "error": None, "logs": []},
        "error": {"message": status["error"]} if status["error"] else {},
    }


def _may_see_report(context: Context, data_dict: DataDict) -> bool:
    try:
        tk.check_access("province_ingest_report", tk.fresh_context(context), data_dict)
    except tk.NotAuthorized:
        return False
    return True
