"""Reading conflicts of interest: what bars somebody, and what was declared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal, select, tuple_, union_all
from sqlalchemy.orm import aliased

from app.cases.conflicts.models import Declaration
from app.cases.conflicts.rules import PARTS, REPRESENTATIVE, Conflict, answers
from app.cases.mandates.models import Representation
from app.cases.models import Case, CaseEvent
from app.core.database import ReadSession
from app.core.statements import one_of
from app.identity.public import ROLES, may, user_table

# What was declared; what somebody did in the case, by the event's name; for whom they spoke.
_D, _E, _R = Declaration, CaseEvent, Representation
_CONFLICTS = union_all(
    select(_D.user_id, _D.kind, _D.at, literal(value=True)).where(
        _D.case_id == bindparam("case"), one_of(_D.user_id, "users"), _D.state != "dismissed"
    ),
    select(_E.actor_id, _E.name, func.min(_E.at), literal(value=False))
    .where(_E.case_id == bindparam("case"), one_of(_E.actor_id, "users"), _E.name.in_(PARTS))
    .group_by(_E.actor_id, _E.name),
    select(_R.user_id, literal(REPRESENTATIVE), func.min(_R.since), literal(value=False))
    .where(_R.case_id == bindparam("case"), one_of(_R.user_id, "users"))
    .group_by(_R.user_id),
)


async def conflicts_of(
    db: ReadSession, case_id: UUID, user_ids: Iterable[UUID]
) -> Mapping[UUID, tuple[Conflict, ...]]:
    """Every conflict of interest of each of those users in the case, oldest first; an empty tuple for who has none.

    Declared ones count until dismissed. From the record: who analysed, interviewed, reviewed, decided or represented in this case.
    One query however many users. Which of them keep from an act: `rules.barring`.
    """
    wanted = list(dict.fromkeys(user_ids))
    found: dict[UUID, list[Conflict]] = {user: [] for user in wanted}
    parts: dict[tuple[UUID, str], datetime] = {}
    for user, kind, at, declared in await db.rows(_CONFLICTS, {"case": case_id, "users": wanted}):
        if declared:
            found[user].append(Conflict(kind, "declared", at))
        else:
            key = (user, PARTS.get(kind, kind))
            parts[key] = min(at, parts.get(key, at))
    for (user, kind), at in parts.items():
        found[user].append(Conflict(kind, "record", at))
    return {user: tuple(sorted(each, key=lambda c: (c.at, c.kind))) for user, each in found.items()}


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """A declared conflict of interest. `reasons` and `answer` only for whom it is about and for who answers it in their instance;
    empty for others. `answerable`: it waits for an answer, and the reader may give it. `assigned`: the case is in that person's hands now.
    """

    id: UUID
    case_id: UUID
    reference: str
    user_id: UUID
    user: str
    kind: str
    reasons: str
    declared_by: str
    at: datetime
    state: str
    answered_by: str | None
    answered_at: datetime | None
    answer: str
    assigned: bool
    answerable: bool
    version: int


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """`after` continues the list: the last row's moment and id; None at its end."""

    rows: list[DeclarationView]
    after: tuple[datetime, UUID] | None


async def declarations(
    db: ReadSession,
    *,
    case_id: UUID | None = None,
    unanswered: bool = False,
    to_answer: bool = False,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> DeclarationPage:
    """What was declared, newest first, of one case or of all that the actor may see (`to_answer`: of those whom they answer). Keyset pages."""
    d = Declaration
    whose, by, answerer = aliased(user_table), aliased(user_table), aliased(user_table)
    statement = (
        select(
            d,
            Case.reference,
            whose.c.name.label("user"),
            by.c.name.label("declarer"),
            answerer.c.name.label("answerer"),
            (Case.assigned_to == d.user_id).label("assigned"),
        )
        .join(Case, Case.id == d.case_id)
        .join(whose, whose.c.id == d.user_id)
        .join(by, by.c.id == d.declared_by)
        .outerjoin(answerer, answerer.c.id == d.answered_by)
        .order_by(d.at.desc(), d.id.desc())
        .limit(limit + 1)
    )
    if case_id is not None:
        statement = statement.where(d.case_id == case_id)
    if to_answer:
        statement = statement.where(d.whose_role.in_([r for r in ROLES if answers(db.actor.role, r)]))
    if unanswered:
        statement = statement.where(d.state == "declared")
    if after is not None:
        statement = statement.where(tuple_(d.at, d.id) < after)
    rows = [_view(db, row) for row in await db.rows(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return DeclarationPage(rows[:limit], (last.at, last.id) if last else None)


def _view(db: ReadSession, row: Any) -> DeclarationView:
    d: Declaration = row.Declaration
    answering = may(db.actor, "conflict.answer") and answers(db.actor.role, d.whose_role)
    told = d.user_id == db.actor.user_id or answering
    return DeclarationView(
        d.id,
        d.case_id,
        row.reference,
        d.user_id,
        row.user,
        d.kind,
        d.reasons if told else "",
        row.declarer,
        d.at,
        d.state,
        row.answerer,
        d.answered_at,
        d.answer if told else "",
        bool(row.assigned),
        answering and d.state == "declared" and d.user_id != db.actor.user_id,
        d.version,
    )


@dataclass(frozen=True, slots=True)
class PartView:
    """What somebody did in the case that keeps them from judging it."""

    user_id: UUID
    user: str
    kind: str
    at: datetime


async def parts_in_case(db: ReadSession, case_id: UUID) -> list[PartView]:
    """Everybody whom the record shows with a part in the case, each part once, by name."""
    e, r = CaseEvent, Representation
    acted = select(e.actor_id).where(e.case_id == case_id, e.name.in_(PARTS)).distinct()
    spoke = select(r.user_id).where(r.case_id == case_id).distinct()
    who = list(dict.fromkeys([*await db.scalars(acted), *await db.scalars(spoke)]))
    named = await db.rows(select(user_table.c.id, user_table.c.name).where(user_table.c.id.in_(who)))
    names = {row.id: row.name for row in named}
    found = await conflicts_of(db, case_id, who)
    views = [
        PartView(user, names[user], conflict.kind, conflict.at)
        for user, conflicts in found.items()
        for conflict in conflicts
        if conflict.source == "record"
    ]
    return sorted(views, key=lambda view: (view.user, view.at))
