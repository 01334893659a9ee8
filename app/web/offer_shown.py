"""Free times in words: when, where and with whom, and why none is earlier."""

from datetime import datetime
from typing import Any

from app.cases import public as cases
from app.scheduling import public as scheduling
from app.web.formats import short_date
from app.web.i18n import gettext as _


def why_words() -> dict[str, str]:
    return {
        "holiday": _("feriado"),
        "suspension": _("la oficina no trabaja"),
        "closed": _("la oficina está cerrada o no queda tiempo bastante"),
        "no_notice": _("no hay tiempo para avisar"),
        "room": _("no hay sala libre que sirva"),
        "interviewer": _("no hay quien entreviste"),
        "interpreter": _("no hay intérprete"),
        "second_room": _("no hay otra sala con videollamada"),
        "attending": _("alguien de quienes están citados no puede"),
        "person": _("la persona ya tiene otra cita"),
    }


def lack_words() -> dict[str, str]:
    return {
        "step_free": _("Ninguna sala de la oficina es sin gradas."),
        "child_friendly": _("Ninguna sala de la oficina es apta para niñas y niños."),
        "trained_for_children": _(
            "Nadie de la oficina consta como capacitado para entrevistar a niñas y niños."
        ),
        "trained": _(
            "Nadie de la oficina consta con la formación que esta entrevista pide: busque a alguien, o anote la excepción y por qué."
        ),
        "own_not_trained": _(
            "Quien tiene el expediente no consta con la formación que esta entrevista pide: son horas con otra persona."
        ),
        "asked_sex": _("Nadie de la oficina consta del sexo que se pidió para entrevistar."),
        "own_interviewer": _(
            "Quien tiene el expediente no es del sexo que se pidió: son horas con otra persona."
        ),
    }


def when(case: cases.CaseView, moment: datetime) -> str:
    """`mar 17 nov 2026, 08:00` in the zone of the case's country: a page knows its zone only once it is rendered."""
    local = moment.astimezone(case.profile.zone)
    return f"{short_date(local.date(), weekday=True)}, {local:%H:%M}"


def slot_value(slot: scheduling.Slot) -> str:
    """What a form sends back of a slot: its room, its beginning, who asks, who interprets, and the second room."""
    parts = (
        slot.room.id,
        slot.starts_at.isoformat(),
        slot.interviewer.user_id if slot.interviewer else "",
        slot.interpreter.id if slot.interpreter else "",
        slot.video_room.id if slot.video_room else "",
    )
    return "|".join(str(part) for part in parts).rstrip("|")


def offer_shown(case: cases.CaseView, offer: scheduling.Offer) -> dict[str, Any]:
    """The slots with their values, what the room must have, and why nothing is earlier."""
    needs = []
    if offer.needs.room.step_free:
        needs.append(_("sin gradas"))
    if offer.needs.room.child_friendly:
        needs.append(_("apta para niñas y niños"))
    lacks = lack_words()
    return {
        "slots": [_slot(case, slot) for slot in offer.slots],
        "needs": ", ".join(needs),
        "minutes": int(offer.needs.length.total_seconds() // 60),
        "lacks": [lacks[lack] for lack in offer.lacks],
        "why": [why_line(each) for each in offer.why_not_earlier],
        "asked_sex": offer.needs.asked_sex,
    }


def _slot(case: cases.CaseView, slot: scheduling.Slot) -> dict[str, str]:
    said = [f"{slot.room.office}, {slot.room.name}"]
    if slot.interviewer:
        said.append(slot.interviewer.name)
    if slot.interpreter:
        said.append(_("Intérprete: %(name)s") % {"name": slot.interpreter.name})
    if slot.video_room:
        said.append(
            _("por videollamada con %(room)s") % {"room": f"{slot.video_room.office}, {slot.video_room.name}"}
        )
    return {
        "value": slot_value(slot),
        "when": when(case, slot.starts_at),
        "text": " · ".join(said),
    }


def why_line(why: scheduling.WhyNot) -> str:
    """`lun 23 nov: feriado`, `del 24 al 26 nov: no hay intérprete`."""
    words = why_words()[why.kind]
    first = short_date(why.first, weekday=True, year=False)
    if why.first == why.last:
        return f"{first}: {words}"
    last = short_date(why.last, weekday=True, year=False)
    return _("%(first)s a %(last)s: %(why)s") % {"first": first, "last": last, "why": words}
