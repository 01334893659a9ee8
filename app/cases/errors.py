"""Why a case did not move."""

from app.core.errors import Conflict, Forbidden, Stale


class WrongStage(Conflict):
    message = "«%(event)s» no se puede hacer en la etapa «%(stage)s»."


class WrongRole(Forbidden):
    message = "«%(event)s» no corresponde a su función en este procedimiento."


class NeedsUnmet(Conflict):
    message = "Falta para «%(event)s»: %(missing)s."


class CaseChanged(Stale):
    """The version that the caller read is not the current one."""


class NotAnOfficerHere(Conflict):
    message = "Esa persona no es oficial de elegibilidad de esta oficina."


class AlreadyTakenOver(Conflict):
    message = "La oficina ya recibió este expediente."
