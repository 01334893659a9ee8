"""The statements behind the figures: which rows there are at the cut-off, and which of them the filters leave.

One truth, two ways to it: a figure of one trait and whole months is read from the kept counts, every other from the facts themselves.
That both are the same number is a property that the tests hold them to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from app.core.database import ReadSession
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.statistics.facts import keeping
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Figure, Table, Value

_EPOCH = date(1970, 1, 1)
YEAR = timedelta(days=364)
_PRESENT = "claim_facts f"
# As it was known at the cut-off: one fact for each claim at most, whichever of both tables has it now.
_PAST = """
(select {columns} from claim_facts where known_from <= :as_of
 union all
 select {columns} from claim_facts_past where known_from <= :as_of and known_to > :as_of) f
"""
_ALL = (
    "claim_id, case_id, principal, office_id, post_id, country, origin, sex, age_group, modality, needs, instance, officer, filed_on,"
    " decided_at, first_outcome, first_counts_as, final_at, final_outcome, final_counts_as, closed_at, closed_as, stage, standard, open,"
    " stage_since, late_on, resolved_on, resolved_as, document_days, interview_days, recommendation_days, decision_days, service_days,"
    " final_days, closed_days, missed_interviews, known_from"
)
# Without what nobody asked for, so that a plan is made for the question at hand.
_CONDITIONS = {
    "office": "f.office_id = :office",
    "origin": "f.origin = :origin",
    "sex": "f.sex = :sex",
    "age_group": "f.age_group = :age_group",
    "modality": "f.modality = :modality",
    "instance": "f.instance = :instance",
    "need": "',' || f.needs like '%,' || :need || '%'",
}
BY_TRAIT = ("office", "origin", "sex", "age_group", "modality", "instance")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the facts: the filters, the procedure of the country, and the cut-off that holds."""

    filters: Filters
    profile: procedure.Profile
    as_of: datetime
    today: date

    @property
    def live(self) -> bool:
        return self.filters.as_of is None


async def asked(db: ReadSession, filters: Filters) -> Asked:
    """The question as it stands now. A cut-off in the future is now."""
    profile = await procedure_in_force(db)
    now = db.now()
    as_of = min(filters.as_of, now) if filters.as_of else now
    return Asked(filters, profile, as_of, profile.today(as_of))


async def in_a_period(db: ReadSession, filters: Filters) -> tuple[Asked, date, date]:
    """The question about what was done in a period, with its first and last day; the twelve months up to the cut-off where none is asked for."""
    question = await asked(db, filters)
    last = min(filters.until or question.today, question.today)
    first = filters.since or last - YEAR
    return replace(question, filters=replace(filters, since=first, until=last)), first, last


async def made(
    db: ReadSession, name: str, question: Asked, headline: Sequence[Value], tables: Sequence[Table]
) -> Figure:
    """The figure with how far behind it is."""
    return Figure(name, question.as_of, await keeping.lag(db), tuple(headline), tuple(tables))


def source(question: Asked) -> str:
    """What to select from, as `f`."""
    return _PRESENT if question.live else _PAST.format(columns=_ALL)


def where(question: Asked, *more: str, period: str | None = "f.filed_on") -> str:
    """The conditions of the filters; `period`: the day that the period is about, none where the figure has its own."""
    filters = question.filters
    found = ["f.principal"] if filters.unit == "cases" else []
    found += [_CONDITIONS[name] for name in filters.narrowed_by]
    if period and filters.since:
        found.append(f"{period} >= :since")
    if period and filters.until:
        found.append(f"{period} <= :until")
    return " and ".join([*found, *more]) or "true"


def parameters(question: Asked, sql: str, **more: Any) -> Mapping[str, Any]:
    """The values that a statement names, and no others."""
    filters = question.filters
    known = {
        **{name: getattr(filters, name) for name in (*BY_TRAIT, "need", "since", "until")},
        "as_of": question.as_of,
        "today": question.today,
        "zone": question.profile.time_zone,
        **more,
    }
    return {name: value for name, value in known.items() if f":{name}" in sql}


async def rows(db: ReadSession, question: Asked, sql: str, **more: Any) -> Sequence[Any]:
    return await db.rows(_statement(sql), parameters(question, sql, **more))


def _statement(sql: str) -> TextClause:
    return text(sql)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the kept counts answer a question: the trait by which they do, and from which month to which."""

    dimension: str
    value: str | None
    first: date | None
    last: date | None


def kept(db: ReadSession, question: Asked) -> Kept | None:
    """None where the kept counts do not answer: a past cut-off, a need, two traits, part of a month."""
    filters = question.filters
    if not question.live or len(filters.narrowed_by) > 1 or filters.need is not None:
        return None
    if not _whole_months(filters):
        return None
    name = next(iter(filters.narrowed_by), None)
    if db.actor.role == "supervisor" and name not in (None, "office"):
        return None
    if name is not None:
        return Kept(name, str(getattr(filters, name)), filters.since, filters.until)
    # The counts of all are not a supervisor's; those of the own office are.
    dimension = "office" if db.actor.role == "supervisor" else "all"
    return Kept(dimension, None, filters.since, filters.until)


def _whole_months(filters: Filters) -> bool:
    first, last = filters.since, filters.until
    return (first is None or first.day == 1) and (last is None or (last + timedelta(days=1)).day == 1)


_KEPT = """
select measure, day, due, label, sum(n)::int as n from fact_counts
 where dimension = :dimension and unit = :unit and measure = any (:measures)
"""


async def kept_rows(db: ReadSession, question: Asked, by: Kept, *measures: str) -> Sequence[Any]:
    """The kept counts, by measure, day, due day and label."""
    sql = _KEPT
    given: dict[str, Any] = {
        "dimension": by.dimension,
        "unit": question.filters.unit,
        "measures": list(measures),
    }
    for name, clause, value in (
        ("value", "value = :value", by.value),
        ("first", "month >= :first", by.first),
        ("last", "month <= :last", by.last),
    ):
        if value is not None:
            sql, given[name] = f"{sql} and {clause}", value
    return await db.rows(text(f"{sql} group by 1, 2, 3, 4"), given)


def age_in_days(question: Asked, filed: int) -> int:
    """Days since a day of filing, itself in days since 1970."""
    return max(0, (question.today - _EPOCH).days - filed)


def code_of(value: UUID | str | None) -> str:
    return "" if value is None else str(value)
