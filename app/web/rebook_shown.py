"""What is booked on days that were announced as otherwise, and where each appointment could go."""

from typing import Any

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.scheduling import public as scheduling
from app.web.i18n import gettext as _
from app.web.offer_shown import slot_value, when
from app.web.schedule_words import kind_words

MOST = 20


async def affected_shown(
    db: ReadSession, owner: scheduling.Owner, *, books: bool, picked: dict[str, Any]
) -> dict[str, Any]:
    """The first appointments in an absence or closure of the owner, each with the times to choose from; how many more there are."""
    found = await scheduling.affected(db, owner, zone=(await procedure_in_force(db)).zone)
    names = await people.profiles(db, [a.person_id for a in found.appointments])
    return {
        "rows": [
            await _row(db, a, names[a.person_id].name if a.person_id in names else "–", owner, books, picked)
            for a in found.appointments[:MOST]
        ],
        "more": max(0, len(found.appointments) - MOST),
        "hidden": found.hidden,
    }


async def _row(
    db: ReadSession,
    a: scheduling.AppointmentView,
    name: str,
    owner: scheduling.Owner,
    books: bool,
    picked: dict[str, Any],
) -> dict[str, Any]:
    try:
        reference = await cases.reference_of(db, a.case_id)
        case = await cases.case_view(db, reference)
    except NotFound:
        return {"view": a, "name": name, "reference": "", "field": "", "slots": [], "value": ""}
    slots: list[dict[str, str]] = []
    if books:
        without = scheduling.absent_in(owner)
        instead = await scheduling.instead_of(db, a, without=without)
        slots = [_said(case, slot, slot is instead.same_time) for slot in instead.slots]
    field = f"slot-{a.id}"
    return {
        "view": a,
        "name": name,
        "reference": reference,
        "kind": kind_words()[a.kind],
        "field": field,
        "slots": slots,
        # What is proposed first is chosen already: one press moves them all.
        "value": picked.get(field, slots[0]["value"] if slots else ""),
    }


def _said(case: cases.CaseView, slot: scheduling.Slot, same: bool) -> dict[str, str]:
    who = [
        *([slot.interviewer.name] if slot.interviewer else []),
        *([_("Intérprete: %(name)s") % {"name": slot.interpreter.name}] if slot.interpreter else []),
        slot.room.name,
    ]
    return {
        "value": slot_value(slot),
        "when": _("La misma hora, con otra persona") if same else when(case, slot.starts_at),
        "text": " · ".join(who),
    }
