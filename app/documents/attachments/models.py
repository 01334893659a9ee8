"""The rows beside the sealed files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Words
from app.core.database import Model


class Attachment(Model):
    """A file of a case. Its content never changes; whoever added it by mistake takes it back with a reason, and it stays on record.

    `about` names what it belongs to, as `interview:<id>`. `readers` are the roles that read it, as its kind said on that day.
    `digest` is the SHA-256 of the content in hexadecimal.
    """

    __tablename__ = "attachments"

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    about: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    readers: Mapped[Words]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[OfUser]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_because: Mapped[str | None]
