"""Public releases as they were prepared, and what became of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfUser
from app.core.database import Model


class StatisticsRelease(Model):
    """One release. `content` is the file that is published, to the byte; `preview` says what it leaves out, for the house alone.

    Neither changes after it was prepared, and nothing of a sealed release ever does.
    """

    __tablename__ = "statistics_releases"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("state in ('draft', 'sealed', 'discarded')", name="state"),
        CheckConstraint(
            "num_nulls(number, sealed_by, sealed_at) = case state when 'sealed' then 0 else 3 end",
            name="sealed",
        ),
        CheckConstraint("sealed_by <> prepared_by", name="second_person"),
    )

    id: Mapped[Key]
    number: Mapped[str | None]
    title: Mapped[str]
    # Who is counted and how it is kept safe (`rules.asked.Asked`).
    asked: Mapped[Json]
    content: Mapped[str]
    # SHA-256 of the content in UTF-8, in hexadecimal.
    digest: Mapped[str]
    preview: Mapped[Json]
    state: Mapped[str]
    prepared_by: Mapped[OfUser]
    prepared_at: Mapped[datetime]
    sealed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    sealed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
