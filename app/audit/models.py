"""Who looked at or did what: appended, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from app.core.columns import Json, Key
from app.core.database import Model


class AccessRecord(Model):
    """One look or one act. `subject` is an identifier, never a name."""

    __tablename__ = "access_records"
    __table_args__ = (
        Index("ix_access_records_case_id_at", "case_id", "at"),
        # Counted at each ask, to hold a client to its rate; small, for no other record is in it.
        Index(
            "ix_access_records_removal_checks",
            "actor_id",
            "at",
            postgresql_where=text("action = 'removal.check'"),
        ),
        Index(
            "ix_access_records_document_verifications",
            "actor_id",
            "at",
            postgresql_where=text("action = 'document.verify'"),
        ),
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_role: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    case_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    detail: Mapped[Json]
