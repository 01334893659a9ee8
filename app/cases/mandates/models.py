"""Mandates."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Words
from app.core.database import Model


class Representation(Model):
    """A legal representative's mandate for a case, with its proof. While it lasts, the file is open to them.

    `claims`: for whom; none named means everybody of the case. `powers`: see `rules.POWERS`; reading the file is in every mandate.
    `valid_until` is the last day of one given for a time, `until` the moment at which it ended. A substitute's mandate names the one
    that it stands in for.
    """

    __tablename__ = "representations"
    __table_args__ = (
        CheckConstraint("kind in ('chosen', 'assigned')", name="kind"),
        Index(
            "uq_representations_in_force",
            "case_id",
            "user_id",
            unique=True,
            postgresql_where=text("until is null"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    mandate: Mapped[str]
    kind: Mapped[str]
    powers: Mapped[Words]
    claims: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list, server_default="{}")
    substitute_of: Mapped[UUID | None] = mapped_column(ForeignKey("representations.id"))
    since: Mapped[datetime]
    valid_until: Mapped[date | None]
    recorded_by: Mapped[OfUser]
    until: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str | None]
