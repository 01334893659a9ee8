"""The list of those who hear remedies: children first, then by the limit to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.decisions import public as decisions
from app.people.public import PROTECTED, need_table, person_table
from app.remedies.models import Remedy

STATUSES = ("awaiting_admission", "pending", "decided", "refused_as_late", "withdrawn")
OPEN = ("awaiting_admission", "pending")
# After every limit: where remedies without a running one stand in the list.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `due_*` is the limit to decide, running or missed, where there is one; `needs` are codes of everybody in the household."""

    id: UUID
    reference: str
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    household_size: int
    kind: str
    status: str
    in_time: bool
    filed_at: datetime
    decision_number: str
    due_at: datetime | None
    due_on: date | None
    due_rule: str | None
    due_kind: str | None
    due_basis: str | None
    due_verification: str | None
    needs: list[str]

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Page:
    """`after` continues the list, or is `None` at its end."""

    rows: list[Row]
    after: str | None


async def remedies(
    db: ReadSession,
    *,
    status: str | None = None,
    after: str | None = None,
    limit: int = 50,
    rules: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """Remedies that the actor may see: those of children first, then by the limit to decide them, nearest first; open ones when
    no status is asked for. A child is under eighteen (Convention on the Rights of the Child, art. 1). Of two limits that end on
    one day it is the one that `rules` name for the kind of remedy."""
    statement = _list(status, rules, cases.name_giver(db))
    due, key = func.coalesce(statement.selected_columns.due_at, NEVER), Remedy.id
    grown = person_table.c.birth_date <= _eighteen_years_before(db.now().date())
    statement = statement.order_by(grown, due, key).limit(limit + 1)
    if after:
        adult, moment, last = _position(after)
        place = tuple_(literal(adult), literal(moment), literal(last))
        statement = statement.where(tuple_(grown, due, key) > place)
    rows = [Row(*row) for row in await db.rows(statement)]
    more, rows = len(rows) > limit, rows[:limit]
    today = db.now().date()
    return Page(rows, _cursor(rows[-1], today) if more else None)


def _eighteen_years_before(day: date) -> date:
    """The latest day of birth of somebody who is eighteen on that day."""
    try:
        return day.replace(year=day.year - 18)
    except ValueError:
        return date(day.year - 18, 2, 28)


def _list(
    status: str | None,
    rules: Mapping[str, str],
    name_of: ColumnElement[UUID] | InstrumentedAttribute[UUID],
) -> Select[Any]:
    r, c, p = Remedy, cases.case_table.c, person_table.c
    d = cases.deadline_table.c
    own = [d.rule != case(rules, value=r.kind, else_="")] if rules else []
    due = (
        select(d.due_at, d.due_on, d.rule, d.kind, d.basis, d.verification)
        .where(
            d.case_id == r.case_id,
            # A limit that passed stays with its remedy: what is late comes first, not last.
            d.state.in_(("running", "missed")),
            d.started_at >= r.filed_at,
            r.status == "pending",
        )
        .order_by(d.due_at, *own, d.id)
        .limit(1)
        .lateral("due")
    )
    n, k = need_table.c, cases.claim_table.c
    needs = (
        select(func.array_agg(func.distinct(n.code)))
        .join(cases.claim_table, k.person_id == n.person_id)
        .where(k.case_id == r.case_id, n.ended_at.is_(None), n.sensitivity != PROTECTED)
        .scalar_subquery()
    )
    if status is not None and status not in STATUSES:
        raise Invalid.at("status", "unknown", "Elija un estado de la lista.")
    return (
        select(
            r.id,
            c.reference,
            p.given_names,
            p.family_names,
            p.birth_date,
            p.nationalities,
            c.household_size,
            r.kind,
            r.status,
            r.in_time,
            r.filed_at,
            decisions.decision_table.c.number.label("decision_number"),
            due.c.due_at,
            due.c.due_on,
            due.c.rule,
            due.c.kind.label("due_kind"),
            due.c.basis,
            due.c.verification,
            func.coalesce(needs, text("'{}'::text[]")),
        )
        .join(cases.case_table, c.id == r.case_id)
        .join(person_table, p.id == name_of)
        .join(decisions.decision_table, decisions.decision_table.c.id == r.decision_id)
        .outerjoin(due, text("true"))
        .where(r.status.in_(OPEN) if status is None else r.status == status)
    )


def _cursor(row: Row, today: date) -> str:
    adult = row.birth_date <= _eighteen_years_before(today)
    return f"{adult:d}_{row.due_at.isoformat() if row.due_at else 'infinity'}_{row.id.hex}"


def _position(after: str) -> tuple[bool, datetime, UUID]:
    try:
        adult, moment, key = after.split("_")
        due = NEVER if moment == "infinity" else datetime.fromisoformat(moment)
        return adult == "1", due, UUID(key)
    except ValueError as error:
        raise Invalid.at(
            "after", "bad_cursor", "Esta dirección de página ya no sirve. Vuelva al inicio de la lista."
        ) from error
