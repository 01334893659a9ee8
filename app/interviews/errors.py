"""Why an interview does not go on."""

from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Stale


class NotYourInterview(Forbidden):
    message = "Solo la persona oficial a cargo de esta entrevista puede escribir en el acta."


class NotYourCase(Forbidden):
    message = "Solo la persona oficial que tiene asignado el expediente puede entrevistar."


class AskedForAnother(Conflict):
    message = (
        "La persona pidió que la entreviste alguien de otro sexo, o así lo exigen sus necesidades. Asigne a esa persona, o fije la"
        " cita con la excepción, sus razones y quién estuvo de acuerdo."
    )


class AlreadyUnderWay(Conflict):
    message = "Ya hay una entrevista de esta persona sin cerrar. Continúe esa."


class NotForThisPerson(Conflict):
    message = "Esa cita es de otra persona o de otro expediente."


class ChildAlone(Conflict):
    message = (
        "No se entrevista a una persona menor de edad sin su tutor o tutora y sin quien vele por su interés superior:"
        " hacen falta las dos personas."
    )


class BreakDue(Conflict):
    message = "Toca una pausa: no se le hacen más preguntas seguidas a una niña o niño."


class HeardApart(Conflict):
    message = "A quien atestigua se le escucha sin la persona solicitante presente."


class NobodyToHear(Conflict):
    message = "Falta anotar a quién se escucha como testigo."


class Adjourned(Conflict):
    message = "La entrevista está aplazada. Abra otra sesión para continuar."


class NotAdjourned(Conflict):
    message = "La entrevista no está aplazada: continúe la sesión que está abierta."


class WrongCode(Invalid):
    """The code is not the one that was handed over last, was used, or came too late."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("code", "wrong_code", "El código no es el entregado, o ya venció. Entregue otro.")
        )


class OathNotTaken(Conflict):
    message = "Antes de la primera pregunta, la persona intérprete presta juramento."


class NoInterpreter(Conflict):
    message = "No hay persona intérprete presente que preste juramento."


class Paused(Conflict):
    message = "La entrevista está en pausa. Reanúdela para continuar."


class NotPaused(Conflict):
    message = "La entrevista no está en pausa."


class RecordSigned(Conflict):
    message = "El acta está firmada y no cambia. Lo nuevo entra como adenda."


class NotSigned(Conflict):
    message = "El acta todavía no está firmada: corríjala en la lectura, no con una adenda."


class AlreadyReadBack(Conflict):
    message = "La lectura ya empezó: lo dicho no se cambia, se corrige debajo."


class NotReadBack(Conflict):
    message = "Primero se lee el acta a la persona, en su idioma."


class NotAllRead(Conflict):
    message = "Quedan %(left)s por leer. Se firma cuando todo está leído."


class NothingAsked(Conflict):
    message = "El acta está vacía: todavía no hay nada que leer."


class SomebodySigned(Conflict):
    message = "Alguien ya firmó este texto, así que no cambia. Lo nuevo entra como adenda."


class AlreadyIn(Conflict):
    message = "Esa persona ya firmó o ya consta que no firma."


class AlreadyThere(Conflict):
    message = "La persona solicitante ya consta como presente."


class HasLeft(Conflict):
    message = "Esa persona ya no está en la entrevista."


class CannotLeave(Conflict):
    message = "Sin la persona entrevistada o sin quien entrevista no hay entrevista: haga una pausa."


class EntryChanged(Stale):
    message = "Esa parte del acta se cambió en otra ventana. Vuelva a cargarla y revise qué dice."


class InterviewChanged(Stale):
    """The version that the caller read is not the current one."""


class EntryElsewhere(Conflict):
    message = "Ese identificador ya se usó en otra parte. Envíe la línea con uno nuevo."
