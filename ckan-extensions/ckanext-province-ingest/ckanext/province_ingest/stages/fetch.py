"""Gets the file: from our own storage on disk where it lies there, from its address otherwise."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from ckan.lib import uploader
from ckanext.datapusher_plus.jobs.stages.download import DownloadStage
from sqlalchemy.orm import object_session

from .. import config
from ..context import LoadContext
from ..datastore.plan import REPLACE
from ..datastore.publish import published
from ..download import Limits, fetch
from ..model.version import Version

CHUNK = 1024 * 1024


class OlderFile(Exception):
    """The file is an earlier version; the arguments are its number and the newest one's."""


class FetchStage(DownloadStage):
    """Takes a snapshot of the file, and stops the pipeline when its content is published already."""

    def process(self, context: LoadContext) -> LoadContext | None:
        """Put the file at ``context.tmp`` with its SHA-256; None when there is nothing to do."""
        context.resource_url = context.resource["url"]
        stored = stored_file(context.resource)
        if stored:
            self._snapshot(context, stored)
        elif context.resource.get("url_type") == "upload":
            self._download_file(context)
        else:
            self._download(context)
        context.original = Path(context.tmp)
        context.file_hash = _sha256(context.original)
        if not context.force and self._is_published(context):
            return None
        _refuse_older(context)
        return context

    def _snapshot(self, context: LoadContext, stored: Path) -> None:
        # A steward may upload the next file while this one is read
        target = Path(context.temp_dir) / f"file.{context.format.lower()}"
        shutil.copyfile(stored, target)
        context.update_tmp(str(target))

    def _download(self, context: LoadContext) -> None:
        limits = Limits(
            allowed_inside=config.download_allowed_inside(),
            max_bytes=config.max_resource_bytes(),
            deadline_s=config.download_timeout(),
        )
        target = Path(context.temp_dir) / f"file.{context.format.lower()}"
        fetch(context.resource_url, target, limits)
        context.update_tmp(str(target))

    def _is_published(self, context: LoadContext) -> bool:
        mark, rows = published(context.resource_id)
        context.copied_count = rows
        return context.is_marked_by(mark)


def _refuse_older(context: LoadContext) -> None:
    # Whoever gives a reason, or restores a version, means it
    load = context.load
    if context.mode != REPLACE or context.force or load.reason or load.source_run or load.restores:
        return
    versions = Version.published(object_session(load), context.resource_id)
    for version in versions[1:]:
        if version.file_hash == context.file_hash:
            raise OlderFile(version.number, versions[0].number)


def stored_file(resource: dict) -> Path | None:
    """Path of an uploaded file on this machine's disk; None when it lies elsewhere."""
    if resource.get("url_type") != "upload":
        return None
    upload = uploader.get_resource_uploader(dict(resource))
    location = upload.get_path(resource["id"])
    if isinstance(upload, uploader.FKResourceUpload):
        full_path = getattr(upload.storage, "full_path", None)
        location = full_path(location) if full_path else ""
    return Path(location) if location and Path(location).is_file() else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
