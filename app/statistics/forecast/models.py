"""What was asked and what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfUser, Rows
from app.core.database import Model


class Forecast(Model):
    """A simulation that somebody asked for. With `as_of`, `seed`, `runs`, `weeks` and `scenarios` it can be made again.

    `office_id`: of that office alone; none: of all. `done` of `runs` times the scenarios. `measured` is what was read from the log,
    `outlooks` the answers, `digest` that of both: the same forecast made again has the same.
    """

    __tablename__ = "forecasts"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'running', 'done', 'empty', 'failed')", name="state"),
        CheckConstraint("runs between 1 and 1000 and weeks between 26 and 522", name="size"),
        Index("ix_forecasts_asked_at", "asked_at", "id"),
    )

    id: Mapped[Key]
    asked_by: Mapped[OfUser]
    asked_at: Mapped[datetime]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    as_of: Mapped[datetime]
    seed: Mapped[int] = mapped_column(BigInteger)
    runs: Mapped[int]
    weeks: Mapped[int]
    scenarios: Mapped[Rows]
    repeats: Mapped[UUID | None] = mapped_column(ForeignKey("forecasts.id"))
    state: Mapped[str]
    done: Mapped[int]
    measured: Mapped[Json]
    outlooks: Mapped[Rows]
    problem: Mapped[str | None]
    digest: Mapped[str | None]
    finished_at: Mapped[datetime | None]
