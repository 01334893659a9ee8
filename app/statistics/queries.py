"""What the first page of figures shows: the time to the first decision, and what is pending. Counted by `figures`, never a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from app.core.database import ReadSession
from app.statistics.figures import counting
from app.statistics.figures.durations import FIRST_DECISION, limit_days, mean_of_decided, observed
from app.statistics.figures.filters import Filters
from app.statistics.figures.standing import AGES, band, percentile, standing
from app.statistics.rules import Curve, OnDay, Quantile, survival


@dataclass(frozen=True, slots=True)
class DecisionTimes:
    """Time from filing to the first decision, in days. Cases that ended without one count as long as they were open.

    `limit_days` is the legal limit as calendar days; `mean_of_decided` flatters a growing backlog and is never shown alone.
    """

    total: int
    decided: int
    curve: Curve
    observed: tuple[OnDay, ...]
    quartiles: tuple[Quantile, Quantile, Quantile]
    limit_days: int | None
    limit_verification: str | None
    mean_of_decided: float | None
    as_of: datetime

    @property
    def median(self) -> Quantile:
        return self.quartiles[1]

    @property
    def decided_in_time(self) -> float | None:
        """Share decided by the end of the legal limit."""
        return None if self.limit_days is None else 1 - self.curve.at(self.limit_days).share


@dataclass(frozen=True, slots=True)
class Counted:
    """So many pending, and those of them that are past their legal limit. `key` is a stage, or a place in `AGES`."""

    key: Any
    cases: int
    late: int


@dataclass(frozen=True, slots=True)
class Pending:
    """What is pending now. `median_age` and `ninth_decile_age` in days since filing, `None` when nothing is."""

    total: int
    late: int
    by_stage: tuple[Counted, ...]
    by_age: tuple[Counted, ...]
    median_age: float | None
    ninth_decile_age: float | None
    as_of: datetime


async def decision_times(db: ReadSession, filters: Filters) -> DecisionTimes:
    """Kaplan–Meier of the time to the first decision, over all cases filed in the period."""
    question = await counting.asked(db, filters)
    seen = await observed(db, question, "decision_days")
    curve = survival(seen)
    limit = question.profile.limits.get(FIRST_DECISION)
    mean = mean_of_decided(seen).value
    return DecisionTimes(
        total=curve.total,
        decided=curve.events,
        curve=curve,
        observed=seen,
        quartiles=(curve.quantile(0.25), curve.quantile(0.5), curve.quantile(0.75)),
        limit_days=limit_days(question.profile, FIRST_DECISION, question.today),
        limit_verification=limit.verification if limit else None,
        mean_of_decided=float(mean) if isinstance(mean, int | float) else None,
        as_of=question.as_of,
    )


async def pending(db: ReadSession, filters: Filters) -> Pending:
    """The cases that are open, by stage in the procedure's order and by age."""
    question = await counting.asked(db, filters)
    found = await standing(db, question)
    ages: dict[int, int] = {}
    for (_, age, _late), n in found.items():
        ages[age] = ages.get(age, 0) + n

    def counted(key: Any, *, stage: str | None = None, place: int | None = None) -> Counted:
        inside = [
            (late, n)
            for (at, age, late), n in found.items()
            if (stage is None or at == stage) and (place is None or band(age) == place)
        ]
        return Counted(key, sum(n for _, n in inside), sum(n for late, n in inside if late))

    whole = counted(None)
    return Pending(
        total=whole.cases,
        late=whole.late,
        by_stage=tuple(counted(s.name, stage=s.name) for s in question.profile.stages if s.open),
        by_age=tuple(counted(place, place=place) for place in range(len(AGES))),
        median_age=percentile(ages, 0.5),
        ninth_decile_age=percentile(ages, 0.9),
        as_of=question.as_of,
    )


async def origins(db: ReadSession) -> list[str]:
    """The countries that the reader's cases come from, the most frequent first."""
    statement = text(
        "select origin from claim_facts where origin is not null and principal group by 1 order by count(*) desc, 1"
    )
    return list(await db.scalars(statement))
