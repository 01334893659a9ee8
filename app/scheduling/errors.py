"""Why a time cannot be had, and who may not ask or interpret."""

from app.core.errors import Conflict, FieldError, Invalid, said


class AlreadyBooked(Conflict):
    message = "A esa hora ya hay una cita para %(what)s. Elija otra hora."


class NotBooked(Conflict):
    message = "Esa cita ya no está en pie."


class NotMissed(Conflict):
    message = "Esa cita no consta como inasistencia."


class HoldEnded(Conflict):
    message = "Esa hora ya no está apartada. Elija otra vez."


class AlreadyWaiting(Conflict):
    message = "Esa persona ya está en la lista de espera."


class NotWaiting(Conflict):
    message = "Esa persona ya no está en la lista de espera."


class RatedAlready(Conflict):
    message = "Usted ya valoró la interpretación de esa cita."


class NotFitting(Invalid):
    """Something the booking needs is not so; each broken rule stands at its field, and `waivable` says whether reasons help."""

    def __init__(self, *fields: FieldError, waivable: bool) -> None:
        super().__init__(*fields)
        self.waivable = waivable


# What a booking can lack: its code → the field, and the sentence.
LACKS: dict[str, tuple[str, str]] = {
    "interviewer_sex": (
        "interviewer",
        said("La persona tiene derecho a que la entreviste alguien de otro sexo."),
    ),
    "not_trained": (
        "interviewer",
        said("Quien entrevista no consta con la formación que esta entrevista pide."),
    ),
    "interpreter_sex": ("interpreter", said("La persona pidió que interprete alguien de otro sexo.")),
    "own_community": ("interpreter", said("La persona no quiere intérprete de su propia comunidad.")),
    "refused_by_the_person": ("interpreter", said("La persona no quiere a ese intérprete.")),
    "other_office": ("interpreter", said("Ese intérprete no trabaja para esta oficina.")),
    "suspended": ("interpreter", said("Ese intérprete está suspendido.")),
    "is_counsel": ("interpreter", said("Quien representa a la persona no puede interpretar para ella.")),
    "knows_the_person": ("interpreter", said("Ese intérprete conoce a la persona.")),
    "language": ("interpreter", said("Ese intérprete no habla el idioma de la entrevista.")),
    "weekend": ("starts_at", said("Ese día la oficina no trabaja.")),
    "holiday": ("starts_at", said("Ese día es feriado.")),
    "suspension": ("starts_at", said("Ese día la oficina no trabaja.")),
    "closed": ("starts_at", said("A esa hora la oficina está cerrada.")),
    "interviewer_away": ("interviewer", said("Quien entrevista no está a esa hora.")),
    "interpreter_away": ("interpreter", said("El intérprete no está a esa hora.")),
    "attending_away": ("starts_at", said("Alguien de quienes están citados no está a esa hora.")),
    "not_video": ("video_room", said("Esa sala no tiene videollamada.")),
    "conflict": ("interviewer", said("Quien entrevista tiene un conflicto de interés en este expediente.")),
}
# What no reason and nobody's consent makes right.
ABSOLUTE = frozenset(
    {
        "suspended",
        "is_counsel",
        "knows_the_person",
        "language",
        "not_video",
        "interviewer_away",
        "interpreter_away",
        "attending_away",
        "conflict",
    }
)
# What the person gives up: only with their consent, or that of who answers for them.
THEIRS = frozenset({"interviewer_sex", "interpreter_sex", "own_community", "refused_by_the_person"})
