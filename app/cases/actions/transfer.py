"""Passing a case on to another office: proposed with reasons, taken or refused by the office that receives it; in danger at once.

While it is proposed the case stays where it is. In the moment in which the other supervisor accepts, what each office sees changes.
"""

from uuid import UUID

from sqlalchemy import select, text, update

from app.cases.actions.admit import check_reasons
from app.cases.errors import NotAnotherOffice, TransferDecided, TransferProposedAlready
from app.cases.events import Recorded, record
from app.cases.models import TransferRequest
from app.cases.opening import OpenCase, open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.identity.public import demand, offices

PROPOSED, REFUSED, WITHDRAWN = "transfer_proposed", "transfer_refused", "transfer_withdrawn"


async def propose_transfer(
    db: Session, actor: Actor, case_id: UUID, *, office_id: UUID, reasons: str, version: int | None = None
) -> Recorded:
    """Ask another office to take the case. It stays here, marked, until that office answers.

    Raises `NotFound`, `CaseChanged`, `NotAnotherOffice`, `TransferProposedAlready`, `Invalid` without reasons, `WrongStage`.
    """
    demand(actor, "case.transfer")
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    await _another(db, opened, office_id)
    if await _open_request(db, case_id) is not None:
        raise TransferProposedAlready
    request = _request(db, actor, opened, office_id, given, urgent=False)
    data = {"request": str(request.id), "to": str(office_id), "reasons": given}
    recorded = await record(db, actor, opened, PROPOSED, data=data)
    db.add(request)
    await db.flush()
    return recorded


async def transfer(
    db: Session, actor: Actor, case_id: UUID, *, office_id: UUID, reasons: str, version: int | None = None
) -> Recorded:
    """In danger, at once: the other office has the case from this moment, assigned to nobody; this one sees it no more. Both are told.

    Raises `NotFound`, `CaseChanged`, `NotAnotherOffice`, `Invalid` without reasons, `WrongStage` when the case is over.
    """
    demand(actor, "case.transfer")
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    await _another(db, opened, office_id)
    r = TransferRequest
    await db.execute(
        update(r)
        .where(r.case_id == case_id, r.state == "proposed")
        .values(state="lapsed", decided_by=actor.user_id, decided_at=db.now())
    )
    request = _request(db, actor, opened, office_id, given, urgent=True)
    request.state, request.decided_by, request.decided_at = "accepted", actor.user_id, db.now()
    db.add(request)
    await db.flush()
    return await _move(db, actor, opened, office_id, given, {"urgent": "true", "request": str(request.id)})


async def take_in(db: Session, actor: Actor, request_id: UUID) -> UUID:
    """The first half of an acceptance: the receiving supervisor sees the case from here on, to the end of this transaction or for good.

    Returns the case. Raises `NotFound` for a request to another office, `TransferDecided`.
    """
    request = await _received(db, actor, request_id)
    taken = await db.scalar(text("select receive_transferred_case(:request)"), {"request": request_id})
    if not taken:
        raise TransferDecided
    return request.case_id


async def accept_transfer(db: Session, actor: Actor, request_id: UUID) -> Recorded:
    """The case is of the receiving office from this moment, assigned to nobody. After `take_in`, in the same transaction.

    Raises `NotFound`, `TransferDecided`, `WrongStage` where the case has ended meanwhile.
    """
    request = await _received(db, actor, request_id)
    opened = await open_case(db, request.case_id)
    if opened.case.office_id != request.from_office:
        raise TransferDecided
    request.state, request.decided_by, request.decided_at = "accepted", actor.user_id, db.now()
    return await _move(db, actor, opened, request.to_office, request.reasons, {"request": str(request.id)})


async def refuse_transfer(db: Session, actor: Actor, request_id: UUID, *, reasons: str) -> None:
    """The receiving office does not take it, with reasons; the case stays where it is. Raises `NotFound`, `TransferDecided`, `Invalid`."""
    given = check_reasons(reasons)
    case_id = await take_in(db, actor, request_id)
    request = await _received(db, actor, request_id)
    request.state, request.decided_by, request.decided_at = "refused", actor.user_id, db.now()
    request.answer = given
    opened = await open_case(db, case_id)
    # The gate gives the case back to its own office alone.
    await record(db, actor, opened, REFUSED, data={"request": str(request_id), "reasons": given})


async def withdraw_transfer(db: Session, actor: Actor, request_id: UUID, *, reasons: str) -> None:
    """The office that asked no longer does. Raises `NotFound`, `TransferDecided`, `Invalid`."""
    demand(actor, "case.transfer")
    given = check_reasons(reasons)
    request = await db.locked(TransferRequest, request_id)
    if request is None or request.from_office != actor.office_id:
        raise NotFound
    if request.state != "proposed":
        raise TransferDecided
    request.state, request.decided_by, request.decided_at = "withdrawn", actor.user_id, db.now()
    request.answer = given
    opened = await open_case(db, request.case_id)
    await record(db, actor, opened, WITHDRAWN, data={"request": str(request_id), "reasons": given})


async def _received(db: Session, actor: Actor, request_id: UUID) -> TransferRequest:
    demand(actor, "case.transfer")
    request = await db.locked(TransferRequest, request_id)
    if request is None or request.to_office != actor.office_id:
        raise NotFound
    if request.state != "proposed":
        raise TransferDecided
    return request


async def _another(db: Session, opened: OpenCase, office_id: UUID) -> None:
    if office_id == opened.case.office_id or office_id not in {office.id for office in await offices(db)}:
        raise NotAnotherOffice


async def _open_request(db: Session, case_id: UUID) -> UUID | None:
    r = TransferRequest
    found: UUID | None = await db.scalar(select(r.id).where(r.case_id == case_id, r.state == "proposed"))
    return found


def _request(
    db: Session, actor: Actor, opened: OpenCase, office_id: UUID, reasons: str, *, urgent: bool
) -> TransferRequest:
    return TransferRequest(
        id=new_id(),
        case_id=opened.id,
        from_office=opened.case.office_id,
        to_office=office_id,
        reasons=reasons,
        urgent=urgent,
        state="proposed",
        proposed_by=actor.user_id,
        proposed_at=db.now(),
        decided_by=None,
        decided_at=None,
        answer="",
    )


async def _move(
    db: Session, actor: Actor, opened: OpenCase, office_id: UUID, reasons: str, more: dict[str, str]
) -> Recorded:
    data = {"from": str(opened.case.office_id), "to": str(office_id), "reasons": reasons, **more}
    if opened.case.assigned_to:
        data["before"] = str(opened.case.assigned_to)
    opened.case.office_id, opened.case.assigned_to = office_id, None
    name = next(office.name for office in await offices(db) if office.id == office_id)
    # Told before the gate hands the case over: who acts may see it no more afterwards.
    told = {"office_changed": {"office": name}}
    return await record(db, actor, opened, "transferred", data=data, satisfied=["reasons"], tell=told)
