"""What is pending: now, at the end of each month, and on whose desk."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from app.core.database import ReadSession
from app.statistics.figures import counting
from app.statistics.figures.counting import Asked
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Column, Figure, Table, Value

# Days from which an age group of pending cases begins; the last is open.
AGES = (0, 91, 182, 274, 365, 548)
COUNTED = (Column("claims", "count"), Column("late", "count"))
MONTHS = 24
# The day from which a claim stands no more; of one that stands, none that comes.
ENDED_ON = (
    "case when f.open then date '9999-12-31'"
    " else coalesce((coalesce(f.final_at, f.closed_at) at time zone :zone)::date, f.filed_on) end"
)


async def standing(db: ReadSession, question: Asked) -> Counter[tuple[str, int, bool]]:
    """The open claims by stage, age in days, and whether they are late by the legal limit of the instance where they stand."""
    found: Counter[tuple[str, int, bool]] = Counter()
    by = counting.kept(db, question)
    if by is not None:
        for row in await counting.kept_rows(db, question, by, "open"):
            found[row.label, counting.age_in_days(question, row.day), row.due <= question.today] += row.n
        return found
    sql = f"""
    select f.stage, greatest(0, :today - f.filed_on)::int as age, coalesce(f.late_on <= :today, false) as late, count(*)::int as n
      from {counting.source(question)} where {counting.where(question, "f.open")} group by 1, 2, 3
    """  # noqa: S608 - put together from constants
    for row in await counting.rows(db, question, sql):
        found[row.stage, row.age, row.late] += row.n
    return found


def percentile(ages: Mapping[int, int], share: float) -> float | None:
    """As PostgreSQL's `percentile_cont`: between the two nearest, where it falls between."""
    total = sum(ages.values())
    if not total:
        return None
    at = share * (total - 1)
    return _nth(ages, int(at)) + (at - int(at)) * (
        _nth(ages, min(int(at) + 1, total - 1)) - _nth(ages, int(at))
    )


def _nth(ages: Mapping[int, int], n: int) -> int:
    passed = 0
    for age in sorted(ages):
        passed += ages[age]
        if passed > n:
            return age
    raise ValueError("fewer than that")


def age_label(place: int) -> str:
    """An age group of pending cases in days: `91-181`, `548+`."""
    return f"{AGES[place]}-{AGES[place + 1] - 1}" if place + 1 < len(AGES) else f"{AGES[place]}+"


def band(age: int) -> int:
    """The place in `AGES` of an age in days."""
    return max(place for place, start in enumerate(AGES) if age >= start)


async def pending(db: ReadSession, filters: Filters) -> Figure:
    """How many, how old, at which stage, and how many are late."""
    question = await counting.asked(db, filters)
    found = await standing(db, question)
    ages: Counter[int] = Counter()
    for (_, age, _late), n in found.items():
        ages[age] += n
    headline = [
        Value("pending", "count", sum(found.values())),
        Value("late", "count", sum(n for (_, _, late), n in found.items() if late)),
        Value("median_age", "days", percentile(ages, 0.5)),
        Value("ninth_decile_age", "days", percentile(ages, 0.9)),
    ]
    stages = [stage.name for stage in question.profile.stages if stage.open]
    # A case under an older edition may stand where the present one has no stage.
    stages += sorted({stage for stage, _, _ in found} - set(stages))
    sums: Counter[tuple[str, bool]] = Counter()
    for (stage, age, late), n in found.items():
        for key in (stage, age_label(band(age))):
            sums[key, late] += n
    by_stage = tuple((stage, *_both(sums, stage)) for stage in stages)
    by_age = tuple((age, *_both(sums, age)) for age in map(age_label, range(len(AGES))))
    tables = [
        Table("by_stage", (Column("stage", "code", "stage"), *COUNTED), by_stage),
        Table("by_age", (Column("age", "text"), *COUNTED), by_age),
    ]
    return await counting.made(db, "pending", question, headline, tables)


def _both(sums: Counter[tuple[str, bool]], key: str) -> tuple[int, int]:
    """All, and those of them that are late."""
    return sums[key, False] + sums[key, True], sums[key, True]


