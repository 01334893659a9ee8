"""How people arrived, and what was asked of them at the desk."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, OfUser
from app.core.database import Model


class Registration(Model):
    """The act of filing. One for each case."""

    __tablename__ = "registrations"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[OfUser]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("border_posts.id"))
    entered_on: Mapped[date | None]
    entry_place: Mapped[str | None]
    route: Mapped[str | None]
    circumstances: Mapped[str]
    screening: Mapped[Json]
    # Where the limit to file counts from something later than the entry: the day on which the person learned of what they
    # fear, and the day from which they could file at all.
    learned_of: Mapped[date | None]
    became_possible: Mapped[date | None]
    # Where it was typed with no line: `at` is then when it was typed, set right by the difference of the clocks.
    # `laptop_id` is what the sender said: no row may know it.
    laptop_id: Mapped[UUID | None]
    typed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
