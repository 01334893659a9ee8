"""Reading what waits for somebody's decision or look: proposals, and limits put before the role above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select

from app.cases.models import Case, Claim, Deadline, Proposal
from app.cases.proposals import NOBODYS
from app.cases.queries.finding import SEEN, sight
from app.cases.rules import leaves_from
from app.core.database import ReadSession
from app.overrides import public as overrides
from app.people.public import need_table, person_table
from app.procedure import public as procedure

MOST = 50

# Built once. Those with `SEEN` are one for each way in which somebody sees cases.
_PROPOSALS = (
    select(
        Proposal,
        Case.reference,
        Case.version,
        Case.stage,
        Case.country,
        Case.profile_version,
        person_table.c.given_names,
        person_table.c.family_names,
    )
    .join(Case, Case.id == Proposal.case_id)
    .join(person_table, person_table.c.id == Case.principal_person_id)
)
_ONE = _PROPOSALS.where(Proposal.id == bindparam("id"))
_OF_CASE = _PROPOSALS.where(Proposal.case_id == bindparam("case")).order_by(
    Proposal.proposed_at.desc(), Proposal.id
)
_OPEN_OF_CASE = _OF_CASE.where(Proposal.state == "open")
_FOR_ROLE = {
    by: _PROPOSALS.where(Proposal.state == "open", Proposal.roles.contains(bindparam("roles")), seen)
    .order_by(Proposal.proposed_at, Proposal.id)
    .limit(bindparam("most"))
    for by, seen in SEEN.items()
}


def _escalated(seen: ColumnElement[bool]) -> Select[Any]:
    """The cases first, and then what a line shows: of a supervisor thousands may wait."""
    page = (
        select(Case.id)
        .where(Case.escalated_to == bindparam("role"), Case.escalated_at.is_not(None), seen)
        .order_by(Case.escalated_at, Case.id)
        .limit(bindparam("most"))
        .subquery("page")
    )
    return (
        select(
            Case.reference,
            person_table.c.given_names,
            person_table.c.family_names,
            Case.escalated_at,
            Deadline.rule,
            Deadline.due_on,
            Deadline.due_at,
            Deadline.kind,
            Deadline.basis,
            Deadline.verification,
            Case.country,
            Case.profile_version,
        )
        .select_from(page)
        .join(Case, Case.id == page.c.id)
        .join(person_table, person_table.c.id == Case.principal_person_id)
        .join(Deadline, (Deadline.case_id == Case.id) & (Deadline.rule == Case.escalated_rule))
        .where(Deadline.escalated_at == Case.escalated_at, Deadline.settled_by.is_(None))
        .order_by(Case.escalated_at, Case.id)
    )


_ESCALATED = {by: _escalated(seen) for by, seen in SEEN.items()}
# Without `SEEN`: few needs wait in the whole country, and of somebody with many cases the planner would look at each.
_TO_REVIEW = (
    select(
        need_table.c.id,
        Case.reference,
        person_table.c.given_names,
        person_table.c.family_names,
        need_table.c.code,
        need_table.c.review_asked_at,
    )
    .join(Claim, Claim.person_id == need_table.c.person_id)
    .join(Case, Case.id == Claim.case_id)
    .join(person_table, person_table.c.id == need_table.c.person_id)
    .where(need_table.c.review_asked_at.is_not(None), need_table.c.ended_at.is_(None))
    .order_by(need_table.c.review_asked_at, need_table.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """Something that a person may record or leave. `because` is a limit, a trigger or an event of the procedure (`kind`)."""

    id: UUID
    case_id: UUID
    reference: str
    name: str
    version: int
    claims: tuple[UUID, ...]
    event: str
    because: str
    kind: str
    roles: tuple[str, ...]
    state: str
    proposed_at: datetime
    ended_at: datetime | None
    reasons: str | None
    stage: str
    profile: procedure.Profile

    @property
    def ready(self) -> bool:
        """Can it be recorded where the case stands? A decision on a late claim may come at a later stage."""
        return self.stage in leaves_from(self.profile, self.event)

    @property
    def why(self) -> procedure.Label:
        """What it rests on, in words."""
        if self.kind == "limit" and self.because in self.profile.limits:
            return self.profile.limit(self.because).label
        for trigger in self.profile.abandonment:
            if self.kind == "trigger" and trigger.name == self.because:
                return trigger.label
        known = self.profile.events_by_name.get(self.because)
        return known.label if known else procedure.Label(es=self.because, en=self.because)


@dataclass(frozen=True, slots=True)
class Escalation:
    """A limit that was put before the role above: so near, or passed."""

    reference: str
    name: str
    since: datetime
    rule: str
    due_on: date
    due_at: datetime
    kind: str
    basis: str
    verification: str
    profile: procedure.Profile


async def proposals_of(db: ReadSession, case_id: UUID, *, open_only: bool = True) -> list[ProposalView]:
    """Those of one case that the actor's role may read, newest first."""
    return await _views(db, _OPEN_OF_CASE if open_only else _OF_CASE, {"case": case_id})


async def proposal(db: ReadSession, proposal_id: UUID) -> ProposalView | None:
    """One proposal that the actor may see, or None."""
    found = await _views(db, _ONE, {"id": proposal_id})
    return found[0] if found else None


async def proposals_for(db: ReadSession, role: str, *, limit: int = MOST) -> list[ProposalView]:
    """What waits for a decision of that role among the actor's cases, oldest first."""
    if role in NOBODYS:
        return []
    by, own = sight(db.actor)
    return await _views(db, _FOR_ROLE[by], {"roles": [role], "own": own, "most": limit})


async def escalations_for(db: ReadSession, role: str, *, limit: int = MOST) -> list[Escalation]:
    """The limits that were put before that role among the actor's cases, oldest first."""
    by, own = sight(db.actor)
    rows = await db.rows(_ESCALATED[by], {"role": role, "own": own, "most": limit})
    return [
        Escalation(
            row[0],
            f"{row[1]} {row[2]}".strip(),
            row.escalated_at,
            row.rule,
            row.due_on,
            row.due_at,
            row.kind,
            row.basis,
            row.verification,
            await overrides.edition(db, row.country, row.profile_version),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ToReview:
    """A need whose day of review has come, in a case of the actor's."""

    need_id: UUID
    reference: str
    name: str
    code: str
    since: datetime


async def needs_to_review(db: ReadSession, *, limit: int = MOST) -> list[ToReview]:
    """The needs that somebody has to look at again, among those that the actor may read; the longest waiting first."""
    rows = await db.rows(_TO_REVIEW, {"most": limit})
    return [
        ToReview(
            row.id,
            row.reference,
            f"{row.given_names} {row.family_names}".strip(),
            row.code,
            row.review_asked_at,
        )
        for row in rows
    ]


async def _views(db: ReadSession, statement: Select[Any], values: Mapping[str, Any]) -> list[ProposalView]:
    rows: Sequence[Any] = await db.rows(statement, values)
    return [
        ProposalView(
            found.id,
            found.case_id,
            row.reference,
            f"{row.given_names} {row.family_names}".strip(),
            row.version,
            tuple(found.claims),
            found.event,
            found.because,
            found.kind,
            tuple(found.roles),
            found.state,
            found.proposed_at,
            found.ended_at,
            found.reasons,
            row.stage,
            await overrides.edition(db, row.country, row.profile_version),
        )
        for row in rows
        for found in [row.Proposal]
    ]
