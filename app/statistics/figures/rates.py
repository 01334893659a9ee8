"""What was done in a period: what came in and was resolved, how it was decided, what was overturned, kept in time, or missed.

Without a period: the twelve months up to the cut-off.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.database import ReadSession
from app.statistics.figures import counting, ratios
from app.statistics.figures.counting import Asked
from app.statistics.figures.filters import Filters
from app.statistics.figures.standing import percentile
from app.statistics.figures.values import Column, Figure, Table, Value
from app.statistics.proportions import wilson

SUBSTANTIVE = ("recognised", "other", "rejected")
OVERTURNED = "overturned"
CLOSED_AS = (
    "coalesce(case when f.decided_at is not null then f.first_outcome end, f.closed_as, 'discontinued')"
)


async def _throughput(db: ReadSession, question: Asked) -> tuple[Counter[tuple[date, str]], int]:
    """By month, what came in (`incoming`) and how it was resolved; and what is pending at the end of the period."""
    # Each claim is looked at once, by the months of its filing and of its end; a day outside the period is none.
    sql = f"""
    select date_trunc('month', (case when f.filed_on between :since and :until then f.filed_on end)::timestamp)::date as incoming,
           date_trunc('month', (case when f.resolved_on between :since and :until then f.resolved_on end)::timestamp)::date as resolved,
           case when f.resolved_on between :since and :until then f.resolved_as end as resolved_as,
           f.filed_on <= :until and (f.resolved_on is null or f.resolved_on > :until) as pending, count(*)::int as n
      from {counting.source(question)} where {counting.where(question, period=None)} group by 1, 2, 3, 4
    """  # noqa: S608 - put together from constants
    counted: Counter[tuple[date, str]] = Counter()
    pending = 0
    for row in await counting.rows(db, question, sql):
        if row.incoming is not None:
            counted[row.incoming, "incoming"] += row.n
        if row.resolved is not None:
            counted[row.resolved, row.resolved_as] += row.n
        pending += row.n if row.pending else 0
    return counted, pending


def _by_month(counted: Counter[tuple[date, str]]) -> Table:
    columns = (
        Column("month", "month"),
        Column("incoming", "count"),
        Column("decided", "count"),
        Column("closed", "count"),
        Column("rate_decided", "percent"),
        Column("rate_with_closed", "percent"),
    )
    rows = []
    for month in sorted({month for month, _ in counted}):
        incoming, closed = counted[month, "incoming"], counted[month, "closed"]
        decided = sum(counted[month, each] for each in SUBSTANTIVE)
        rate = ratios.clearance_rate
        rows.append(
            (month, incoming, decided, closed, rate(decided, incoming), rate(decided + closed, incoming))
        )
    return Table("by_month", columns, tuple(rows))


def _sums(counted: Counter[tuple[date, str]]) -> tuple[int, int, int]:
    sums: Counter[str] = Counter()
    for (_, what), n in counted.items():
        sums[what] += n
    return sums["incoming"], sum(sums[each] for each in SUBSTANTIVE), sums["closed"]


async def clearance(db: ReadSession, filters: Filters) -> Figure:
    """Resolved for each hundred that came in, twice: by decisions on the merits alone, and with those otherwise closed."""
    question, _, _ = await counting.in_a_period(db, filters)
    counted, _ = await _throughput(db, question)
    incoming, decided, closed = _sums(counted)
    headline = [
        Value("incoming", "count", incoming),
        _clearance("clearance_substantive", decided, incoming),
        _clearance("clearance_with_closures", decided + closed, incoming),
    ]
    return await counting.made(db, "clearance", question, headline, [_by_month(counted)])


def _clearance(key: str, resolved: int, incoming: int) -> Value:
    rate = ratios.clearance_rate(resolved, incoming)
    return Value(key, "percent", rate, over=(("resolved", resolved), ("incoming", incoming)))


async def disposition(db: ReadSession, filters: Filters) -> Figure:
    """How many days the pending would take at the pace of the period, twice as the clearance rate."""
    question, first, last = await counting.in_a_period(db, filters)
    counted, pending = await _throughput(db, question)
    _, decided, closed = _sums(counted)
    days = (last - first).days + 1
    headline = [
        Value("pending", "count", pending),
        *(
            Value(
                key,
                "days",
                ratios.disposition_time(pending, resolved, days),
                over=(("pending", pending), ("resolved", resolved), ("days", days)),
            )
            for key, resolved in (
                ("disposition_substantive", decided),
                ("disposition_with_closures", decided + closed),
            )
        ),
    ]
    return await counting.made(db, "disposition", question, headline, [_by_month(counted)])


async def recognition(db: ReadSession, filters: Filters) -> Figure:
    """UNHCR's rates over the decisions of the period: at the first instance, or at the one that was asked for."""
    question, _, _ = await counting.in_a_period(db, filters)
    if filters.instance in (None, "first"):
        day, counts, joined = "f.resolved_on", "f.first_counts_as", ""
        more = ["f.decided_at is not null"]
    else:
        day, counts, joined = "a.day", "a.result", "claim_acts a join"
        more = ["a.kind = 'decision'", "a.instance = :instance", "a.recorded_at <= :as_of"]
    on = " on f.claim_id = a.claim_id" if joined else ""
    sql = f"""
    select f.origin, f.sex, f.age_group, {counts} as counts_as, count(*)::int as n,
           grouping(f.origin, f.sex, f.age_group) as by
      from {joined} {counting.source(question)}{on}
     where {counting.where(question, *more, period=day)}
     group by grouping sets (({counts}), (f.origin, {counts}), (f.sex, {counts}), (f.age_group, {counts}))
    """  # noqa: S608 - put together from constants
    found = await counting.rows(db, question, sql)
    whole = _decisions([r for r in found if r.by == 7])
    tables = [
        _recognised(
            "by_origin", Column("origin", "code", "country"), [r for r in found if r.by == 3], "origin"
        ),
        _recognised("by_sex", Column("sex", "code", "sex"), [r for r in found if r.by == 5], "sex"),
        _recognised(
            "by_age_group",
            Column("age_group", "code", "age_group"),
            [r for r in found if r.by == 6],
            "age_group",
        ),
    ]
    recognised, other, rejected = (whole[each] for each in SUBSTANTIVE)
    headline = [
        _share("recognition_rate", recognised, recognised + other + rejected),
        _share("total_protection_rate", recognised + other, recognised + other + rejected),
        *(Value(each, "count", whole[each]) for each in SUBSTANTIVE),
    ]
    return await counting.made(db, "recognition", question, headline, tables)


