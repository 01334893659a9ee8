"""Secret addresses of calendars."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key
from app.core.database import Model


class CalendarFeed(Model):
    """The address under which a user's calendar is read; of the secret in it only the SHA-256 is kept."""

    __tablename__ = "calendar_feeds"

    id: Mapped[Key]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    token_digest: Mapped[str] = mapped_column(index=True, unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
