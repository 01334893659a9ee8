"""The parts of every change of a household: who stands where, who answers for the children, and which limits go along."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select, text

from app.cases.clocks import schedule
from app.cases.households import errors
from app.cases.households.rules import Member, in_order, may_part
from app.cases.models import Claim, Deadline, Proposal
from app.cases.opening import OpenCase, open_case
from app.cases.queries.one import guardians_of
from app.cases.rules import Standing, children_without_guardian
from app.cases.situation import office_code, state_of
from app.core.database import Session
from app.core.ids import new_id
from app.people import public as people
from app.procedure import public as procedure

CHILD_PROTECTION = "role:child_protection_officer"


async def members_of(db: Session, opened: OpenCase, claims: Iterable[Claim]) -> list[Member]:
    """The people of those claims, whether each is a child today."""
    held = list(claims)
    today = opened.profile.today(db.now())
    born = {p.id: p.birth_date for p in (await people.holders(db, [c.person_id for c in held])).values()}
    return [
        Member(
            c.id,
            c.person_id,
            c.person_id in born and opened.profile.is_child_on(born[c.person_id], today),
            c.position,
        )
        for c in held
    ]


def leaving_of(opened: OpenCase, claims: Collection[UUID]) -> list[Claim]:
    """The claims that leave, each where it may. Raises `NotFound`, `NobodyThere`, `TooFarOn`."""
    leaving = [opened.claim(claim_id) for claim_id in dict.fromkeys(claims)]
    leaving = [c for c in leaving if opened.profile.stage(c.stage).open]
    if not leaving:
        raise errors.NobodyThere
    for claim in (*leaving, opened.principal):
        stage = opened.profile.stage(claim.stage)
        if stage.open and not may_part(opened.profile, claim.stage, claim.stage_before):
            raise errors.TooFarOn(stage=stage.label.es)
    return leaving


async def newly_alone(
    db: Session, opened: OpenCase, *groups: Collection[Claim], arriving: Collection[Claim] = ()
) -> set[UUID]:
    """The children whom nobody would answer for in one of the groups, and for whom somebody does now."""
    everybody = {c.person_id for group in groups for c in group} | {c.person_id for c in arriving}
    profiles = await people.profiles(db, everybody)
    today = opened.profile.today(db.now())
    standing = {
        p.id: Standing(p.id, opened.profile.is_child_on(p.birth_date, today), p.needs)
        for p in profiles.values()
    }
    guarded = {guardian.child_id for guardian in await guardians_of(db, opened.id)}
    before = set(children_without_guardian(standing.values(), guarded))
    after: set[UUID] = set()
    for group in groups:
        after |= set(children_without_guardian([standing[c.person_id] for c in group], guarded))
    return after - before


def put_in_order(opened: OpenCase, members: list[Member], first: UUID) -> None:
    """Positions, bases and the file's principal, for the claims that the file has now. Who has a claim of their own keeps it so; who
    claims as a member of the family does so under who comes first."""
    by_id = {claim.id: claim for claim in opened.claims}
    for position, claim_id in enumerate(in_order(members, first)):
        claim = by_id[claim_id]
        claim.position = position
        if claim_id == first:
            claim.basis, claim.derivative_of = "principal", None
        elif claim.basis == "derivative":
            claim.derivative_of = first
    opened.claims.sort(key=lambda claim: claim.position)
    opened.case.principal_person_id = by_id[first].person_id
    opened.case.household_size = len(opened.claims)
    stage = by_id[first].stage
    if opened.case.stage != stage:
        opened.case.stage, opened.case.stage_since = stage, by_id[first].stage_since


async def carry(db: Session, here: OpenCase, there: UUID, claims: Collection[Claim]) -> dict[str, int]:
    """Move the claims with everything that is theirs, and give them the limits of the whole file that they stood under."""
    await db.flush()
    which = [c.id for c in claims]
    went: dict[str, int] = await db.scalar(
        text("select carry_claims(:claims, :here, :there)"),
        {"claims": which, "here": here.id, "there": there},
    )
    await _leave_proposals(db, here, set(which))
    return went


def limits_for(here: OpenCase, there: UUID, claims: Collection[Claim], *, each: bool) -> list[Deadline]:
    """The whole file's limits, copied with their ends: for the other file as a whole, or for `each` claim that comes to it."""
    shared = [d for d in (*here.deadlines, *here.missed) if d.claim_id is None]
    whose: list[UUID | None] = [c.id for c in claims] if each else [None]
    return [_copy(d, there, claim_id) for d in shared for claim_id in whose]


def _copy(d: Deadline, case_id: UUID, claim_id: UUID | None) -> Deadline:
    return Deadline(
        id=new_id(),
        case_id=case_id,
        claim_id=claim_id,
        rule=d.rule,
        kind=d.kind,
        state=d.state,
        binds=d.binds,
        started_at=d.started_at,
        starts_on=d.starts_on,
        due_on=d.due_on,
        due_at=d.due_at,
        basis=d.basis,
        verification=d.verification,
        explanation=dict(d.explanation),
        suspended_at=d.suspended_at,
        ended_at=d.ended_at,
        started_by=d.started_by,
        ended_by=d.ended_by,
        extensions=d.extensions,
        extension_cause=d.extension_cause,
        first_due_on=d.first_due_on,
        escalated_at=d.escalated_at,
        settled_by=None,
    )


async def write_limits(db: Session, here: OpenCase, copies: Collection[Deadline]) -> None:
    """Keep the copies, and have the worker look at each as it looked at the one it was copied from."""
    if copies:
        db.add(*copies)
    office = await office_code(db, here.case.office_id)
    for deadline in copies:
        limit = here.profile.limits.get(deadline.rule)
        if (
            deadline.state != "running"
            or deadline.due_at <= db.now()
            or limit is None
            or limit.length is None
        ):
            continue
        count = procedure.resumed(here.profile, state_of(deadline), db.now(), office)
        schedule(db, here, deadline, count)


async def _leave_proposals(db: Session, here: OpenCase, gone: set[UUID]) -> None:
    """What is put before a person in the file that they leave is not about them any more."""
    p = Proposal
    for proposal in await db.scalars(select(p).where(p.case_id == here.id, p.state == "open")):
        stay = [claim for claim in proposal.claims if claim not in gone]
        if len(stay) != len(proposal.claims):
            proposal.claims = stay
            if not stay:
                proposal.state, proposal.ended_at = "lapsed", db.now()
                here.case.open_proposals -= 1


async def both(db: Session, one: UUID, other: UUID) -> tuple[OpenCase, OpenCase]:
    """Two files, locked in the order of their identifiers so that two who cross do not wait for each other."""
    opened = {case_id: await open_case(db, case_id) for case_id in sorted((one, other))}
    return opened[one], opened[other]


async def again(db: Session, opened: OpenCase) -> OpenCase:
    """The file as it is after its claims were moved by the database."""
    await db.flush()
    return await open_case(db, opened.id)