async def pending_over_time(db: ReadSession, filters: Filters) -> Figure:
    """Pending by age at the end of each month, at most the last 24: filed by then, and neither final nor closed."""
    question = await counting.asked(db, filters)
    days = month_ends(filters.since, min(filters.until or question.today, question.today))
    # Each claim is looked at once: by the day of filing, and the last of the days on which it was still pending.
    sql = f"""
    with f as (
      select f.filed_on, width_bucket({ENDED_ON} - 1, cast(:days as date[])) as last, count(*) as n
        from {counting.source(question)} where {counting.where(question, period=None)} group by 1, 2)
    select d.day, width_bucket((d.day - f.filed_on)::int, cast(:ages as int[])) - 1 as band, sum(f.n)::int as n
      from unnest(cast(:days as date[])) with ordinality d (day, place) join f on f.filed_on <= d.day and f.last >= d.place
     group by 1, 2
    """  # noqa: S608 - put together from constants
    counted = {
        (row.day, row.band): row.n
        for row in await counting.rows(db, question, sql, days=days, ages=list(AGES))
    }
    rows = tuple(
        (day, age_label(place), counted.get((day, place), 0)) for day in days for place in range(len(AGES))
    )
    columns = (Column("day", "date"), Column("age", "text"), Column("claims", "count"))
    last = sum(n for (day, _), n in counted.items() if day == days[-1])
    headline = [Value("pending", "count", last)]
    return await counting.made(db, "pending_over_time", question, headline, [Table("by_age", columns, rows)])


def month_ends(since: date | None, until: date) -> list[date]:
    """The last days of months up to a day, and that day itself."""
    days = [until]
    while len(days) < MONTHS:
        last = days[-1].replace(day=1) - timedelta(days=1)
        if since is not None and last < since:
            break
        days.append(last)
    return days[::-1]


async def workload(db: ReadSession, filters: Filters) -> Figure:
    """Open claims by officer; interviews by week and how long an interpreter of each language was waited for, in the period."""
    question = await counting.asked(db, filters)
    done, _, _ = await counting.in_a_period(db, filters)
    sql = f"""
    select f.officer, count(*)::int as n, count(*) filter (where f.late_on <= :today)::int as late
      from {counting.source(question)} where {counting.where(question, "f.open", period=None)} group by 1 order by 2 desc
    """  # noqa: S608 - put together from constants
    officers = await counting.rows(db, question, sql)
    # Who an officer is, only their supervisor is told: a person's figures are theirs and their supervisor's.
    named = db.actor.role == "supervisor"
    with_officer = [row for row in officers if row.officer is not None]
    places = {row.officer: str(place) for place, row in enumerate(with_officer, start=1)}
    rows = tuple(
        (counting.code_of(row.officer) if named else places.get(row.officer, ""), row.n, row.late)
        for row in officers
    )
    weeks = f"""
    select date_trunc('week', a.day)::date as week, count(*)::int as n
      from claim_acts a join {counting.source(done)} on f.claim_id = a.claim_id
     where {counting.where(done, "a.kind = 'interview'", "a.recorded_at <= :as_of", period="a.day")} group by 1 order by 1
    """  # noqa: S608 - put together from constants
    waits = f"""
    select a.code as language, count(*)::int as n, percentile_cont(array[0.5, 0.9]) within group (order by a.result::int) as days
      from claim_acts a join {counting.source(done)} on f.claim_id = a.claim_id
     where {counting.where(done, "a.kind = 'interpreter'", "a.recorded_at <= :as_of", period="a.day")} group by 1 order by 2 desc, 1
    """  # noqa: S608 - put together from constants
    held = await counting.rows(db, done, weeks)
    interpreted = await counting.rows(db, done, waits)
    headline = [
        Value("officers", "count", len(with_officer)),
        Value("open_per_officer", "number", _mean([row.n for row in with_officer])),
        Value("without_officer", "count", sum(row.n for row in officers if row.officer is None)),
        Value("interviews_per_week", "number", _mean([row.n for row in held])),
    ]
    tables = [
        Table("by_officer", (Column("officer", "code", "user"), *COUNTED), rows),
        Table(
            "interviews",
            (Column("week", "date"), Column("interviews", "count")),
            tuple((row.week, row.n) for row in held),
        ),
        Table(
            "interpreters",
            (
                Column("language", "code", "language"),
                Column("appointments", "count"),
                Column("median", "days"),
                Column("ninth_decile", "days"),
            ),
            tuple((row.language, row.n, *row.days) for row in interpreted),
        ),
    ]
    return await counting.made(db, "workload", question, headline, tables)


def _mean(values: list[int]) -> float | None:
    return sum(values) / len(values) if values else None