def _share(key: str, part: int, of: int) -> Value:
    """A share in percent, with Wilson's interval."""
    interval = wilson(part, of)
    return Value(
        key,
        "percent",
        part / of * 100 if of else None,
        interval.low * 100 if interval else None,
        interval.high * 100 if interval else None,
        (("part", part), ("of", of)),
    )


def _decisions(found: Sequence[Any]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in found:
        counted[row.counts_as or ""] += row.n
    return counted


def _recognised(name: str, by: Column, found: Sequence[Any], key: str) -> Table:
    columns = (
        by,
        *(Column(each, "count") for each in SUBSTANTIVE),
        Column("recognition_rate", "percent"),
        Column("total_protection_rate", "percent"),
    )
    groups: dict[str, list[Any]] = {}
    for row in found:
        groups.setdefault(getattr(row, key) or "", []).append(row)
    counted = {value: _decisions(of_it) for value, of_it in groups.items()}
    numbers = {value: [n[each] for each in SUBSTANTIVE] for value, n in counted.items()}
    shown = sorted((v for v, n in numbers.items() if sum(n)), key=lambda v: (-sum(numbers[v]), v))
    rows = tuple(
        (
            value,
            *numbers[value],
            ratios.recognition_rate(*numbers[value]),
            ratios.total_protection_rate(*numbers[value]),
        )
        for value in shown
    )
    return Table(name, columns, rows)


async def closed_otherwise(db: ReadSession, filters: Filters) -> Figure:
    """Ended without a decision on the merits, by how; in no rate."""
    question, _, _ = await counting.in_a_period(db, filters)
    where = counting.where(question, "f.resolved_as = 'closed'", period="f.resolved_on")
    sql = f"""
    select {CLOSED_AS} as closed_as, count(*)::int as n
      from {counting.source(question)} where {where} group by 1 order by 2 desc, 1
    """  # noqa: S608 - put together from constants
    found = await counting.rows(db, question, sql)
    columns = (Column("closed_as", "code", "closed_as"), Column("claims", "count"))
    table = Table("by_reason", columns, tuple((row.closed_as, row.n) for row in found))
    headline = [Value("closed", "count", sum(row.n for row in found))]
    return await counting.made(db, "closed_otherwise", question, headline, [table])


def _acts(question: Asked, what: str, kinds: str, *, by: str) -> str:
    where = counting.where(question, f"a.kind in ({kinds})", "a.recorded_at <= :as_of", period="a.day")
    return f"""
    select {what}, count(*)::int as n from claim_acts a join {counting.source(question)} on f.claim_id = a.claim_id
     where {where} group by {by} order by {by}
    """  # noqa: S608 - put together from constants


async def overturn(db: ReadSession, filters: Filters) -> Figure:
    """Remedies decided with another outcome, out of all that were decided; and why."""
    question, _, _ = await counting.in_a_period(db, filters)
    sql = _acts(question, "a.code, a.result, a.codes, a.instance", "'remedy'", by="1, 2, 3, 4")
    found = await counting.rows(db, question, sql)
    results: Counter[str] = Counter()
    grounds: Counter[str] = Counter()
    instances: dict[str, Counter[str]] = {}
    for row in found:
        results[row.result] += row.n
        instances.setdefault(row.instance, Counter())[row.result] += row.n
        for ground in filter(None, row.codes.split(",")):
            grounds[ground] += row.n
    decided = sum(results.values())
    headline = [
        Value("decided", "count", decided),
        _share("overturn_rate", results[OVERTURNED], decided),
        Value("remitted", "count", sum(n for each, n in results.items() if each.startswith("remitted"))),
    ]
    by_result = tuple(
        (instance, result, n) for instance, of_it in sorted(instances.items()) for result, n in of_it.items()
    )
    tables = [
        Table(
            "by_result",
            (
                Column("instance", "code", "instance"),
                Column("result", "code", "result"),
                Column("claims", "count"),
            ),
            by_result,
        ),
        Table(
            "by_ground",
            (Column("ground", "code", "ground"), Column("claims", "count")),
            tuple((ground, n) for ground, n in grounds.most_common()),
        ),
    ]
    return await counting.made(db, "overturn", question, headline, tables)


async def deadlines(db: ReadSession, filters: Filters) -> Figure:
    """The limits that ended in the period: met, out of those met or missed, by rule with its legal basis."""
    question, _, _ = await counting.in_a_period(db, filters)
    found = await counting.rows(
        db, question, _acts(question, "a.code, a.codes, a.result", "'limit'", by="1, 2, 3")
    )
    rules: dict[tuple[str, str], Counter[str]] = {}
    for row in found:
        rules.setdefault((row.code, row.codes), Counter())[row.result] += row.n
    met, missed = (sum(of_it[each] for of_it in rules.values()) for each in ("met", "missed"))
    columns = (
        Column("rule", "code", "rule"),
        Column("basis", "text"),
        Column("met", "count"),
        Column("missed", "count"),
        Column("share", "share"),
    )
    rows = tuple(
        (rule, basis, n["met"], n["missed"], n["met"] / (n["met"] + n["missed"]))
        for (rule, basis), n in sorted(rules.items())
    )
    headline = [_share("compliance", met, met + missed)]
    return await counting.made(db, "deadlines", question, headline, [Table("by_rule", columns, rows)])


async def no_shows(db: ReadSession, filters: Filters) -> Figure:
    """Missed without a good reason, out of missed and held, by the channel of the last notice of the hour."""
    question, _, _ = await counting.in_a_period(db, filters)
    found = await counting.rows(
        db, question, _acts(question, "a.codes, a.kind", "'interview', 'absence'", by="1, 2")
    )
    channels: dict[str, Counter[str]] = {}
    for row in found:
        channels.setdefault(row.codes or "none", Counter())[row.kind] += row.n
    missed, held = (sum(of_it[each] for of_it in channels.values()) for each in ("absence", "interview"))
    columns = (
        Column("channel", "code", "channel"),
        Column("missed", "count"),
        Column("held", "count"),
        Column("share", "share"),
    )
    rows = tuple(
        (channel, n["absence"], n["interview"], n["absence"] / (n["absence"] + n["interview"]))
        for channel, n in sorted(channels.items())
    )
    headline = [_share("no_show_rate", missed, missed + held)]
    return await counting.made(db, "no_shows", question, headline, [Table("by_channel", columns, rows)])


async def flow(db: ReadSession, filters: Filters) -> Figure:
    """From stage to stage in the period: how many claims went, and how long they had been there."""
    question, first, last = await counting.in_a_period(db, filters)
    columns = "claim_id, principal, office_id, origin, sex, age_group, modality, needs, instance, filed_on, stage, stage_since, moved, stage_before, stage_days"
    within = ("f.stage_since >= :begin", "f.stage_since < :end")
    sql = f"""
    select f.stage_before, f.stage, f.stage_days, count(*)::int as n
      from (select {columns} from claim_facts where moved and known_from <= :as_of
            union all select {columns} from claim_facts_past where moved and known_from <= :as_of) f
     where {counting.where(question, *within, period=None)} group by 1, 2, 3
    """  # noqa: S608 - put together from constants
    instants = {"begin": _midnight(question, first), "end": _midnight(question, last + timedelta(days=1))}
    found: dict[tuple[str, str], Counter[int | None]] = {}
    for row in await counting.rows(db, question, sql, **instants):
        found.setdefault((row.stage_before or "", row.stage), Counter())[row.stage_days] += row.n
    head = (
        Column("from", "code", "stage"),
        Column("to", "code", "stage"),
        Column("claims", "count"),
        Column("median_days", "days"),
    )
    rows = tuple((*move, days.total(), _median(days)) for move, days in found.items())
    rows = tuple(sorted(rows, key=lambda row: (-row[2], not row[0], *row[:2])))
    headline = [Value("moves", "count", sum(row[2] for row in rows if row[0]))]
    return await counting.made(db, "flow", question, headline, [Table("moves", head, rows)])


def _median(days: Counter[int | None]) -> float | None:
    return percentile({day: n for day, n in days.items() if day is not None}, 0.5)


def _midnight(question: Asked, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=question.profile.zone)
