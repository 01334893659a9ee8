"""The one place where a forecast reads the log. Counts and durations; nobody's name or number leaves the database.

Only what was recorded by the cut-off is read, so that a forecast made again from the same cut-off finds the same. It asks as the
worker, for one office or for all: who asked sees what is their own office's, or nothing but the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, text

from app.core.database import ReadSession
from app.procedure import public as procedure
from app.statistics.forecast.rules import quantiles
from app.statistics.forecast.values import (
    DECISION,
    INTAKE,
    INTERVIEW,
    PLACES,
    REVIEW,
    WRITING,
    Flow,
    Interpreting,
    Measured,
    Sittings,
)

# Arrivals, closures, sittings and outcomes of a year; the work of half of it, since people come and go.
YEAR, HALF = 364, 182
# Who has done nothing for so long has left.
GONE_AFTER = 56
USUAL_LIMIT = 180
# Fewer durations than these say nothing about how they vary.
ENOUGH = 5
KEPT_DURATIONS = 400
# What a body or an interpreter can do is what they do when they have much to do, not what they do on average.
FULL = 0.9
AT_PLACE = {
    "registered": INTAKE,
    "screening": INTAKE,
    "admissible": INTAKE,
    "awaiting_interview": INTERVIEW,
    "assessment": WRITING,
    "review": REVIEW,
    "awaiting_decision": DECISION,
}


class NothingToForecast(Exception):
    """The log does not have what a forecast needs. `what`: `cases`, `work` or `decisions`."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Course:
    """A case until its first decision, in days from the cut-off (so negative). `place` is none once it has left."""

    filed: float
    ready: float | None
    listed: float | None
    reviewed: float | None
    decided: float | None
    heard: bool
    left: float | None
    place: str | None


_COURSES = text("""
select (extract(epoch from filed_at - :as_of) / 86400)::float8 as filed, (extract(epoch from ready_at - :as_of) / 86400)::float8 as ready,
       (extract(epoch from review_at - :as_of) / 86400)::float8 as review, (extract(epoch from listed_at - :as_of) / 86400)::float8 as listed,
       (extract(epoch from decided_at - :as_of) / 86400)::float8 as decided, heard,
       (extract(epoch from moved_at - :as_of) / 86400)::float8 as moved, stage
  from (
    select least(min(e.at), min((e.data #>> '{known,registered}')::timestamptz) filter (where e.name = 'imported')) as filed_at,
           min(e.at) filter (where e.stage_after in :interview) as ready_at, min(e.at) filter (where e.stage_after in :review) as review_at,
           min(e.at) filter (where e.stage_after in :decision) as listed_at,
           min(e.at) filter (where e.name in ('decided', 'declared_inadmissible', 'group_recognised')) as decided_at,
           bool_or(e.name = 'interview_held') as heard,
           max(e.at) filter (where e.stage_after is distinct from e.stage_before) as moved_at,
           (array_agg(e.stage_after order by e.number desc))[1] as stage
      from case_events e join cases c on c.id = e.case_id
     where e.recorded_at <= :as_of and (cast(:office as uuid) is null or c.office_id = :office)
     group by e.case_id) course
""").bindparams(*(bindparam(name, expanding=True) for name in ("interview", "review", "decision")))
_WORK = text("""
select e.actor_id::text as who, (extract(epoch from min(e.at) - :as_of) / 86400)::float8 as day
  from case_events e join cases c on c.id = e.case_id
 where e.name = 'assessment_submitted' and e.at > :as_of - interval '182 days' and e.recorded_at <= :as_of
   and (cast(:office as uuid) is null or c.office_id = :office)
 group by e.actor_id, e.case_id order by 1, 2
""")
_HEARINGS = text("""
select i.language, p.interpreter_id::text as interpreter, floor(extract(epoch from :as_of - min(e.at)) / 604800)::int as week
  from case_events e join cases c on c.id = e.case_id
  join interviews i on i.id = cast(e.data ->> 'interview' as uuid)
  left join interview_participants p on p.interview_id = i.id and p.interpreter_id is not null
 where e.name = 'interview_held' and e.at > :as_of - interval '364 days' and e.recorded_at <= :as_of
   and (cast(:office as uuid) is null or c.office_id = :office)
 group by i.id, i.language, p.interpreter_id
""")
_DECISIONS = text("""
select e.data ->> 'sitting' as sitting, (extract(epoch from min(e.at) - :as_of) / 86400)::float8 as day, count(*)::int as cases,
       jsonb_agg(e.data -> 'outcomes') as outcomes
  from case_events e join cases c on c.id = e.case_id
 where e.name in ('decided', 'group_recognised') and e.at > :as_of - interval '364 days' and e.recorded_at <= :as_of
   and (cast(:office as uuid) is null or c.office_id = :office)
 group by 1
""")


