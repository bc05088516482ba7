"""What those who change a file say about the change, kept with the database session until its load is queued.

A file is changed by CKAN's own actions, which know no reason, and a load is queued after their commit.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk
from sqlalchemy.orm import Session

# Keys that a resource may carry on its way in; they describe the change, not the resource
REASON_KEY, RUN_KEY = "version_reason", "version_source_run"
_SAID = "province_ingest_told"


@dataclass(frozen=True)
class Told:
    """Who changed the file and why; ``restores`` is the number of the version that it brings back."""

    user_id: str | None = None
    reason: str | None = None
    source_run: str | None = None
    restores: int | None = None

    def columns(self) -> dict[str, Any]:
        """As columns of a load."""
        return asdict(self)


def say(session: Session, **words: Any) -> None:
    """Say something about the loads that the session's next commit queues."""
    session.info[_SAID] = replace(session.info.get(_SAID, Told()), **words)


def say_of(session: Session, resource: dict[str, Any], user_id: str | None) -> None:
    """Take the words about the change out of a resource that is about to be saved."""
    words = {"reason": resource.pop(REASON_KEY, None), "source_run": resource.pop(RUN_KEY, None)}
    say(session, user_id=user_id, **{name: said for name, said in words.items() if said})


def note_user(session: Session) -> None:
    """Name the signed-in user where nobody is named; to be called before the commit, which forgets them."""
    if session.info.get(_SAID, Told()).user_id is None and tk.request and tk.current_user.is_authenticated:
        say(session, user_id=tk.current_user.id)


def taken_from(session: Session) -> Told:
    """What was said, which is then forgotten."""
    return session.info.pop(_SAID, Told())
