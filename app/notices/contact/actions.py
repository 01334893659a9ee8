"""Keeping how a person may be reached."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, Stale
from app.core.ids import new_id
from app.identity.public import demand
from app.notices.contact.queries import contact
from app.notices.contact.rules import SAFETY
from app.notices.kinds import LANGUAGES
from app.notices.models import ContactRecord

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of how to reach somebody. `told_by`: who told it, in words; `weekdays` are ISO, none means any."""

    told_by: str
    phone: str = "unknown"
    email: str = "unknown"
    letter: str = "unknown"
    no_messages: bool = False
    reads: bool = True
    language: str = "es"
    weekdays: tuple[int, ...] = ()
    from_hour: time | None = None
    to_hour: time | None = None
    electronic_since: date | None = None
    note: str = ""


async def keep_contact(
    db: Session, actor: Actor, person_id: UUID, told: Told, *, after: UUID | None = None
) -> UUID:
    """Write down how the person may be reached from now on; what was told before stays in the record.

    `after` is the record that whoever types has seen. Raises `NotFound`, `Stale`, `Invalid` at the fields.
    """
    demand(actor, "contact.record")
    known = (await contact(db, person_id)).known
    if known != after:
        raise Stale
    _check(told, db.now().date())
    record = ContactRecord(
        id=new_id(),
        person_id=person_id,
        told_by=told.told_by.strip(),
        phone=told.phone,
        email=told.email,
        letter=told.letter,
        no_messages=told.no_messages,
        reads=told.reads,
        language=told.language,
        weekdays=sorted(set(told.weekdays)),
        from_hour=told.from_hour,
        to_hour=told.to_hour,
        electronic_since=told.electronic_since,
        note=told.note.strip(),
        recorded_at=db.now(),
        recorded_by=actor.user_id,
    )
    db.add(record)
    await db.flush()
    return record.id


def _check(told: Told, today: date) -> None:
    wrong = [
        FieldError(channel, "required", "Elija si ese medio es seguro.")
        for channel in ("phone", "email", "letter")
        if getattr(told, channel) not in SAFETY
    ]
    if not told.told_by.strip():
        wrong.append(FieldError("told_by", "required", "Escriba quién lo dijo."))
    if told.language not in LANGUAGES:
        wrong.append(FieldError("language", "unknown", "Elija el idioma de los avisos."))
    if not set(told.weekdays) <= set(range(1, 8)):
        wrong.append(FieldError("weekdays", "unknown", "Elija los días."))
    if told.from_hour and told.to_hour and told.to_hour <= told.from_hour:
        wrong.append(FieldError("to_hour", "before_start", "La hora final va después de la inicial."))
    if told.electronic_since and told.electronic_since > today:
        wrong.append(FieldError("electronic_since", "in_the_future", "Ese día no ha llegado."))
    wrong += [
        FieldError(name, "too_long", "Es demasiado largo: escriba lo esencial.")
        for name in ("told_by", "note")
        if len(getattr(told, name)) > LONGEST
    ]
    if wrong:
        raise Invalid(*wrong)
