"""Why a decision is not looked at again, or not by this person."""

from app.core.errors import Conflict, Forbidden, Stale


class NothingServed(Conflict):
    message = "Todavía no hay una resolución notificada contra la que recurrir."


class NotTheNewestDecision(Conflict):
    message = "Hay una resolución más reciente. El recurso va contra la última notificada."


class NoFurtherRemedy(Conflict):
    message = "Contra la resolución del recurso no cabe otro recurso en esta vía."


class AlreadyFiled(Conflict):
    message = "Ya hay un recurso en trámite contra esta resolución."


class AlreadyUsed(Conflict):
    message = "Contra esta resolución ya se recurrió una vez."


class NothingToChallenge(Conflict):
    message = "Ningún resultado de esta resolución admite ese recurso en la etapa en que está."


class NotAwaitingAdmission(Conflict):
    message = "Este recurso no espera admisión."


class NotPending(Conflict):
    message = "Este recurso no está pendiente de resolver."


class AlreadyAsked(Conflict):
    message = "Ya se pidió una vez que se corrigiera el escrito."


class NothingAsked(Conflict):
    message = "No hay una corrección pendiente de contestar."


class CorrectionOpen(Conflict):
    message = "La persona todavía puede corregir el escrito: no se resuelve antes."


class AlreadyTakenUp(Conflict):
    message = "El recurso ya se admitió a trámite."


class HearingGranted(Conflict):
    message = "La audiencia ya se concedió."


class AlreadyAnswered(Conflict):
    message = "La primera instancia ya contestó este recurso."


class WorkedOnThisCase(Forbidden):
    message = "Consta que usted intervino antes en este expediente: no puede conocer del recurso."


class RemedyChanged(Stale):
    """The version that the caller read is not the current one."""
