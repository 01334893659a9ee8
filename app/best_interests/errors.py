"""Why a best-interests procedure did not go on."""

from app.core.errors import Conflict, Forbidden, Stale


class BestInterestsChanged(Stale):
    """Somebody else wrote in it meanwhile."""


class NotADraftAnyMore(Conflict):
    message = "Ya se presentó: no se puede cambiar. Para mirar de nuevo, abra una revisión."


class NotSubmittedYet(Conflict):
    message = "Falta presentar el informe antes de decidir."


class AlreadyOpen(Conflict):
    message = "Ya hay un procedimiento de interés superior abierto para esta persona."


class NotAChild(Conflict):
    message = "Esta persona es mayor de edad: no corresponde."


class AuthorMayNotDetermine(Forbidden):
    message = "Quien escribió el informe no decide la determinación."
