"""Lists of cases by keyset, with what can be filtered and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause, Subquery

from app.cases.mandates.rules import COUNSEL
from app.cases.models import (
    NEVER,
    Case,
    Claim,
    Deadline,
)
from app.cases.queries.finding import SEEN, matching, named_by, sight
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.core.statements import one_of
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


# What each field of `Filters` asks of a case; its value goes by the field's name, or as `_values` says.
_CONDITIONS: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "stage": Case.stage == bindparam("stage"),
        "origin": person_table.c.nationalities.contains(bindparam("origin")),
        "assigned_to": Case.assigned_to == bindparam("assigned_to"),
        "unassigned": Case.assigned_to.is_(None),
        "due_before": Case.next_due_at < bindparam("due_before"),
        "stages": one_of(Case.stage, "stages"),
        # Somebody of the household has the need, or one of its family (`SC` finds `SC-UC`).
        "need": exists().where(
            Claim.case_id == Case.id,
            need_table.c.person_id == Claim.person_id,
            need_table.c.ended_at.is_(None),
            or_(need_table.c.code == bindparam("need"), need_table.c.code.startswith(bindparam("family"))),
        ),
        "open_only": one_of(Case.stage, "stages_open"),
        **{name: getattr(Case, name) for name in MODALITIES},
    }
)


def _used(f: Filters) -> tuple[str, ...]:
    """The conditions that these filters ask for. A modality that nobody knows narrows nothing."""
    named = tuple(name for name in _CONDITIONS if name not in MODALITIES and getattr(f, name))
    return (*named, f.modality) if f.modality in MODALITIES else named


def _values(f: Filters, stages_open: Iterable[str]) -> dict[str, Any]:
    return {
        "stage": f.stage,
        "origin": [f.origin],
        "assigned_to": f.assigned_to,
        "due_before": f.due_before,
        "stages": list(f.stages),
        "need": f.need,
        "family": f"{f.need}-",
        "stages_open": list(stages_open),
    }


@lru_cache(maxsize=256)
def _list(used: tuple[str, ...], by: str, *, counsel: bool, found: bool, later: bool) -> Select[Any]:
    """Built once for each way of asking."""
    name_of = named_by(counsel=counsel)
    page = (
        select(Case.id)
        .where(*(_CONDITIONS[name] for name in used), SEEN[by])
        .order_by(Case.next_due_at, Case.id)
        .limit(bindparam("most"))
    )
    if "origin" in used:
        page = page.join(person_table, person_table.c.id == name_of)
    if found:
        page = page.where(one_of(Case.id, "found"))
    if later:
        last = tuple_(bindparam("moment", type_=Case.next_due_at.type), bindparam("last", type_=Case.id.type))
        page = page.where(tuple_(Case.next_due_at, Case.id) > last)
    return _shown(page.subquery("page"), name_of)


async def worklist(
    db: ReadSession,
    filters: Filters,
    *,
    after: str | None = None,
    limit: int = 50,
    stages_open: Iterable[str] = (),
) -> Page:
    """Cases by their next limit, nearest first; those without a running limit last. Keyset pages of `limit`."""
    by, own = sight(db.actor)
    values = _values(filters, stages_open) | {"own": own, "most": limit + 1}
    if filters.text:
        values["found"] = await matching(db, filters.text)
    if after:
        values["moment"], values["last"] = _position(after)
    statement = _list(
        _used(filters),
        by,
        counsel=db.actor.role == COUNSEL,
        found=bool(filters.text),
        later=bool(after),
    )
    rows = [Row(*row) for row in await db.rows(statement, values)]
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


@lru_cache(maxsize=64)
def _count(used: tuple[str, ...], by: str) -> Select[Any]:
    due = Case.next_due_at
    now, today, week = (bindparam(name, type_=due.type) for name in ("now", "today_ends", "week_ends"))
    figures: tuple[Any, ...] = (
        func.count().filter(due <= now),
        func.count().filter(and_(due > now, due <= today)),
        func.count().filter(and_(due > today, due <= week)),
        func.count().filter(one_of(Case.stage, "waiting")),
        func.count(),
    )
    return select(*figures).select_from(Case).where(SEEN[by], *(_CONDITIONS[name] for name in used))


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
    by, own = sight(db.actor)
    values = _values(filters, stages_open) | {
        "own": own,
        "now": now,
        "today_ends": today_ends,
        "week_ends": week_ends,
        "waiting": list(waiting),
    }
    return Counts(*await db.row(_count(_used(filters), by), values))


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
