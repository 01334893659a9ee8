"""Opening, writing and signing the record of a hearing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.remedies import errors
from app.remedies.hearings import booking, rules
from app.remedies.hearings.models import Hearing
from app.remedies.loss.errors import LossNotOpen
from app.remedies.loss.models import Loss
from app.remedies.models import Remedy
from app.remedies.policies import TRIBUNAL, demand_impartial

HELD = "hearing_held"


async def open_hearing(
    db: Session,
    actor: Actor,
    *,
    remedy_id: UUID | None = None,
    loss_id: UUID | None = None,
    language: str,
    interpreter: str = "",
    people: Sequence[rules.Present] = (),
    appointment_id: UUID | None = None,
) -> UUID:
    """Begin the record of a hearing on a pending remedy, or in a procedure of loss that the person was told of.

    Raises `NotFound`, `NotPending`, `LossNotOpen`, `WorkedOnThisCase`, `HearingOpen`, `Invalid`.
    """
    demand(actor, "hearing.hold")
    case_id = await _about(db, actor, remedy_id, loss_id)
    opened = await cases.open_case(db, case_id)
    if not language.strip():
        raise Invalid.at("language", "required", "Elija el idioma de la audiencia.")
    if await db.scalar(select(Hearing.id).where(Hearing.case_id == case_id, Hearing.status == "open")):
        raise errors.HearingOpen
    if appointment_id is None:
        of = (booking.REMEDY, remedy_id) if remedy_id else (booking.LOSS, loss_id)
        appointment_id = await booking.begin_booked(db, of[0], of[1]) if of[1] else None
    row = Hearing(
        id=new_id(),
        case_id=opened.id,
        remedy_id=remedy_id,
        loss_id=loss_id,
        appointment_id=appointment_id,
        status="open",
        language=language.strip(),
        interpreter=interpreter.strip() or None,
        started_at=db.now(),
        people=rules.people(people),
        said="",
        evidence="",
        recorded_by=actor.user_id,
        version=1,
    )
    db.add(row)
    await db.flush()
    return row.id


async def write(
    db: Session,
    actor: Actor,
    hearing_id: UUID,
    *,
    said: str,
    evidence: str,
    people: Sequence[rules.Present],
    version: int | None = None,
) -> int:
    """Keep what was said and put forward so far; returns the record's version. Raises `NotFound`, `HearingSigned`,
    `HearingChanged`, `Invalid`."""
    hearing = await _in_hand(db, actor, hearing_id, version)
    hearing.people = rules.people(people)
    hearing.said, hearing.evidence = said.strip(), evidence.strip()
    hearing.version += 1
    await db.flush()
    return hearing.version


async def sign(
    db: Session,
    actor: Actor,
    hearing_id: UUID,
    *,
    signatures: Sequence[rules.Signature],
    version: int | None = None,
) -> str:
    """Close the record with the signature of everybody present, or why one is missing; returns its digest.

    From here the database refuses any change. Raises `NotFound`, `HearingSigned`, `HearingChanged`, `Invalid`.
    """
    hearing = await _in_hand(db, actor, hearing_id, version)
    rows = rules.signatures(hearing.people, signatures, hearing.said)
    opened = await cases.open_case(db, hearing.case_id)
    content = {
        "id": str(hearing.id),
        "language": hearing.language,
        "interpreter": hearing.interpreter,
        "started_at": hearing.started_at.isoformat(),
        "people": hearing.people,
        "said": hearing.said,
        "evidence": hearing.evidence,
        "signatures": rows,
    }
    hearing.signatures, hearing.ended_at = rows, db.now()
    hearing.digest = digest = rules.digest(content, db.now())
    hearing.status, hearing.version = "signed", hearing.version + 1
    await db.flush()
    reached = [c.id for c in opened.claims if c.stage == opened.case.stage]
    about = {"remedy": str(hearing.remedy_id)} if hearing.remedy_id else {"loss": str(hearing.loss_id)}
    await cases.record(
        db, actor, opened, HELD, claims=reached, data={"hearing": str(hearing_id), "digest": digest, **about}
    )
    return digest


async def demand_held(db: Session, remedy: Remedy) -> None:
    """Raises `HearingNotHeld` where a hearing was granted and no record of one is signed."""
    if remedy.hearing_ruling != "granted":
        return
    signed = select(Hearing.id).where(Hearing.remedy_id == remedy.id, Hearing.status == "signed").limit(1)
    if await db.scalar(signed) is None:
        raise errors.HearingNotHeld


async def _about(db: Session, actor: Actor, remedy_id: UUID | None, loss_id: UUID | None) -> UUID:
    """The case of what is heard. Who hears a remedy is of the body that judges it, and never worked on the case."""
    if remedy_id is not None:
        remedy = await db.get(Remedy, remedy_id)
        if remedy is None or actor.role not in TRIBUNAL:
            raise NotFound
        if remedy.status != "pending":
            raise errors.NotPending
        await demand_impartial(db, actor, remedy.case_id)
        return remedy.case_id
    loss = await db.get(Loss, loss_id) if loss_id is not None else None
    if loss is None or actor.role in TRIBUNAL:
        raise NotFound
    if loss.state != "told":
        raise LossNotOpen
    return loss.case_id


async def _in_hand(db: Session, actor: Actor, hearing_id: UUID, version: int | None) -> Hearing:
    demand(actor, "hearing.hold")
    hearing = await db.locked(Hearing, hearing_id)
    if hearing is None:
        raise NotFound
    if (actor.role in TRIBUNAL) != (hearing.remedy_id is not None):
        raise NotFound
    if hearing.status == "signed":
        raise errors.HearingSigned
    if version is not None and version != hearing.version:
        raise errors.HearingChanged
    return hearing
