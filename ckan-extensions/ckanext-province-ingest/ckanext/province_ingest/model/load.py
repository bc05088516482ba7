"""One row per load of a resource's file into the DataStore."""

from __future__ import annotations

import datetime
from typing import Any

import sqlalchemy as sa
from ckan.model.types import make_uuid
from ckan.plugins.toolkit import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..told import Told

PENDING, RUNNING, COMPLETE, ERROR = "pending", "running", "complete", "error"


def now() -> datetime.datetime:
    """The time, with its zone."""
    return datetime.datetime.now(datetime.timezone.utc)


class Load(BaseModel):
    """A load: what was asked for, how far it came, and what was wrong with the file.

    ``user_id``, ``reason`` and ``source_run`` say who asked for it, why, and by which run of a source system;
    ``restores`` is the number of the version whose file it brings back. ``source`` is a digest of everything
    on the resource that a load depends on; ``file_hash`` is the SHA-256 of the file's bytes; ``report`` lists
    problems as written by :mod:`data_contract.report`.
    """

    __tablename__ = "province_ingest_load"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    resource_id: Mapped[str] = mapped_column(
        sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str] = mapped_column(sa.UnicodeText)
    force: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    user_id: Mapped[str | None] = mapped_column(sa.UnicodeText)
    reason: Mapped[str | None] = mapped_column(sa.UnicodeText)
    source_run: Mapped[str | None] = mapped_column(sa.UnicodeText)
    restores: Mapped[int | None]
    state: Mapped[str] = mapped_column(sa.UnicodeText, default=PENDING)
    stage: Mapped[str | None] = mapped_column(sa.UnicodeText)
    job_id: Mapped[str | None] = mapped_column(sa.UnicodeText)
    file_hash: Mapped[str | None] = mapped_column(sa.UnicodeText)
    rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    error: Mapped[str | None] = mapped_column(sa.UnicodeText)
    error_en: Mapped[str | None] = mapped_column(sa.UnicodeText)
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    created_at: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=now)
    started_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    finished_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))

    @classmethod
    def latest(cls, session: Session, resource_id: str) -> Load | None:
        """The newest load of a resource, or None when there never was one."""
        newest = sa.select(cls).where(cls.resource_id == resource_id).order_by(cls.created_at.desc()).limit(1)
        return session.scalars(newest).first()

    @classmethod
    def unfinished(cls, session: Session) -> list[Load]:
        """The newest load of each resource where that has not ended."""
        newest = sa.select(cls).distinct(cls.resource_id).order_by(cls.resource_id, cls.created_at.desc())
        return [load for load in session.scalars(newest) if load.state in (PENDING, RUNNING)]

    def told(self) -> Told:
        """Who asked for it, and why."""
        return Told(self.user_id, self.reason, self.source_run, self.restores)

    def age(self) -> datetime.timedelta:
        """Time since it was asked for."""
        return now() - self.created_at

    def start(self) -> None:
        """Note that a worker has begun."""
        self.state, self.started_at, self.finished_at = RUNNING, now(), None

    def complete(self, rows: int) -> None:
        """Note success with the number of rows in the DataStore."""
        self.state, self.rows, self.finished_at = COMPLETE, rows, now()
        self.error, self.error_en, self.report = None, None, []

    def fail(self, error: str, error_en: str, report: list[dict[str, Any]] | None = None) -> None:
        """Note failure with its message in both languages and the list of problems."""
        self.state, self.error, self.error_en, self.finished_at = ERROR, error, error_en, now()
        self.report = report or []

    def dictize(self, with_report: bool) -> dict[str, Any]:
        """As shown by ``province_ingest_status``; the list of problems only ``with_report``."""
        return {
            "load_id": self.id,
            "resource_id": self.resource_id,
            "status": self.state,
            "stage": self.stage,
            "rows": self.rows,
            "hash": self.file_hash,
            "error": self.error,
            "error_en": self.error_en,
            "error_count": len(self.report),
            "error_report": self.report if with_report else [],
            "created_at": self.created_at.isoformat(),
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
        }