async def measure(
    db: ReadSession, profile: procedure.Profile, *, as_of: datetime, office: UUID | None
) -> Measured:
    """Everything that the simulation needs, as it was recorded by `as_of`. Raises `NothingToForecast`."""
    at: dict[str, Any] = {"as_of": as_of, "office": office}
    courses = await _courses(db, profile, at)
    work = await db.rows(_WORK, at)
    hearings = await db.rows(_HEARINGS, at)
    decisions = await db.rows(_DECISIONS, at)
    local = as_of.astimezone(ZoneInfo(profile.time_zone))
    limit = _limit_days(profile)
    if not courses:
        raise NothingToForecast("cases")
    officers, days = capacity([(row.who, row.day) for row in work])
    if not officers:
        raise NothingToForecast("work")
    if not any(c.decided is not None and c.decided > -YEAR for c in courses):
        raise NothingToForecast("decisions")
    return Measured(
        as_of=as_of.isoformat(),
        weeks=weekly(courses),
        weekdays=by_weekday(courses, local.weekday()),
        weekday=local.weekday(),
        intake=durations((c.filed, c.ready) for c in courses),
        work=days,
        review=durations((c.reviewed, c.listed) for c in courses),
        deciding=durations((c.listed, c.decided) for c in courses),
        officers=officers,
        languages=languages([(row.language, row.interpreter, row.week) for row in hearings]),
        sittings=sittings([(row.sitting, row.day, row.cases) for row in decisions]),
        inadmissible=_inadmissible(courses),
        closing=closing(courses),
        outcomes=_outcomes(profile, decisions),
        waiting=_waiting(courses),
        limit=limit or USUAL_LIMIT,
        limit_known=limit is not None,
        flow=flow(courses),
    )


async def _courses(db: ReadSession, profile: procedure.Profile, at: dict[str, Any]) -> list[Course]:
    standard = {stage.name: stage.standard for stage in profile.stages}
    over = {stage.name for stage in profile.stages if not stage.open}

    def named(*wanted: str) -> list[str]:
        return [name for name, what in standard.items() if what in wanted] or [""]

    parameters = at | {
        "interview": named("awaiting_interview"),
        "review": named("review"),
        "decision": named("awaiting_decision"),
    }
    found = []
    for row in await db.rows(_COURSES, parameters):
        closed = row.moved if row.stage in over else None
        left = row.decided if row.decided is not None else closed
        # A stage of its own or of an older version, or a pause: as far as the case had come.
        usual = WRITING if row.heard else INTERVIEW
        place = AT_PLACE.get(standard.get(row.stage, row.stage), usual) if left is None else None
        found.append(
            Course(row.filed, row.ready, row.listed, row.review, row.decided, bool(row.heard), left, place)
        )
    return found


