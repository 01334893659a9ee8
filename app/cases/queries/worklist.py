"""Lists of cases by keyset, with what can be filtered and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause, Subquery

from app.cases.models import (
    NEVER,
    Case,
    Claim,
    Deadline,
)
from app.cases.queries.finding import matching, name_giver, visible_to
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.identity.public import office_table
from app.people.public import PROTECTED, need_table, person_table

MODALITIES = ("accelerated", "simplified", "merged", "prima_facie")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worklist. `needs` are codes of everybody in the household; `due_*` the next limit, running or just missed."""

    id: UUID
    reference: str
    stage: str
    stage_since: datetime
    priority: int
    accelerated: bool
    simplified: bool
    household_size: int
    assigned_to: UUID | None
    office: str
    registered_at: datetime
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    due_at: datetime | None
    due_on: date | None
    due_rule: str | None
    due_kind: str | None
    due_basis: str | None
    due_verification: str | None
    needs: list[str]
    version: int

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. Every field is optional; `text` is a reference, a name or part of one."""

    stage: str | None = None
    need: str | None = None
    origin: str | None = None
    modality: str | None = None
    text: str | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False
    due_before: datetime | None = None
    stages: tuple[str, ...] = ()
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`after` continues the list, or is `None` at its end."""

    rows: list[Row]
    after: str | None


def _first_due() -> LateralFromClause:
    d = Deadline
    return (
        select(d.due_on, d.rule, d.kind, d.basis, d.verification)
        .where(d.case_id == Case.id, d.state.in_(("running", "missed")), d.due_at == Case.next_due_at)
        .order_by(d.id)
        .limit(1)
        .lateral("first_due")
    )


def _shown(page: Subquery, name_of: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> Select[Any]:
    """What a line shows, of the cases of a page alone."""
    p, due = person_table.c, _first_due()
    needs = (
        select(func.array_agg(func.distinct(need_table.c.code)))
        .join(Claim, Claim.person_id == need_table.c.person_id)
        .where(
            Claim.case_id == Case.id,
            need_table.c.ended_at.is_(None),
            need_table.c.sensitivity != PROTECTED,
        )
        .scalar_subquery()
    )
    return (
        select(
            Case.id,
            Case.reference,
            Case.stage,
            Case.stage_since,
            Case.priority,
            Case.accelerated,
            Case.simplified,
            Case.household_size,
            Case.assigned_to,
            office_table.c.name,
            Case.registered_at,
            p.given_names,
            p.family_names,
            p.birth_date,
            p.nationalities,
            # What the list is ordered by: a page continues where this one ends, also after a limit that has passed.
            func.nullif(Case.next_due_at, NEVER),
            due.c.due_on,
            due.c.rule,
            due.c.kind,
            due.c.basis,
            due.c.verification,
            func.coalesce(needs, text("'{}'::text[]")),
            Case.version,
        )
        .select_from(page)
        .join(Case, Case.id == page.c.id)
        .join(person_table, p.id == name_of)
        .join(office_table, office_table.c.id == Case.office_id)
        .outerjoin(due, text("true"))
        .order_by(Case.next_due_at, Case.id)
    )


def _conditions(stages_open: Iterable[str] | None, f: Filters) -> list[ColumnElement[bool]]:
    wanted = {
        "stage": Case.stage == f.stage,
        "origin": person_table.c.nationalities.contains([f.origin]),
        "modality": getattr(Case, f.modality) if f.modality in MODALITIES else true(),
        "assigned_to": Case.assigned_to == f.assigned_to,
        "unassigned": Case.assigned_to.is_(None),
        "due_before": Case.next_due_at < f.due_before if f.due_before else true(),
        "stages": Case.stage.in_(f.stages),
        "need": _has_need(f.need) if f.need else true(),
        "open_only": Case.stage.in_(list(stages_open or ())),
    }
    return [condition for name, condition in wanted.items() if getattr(f, name)]


def _has_need(code: str) -> ColumnElement[bool]:
    """Somebody of the household has the need, or one of its family (`SC` finds `SC-UC`)."""
    n = need_table.c
    return exists().where(
        Claim.case_id == Case.id,
        n.person_id == Claim.person_id,
        n.ended_at.is_(None),
        or_(n.code == code, n.code.startswith(f"{code}-")),
    )


async def worklist(
    db: ReadSession,
    filters: Filters,
    *,
    after: str | None = None,
    limit: int = 50,
    stages_open: Iterable[str] = (),
) -> Page:
    """Cases by their next limit, nearest first; those without a running limit last. Keyset pages of `limit`."""
    name_of = name_giver(db)
    page = (
        select(Case.id)
        .where(*_conditions(stages_open or None, filters), visible_to(db.actor))
        .order_by(Case.next_due_at, Case.id)
        .limit(limit + 1)
    )
    if filters.origin:
        page = page.join(person_table, person_table.c.id == name_of)
    if filters.text:
        page = page.where(Case.id.in_(await matching(db, filters.text)))
    if after:
        moment, key = _position(after)
        page = page.where(tuple_(Case.next_due_at, Case.id) > tuple_(literal(moment), literal(key)))
    rows = [Row(*row) for row in await db.rows(_shown(page.subquery("page"), name_of))]
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _cursor(rows[-1]) if more else None)


def _cursor(row: Row) -> str:
    return f"{row.due_at.isoformat() if row.due_at else 'infinity'}_{row.id.hex}"


def _position(after: str) -> tuple[datetime, UUID]:
    try:
        moment, _, key = after.partition("_")
        return NEVER if moment == "infinity" else datetime.fromisoformat(moment), UUID(key)
    except ValueError as error:
        raise Invalid.at(
            "after", "bad_cursor", "Esta dirección de página ya no sirve. Vuelva al inicio de la lista."
        ) from error


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the actor's cases are late, due before two moments, waiting at given stages, and there are in all."""

    late: int
    today: int
    week: int
    waiting: int
    all: int


async def counts(
    db: ReadSession,
    filters: Filters,
    *,
    now: datetime,
    today_ends: datetime,
    week_ends: datetime,
    stages_open: Iterable[str],
    waiting: Iterable[str],
) -> Counts:
    """The figures over a worklist, in one pass over an index."""
    due = Case.next_due_at
    statement = (
        select(
            func.count().filter(due <= now),
            func.count().filter(and_(due > now, due <= today_ends)),
            func.count().filter(and_(due > today_ends, due <= week_ends)),
            func.count().filter(Case.stage.in_(list(waiting))),
            func.count(),
        )
        .select_from(Case)
        .where(visible_to(db.actor), *_conditions(stages_open, filters))
    )
    return Counts(*await db.row(statement))


async def open_cases_of(
    db: ReadSession, officers: Iterable[UUID], *, stages_open: Iterable[str]
) -> dict[UUID, int]:
    """How many open cases each of those officers has, among the cases that the actor may see."""
    statement = (
        select(Case.assigned_to, func.count())
        .where(Case.assigned_to.in_(list(officers)), Case.stage.in_(list(stages_open)))
        .group_by(Case.assigned_to)
    )
    return {officer: count for officer, count in await db.rows(statement)}  # noqa: C416 - rows are not pairs to dict()
