"""UNHCR's yearly return and the regional indicators, counted from the facts. Exact: for the house that sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.database import ReadSession
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics.facts.keeping import lag
from app.statistics.figures.values import Lag
from app.statistics.publishing.rules import mirps, unhcr
from app.statistics.sheets import Sheet

RETURN_TABLES = ("applications", "decisions", "population", "demographics", "processing-time")
_FIRST_YEAR = 1951
_UNITS = "cross join (values (true), (false)) u (cases) where (not u.cases or f.principal)"
_FILED = f"select origin, u.cases, count(*)::int as n from claim_facts f {_UNITS} and filed_on between :first and :last group by 1, 2"  # noqa: S608 - the same
_APPEALED = f"""
select f.origin, u.cases, count(*)::int as n
  from (select claim_id, min(known_from) as at
          from (select claim_id, known_from, instance from claim_facts union all select claim_id, known_from, instance from claim_facts_past) k
         where instance <> 'first' group by claim_id) a
  join claim_facts f on f.claim_id = a.claim_id {_UNITS} and (a.at at time zone :zone)::date between :first and :last
 group by 1, 2
"""  # noqa: S608 - put together from constants
_RESOLVED = f"""
select origin, u.cases, resolved_as as what, count(*)::int as n
  from claim_facts f {_UNITS} and resolved_on between :first and :last and resolved_as in ('recognised', 'other', 'rejected', 'closed')
 group by 1, 2, 3
"""  # noqa: S608 - put together from constants
# What was decided on a remedy: the new outcome, or that the rejection stands.
_REVIEWED = f"""
select f.origin, u.cases, case when a.kind = 'remedy' then 'rejected' else a.result end as what, count(*)::int as n
  from claim_acts a join claim_facts f on f.claim_id = a.claim_id {_UNITS}
   and a.day between :first and :last and a.instance <> 'first'
   and (a.kind = 'decision' and a.result in ('recognised', 'other', 'rejected', 'closed')
        or a.kind = 'remedy' and a.result = 'upheld'
           and not exists (select from claim_acts d where d.claim_id = a.claim_id and d.kind = 'decision' and d.at = a.at))
 group by 1, 2, 3
"""  # noqa: S608 - put together from constants
_KNOWN = "claim_id, origin, sex, age_group, principal, open, standard, final_counts_as, first_counts_as, known_from"
# Claims as they stood at the end of the year. A status that was lost, or a person who died, is neither.
_STANDING = f"""
select origin, sex, age_group, principal,
       case when coalesce(final_counts_as, first_counts_as) = 'recognised' then 'REF' else 'ASY' end as what, count(*)::int as n
  from (select {_KNOWN} from claim_facts where known_from < :end
        union all select {_KNOWN} from claim_facts_past where known_from < :end and known_to >= :end) f
 where (coalesce(final_counts_as, first_counts_as) = 'recognised' and (open or standard = 'final'))
    or (open and coalesce(final_counts_as, first_counts_as, '') <> 'recognised')
 group by 1, 2, 3, 4, 5
"""  # noqa: S608 - put together from constants
# From completed registration to the notification of the first-instance decision, over everybody notified in the year (UNHCR, RBM
# outcome 2.1), in days of the country's calendar.
_NOTIFIED = f"""
select u.cases, count(*)::int as n, avg((served_at at time zone :zone)::date - (filed_at at time zone :zone)::date)::float as days
  from claim_facts f {_UNITS} and (served_at at time zone :zone)::date between :first and :last group by 1
"""  # noqa: S608 - put together from constants
_SIMPLIFIED = "select count(*) from claim_facts where principal and filed_on between :first and :last and modality <> 'ordinary'"


@dataclass(frozen=True, slots=True)
class Return:
    """The tables of a year by their names. `until`: the last day counted, before the year's end while it runs."""

    year: int
    until: date
    lag: Lag
    tables: Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class Indicators:
    year: int
    until: date
    lag: Lag
    found: tuple[mirps.Indicator, ...]


