"""Pages of a resource's versions, their files at permanent addresses, and the structure of its data."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Response
from flask import Blueprint, send_file

from data_contract.report import Rejected

from . import reports, structure
from .logic import versions as logic
from .model.load import Load
from .model.version import Version
from .versions import store

__all__ = ["province_ingest"]

ROWS_PER_PAGE = 50
MOST_SHOWN = 100

province_ingest = Blueprint("province_ingest", __name__, url_prefix="/dataset/<id>/resource/<resource_id>")


def _answered(view: Callable[..., Any]) -> Callable[..., Any]:
    """What the actions refuse becomes a page that says so."""

    @wraps(view)
    def answer(**parts: Any) -> Any:
        try:
            return view(**parts)
        except tk.ObjectNotFound as error:
            return tk.abort(404, str(error.message or tk._("Version not found")))
        except tk.NotAuthorized:
            return tk.abort(403, tk._("Not authorized to see this page"))

    return answer


@province_ingest.route("/versions/", endpoint="versions")
@_answered
def _versions(id: str, resource_id: str) -> str:
    found = tk.get_action("province_ingest_version_list")({}, {"resource_id": resource_id})
    return tk.render("province_ingest/versions.html", {**_frame(id, resource_id), "versions": found})


@province_ingest.route("/versions/<int(min=1):number>", endpoint="version")
@_answered
def _version(id: str, resource_id: str, number: int) -> str:
    wanted = {"resource_id": resource_id, "number": number}
    version = tk.get_action("province_ingest_version_show")({}, wanted)
    page = max(tk.h.get_page_number(tk.request.args), 1)
    changes = None
    if version["is_kept"]:
        part = {"offset": (page - 1) * ROWS_PER_PAGE, "limit": ROWS_PER_PAGE}
        changes = tk.get_action("province_ingest_version_diff")({}, {**wanted, **part})
    pages = -(-sum((version["changes"] or {}).values()) // ROWS_PER_PAGE)
    newest = tk.get_action("province_ingest_version_list")({}, {"resource_id": resource_id})[0]["number"]
    shown = {"version": version, "changes": changes, "page_number": page, "pages": pages, "newest": newest}
    return tk.render("province_ingest/version.html", {**_frame(id, resource_id), **shown})


@province_ingest.route("/versions/<int(min=1):number>/file", endpoint="file")
@_answered
def _file(id: str, resource_id: str, number: int) -> Response:
    wanted = {"resource_id": resource_id, "number": number}
    tk.check_access("province_ingest_version_list", {"user": tk.current_user.name}, wanted)
    version = logic.find(resource_id, number)
    logic.require_files(version)
    path = store.folder(resource_id, number) / store.ORIGINAL
    # Always as a download: what somebody uploaded must not run as a page of the portal
    return send_file(
        path, "application/octet-stream", as_attachment=True, download_name=version.file_name, etag=False
    )


@province_ingest.route("/versions/<int(min=1):number>/restore", endpoint="restore", methods=["POST"])
@_answered
def _restore(id: str, resource_id: str, number: int) -> Response:
    told = {"resource_id": resource_id, "number": number, "reason": tk.request.form.get("reason", "")}
    tk.get_action("province_ingest_version_restore")({}, told)
    tk.h.flash_success(tk._("Version {number} is being loaded again as a new version.").format(number=number))
    return tk.redirect_to("province_ingest.versions", id=id, resource_id=resource_id)


@province_ingest.route("/report.<any(csv, xlsx):format>", endpoint="report")
@_answered
def _report(id: str, resource_id: str, format: str) -> Response:
    tk.check_access("province_ingest_report", {}, {"resource_id": resource_id})
    load = Load.latest(model.Session(), resource_id)
    if load is None or not load.report:
        raise tk.ObjectNotFound(tk._("There is no report: the newest file has no problems"))
    content = reports.render(_frame(id, resource_id)["res"], load, format, tk.h.lang())
    name = f"{Path(load.report[0]['file']).stem}-report.{format}"
    return send_file(content, reports.TYPES[format], as_attachment=True, download_name=name)


@province_ingest.route("/structure", endpoint="structure", methods=["GET", "POST"])
@_answered
def _structure(id: str, resource_id: str) -> str | Response:
    frame = _frame(id, resource_id)
    tk.check_access("province_ingest_version_create", {}, {"resource_id": resource_id})
    version = Version.newest(model.Session(), resource_id)
    if not structure.is_open(frame["res"]) or version is None or not version.is_kept:
        raise tk.ObjectNotFound(
            tk._("The structure of this file is kept elsewhere, or no file is loaded yet")
        )
    schema, problems = structure.current(frame["res"], version), []
    if tk.request.method == "POST":
        schema = structure.schema_of_form(tk.request.form, schema)
        problems = _problems(schema, version)
        if not problems:
            tk.get_action("resource_patch")({}, {"id": resource_id, "schema": json.dumps(schema)})
            tk.h.flash_success(tk._("The structure is confirmed; the file is being loaded by it."))
            return tk.redirect_to(
                f"{frame['pkg_dict']['type']}_resource.read", id=id, resource_id=resource_id
            )
    shown = {"rows": structure.rows_of_form(schema), "report": problems}
    return tk.render("province_ingest/structure.html", {**frame, **shown})


def _problems(schema: dict[str, Any], version: Version) -> list[dict[str, Any]]:
    try:
        found = structure.judge(schema, version).problems
    except Rejected as rejection:
        found = rejection.problems
    return [problem.dictize(version.file_name) for problem in found[:MOST_SHOWN]]


def _frame(id: str, resource_id: str) -> dict[str, Any]:
    resource = tk.get_action("resource_show")({}, {"id": resource_id})
    package = tk.get_action("package_show")({}, {"id": resource["package_id"]})
    if id not in (package["name"], package["id"]):
        raise tk.ObjectNotFound(tk._("Resource not found"))
    wanted = {"resource_id": resource_id}
    context = {"user": tk.current_user.name, "model": model}
    return {
        "pkg_dict": package,
        "res": resource,
        "may_change": _is_allowed("province_ingest_version_create", context, wanted),
    }


def _is_allowed(action: str, context: Any, data_dict: dict[str, Any]) -> bool:
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized:
        return False
    return True
