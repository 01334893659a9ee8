"""Reading remedies: of one case, one whole, and the list of those who hear them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, text, tuple_

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.decisions import public as decisions
from app.identity.public import user_table
from app.people.public import PROTECTED, need_table, person_table
from app.remedies import rules
from app.remedies.models import Remedy

STATUSES = ("awaiting_admission", "pending", "decided", "refused_as_late", "withdrawn")
OPEN = ("awaiting_admission", "pending")
# After every limit: where remedies without a running one stand in the list.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RemedyView:
    """One remedy. `filed_as` is the role in which it was filed; `decision_number` the decision that it challenges."""

    id: UUID
    case_id: UUID
    reference: str
    decision_id: UUID
    decision_number: str
    kind: str
    body: str
    status: str
    filed_at: datetime
    filed_by: UUID
    filed_by_name: str
    filed_as: str
    grounds: str
    in_time: bool
    late_reasons: str | None
    admitted_by: UUID | None
    admission_reasons: str | None
    suspensive: bool
    result: str | None
    reasons: str | None
    instruction: str | None
    decided_at: datetime | None
    decided_by: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class SentBack:
    """What the first instance was told when a case came back to it."""

    instruction: str
    reasons: str
    decided_at: datetime
    body: str


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


def _views(*conditions: ColumnElement[bool]) -> Select[Any]:
    r, decision = Remedy, decisions.decision_table.c
    return (
        select(
            r.id,
            r.case_id,
            cases.case_table.c.reference,
            r.decision_id,
            decision.number,
            r.kind,
            r.body,
            r.status,
            r.filed_at,
            r.filed_by,
            user_table.c.name,
            r.filed_as,
            r.grounds,
            r.in_time,
            r.late_reasons,
            r.admitted_by,
            r.admission_reasons,
            r.suspensive,
            r.result,
            r.reasons,
            r.instruction,
            r.decided_at,
            r.decided_by,
            r.version,
        )
        .join(cases.case_table, cases.case_table.c.id == r.case_id)
        .join(decisions.decision_table, decision.id == r.decision_id)
        .join(user_table, user_table.c.id == r.filed_by)
        .where(*conditions)
        .order_by(r.filed_at.desc(), r.id.desc())
    )


async def remedies_of(db: ReadSession, case_id: UUID) -> list[RemedyView]:
    """The remedies of a case, the latest first."""
    return [RemedyView(*row) for row in await db.rows(_views(Remedy.case_id == case_id))]


async def remedy(db: ReadSession, remedy_id: UUID) -> RemedyView:
    """Raises `NotFound`, also when it is not the actor's to see."""
    row = await db.row(_views(Remedy.id == remedy_id))
    if row is None:
        raise NotFound
    return RemedyView(*row)


async def sent_back(db: ReadSession, case_id: UUID) -> SentBack | None:
    """The instruction of the latest remedy that sent the case back, for whoever assesses it again."""
    r = Remedy
    row = await db.row(
        select(r.instruction, r.reasons, r.decided_at, r.body)
        .where(r.case_id == case_id, r.result == rules.REMITTED)
        .order_by(r.decided_at.desc())
        .limit(1)
    )
    return SentBack(*row) if row else None


async def remedies(
    db: ReadSession, *, status: str | None = None, after: str | None = None, limit: int = 50
) -> Page:
    """Remedies that the actor may see, by the limit to decide them, nearest first; open ones when no status is asked for."""
    statement = _list(status)
    due, key = func.coalesce(statement.selected_columns.due_at, NEVER), Remedy.id
    statement = statement.order_by(due, key).limit(limit + 1)
    if after:
        moment, last = _position(after)
        statement = statement.where(tuple_(due, key) > tuple_(literal(moment), literal(last)))
    rows = [Row(*row) for row in await db.rows(statement)]
    more, rows = len(rows) > limit, rows[:limit]
    return Page(rows, _cursor(rows[-1]) if more else None)


def _list(status: str | None) -> Select[Any]:
    r, c, p = Remedy, cases.case_table.c, person_table.c
    d = cases.deadline_table.c
    due = (
        select(d.due_at, d.due_on, d.rule, d.kind, d.basis, d.verification)
        .where(
            d.case_id == r.case_id,
            # A limit that passed stays with its remedy: what is late comes first, not last.
            d.state.in_(("running", "missed")),
            d.started_at >= r.filed_at,
            r.status == "pending",
        )
        .order_by(d.due_at, d.id)
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
        .join(person_table, p.id == c.principal_person_id)
        .join(decisions.decision_table, decisions.decision_table.c.id == r.decision_id)
        .outerjoin(due, text("true"))
        .where(r.status.in_(OPEN) if status is None else r.status == status)
    )


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
