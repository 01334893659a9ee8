"""Reading what was answered, proposed and decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.cases.public import case_table, visible_to
from app.core.database import ReadSession
from app.identity.public import user_table
from app.intake.screening.models import Screening, ScreeningProposal
from app.people.public import person_table
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class ProposedView:
    """A proposal of a screening and what became of it. `state`: open, accepted, not_now, replaced."""

    id: UUID
    case_id: UUID
    person_id: UUID
    reference: str
    person: str
    kind: str
    value: str
    criterion: str | None
    because: procedure.Label
    state: str
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """One round of questions to a person, with its answers."""

    id: UUID
    person_id: UUID
    at: datetime
    by: str
    edition: str
    answers: dict[str, str | int]


async def screenings_of(db: ReadSession, case_id: UUID) -> list[ScreeningView]:
    """The rounds of a case that the actor may read, the latest first."""
    s = Screening
    rows = await db.rows(
        select(s.id, s.person_id, s.at, user_table.c.name, s.edition, s.answers)
        .join(user_table, user_table.c.id == s.by)
        .where(s.case_id == case_id)
        .order_by(s.at.desc(), s.id.desc())
    )
    return [ScreeningView(*row) for row in rows]


async def suggested_in(db: ReadSession, case_id: UUID) -> list[ProposedView]:
    """What was proposed in a case and not replaced, what waits first."""
    p = ScreeningProposal
    statement = _proposals(p.case_id == case_id, p.state != "replaced")
    return await _views(db, statement.order_by(p.state != "open", p.proposed_at.desc(), p.id))


async def suggested(db: ReadSession, proposal_id: UUID) -> ProposedView | None:
    found = await _views(db, _proposals(ScreeningProposal.id == proposal_id))
    return found[0] if found else None


async def suggested_for(db: ReadSession, *, limit: int) -> list[ProposedView]:
    """What waits in the actor's cases, the oldest first."""
    p = ScreeningProposal
    return await _views(
        db,
        _proposals(p.state == "open", visible_to(db.actor)).order_by(p.proposed_at, p.id).limit(limit),
    )


def _proposals(*where: ColumnElement[bool]) -> Select[Any]:
    p, person, user = ScreeningProposal, person_table.c, user_table.c
    return (
        select(p, case_table.c.reference, person.given_names, person.family_names, user.name)
        .join(case_table, case_table.c.id == p.case_id)
        .join(person_table, person.id == p.person_id)
        .outerjoin(user_table, user.id == p.decided_by)
        .where(*where)
    )


async def _views(db: ReadSession, statement: Select[Any]) -> list[ProposedView]:
    return [
        ProposedView(
            found.id,
            found.case_id,
            found.person_id,
            row.reference,
            f"{row.given_names} {row.family_names}".strip(),
            found.kind,
            found.value,
            found.criterion,
            procedure.Label(es=found.because_es, en=found.because_en),
            found.state,
            found.proposed_at,
            found.decided_at,
            row.name,
            found.reason,
        )
        for row in await db.rows(statement)
        for found in [row.ScreeningProposal]
    ]
