"""Writing contacts at the border down, correcting them, looking a second time, and entering counts on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.intake.encounters import rules
from app.intake.encounters.errors import (
    AlreadyCorrected,
    HasACase,
    NoPost,
    NotARefusal,
    OwnRefusal,
    SheetEnteredAlready,
)
from app.intake.encounters.models import Encounter, EncounterCount, EncounterLook, EncounterSheet


async def log_encounters(
    db: Session, actor: Actor, seen: Sequence[rules.NewEncounter], *, at: datetime | None = None
) -> list[UUID]:
    """Write down people who expressed fear at the actor's post, at that moment (now, where not said). Raises `Invalid`, `NoPost`."""
    demand(actor, "encounter.log")
    post, moment = _post(actor), at or db.now()
    if broken := rules.broken_rules(seen, moment, db.now()):
        raise Invalid(*broken)
    rows = [_row(db, actor, one, post, moment) for one in seen]
    db.add(*rows)
    return [row.id for row in rows]


async def correct_encounter(
    db: Session, actor: Actor, encounter_id: UUID, new: rules.NewEncounter, *, reason: str
) -> UUID:
    """A new row in the place of one that was wrong, with the reason; the old one stays on record.

    Raises `NotFound`, `AlreadyCorrected`, `Invalid`.
    """
    demand(actor, "encounter.log")
    old = await _standing(db, encounter_id)
    broken = [
        *rules.broken_rules([new], db.now(), db.now(), mistake=True),
        *([] if reason.strip() else [_reason_missing()]),
    ]
    if broken:
        raise Invalid(*broken)
    row = _row(db, actor, new, old.post_id, old.at)
    row.corrects, row.correction_reason, row.case_id = old.id, reason.strip(), old.case_id
    return await _in_its_place(db, row)


async def look_again(db: Session, actor: Actor, encounter_id: UUID, *, finding: str, note: str) -> UUID:
    """The supervisor's second look at a refusal of somebody who had said that they are afraid.

    Raises `NotFound`, `NotARefusal`, `OwnRefusal`, `Invalid`.
    """
    demand(actor, "encounter.look")
    seen = await _standing(db, encounter_id)
    if seen.outcome != rules.REFUSED:
        raise NotARefusal
    if seen.by == actor.user_id:
        raise OwnRefusal
    if finding not in rules.FINDINGS:
        raise Invalid.at("finding", "required", "Elija qué encontró.")
    if not note.strip():
        raise Invalid.at("note", "required", "Escriba qué se hizo.")
    look = EncounterLook(
        id=new_id(), encounter_id=seen.id, at=db.now(), by=actor.user_id, finding=finding, note=note.strip()
    )
    db.add(look)
    return look.id


async def link_encounter(db: Session, actor: Actor, encounter_id: UUID, case_id: UUID) -> None:
    """Say which case came of it later. Raises `NotFound`, `HasACase`."""
    demand(actor, "encounter.log")
    seen = await _standing(db, encounter_id)
    if seen.case_id is not None and seen.case_id != case_id:
        raise HasACase
    seen.case_id = case_id


async def enter_sheet(
    db: Session,
    actor: Actor,
    *,
    number: str,
    day: date,
    counts: Sequence[rules.NewCount],
    today: date,
    corrects: UUID | None = None,
    reason: str = "",
) -> UUID:
    """A count on paper of the actor's post. A correction takes the place, and keeps the number, of the sheet that it corrects.

    Raises `Invalid`, `NoPost`, `NotFound`, `SheetEnteredAlready`, `AlreadyCorrected`.
    """
    demand(actor, "encounter.log")
    post = _post(actor)
    old = await db.get(EncounterSheet, corrects) if corrects else None
    if corrects and (old is None or old.post_id != post):
        raise NotFound
    # As people write it: capitals and spaces make no other sheet.
    given = old.number if old else " ".join(number.upper().split())
    broken = rules.broken_counts(counts, day, given, today)
    if old and not reason.strip():
        broken.append(_reason_missing())
    if broken:
        raise Invalid(*broken)
    sheet = EncounterSheet(
        id=new_id(),
        post_id=post,
        day=day,
        number=given,
        entered_at=db.now(),
        entered_by=actor.user_id,
        corrects=old.id if old else None,
        correction_reason=reason.strip() if old else None,
    )
    try:
        async with db.attempt():
            db.add(sheet)
            await db.flush()
    except IntegrityError as error:
        if "uq_encounter_sheets" in str(error.orig):
            raise (AlreadyCorrected if old else SheetEnteredAlready) from error
        raise
    db.add(*(_count(sheet.id, one) for one in counts))
    return sheet.id


async def _standing(db: Session, encounter_id: UUID) -> Encounter:
    """The row, where nothing stands in its place yet."""
    seen = await db.get(Encounter, encounter_id)
    if seen is None:
        raise NotFound
    if await db.scalar(select(func.count()).where(Encounter.corrects == encounter_id)):
        raise AlreadyCorrected
    return seen


async def _in_its_place(db: Session, row: Encounter) -> UUID:
    try:
        async with db.attempt():
            db.add(row)
            await db.flush()
    except IntegrityError as error:
        if "uq_encounters_corrects" in str(error.orig):
            raise AlreadyCorrected from error
        raise
    return row.id


def _post(actor: Actor) -> UUID:
    if actor.post_id is None:
        raise NoPost
    return actor.post_id


def _reason_missing() -> FieldError:
    return FieldError("reason", "required", "Escriba por qué se corrige.")


def _row(db: Session, actor: Actor, new: rules.NewEncounter, post: UUID, at: datetime) -> Encounter:
    refused = new.outcome == rules.REFUSED
    return Encounter(
        id=new_id(),
        post_id=post,
        at=at,
        by=actor.user_id,
        recorded_at=db.now(),
        outcome=new.outcome,
        nationality=new.nationality,
        sex=new.sex,
        age=new.age,
        age_group=new.group,
        name=new.name.strip() or None,
        refusal_ground=new.refusal_ground if refused else None,
        refusal_words=(new.refusal_words.strip() or None) if refused else None,
        referred_to=(new.referred_to.strip() or None) if new.outcome == rules.REFERRED else None,
        case_id=None,
        corrects=None,
        correction_reason=None,
    )


def _count(sheet_id: UUID, one: rules.NewCount) -> EncounterCount:
    return EncounterCount(
        id=new_id(),
        sheet_id=sheet_id,
        outcome=one.outcome,
        refusal_ground=one.refusal_ground or None,
        nationality=one.nationality,
        sex=one.sex,
        age_group=one.age_group,
        number=one.number,
    )
