"""What the actions on versions do, once it is known who asks."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from .. import told
from ..model.version import Version
from ..versions import diff, store


def find(resource_id: str, number: int) -> Version:
    """One published version.

    Raises:
        toolkit.ObjectNotFound: there is none of this number.
    """
    version = Version.find(model.Session(), resource_id, number)
    if version is None:
        raise tk.ObjectNotFound(tk._("Version not found"))
    return version


def shown(version: Version, is_named: bool) -> dict[str, Any]:
    """A version as the actions show it, with the name of whoever published it where ``is_named``."""
    if not is_named:
        return version.dictize()
    user = model.User.get(version.user_id)
    return {**version.dictize(), "author": user.display_name if user else None}


def require_files(version: Version) -> None:
    """Raise ``toolkit.ObjectNotFound`` where the retention rule has taken the files away."""
    if not version.is_kept:
        raise tk.ObjectNotFound(tk._("The files of this version are no longer kept"))


def changes(version: Version, offset: int, limit: int) -> dict[str, Any]:
    """Counts, schema changes, and a page of changed rows against the version before."""
    before = Version.find(model.Session(), version.resource_id, version.number - 1)
    folder = store.folder(version.resource_id, version.number) / store.CHANGES
    return {
        "resource_id": version.resource_id,
        "number": version.number,
        "previous": before.number if before else None,
        "counts": version.changes,
        "schema": diff.schema_changes(before.columns, version.columns) if before else [],
        "rows": list(diff.read(folder, offset, limit)) if version.changes else [],
        "offset": offset,
        "limit": limit,
    }


def change_file(context: Context, resource_id: str, change: dict[str, Any], **words: Any) -> None:
    """Give the resource another file; ``words`` say why. Its load is queued with the commit."""
    told.say(model.Session(), **words)
    tk.get_action("resource_patch")(tk.fresh_context(context), {"id": resource_id, **change})


def file_of(version: Version) -> FileStorage:
    """The version's file as if it were uploaded again."""
    content = (store.folder(version.resource_id, version.number) / store.ORIGINAL).open("rb")
    return FileStorage(content, filename=version.file_name)