async def unhcr_return(db: ReadSession, year: int) -> Return:
    """Applications, decisions, population, demographics and processing time of a year, in UNHCR's columns and codes."""
    identity.demand(db.actor, "publication.returns")
    period = await _period(db, year)
    asylum = period.country
    claims = unhcr.Claims
    applied = [claims(r.origin, r.cases, r.n, unhcr.NEW) for r in await period.rows(db, _FILED)]
    applied += [
        claims(r.origin, r.cases, r.n, unhcr.APPEAL, unhcr.REVIEW) for r in await period.rows(db, _APPEALED)
    ]
    decided = [claims(r.origin, r.cases, r.n, r.what) for r in await period.rows(db, _RESOLVED)]
    decided += [
        claims(r.origin, r.cases, r.n, r.what, unhcr.REVIEW) for r in await period.rows(db, _REVIEWED)
    ]
    standing = await period.rows(db, _STANDING)
    persons = [unhcr.Persons(r.origin, r.what, r.sex, r.age_group, r.n) for r in standing]
    stock = [claims(r.origin, cases=False, n=r.n, what=r.what) for r in standing]
    place = unhcr.country(asylum)
    times = [
        (year, place.name, place.code, place.iso, unhcr.FIRST_INSTANCE, unhcr.COUNTED_IN[r.cases], r.n, round(r.days, 1))
        for r in await period.rows(db, _NOTIFIED)
    ]  # fmt: skip
    made = (
        (unhcr.APPLICATIONS, unhcr.applications(year, asylum, applied)),
        (unhcr.DECISIONS, unhcr.decisions(year, asylum, decided)),
        (unhcr.POPULATION, unhcr.population(year, asylum, stock)),
        (unhcr.DEMOGRAPHICS, unhcr.demographics(year, asylum, persons)),
        (unhcr.PROCESSING, sorted(times)),
    )
    tables = {
        name: Sheet(f"unhcr-{year}-{name}", head, tuple(rows))
        for name, (head, rows) in zip(RETURN_TABLES, made, strict=True)
    }
    return Return(year, period.last, await lag(db), tables)


async def mirps_indicators(db: ReadSession, year: int) -> Indicators:
    """The regional indicators of a year, of cases. Marked: no official list is known."""
    identity.demand(db.actor, "publication.returns")
    period = await _period(db, year)
    outcomes = dict.fromkeys(unhcr.OUTCOMES, 0)
    for row in await period.rows(db, _RESOLVED):
        if row.cases:
            outcomes[row.what] += row.n
    notified = next((r for r in await period.rows(db, _NOTIFIED) if r.cases), None)
    found = mirps.YearOfClaims(
        **outcomes,
        filed=sum(r.n for r in await period.rows(db, _FILED) if r.cases),
        pending=sum(r.n for r in await period.rows(db, _STANDING) if r.principal and r.what == "ASY"),
        simplified=(await period.rows(db, _SIMPLIFIED))[0][0],
        notified=notified.n if notified else 0,
        notified_days=notified.days if notified else None,
        days=(period.last - period.first).days + 1,
    )
    return Indicators(year, period.last, await lag(db), mirps.indicators(found))


@dataclass(frozen=True, slots=True)
class _Period:
    first: date
    last: date
    zone: str
    country: str

    async def rows(self, db: ReadSession, sql: str) -> list[Any]:
        after = datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)
        known = {"first": self.first, "last": self.last, "zone": self.zone, "end": after}
        return list(await db.rows(text(sql), {k: v for k, v in known.items() if f":{k}" in sql}))


async def _period(db: ReadSession, year: int) -> _Period:
    """The year, as far as it has come. A year that is not there yet, or was before the Convention, is the present one."""
    profile = await procedure_in_force(db)
    today = profile.today(db.now())
    year = year if _FIRST_YEAR <= year <= today.year else today.year
    return _Period(date(year, 1, 1), min(date(year, 12, 31), today), profile.time_zone, profile.country)
