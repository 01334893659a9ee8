"""Why something was not taken in, answered or assigned."""

from app.core.errors import Conflict, Stale


class FilingChanged(Stale):
    """Somebody answered it meanwhile."""


class AlreadyAnswered(Conflict):
    message = "Ese escrito ya se respondió."


class AlreadyAsked(Conflict):
    message = "Ya se pidió defensa de oficio para esta instancia y falta asignarla."


class NothingToAssign(Conflict):
    message = "Esa petición de defensa de oficio ya se atendió."


class NobodyOnTheRota(Conflict):
    message = (
        "No hay nadie disponible en el turno de oficio para esta instancia: la petición queda en espera."
    )
