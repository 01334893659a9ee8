"""Why something about samples and assessments did not go on."""

from app.core.errors import Conflict, Forbidden, Stale


class ReviewChanged(Stale):
    """The assessment was saved elsewhere meanwhile."""


class SampleChanged(Stale):
    """Somebody else worked on the sample meanwhile."""


class NotYourReview(Forbidden):
    message = "Esta evaluación la hace otra persona."


class NotOpenAnyMore(Conflict):
    message = "Esta evaluación ya no está abierta: no se puede cambiar."


class HadAPart(Conflict):
    message = "Quien tuvo parte en el expediente no lo evalúa: elija a otra persona."


class SeesOthersMarks(Conflict):
    message = "Quien evalúa un expediente a ciegas no ve antes lo que otras personas encontraron en él: elija a otra persona."


class AlreadyAssigned(Conflict):
    message = "Ese lugar ya está asignado, o esa persona ya evalúa este expediente con este instrumento."


class NobodyIndependent(Conflict):
    message = (
        "Para %(files)s expedientes falta quien los evalúe: nadie evalúa uno en que tuvo parte, ni dos veces el mismo."
        " Sume otra persona al equipo evaluador."
    )


class SampleEnded(Conflict):
    message = "La muestra está cerrada: no admite más cambios."


class SomethingToRelease(Conflict):
    message = "Hay evaluaciones listas que sus autores todavía no recibieron: entréguelas antes de cerrar."


class NotAllDone(Conflict):
    message = "Faltan evaluaciones por presentar: el resultado se entrega cuando todas están."


class NotReleasedYet(Conflict):
    message = "La evaluación todavía no se entregó."


class AnsweredAlready(Conflict):
    message = "Ya respondió a esta evaluación."


class ReadHereOnly(Forbidden):
    message = "Un expediente de la muestra se lee aquí y no se descarga."