def weekly(courses: Iterable[Course]) -> tuple[int, ...]:
    """Arrivals of each whole week before the cut-off, for a year or as long as there were any; oldest first."""
    count = Counter(int(-c.filed // 7) for c in courses if -YEAR < c.filed <= 0)
    last = max(count, default=-1)
    # The first week is a part of one where the log begins in it.
    weeks = [count[n] for n in range(last, -1, -1)]
    return tuple(weeks[1:] if 1 < len(weeks) < YEAR // 7 else weeks)


def by_weekday(courses: Iterable[Course], today: int) -> tuple[float, ...]:
    """The share of the arrivals on each day of the week, Monday first; `today` is the cut-off's."""
    count = Counter((today - int(-c.filed)) % 7 for c in courses if -YEAR < c.filed <= 0)
    total = sum(count.values())
    return tuple(count[day] / total if total else 1 / 7 for day in range(7))


def durations(pairs: Iterable[tuple[float | None, float | None]]) -> tuple[float, ...]:
    """Days between two instants of the last year, in order; at most so many, evenly chosen. One value where there are few."""
    found = sorted(b - a for a, b in pairs if a is not None and b is not None and b >= a and b > -YEAR)
    if len(found) < ENOUGH:
        return (round(sum(found) / len(found), 2),) if found else ()
    step = max(1.0, len(found) / KEPT_DURATIONS)
    return tuple(round(found[int((n + 0.5) * step)], 2) for n in range(int(len(found) / step)))


def capacity(submitted: Sequence[tuple[str, float]]) -> tuple[int, tuple[float, ...]]:
    """How many officers there are, and the calendar days that one of them needs for a case: from what passes between one analysis and
    the next. `submitted`: (officer, day), in order. Whoever has done nothing for eight weeks is counted no more."""
    of: dict[str, list[float]] = defaultdict(list)
    for who, day in submitted:
        of[who].append(day)
    here = [who for who, days in of.items() if days[-1] > -GONE_AFTER]
    gaps = [b - a for who in here for a, b in zip(of[who], of[who][1:], strict=False)]
    if not here:
        return 0, ()
    # Their whole time counts, with the quiet weeks.
    spent = sum(-max(of[who][0], -HALF) for who in here)
    cases = sum(len(of[who]) for who in here)
    mean = max(spent / cases, 0.05)
    if len(gaps) < ENOUGH or not sum(gaps):
        return len(here), (round(mean, 3),)
    factor = mean / (sum(gaps) / len(gaps))
    kept = sorted(gap * factor for gap in gaps)
    step = max(1.0, len(kept) / KEPT_DURATIONS)
    return len(here), tuple(round(kept[int((n + 0.5) * step)], 3) for n in range(int(len(kept) / step)))


def languages(hearings: Sequence[tuple[str, str | None, int]]) -> dict[str, Interpreting]:
    """Of (language, interpreter, weeks ago): each language that was interpreted. How much one interpreter can do is what the busiest
    weeks of all of them show."""
    if not hearings:
        return {}
    interpreted = [one for one in hearings if one[1]]
    busy = Counter((who, week) for _language, who, week in interpreted)
    full = max(1.0, quantiles([float(n) for n in busy.values()], [FULL])[0]) if busy else 1.0
    people: dict[str, set[str | None]] = defaultdict(set)
    count = Counter(language for language, _who, _week in interpreted)
    for language, who, _week in interpreted:
        people[language].add(who)
    return {
        language: Interpreting(round(count[language] / len(hearings), 4), len(people[language]), full)
        for language in sorted(count)
    }


def sittings(decided: Sequence[tuple[str | None, float, int]]) -> Sittings | None:
    """Of (sitting, day, cases decided): how often a body sits and how much it takes. None where most is decided without sittings."""
    sat = sorted((day, cases) for sitting, day, cases in decided if sitting)
    alone = sum(cases for sitting, _day, cases in decided if not sitting)
    if len(sat) < 2 or sum(cases for _day, cases in sat) < alone or sat[-1][0] - sat[0][0] < 1:
        return None
    every = (sat[-1][0] - sat[0][0]) / (len(sat) - 1)
    following = sat[-1][0] + every
    agenda = ceil(quantiles([float(cases) for _day, cases in sat], [FULL])[0])
    return Sittings(round(every, 3), round(following if following > 0 else every / 2, 3), agenda)


def closing(courses: Sequence[Course]) -> float:
    """Cases closed without a decision for each case and day pending, in the last year."""
    closed = sum(c.decided is None and c.left is not None and c.left > -YEAR for c in courses)
    exposed = sum(_within(c) for c in courses)
    return closed / exposed if exposed else 0.0


def flow(courses: Sequence[Course]) -> Flow:
    """L, λ and W as the log of the last year has them, or since it began."""
    days = min(float(YEAR), max((-c.filed for c in courses), default=0.0)) or 1.0
    left = [c.left - c.filed for c in courses if c.left is not None and c.left > -days]
    return Flow(
        days=round(days, 1),
        pending=round(sum(_within(c) for c in courses) / days, 2),
        arriving=round(sum(c.filed > -days for c in courses) / days, 4),
        leaving=round(len(left) / days, 4),
        waited=round(sum(left) / len(left), 1) if left else None,
    )


def _within(course: Course) -> float:
    """Days pending in the last year."""
    return max(0.0, (0.0 if course.left is None else min(course.left, 0.0)) - max(course.filed, -YEAR))


def _inadmissible(courses: Sequence[Course]) -> float:
    """Of those who left the intake in the last year, the share that was decided there."""
    alone = sum(c.decided is not None and c.ready is None and c.decided > -YEAR for c in courses)
    on = sum(c.ready is not None and c.ready > -YEAR for c in courses)
    return round(alone / (alone + on), 4) if alone + on else 0.0


def _waiting(courses: Sequence[Course]) -> dict[str, tuple[tuple[int, int], ...]]:
    count = Counter((c.place, int(-c.filed)) for c in courses if c.place is not None)
    return {
        place: tuple(sorted((age, n) for (at, age), n in count.items() if at == place)) for place in PLACES
    }


def _outcomes(profile: procedure.Profile, decisions: Iterable[Any]) -> dict[str, float]:
    """Shares of the decided claims, as UNHCR's statistics count them."""
    counted: Counter[str] = Counter()
    for row in decisions:
        for outcomes in row.outcomes or ():
            for outcome in (outcomes or {}).values():
                known = profile.outcomes.get(outcome)
                counted[(known.counts_as if known else None) or "closed"] += 1
    total = sum(counted.values())
    return {kind: round(number / total, 4) for kind, number in sorted(counted.items())}


def _limit_days(profile: procedure.Profile) -> int | None:
    """The limit of the first decision in calendar days, roughly: for telling who waits long."""
    limit = profile.limits.get("first_decision")
    if limit is None or limit.length is None:
        return None
    per = {
        "hour": 1 / 24,
        "day": 1.0,
        "calendar_day": 1.0,
        "working_day": 1.4,
        "week": 7.0,
        "month": 30.4,
        "year": 365.0,
    }
    return max(1, round(limit.length.count * per.get(limit.length.unit, 1.0)))
