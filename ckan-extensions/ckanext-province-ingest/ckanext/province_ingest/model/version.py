"""One row per version of a resource's data."""

from __future__ import annotations

import datetime
from typing import Any

import sqlalchemy as sa
from ckan.model.types import make_uuid
from ckan.plugins.toolkit import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from .load import Load, now

# A version is staged before its rows are published, so that a killed load leaves a trace of its files
STAGED, PUBLISHED = "staged", "published"


class Version(BaseModel):
    """What was published when, from which bytes, by whom and why.

    ``columns`` lists names and PostgreSQL types in order; ``changes`` counts rows ``added``, ``removed`` and
    ``changed`` against the previous version, null until it is computed; ``is_kept`` turns false when the
    retention rule has taken the files away.
    """

    __tablename__ = "province_ingest_version"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, sa.ForeignKey("resource.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(sa.UnicodeText, default=STAGED)
    mode: Mapped[str] = mapped_column(sa.UnicodeText)
    file_name: Mapped[str] = mapped_column(sa.UnicodeText)
    file_hash: Mapped[str] = mapped_column(sa.UnicodeText)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    schema_hash: Mapped[str] = mapped_column(sa.UnicodeText)
    columns: Mapped[list[list[str]]] = mapped_column(JSONB)
    primary_key: Mapped[list[str]] = mapped_column(JSONB)
    rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    changes: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))
    load_id: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str | None] = mapped_column(sa.UnicodeText)
    reason: Mapped[str | None] = mapped_column(sa.UnicodeText)
    source_run: Mapped[str | None] = mapped_column(sa.UnicodeText)
    restores: Mapped[int | None]
    is_kept: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    created_at: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=now)

    @classmethod
    def published(cls, session: Session, resource_id: str) -> list[Version]:
        """All published versions of a resource, the newest first."""
        wanted = sa.select(cls).where(cls.resource_id == resource_id, cls.state == PUBLISHED)
        return list(session.scalars(wanted.order_by(cls.number.desc())))

    @classmethod
    def newest(cls, session: Session, resource_id: str) -> Version | None:
        """The published version of the highest number."""
        wanted = sa.select(cls).where(cls.resource_id == resource_id, cls.state == PUBLISHED)
        return session.scalars(wanted.order_by(cls.number.desc()).limit(1)).first()

    @classmethod
    def find(cls, session: Session, resource_id: str, number: int) -> Version | None:
        """One published version."""
        wanted = sa.select(cls).where(
            cls.resource_id == resource_id, cls.number == number, cls.state == PUBLISHED
        )
        return session.scalars(wanted).first()

    @classmethod
    def staged(cls, session: Session, resource_id: str) -> list[Version]:
        """Versions whose load has not ended, or was killed."""
        wanted = sa.select(cls).where(cls.resource_id == resource_id, cls.state == STAGED)
        return list(session.scalars(wanted))

    @classmethod
    def next_number(cls, session: Session, resource_id: str) -> int:
        """Number of the version to come; numbers of killed loads are used again."""
        last = sa.select(sa.func.max(cls.number)).where(
            cls.resource_id == resource_id, cls.state == PUBLISHED
        )
        return (session.scalar(last) or 0) + 1

    def told_by(self, load: Load) -> None:
        """Take over who asked for the load and why."""
        self.load_id, self.user_id, self.reason = load.id, load.user_id, load.reason
        self.source_run, self.restores = load.source_run, load.restores

    def dictize(self) -> dict[str, Any]:
        """As shown by the actions; people are not named here."""
        return {
            "resource_id": self.resource_id,
            "number": self.number,
            "mode": self.mode,
            "file_name": self.file_name,
            "hash": self.file_hash,
            "size": self.size,
            "schema_hash": self.schema_hash,
            "columns": self.columns,
            "primary_key": self.primary_key,
            "rows": self.rows,
            "changes": self.changes,
            "reason": self.reason,
            "source_run": self.source_run,
            "restores": self.restores,
            "is_kept": self.is_kept,
            "created_at": self.created_at.isoformat(),
        }
