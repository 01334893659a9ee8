"""Leaving the road, and coming back: withdrawal, suspension, reopening."""

from collections.abc import Collection
from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.errors import ChildrenLeftAlone, ChildWithoutGuardian, NothingToReopen, NotSuspended
from app.cases.events import DocumentDesk, Recorded, record
from app.cases.household import children_alone
from app.cases.mandates.queries import demand_power
from app.cases.models import Claim
from app.cases.opening import OpenCase, open_case
from app.cases.reopening import closed_after, grounds_for, reopening_grounds
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand


async def withdraw(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    statement: str,
    signed: bool,
    desk: DocumentDesk,
    claims: list[UUID] | None = None,
    version: int | None = None,
) -> Recorded:
    """The person withdraws, by a statement that they signed. With `claims`, only those: one person never binds another.

    When the principal applicant leaves, the next person takes that place and the others go on. Raises `ChildrenLeftAlone` when
    only children without a guardian would, `ChildWithoutGuardian` for a child alone: nobody there can sign for them (Convention on
    the Rights of the Child, arts. 20 and 22), and `BeyondYourMandate` for counsel without a mandate to give the claim up.
    """
    demand(actor, "case.withdraw")
    if not signed:
        raise Invalid.at(
            "signed", "required", "La persona tiene que firmar que desiste por su propia voluntad."
        )
    opened = await open_case(db, case_id, version=version)
    data = {"statement": check_reasons(statement)}
    leaving = {opened.claim(claim_id).id for claim_id in claims or [c.id for c in opened.claims]}
    await demand_power(db, actor, case_id, "withdraw", leaving)
    staying = [c for c in opened.claims if c.id not in leaving and opened.profile.stage(c.stage).open]
    alone_before = set(await children_alone(db, opened))
    if any(c.id in leaving and c.person_id in alone_before for c in opened.claims):
        raise ChildWithoutGuardian
    if staying and set(await children_alone(db, opened, leaving=leaving)) - alone_before:
        raise ChildrenLeftAlone
    if staying and opened.principal.id in leaving:
        _next_principal(opened, staying)
    return await record(
        db,
        actor,
        opened,
        "withdrawn",
        claims=sorted(leaving) if claims else None,
        data=data,
        satisfied=["signed_statement"],
        desk=desk,
    )


def _next_principal(opened: OpenCase, staying: Collection[Claim]) -> None:
    """The first of those who stay takes the place of who leaves: the file is theirs from now on."""
    former, heir = opened.principal, next(iter(staying))
    heir.basis, heir.derivative_of = "principal", None
    for claim in staying:
        if claim is not heir and claim.derivative_of == former.id:
            claim.derivative_of = heir.id
    opened.claims.sort(key=lambda claim: (claim is former, claim is not heir, claim.position))
    for position, claim in enumerate(opened.claims):
        claim.position = position
    opened.case.principal_person_id = heir.person_id


async def suspend(
    db: Session, actor: Actor, case_id: UUID, *, reasons: str, version: int | None = None
) -> Recorded:
    """The case rests: its clocks stop until it is resumed."""
    demand(actor, "case.suspend")
    opened = await open_case(db, case_id, version=version)
    return await record(
        db, actor, opened, "suspended", data={"reasons": check_reasons(reasons)}, satisfied=["reasons"]
    )


async def resume(db: Session, actor: Actor, case_id: UUID, *, version: int | None = None) -> Recorded:
    """The case goes on where it rested; its clocks run again with the days that were left. Raises `NotSuspended`."""
    demand(actor, "case.suspend")
    opened = await open_case(db, case_id, version=version)
    resting = [c for c in opened.claims if opened.profile.stage(c.stage).pause]
    recorded = None
    # Claims of one family may have stood at different stages: each goes back to its own.
    for stage in dict.fromkeys(c.stage_before for c in resting):
        claims = [c.id for c in resting if c.stage_before == stage]
        recorded = await record(db, actor, opened, "resumed", claims=claims, data={"to_stage": stage})
    if recorded is None:
        raise NotSuspended
    return recorded


async def reopen(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    ground: str,
    reasons: str,
    desk: DocumentDesk,
    claims: list[UUID] | None = None,
    version: int | None = None,
) -> Recorded:
    """What was closed is opened again, on a ground of the list and with reasons (UNHCR procedural standards 9.2): all of it, or
    only `claims`. Who may is the procedure's to say.

    A status that protects is never taken away by reopening (Convention art. 1 C: cessation has its own procedure). Raises
    `NothingToReopen`, `Invalid` for a ground that does not fit what closed each of them.
    """
    demand(actor, "case.reopen")
    opened = await open_case(db, case_id, version=version)
    closed = [c.id for c in opened.claims if _may_be_reopened(opened, c)]
    wanted = closed if claims is None else [opened.claim(claim_id).id for claim_id in claims]
    if not closed or not set(wanted) <= set(closed):
        raise NothingToReopen
    after = sorted({closed_after(opened.profile, opened.claim(one).outcome) for one in wanted})
    _check_ground(ground, after)
    opened.case.missed_interviews = 0
    return await record(
        db,
        actor,
        opened,
        "reopened",
        claims=wanted,
        data={"ground": ground, "after": after, "reasons": check_reasons(reasons)},
        satisfied=["reasons"],
        desk=desk,
        annulled=wanted,
    )


def _check_ground(code: str, after: Collection[str]) -> None:
    if code not in {one.code for one in reopening_grounds()}:
        raise Invalid.at("ground", "required", "Elija por qué se reabre.")
    if code not in {one.code for one in grounds_for(after)}:
        raise Invalid.at(
            "ground",
            "does_not_fit",
            "Ese motivo no vale para todas las solicitudes marcadas: después de una negativa solo se reabre por un cambio de"
            " circunstancias, prueba nueva o dudas serias; reabra cada una por el suyo.",
            article="9.2",
        )


def _may_be_reopened(opened: OpenCase, claim: Claim) -> bool:
    if opened.profile.stage(claim.stage).open:
        return False
    outcome = opened.profile.outcomes.get(claim.outcome) if claim.outcome else None
    return outcome is None or not outcome.protects
