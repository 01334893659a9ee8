"""Forecasts as they stand. The database shows a supervisor those of the own office alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.statistics.forecast.models import Forecast
from app.statistics.forecast.values import Measured, Outlook, Scenario


@dataclass(frozen=True, slots=True)
class ForecastView:
    """`state`: asked, running, done, empty (the log has too little: `problem` is `cases`, `work` or `decisions`)
    or failed. `done` of `all` runs."""

    id: UUID
    asked_by: UUID
    asked_at: datetime
    office_id: UUID | None
    as_of: datetime
    seed: int
    runs: int
    weeks: int
    scenarios: tuple[Scenario, ...]
    repeats: UUID | None
    state: str
    done: int
    all: int
    problem: str | None
    digest: str | None
    finished_at: datetime | None
    measured: Measured | None = None
    outlooks: tuple[Outlook, ...] = ()

    @property
    def going(self) -> bool:
        return self.finished_at is None


_SHORT = (
    Forecast.id,
    Forecast.asked_by,
    Forecast.asked_at,
    Forecast.office_id,
    Forecast.as_of,
    Forecast.seed,
    Forecast.runs,
    Forecast.weeks,
    Forecast.scenarios,
    Forecast.repeats,
    Forecast.state,
    Forecast.done,
    Forecast.problem,
    Forecast.digest,
    Forecast.finished_at,
)


async def forecasts(db: ReadSession, *, limit: int = 20) -> list[ForecastView]:
    """The last ones, without what was measured and what came of it."""
    rows = await db.rows(select(*_SHORT).order_by(Forecast.asked_at.desc(), Forecast.id.desc()).limit(limit))
    return [_view(row) for row in rows]


async def forecast(db: ReadSession, forecast_id: UUID) -> ForecastView:
    """One with all that is in it. Raises `NotFound`."""
    row = await db.row(
        select(*_SHORT, Forecast.measured, Forecast.outlooks).where(Forecast.id == forecast_id)
    )
    if row is None:
        raise NotFound
    return _view(
        row,
        measured=Measured.of(row.measured) if row.measured else None,
        outlooks=tuple(Outlook.of(one) for one in row.outlooks),
    )


def _view(row: Any, **more: Any) -> ForecastView:
    return ForecastView(
        id=row.id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        office_id=row.office_id,
        as_of=row.as_of,
        seed=row.seed,
        runs=row.runs,
        weeks=row.weeks,
        scenarios=tuple(Scenario(**one) for one in row.scenarios),
        repeats=row.repeats,
        state=row.state,
        done=row.done,
        all=row.runs * len(row.scenarios),
        problem=row.problem,
        digest=row.digest,
        finished_at=row.finished_at,
        **more,
    )
