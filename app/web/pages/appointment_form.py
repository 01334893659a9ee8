"""What the forms for booking and moving send, as the actions take it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound, Refusal
from app.scheduling import public as scheduling
from app.web.i18n import gettext as _
from app.web.offer_shown import when
from app.web.pages.form import Typed
from app.web.pages.shown import field_errors


@dataclass(frozen=True, slots=True)
class Chosen:
    """A slot as `offer_shown.slot_value` wrote it."""

    room_id: UUID
    starts_at: datetime
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None
    video_room_id: UUID | None = None


def chosen_slot(value: str) -> Chosen:
    """Raises `Invalid` at `slot` for none, or for what no page offered."""
    room, _, rest = value.partition("|")
    try:
        starts_at, *others = rest.split("|")
        given = [UUID(each) if each else None for each in (*others, "", "", "")]
        return Chosen(UUID(room), _aware(starts_at), *given[:3])
    except ValueError as error:
        raise Invalid.at("slot", "required", "Elija una hora.") from error


def one_of(value: str) -> UUID:
    """An identifier that a page wrote. Raises `NotFound` for what no page did."""
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def minutes_of(typed: Typed, default: timedelta = scheduling.LENGTH) -> timedelta:
    """Raises `Invalid` at `minutes` for what is no number."""
    given = typed.text("minutes")
    if not given:
        return default
    if not given.isdecimal() or len(given) > 4:
        raise Invalid.at("minutes", "out_of_range", "La cita dura entre 15 minutos y 8 horas.")
    return timedelta(minutes=int(given))


def waivers_of(typed: Typed) -> list[scheduling.Waiver]:
    """What the booking may go without: the boxes ticked, one reason and one consent for them all."""
    reason, consent = typed.text("reasons_to_waive"), typed.text("consented_by")
    return [
        scheduling.Waiver(what, reason, consent)
        for what in typed.many("waive")
        if what in scheduling.LACKS and what not in scheduling.ABSOLUTE
    ]


def at_the_slot(refusal: Refusal) -> dict[str, str]:
    """Whatever was taken meanwhile, another time is what helps. Why something is waived stands beside its own field."""
    names = {"": "slot", "starts_at": "slot", "reasons": "reasons_to_waive"}
    return {names.get(name, name): text for name, text in field_errors(refusal).items()}


async def put_first(db: ReadSession, case: cases.CaseView, slots: list[dict[str, str]], picked: str) -> None:
    """A time that was picked in the week comes before those that were found, unless it is among them or none at all."""
    if not picked or picked in {slot["value"] for slot in slots}:
        return
    try:
        chosen = chosen_slot(picked)
        room = await scheduling.room(db, chosen.room_id)
        second = await scheduling.room(db, chosen.video_room_id) if chosen.video_room_id else None
    except Refusal:
        return
    text = f"{room.office}, {room.name}"
    if second:
        text += " · " + _("por videollamada con %(room)s") % {"room": f"{second.office}, {second.name}"}
    slots.insert(0, {"value": picked, "when": when(case, chosen.starts_at), "text": text})
