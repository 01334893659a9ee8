"""Who comes to the counter: takes a number, is called, is done. And who asks from afar that their document be renewed."""

from uuid import UUID

from sqlalchemy import select, text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.documents import errors
from app.documents.actions.hold import hold
from app.documents.actions.pending import ask_for_renewal
from app.documents.models import CounterVisit
from app.documents.rules import OPEN_VISIT, WANTS
from app.identity.public import demand
from app.overrides.public import procedure_in_force


async def check_in(db: Session, actor: Actor, *, claim_id: UUID, wants: str) -> int:
    """The person is here; their number of the day at this office. Who had asked from afar keeps that request.

    Raises `NotFound` for a claim that is not the actor's to see, `AlreadyInLine`, `Invalid`.
    """
    demand(actor, "counter.work")
    if wants not in WANTS:
        raise Invalid.at("wants", "required", "Elija para qué viene.")
    office = _office(actor)
    case_id = await _case_of(db, claim_id)
    visit = await _open_visit(db, claim_id)
    if visit is not None and visit.state != "requested":
        raise errors.AlreadyInLine
    if visit is None:
        visit = _new(db, actor, office, case_id, claim_id, wants)
    day = (await procedure_in_force(db)).today(db.now())
    visit.office_id, visit.state, visit.day, visit.wants = office, "waiting", day, wants
    visit.number = await db.scalar(
        text("select next_in_series(:series)"), {"series": f"counter/{office}/{day}"}
    )
    visit.asked_at, visit.asked_by = db.now(), actor.user_id
    db.add(visit)
    await db.flush()
    return visit.number or 0


async def request_renewal(
    db: Session, actor: Actor, document_id: UUID, *, reasons: str = "", version: int | None = None
) -> None:
    """The holder asked for it, by telephone or otherwise; what would end meanwhile goes on being valid where the law keeps it alive.

    Raises `NotFound`, `CaseChanged`, `DocumentEnded`, `DocumentSuspended`, `AlreadyInLine`.
    """
    in_hand = await hold(db, actor, document_id, "renew", version=version)
    if await _open_visit(db, in_hand.document.claim_id) is not None:
        raise errors.AlreadyInLine
    office = in_hand.opened.case.office_id
    visit = _new(db, actor, office, in_hand.opened.id, in_hand.document.claim_id, "renewal")
    db.add(visit)
    await ask_for_renewal(db, actor, in_hand, reasons=reasons)


async def call_next(db: Session, actor: Actor) -> UUID:
    """Call whoever has waited longest at this office. Two counters never call the same person. Raises `NobodyWaits`."""
    demand(actor, "counter.work")
    v = CounterVisit
    visit: CounterVisit | None = await db.scalar(
        select(v)
        .where(v.office_id == _office(actor), v.state == "waiting")
        .order_by(v.asked_at, v.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if visit is None:
        raise errors.NobodyWaits
    return await _called(db, actor, visit)


async def call(db: Session, actor: Actor, visit_id: UUID) -> UUID:
    """Call this person, also once more. Raises `NotFound`, `VisitEnded`."""
    return await _called(db, actor, await _going(db, actor, visit_id))


async def end_visit(db: Session, actor: Actor, visit_id: UUID, *, came: bool = True) -> None:
    """Done, or gone before their turn (`came` false). Raises `NotFound`, `VisitEnded`."""
    visit = await _going(db, actor, visit_id)
    visit.state, visit.ended_at, visit.ended_by = "done" if came else "left", db.now(), actor.user_id
    await db.flush()


async def settle(db: Session, actor: Actor, claim_id: UUID) -> None:
    """What was asked for from afar has been done at the counter."""
    visit = await _open_visit(db, claim_id)
    if visit is not None and visit.state == "requested":
        await end_visit(db, actor, visit.id)


def _office(actor: Actor) -> UUID:
    if actor.office_id is None:
        raise errors.NobodyWaits
    return actor.office_id


async def _case_of(db: Session, claim_id: UUID) -> UUID:
    claim = cases.claim_table.c
    case_id: UUID | None = await db.scalar(select(claim.case_id).where(claim.id == claim_id))
    if case_id is None:
        raise NotFound
    return case_id


async def _open_visit(db: Session, claim_id: UUID) -> CounterVisit | None:
    v = CounterVisit
    found: CounterVisit | None = await db.scalar(
        select(v).where(v.claim_id == claim_id, v.state.in_(OPEN_VISIT)).with_for_update()
    )
    return found


def _new(db: Session, actor: Actor, office: UUID, case_id: UUID, claim_id: UUID, wants: str) -> CounterVisit:
    return CounterVisit(
        id=new_id(),
        office_id=office,
        case_id=case_id,
        claim_id=claim_id,
        wants=wants,
        state="requested",
        asked_at=db.now(),
        asked_by=actor.user_id,
    )


async def _going(db: Session, actor: Actor, visit_id: UUID) -> CounterVisit:
    demand(actor, "counter.work")
    visit = await db.locked(CounterVisit, visit_id)
    if visit is None:
        raise NotFound
    if visit.state not in OPEN_VISIT:
        raise errors.VisitEnded
    return visit


async def _called(db: Session, actor: Actor, visit: CounterVisit) -> UUID:
    if visit.number is None:
        raise errors.NobodyWaits
    visit.state, visit.called_at, visit.called_by = "called", db.now(), actor.user_id
    await db.flush()
    return visit.id
