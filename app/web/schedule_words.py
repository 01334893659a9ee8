"""The calendar in words."""

from uuid import UUID

from app.core.database import ReadSession
from app.scheduling import public as scheduling
from app.web.i18n import gettext as _


def sex_words() -> dict[str, str]:
    return {"female": _("Mujer"), "male": _("Hombre"), "other": _("Otro"), "unknown": _("No consta")}


def training_words() -> dict[str, str]:
    return {
        "children": _("Niñas, niños y adolescentes"),
        "gender_violence": _("Sobrevivientes de violencia de género"),
        "torture": _("Sobrevivientes de tortura"),
        "lgbti": _("Personas LGBTIQ+"),
        "sign_language": _("Lengua de señas"),
    }


def kind_words() -> dict[str, str]:
    return {
        "interview": _("Entrevista"),
        "complementary": _("Entrevista complementaria"),
        "hearing": _("Audiencia"),
        "sitting": _("Sesión"),
        "registration": _("Registro"),
        "information": _("Información"),
    }


def move_words() -> dict[str, str]:
    return {
        "authority": _("La autoridad no puede"),
        "person": _("La persona lo pidió"),
        "illness": _("Enfermedad"),
        "interpreter": _("Falta intérprete"),
        "transport": _("Transporte"),
        "child_care": _("Cuidado de niñas o niños"),
        "force_majeure": _("Fuerza mayor"),
    }


def absence_words() -> dict[str, str]:
    return {
        "unknown": _("No se sabe"),
        "illness": _("Enfermedad"),
        "transport": _("Transporte"),
        "no_notice": _("No recibió el aviso"),
        "child_care": _("Cuidado de niñas o niños"),
        "fear": _("Tuvo miedo de venir"),
        "authority": _("Fue por causa de la oficina"),
        "other": _("Otra causa"),
    }


def waive_words() -> dict[str, str]:
    """What a booking may go without, as a box says it."""
    return {
        "interviewer_sex": _("Entrevista alguien de otro sexo que el pedido"),
        "not_trained": _("Entrevista alguien sin la formación que se pide"),
        "interpreter_sex": _("Interpreta alguien de otro sexo que el pedido"),
        "own_community": _("Interpreta alguien de su propia comunidad"),
        "refused_by_the_person": _("Interpreta alguien a quien la persona no quería"),
        "other_office": _("El intérprete viene de otra oficina"),
        "closed": _("La oficina está cerrada a esa hora"),
        "holiday": _("Es feriado"),
        "weekend": _("Es fin de semana"),
    }


def room_has(room: scheduling.RoomView) -> str:
    has = [
        *([_("confidencial")] if room.confidential else []),
        *([_("para niñez")] if room.child_friendly else []),
        *([_("sin gradas")] if room.step_free else []),
        *([_("videollamada")] if room.video else []),
    ]
    return ", ".join(has) or "–"


def day_names() -> tuple[str, ...]:
    return (
        _("Lunes"),
        _("Martes"),
        _("Miércoles"),
        _("Jueves"),
        _("Viernes"),
        _("Sábado"),
        _("Domingo"),
    )


async def resource_options(db: ReadSession, office_id: UUID) -> list[tuple[str, str]]:
    """The rooms and people of an office to choose one from: `kind:identifier`, and the name."""
    called = [one for one in await scheduling.interpreters(db) if not one.offices or office_id in one.offices]
    return [
        *((f"room:{r.id}", r.name) for r in await scheduling.rooms(db, office_id)),
        *((f"interviewer:{i.user_id}", i.name) for i in await scheduling.interviewers_of(db, office_id)),
        *((f"interpreter:{i.id}", _("Intérprete: %(name)s") % {"name": i.name}) for i in called),
    ]


def hours_line(week: scheduling.Week) -> str:
    """`Lunes a viernes: 08:00-12:00, 13:00-17:00`, days with the same hours said once."""
    names, said, first = day_names(), [], 0
    for n, day in enumerate(week):
        last = n + 1 == len(week) or week[n + 1] != day
        if last and day:
            days = names[first] if first == n else f"{names[first]} – {names[n].lower()}"
            said.append(f"{days}: {scheduling.typed_of(day)}")
        if last:
            first = n + 1
    return " · ".join(said)
