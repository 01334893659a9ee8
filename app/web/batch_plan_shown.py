"""The plan of one day for many cases, in words."""

from datetime import date
from typing import Any

from app.cases import public as cases
from app.core.database import ReadSession
from app.people import public as people
from app.scheduling import public as scheduling
from app.web.formats import language_name
from app.web.i18n import gettext as _
from app.web.offer_shown import slot_value, when, why_words


async def plan_shown(db: ReadSession, references: list[str], day: date) -> list[dict[str, Any]]:
    """For each case its time, or what is missing that day."""
    views = {case.id: case for case in [await cases.case_view(db, one) for one in dict.fromkeys(references)]}
    planned = await scheduling.plan_day(db, list(views), day)
    names = await people.profiles(db, [one.needs.person_id for one in planned])
    words = why_words() | {"weekend": _("ese día la oficina no trabaja")}
    return [
        {
            "reference": views[one.case_id].reference,
            "name": names[one.needs.person_id].name,
            "language": language_name(one.needs.language),
            "when": when(views[one.case_id], one.slot.starts_at) if one.slot else "",
            "minutes": int(one.needs.length.total_seconds() // 60),
            "with": _with(one.slot) if one.slot else "",
            "value": f"{views[one.case_id].reference}~{slot_value(one.slot)}" if one.slot else "",
            "why": words.get(one.why, one.why),
        }
        for one in planned
    ]


def _with(slot: scheduling.Slot) -> str:
    said = [slot.room.name]
    if slot.interviewer:
        said.append(slot.interviewer.name)
    if slot.interpreter:
        said.append(_("Intérprete: %(name)s") % {"name": slot.interpreter.name})
    return " · ".join(said)
