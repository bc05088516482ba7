"""Actions: start a load, ask how it went, and DataPusher+'s own ones answered from here."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate
from ckan.types import Action, Context, DataDict

from .. import messages, submission, told
from ..model.load import ERROR, PENDING, RUNNING, Load
from ..model.version import Version
from . import schema, versions

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
    :param load_id: one of its loads instead of the newest (optional)
    :returns: ``status`` (pending, running, complete, error or none), ``stage``, ``rows``, ``hash`` (SHA-256
        of the file), ``error`` and ``error_en``, ``error_count``, ``error_report`` (for those who may change
        the resource: file, row, column, rule, value, message, message_en, remedy, remedy_en), ``finished_at``
    """
    tk.check_access("province_ingest_status", context, data_dict)
    load = Load.latest(model.Session, data_dict["resource_id"])
    if wanted := data_dict.get("load_id"):
        load = model.Session.get(Load, wanted)
        if load is None or load.resource_id != data_dict["resource_id"]:
            raise tk.ObjectNotFound(tk._("Load not found"))
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
    submission.submit(data_dict["resource_id"], data_dict["force"], _words())
    return _newest_status(context, data_dict)


@tk.chained_action
def datapusher_submit(original: Action, context: Context, data_dict: DataDict) -> bool:
    """DataPusher+'s action of this name, carried out by our job.

    Its own hooks call within a transaction, too early; ours follows the commit.
    """
    resource_id = tk.get_or_bust(data_dict, "resource_id")
    tk.check_access("datapusher_submit", context, data_dict)
    if context.get("defer_commit"):
        return False
    return submission.submit(resource_id, bool(data_dict.get("ignore_hash")), _words()) is not None


@tk.chained_action
@tk.side_effect_free
def datapusher_status(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """DataPusher+'s action of this name, answered from our loads."""
    data_dict.setdefault("resource_id", data_dict.get("id"))
    tk.check_access("datapusher_status", context, data_dict)
    status = _newest_status(context, data_dict)
    return {
        "status": status["status"],
        "job_id": status.get("load_id"),
        "last_updated": status["finished_at"],
        "task_info": {"status": status["status"], "error": None, "logs": []},
        "error": {"message": status["error"]} if status["error"] else {},
    }


@validate(schema.province_ingest_version_create)
def province_ingest_version_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give a resource a new version of its data, from a file or from an address.

    :param resource_id: the resource
    :param upload: the file (multipart/form-data)
    :param url: address to fetch the file from instead, http or https
    :param reason: why the data changes (optional)
    :param source_run: run of the source system that the data comes from (optional)
    :returns: the status as ``province_ingest_status`` gives it; poll that with its ``load_id``
    """
    tk.check_access("province_ingest_version_create", context, data_dict)
    upload, url = data_dict.get("upload"), data_dict.get("url")
    if bool(upload) == bool(url):
        raise tk.ValidationError(
            {
                "upload": [
                    tk._("Give either a file or an address, {upload} or {url}").format(
                        upload="upload", url="url"
                    )
                ]
            }
        )
    change = {"upload": upload, "url_type": "upload"} if upload else {"url": url, "url_type": ""}
    words = {key: data_dict[key] for key in ("reason", "source_run") if data_dict.get(key)}
    versions.change_file(context, data_dict["resource_id"], change, **words)
    return _newest_status(context, data_dict)


@tk.side_effect_free
@validate(schema.province_ingest_version_list)
def province_ingest_version_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """All versions of a resource's data, the newest first.

    :param resource_id: the resource
    :returns: of each: ``number``, ``created_at``, ``rows``, ``hash`` and ``size`` of the file,
        ``schema_hash``, ``columns``, ``changes`` (rows added, removed, changed), ``reason``, ``source_run``,
        ``restores``, ``is_kept``, and ``author`` for those who may change the resource
    """
    tk.check_access("province_ingest_version_list", context, data_dict)
    is_named = _may_see_report(context, data_dict)
    found = Version.published(model.Session(), data_dict["resource_id"])
    return [versions.shown(version, is_named) for version in found]


@tk.side_effect_free
@validate(schema.province_ingest_version_show)
def province_ingest_version_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """One version of a resource's data.

    :param resource_id: the resource
    :param number: the version's number, from 1
    :returns: as in ``province_ingest_version_list``
    """
    tk.check_access("province_ingest_version_list", context, data_dict)
    version = versions.find(data_dict["resource_id"], data_dict["number"])
    return versions.shown(version, _may_see_report(context, data_dict))


@tk.side_effect_free
@validate(schema.province_ingest_version_diff)
def province_ingest_version_diff(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What changed in a version against the one before, row by row.

    :param resource_id: the resource
    :param number: the version's number
    :param offset: how many rows to pass over (optional)
    :param limit: how many rows to return (optional, 100)
    :returns: ``previous`` (number), ``counts`` (added, removed, changed; null while being computed),
        ``schema`` (column, old and new type), ``rows``: each with ``change``, ``key``, ``old``, ``new`` cells
    """
    tk.check_access("province_ingest_version_list", context, data_dict)
    version = versions.find(data_dict["resource_id"], data_dict["number"])
    versions.require_files(version)
    return versions.changes(version, data_dict["offset"], data_dict["limit"])


@validate(schema.province_ingest_version_restore)
def province_ingest_version_restore(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish the file of an earlier version again, as a new version.

    :param resource_id: the resource
    :param number: the version to bring back
    :param reason: why (optional)
    :returns: the status as ``province_ingest_status`` gives it
    """
    tk.check_access("province_ingest_version_create", context, data_dict)
    version = versions.find(data_dict["resource_id"], data_dict["number"])
    versions.require_files(version)
    change = {"upload": versions.file_of(version), "url_type": "upload"}
    words = {"restores": version.number, "reason": data_dict.get("reason")}
    versions.change_file(context, version.resource_id, change, **words)
    return _newest_status(context, data_dict)


def _newest_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    return tk.get_action("province_ingest_status")(
        tk.fresh_context(context), {"resource_id": data_dict["resource_id"]}
    )


def _words() -> told.Told:
    session = model.Session()
    told.note_user(session)
    return told.taken_from(session)


def _may_see_report(context: Context, data_dict: DataDict) -> bool:
    try:
        tk.check_access("province_ingest_report", tk.fresh_context(context), data_dict)
    except tk.NotAuthorized:
        return False
    return True
