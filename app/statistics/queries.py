"""Counting cases: aggregates from the view `case_times`, never a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, bindparam, text

from app.core.database import ReadSession
from app.procedure import public as procedure
from app.statistics.rules import Curve, OnDay, Quantile, survival

FIRST_DECISION = "first_decision"
UNDER_REMEDY = "under_remedy"
# Days from which an age group of pending cases begins; the last is open.
AGES = (0, 91, 182, 274, 365, 548)

_WHERE = """
 (cast(:office as uuid) is null or office_id = :office)
 and (cast(:origin as text) is null or origin = :origin)
 and (cast(:sex as text) is null or sex = :sex)
 and (cast(:age_group as text) is null or age_group = :age_group)
 and (cast(:since as date) is null or filed_on >= :since)
 and (cast(:until as date) is null or filed_on <= :until)
"""
_ENDED = "least(coalesce(decided_at, case when stage in :closed then stage_since end, :now), :now)"
_TIMES = f"""
select greatest(0, extract(day from {_ENDED} - registered_at))::int as day,
       count(*) filter (where decided_at <= :now)::int as events,
       count(*) filter (where decided_at is null or decided_at > :now)::int as censored,
       coalesce(sum(extract(epoch from decided_at - registered_at)) filter (where decided_at <= :now), 0) as waited
  from case_times where {_WHERE} group by 1 order by 1
"""  # noqa: S608 - put together from the constants above
_PENDING = f"""
select stage, width_bucket(extract(day from :now - registered_at)::int, cast(:ages as int[])) as age, count(*)::int as cases,
       count(*) filter (where case when stage in :under_remedy then remedy_due_at <= :now
                                   else decided_at is null and decision_due_at <= :now end)::int as late
  from case_times where stage not in :closed and {_WHERE} group by 1, 2
"""  # noqa: S608 - the same
_AGE = f"""
select percentile_cont(array[0.5, 0.9]) within group (order by extract(day from :now - registered_at))
  from case_times where stage not in :closed and {_WHERE}
"""  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases to count: by office, and by the principal applicant's origin, sex and age when filing; filed in a period."""

    office: UUID | None = None
    origin: str | None = None
    sex: str | None = None
    age_group: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionTimes:
    """Time from registration to the first decision, in days. Cases that ended without one count as long as they were open.

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
    """What is pending now. `median_age` and `ninth_decile_age` in days since registration, `None` when nothing is."""

    total: int
    late: int
    by_stage: tuple[Counted, ...]
    by_age: tuple[Counted, ...]
    median_age: float | None
    ninth_decile_age: float | None
    as_of: datetime


async def decision_times(db: ReadSession, profile: procedure.Profile, filters: Filters) -> DecisionTimes:
    """Kaplan–Meier of the time to the first decision, over all cases filed in the period."""
    rows = await db.rows(_statement(_TIMES), _parameters(db, profile, filters))
    observed = tuple(OnDay(row.day, row.events, row.censored) for row in rows)
    curve = survival(observed)
    limit = profile.limits.get(FIRST_DECISION)
    return DecisionTimes(
        total=curve.total,
        decided=curve.events,
        curve=curve,
        observed=observed,
        quartiles=(curve.quantile(0.25), curve.quantile(0.5), curve.quantile(0.75)),
        limit_days=_days(profile, limit, db.now()),
        limit_verification=limit.verification if limit else None,
        mean_of_decided=float(sum(r.waited for r in rows)) / 86400 / curve.events if curve.events else None,
        as_of=db.now(),
    )


async def pending(db: ReadSession, profile: procedure.Profile, filters: Filters) -> Pending:
    """The cases that are open now, by stage in the procedure's order and by age."""
    parameters = _parameters(db, profile, filters)
    under_remedy = [stage.name for stage in profile.stages if stage.standard == UNDER_REMEDY]
    rows = await db.rows(
        _statement(_PENDING), parameters | {"ages": list(AGES), "under_remedy": under_remedy}
    )
    median, ninth = await db.scalar(_statement(_AGE), parameters) or (None, None)
    stages = [s.name for s in profile.stages if s.open]
    return Pending(
        total=sum(row.cases for row in rows),
        late=sum(row.late for row in rows),
        by_stage=tuple(_counted(stage, [r for r in rows if r.stage == stage]) for stage in stages),
        by_age=tuple(_counted(place, [r for r in rows if r.age - 1 == place]) for place in range(len(AGES))),
        median_age=median,
        ninth_decile_age=ninth,
        as_of=db.now(),
    )


async def origins(db: ReadSession) -> list[str]:
    """The countries that the reader's cases come from, the most frequent first."""
    statement = text(
        "select origin from case_times where origin is not null group by 1 order by count(*) desc, 1"
    )
    return list(await db.scalars(statement))


def _counted(key: Any, rows: Collection[Any]) -> Counted:
    return Counted(key, sum(r.cases for r in rows), sum(r.late for r in rows))


def _statement(sql: str) -> TextClause:
    lists = [name for name in ("closed", "under_remedy") if f":{name}" in sql]
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists))


def _parameters(db: ReadSession, profile: procedure.Profile, filters: Filters) -> dict[str, Any]:
    return {
        "office": filters.office,
        "origin": filters.origin,
        "sex": filters.sex,
        "age_group": filters.age_group,
        "since": filters.since,
        "until": filters.until,
        "now": db.now(),
        "closed": [s.name for s in profile.stages if not s.open],
    }


def _days(profile: procedure.Profile, limit: procedure.Limit | None, now: datetime) -> int | None:
    """The limit as calendar days from today: three months are 89 to 92, 45 working days about 63. None for one in hours."""
    if limit is None or limit.length is None or limit.length.unit == "hour":
        return None
    today = profile.today(now)
    if limit.length.unit == "working_day":
        return (_working_days_after(profile, today, limit.length.count) - today).days
    return (procedure.shifted(today, limit.length) - today).days


def _working_days_after(profile: procedure.Profile, day: date, count: int) -> date:
    for _ in range(count):
        day = procedure.next_working_day(profile, day)
    return day
