"""Override files as they were uploaded, and what became of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser
from app.core.database import Model


class ProcedureOverride(Model):
    """One override. Its number and its text never change: a case's `profile_version` names it by number (procedure.editions).

    `alone` is set where nobody else could have confirmed it, and the one who uploaded it did (docs/decisions/0010).
    """

    __tablename__ = "procedure_overrides"
    __table_args__ = (
        UniqueConstraint("country", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("state in ('draft', 'in_force', 'withdrawn')", name="state"),
        CheckConstraint(
            "num_nulls(valid_from, put_in_force_by, put_in_force_at, put_in_force_because) in (0, 4)",
            name="confirmed",
        ),
        CheckConstraint("state <> 'in_force' or put_in_force_at is not null", name="in_force_is_confirmed"),
        CheckConstraint("alone or put_in_force_by <> uploaded_by", name="second_person"),
        CheckConstraint(
            "num_nulls(withdrawn_by, withdrawn_at, withdrawn_because) = case state when 'withdrawn' then 0 else 3 end",
            name="withdrawn",
        ),
        # Two that begin on one day would leave it open which of them a claim filed that day is under.
        Index(
            "uq_procedure_overrides_day",
            "country",
            "profile_version",
            "valid_from",
            unique=True,
            postgresql_where=text("state = 'in_force'"),
        ),
    )

    id: Mapped[Key]
    country: Mapped[str]
    number: Mapped[int]
    # The shipped version that it is laid over.
    profile_version: Mapped[str]
    title: Mapped[str]
    content: Mapped[str]
    # SHA-256 of the text in UTF-8, in hexadecimal.
    digest: Mapped[str]
    state: Mapped[str]
    uploaded_by: Mapped[OfUser]
    uploaded_at: Mapped[datetime]
    because: Mapped[str]
    # The first day on which a claim that is filed falls under it.
    valid_from: Mapped[date | None]
    put_in_force_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    put_in_force_at: Mapped[datetime | None]
    put_in_force_because: Mapped[str | None]
    alone: Mapped[bool] = mapped_column(default=False)
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
