"""Messages to people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase
from app.core.database import Model


class Notice(Model):
    """One message to one person about a case. Its text never says what the claim is about."""

    __tablename__ = "notices"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("case_events.id"))
    kind: Mapped[str]
    addressee: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
