"""Reading what was answered, proposed and decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from app.cases.public import SEEN, case_table, sight
from app.core.database import ReadSession
from app.identity.public import user_table
from app.intake.screening.models import Screening, ScreeningProposal
from app.people.public import person_table
from app.procedure import public as procedure

_PROPOSALS = (
    select(
        ScreeningProposal,
        case_table.c.reference,
        person_table.c.given_names,
        person_table.c.family_names,
        user_table.c.name,
    )
    .join(case_table, case_table.c.id == ScreeningProposal.case_id)
    .join(person_table, person_table.c.id == ScreeningProposal.person_id)
    .outerjoin(user_table, user_table.c.id == ScreeningProposal.decided_by)
)
_ONE = _PROPOSALS.where(ScreeningProposal.id == bindparam("id"))
_OF_CASE = _PROPOSALS.where(
    ScreeningProposal.case_id == bindparam("case"), ScreeningProposal.state != "replaced"
).order_by(ScreeningProposal.state != "open", ScreeningProposal.proposed_at.desc(), ScreeningProposal.id)
# One for each way in which somebody sees cases.
_FOR = {
    by: _PROPOSALS.where(ScreeningProposal.state == "open", seen)
    .order_by(ScreeningProposal.proposed_at, ScreeningProposal.id)
    .limit(bindparam("most"))
    for by, seen in SEEN.items()
}


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
    return await _views(db, _OF_CASE, {"case": case_id})


async def suggested(db: ReadSession, proposal_id: UUID) -> ProposedView | None:
    found = await _views(db, _ONE, {"id": proposal_id})
    return found[0] if found else None


async def suggested_for(db: ReadSession, *, limit: int) -> list[ProposedView]:
    """What waits in the actor's cases, the oldest first."""
    by, own = sight(db.actor)
    return await _views(db, _FOR[by], {"own": own, "most": limit})


async def _views(db: ReadSession, statement: Select[Any], values: Mapping[str, Any]) -> list[ProposedView]:
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
        for row in await db.rows(statement, values)
        for found in [row.ScreeningProposal]
    ]
