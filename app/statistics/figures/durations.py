"""How long it takes from filing until something: Kaplan–Meier, with those who wait counted as far as they have come."""

from collections import Counter
from datetime import date

from app.core.database import ReadSession
from app.procedure import public as procedure
from app.statistics.competing import OutcomesOnDay, cumulative_incidence
from app.statistics.figures import counting
from app.statistics.figures.counting import Asked
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Column, Figure, Table, Value
from app.statistics.rules import Curve, OnDay, survival

# A figure, the column of days that it reads, and the limit of the procedure that it is held against.
CLOCKS = {
    "time_to_document": ("document_days", None),
    "time_to_interview": ("interview_days", "first_interview"),
    "time_to_recommendation": ("recommendation_days", "submit_assessment"),
    "time_to_first_decision": ("decision_days", "first_decision"),
    "time_to_service": ("service_days", None),
    "time_to_final": ("final_days", None),
}
FIRST_DECISION = "first_decision"
OUTCOMES = ("recognised", "other", "rejected", "closed")
# An applicant has the document on the day of filing.
AT_ONCE = frozenset({"time_to_document"})
ENDED = (
    "case when f.open then greatest(0, :today - f.filed_on) else coalesce(f.closed_days, f.final_days, 0) end"
)
# How the claim ended so far, as one of the competing outcomes.
OUTCOME = "case when f.decided_at is not null then f.first_counts_as when not f.open then 'closed' end"
CURVE = Table(
    "curve",
    (
        Column("day", "days"),
        Column("at_risk", "count"),
        Column("events", "count"),
        Column("share_waiting", "share"),
        Column("low", "share"),
        Column("high", "share"),
    ),
    (),
)


async def observed(db: ReadSession, question: Asked, column: str) -> tuple[OnDay, ...]:
    """How many had it, or were last known without it, after so many days."""
    if column == "decision_days" and (by := counting.kept(db, question)) is not None:
        return await _kept(db, question, by)
    sql = f"""
    select coalesce(f.{column}, {ENDED})::int as day, count(f.{column})::int as events,
           (count(*) - count(f.{column}))::int as censored
      from {counting.source(question)} where {counting.where(question)} group by 1 order by 1
    """  # noqa: S608 - put together from constants
    return tuple(OnDay(r.day, r.events, r.censored) for r in await counting.rows(db, question, sql))


async def _kept(db: ReadSession, question: Asked, by: counting.Kept) -> tuple[OnDay, ...]:
    events: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for row in await counting.kept_rows(db, question, by, "decided", "ended", "waiting"):
        if row.measure == "decided":
            events[row.day] += row.n
        else:
            censored[counting.age_in_days(question, row.day) if row.measure == "waiting" else row.day] += (
                row.n
            )
    return tuple(OnDay(d, events[d], censored[d]) for d in sorted({*events, *censored}))


async def duration(db: ReadSession, name: str, filters: Filters) -> Figure:
    """Median and quartiles with 95 % intervals, the share within the legal limit, and the curve."""
    column, limit = CLOCKS[name]
    question = await counting.asked(db, filters)
    seen = await observed(db, question, column)
    curve = survival(seen)
    days = 0 if name in AT_ONCE else limit_days(question.profile, limit, question.today)
    headline = [*_counted(curve), *quartiles(curve), mean_of_decided(seen)]
    if days is not None:
        point = curve.at(days)
        headline.append(
            Value(
                "within_limit",
                "share",
                1 - point.share if curve.total else None,
                1 - point.high if curve.total else None,
                1 - point.low if curve.total else None,
                (("limit_days", days),),
            )
        )
    return await counting.made(db, name, question, headline, [curve_table(curve)])


def _counted(curve: Curve) -> tuple[Value, ...]:
    return Value("claims", "count", curve.total), Value("with_event", "count", curve.events)


def quartiles(curve: Curve) -> tuple[Value, ...]:
    """The days by which a quarter, half and three quarters had it."""
    named = (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75))
    found = ((key, curve.quantile(share)) for key, share in named)
    return tuple(Value(key, "days", q.day, q.low, q.high) for key, q in found)


def mean_of_decided(seen: tuple[OnDay, ...]) -> Value:
    """Only beside the median: it leaves out those who wait, and falls when the backlog grows."""
    events = sum(one.events for one in seen)
    return Value("mean_of_decided", "days", sum(o.day * o.events for o in seen) / events if events else None)


def curve_table(curve: Curve) -> Table:
    points = curve.points
    return Table(
        CURVE.name,
        CURVE.columns,
        tuple((p.day, p.at_risk, p.events, p.share, p.low, p.high) for p in points),
    )


async def outcomes_over_time(db: ReadSession, filters: Filters) -> Figure:
    """Aalen–Johansen: the share with each outcome by so many days, the outcomes competing for each claim."""
    question = await counting.asked(db, filters)
    sql = f"""
    select coalesce(f.decision_days, {ENDED})::int as day,
           {OUTCOME} as outcome, count(*)::int as n
      from {counting.source(question)} where {counting.where(question)} group by 1, 2 order by 1
    """  # noqa: S608 - put together from constants
    days: dict[int, dict[str | None, int]] = {}
    for row in await counting.rows(db, question, sql):
        days.setdefault(row.day, {})[row.outcome] = row.n
    seen = [
        OutcomesOnDay(day, {str(o): n for o, n in found.items() if o is not None}, found.get(None, 0))
        for day, found in sorted(days.items())
    ]
    known = cumulative_incidence(seen, OUTCOMES)
    headline = [Value("claims", "count", known.total)]
    rows = []
    for curve in known.curves:
        last = curve.steps[-1] if curve.steps else None
        headline.append(
            Value(
                curve.outcome,
                "share",
                last.share if last else 0.0,
                last.low if last else None,
                last.high if last else None,
            )
        )
        rows += [(curve.outcome, s.day, s.at_risk, s.events, s.share, s.low, s.high) for s in curve.steps]
    columns = (
        Column("outcome", "code", "counts_as"),
        *(Column(key, "count" if key != "day" else "days") for key in ("day", "at_risk", "events")),
        *(Column(key, "share") for key in ("share", "low", "high")),
    )
    return await counting.made(
        db, "outcomes_over_time", question, headline, [Table("curves", columns, tuple(rows))]
    )


def limit_days(profile: procedure.Profile, name: str | None, today: date) -> int | None:
    """The limit as calendar days from today: three months are 89 to 92, 45 working days about 63. None for one in hours."""
    limit = profile.limits.get(name) if name else None
    if limit is None or limit.length is None or limit.length.unit == "hour":
        return None
    if limit.length.unit == "working_day":
        day = today
        for _ in range(limit.length.count):
            day = procedure.next_working_day(profile, day)
        return (day - today).days
    return (procedure.shifted(today, limit.length) - today).days
