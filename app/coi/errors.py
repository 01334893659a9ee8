"""Why a source, a question or an answer was not written."""

from app.core.errors import Conflict, Stale


class SourceChanged(Stale):
    """The version of the source that the caller read is not the current one."""


class RequestChanged(Stale):
    """The version of the question that the caller read is not the current one."""


class SourceWithdrawn(Conflict):
    message = "Esta fuente fue retirada: no recibe versiones ni revisiones."


class NothingNew(Conflict):
    message = "Esta versión dice lo mismo que la anterior: no hay nada que agregar."


class NotOpenNow(Conflict):
    message = "Esta consulta ya fue respondida o retirada."


class TakenByAnother(Conflict):
    message = "Otra persona de la unidad tiene esta consulta."
