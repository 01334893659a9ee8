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


class PanelDecides(Conflict):
    message = "Este recurso lo resuelve un órgano de varias personas: se vota un proyecto."


class NotSeated(Forbidden):
    message = "Usted no integra quien conoce de este recurso."


class SeatsDrawn(Conflict):
    message = "Ya se sorteó quién conoce de este recurso."


class TooFewJudges(Conflict):
    message = "No hay suficientes personas que puedan conocer de este recurso: %(found)s de %(needed)s."


class NoDraft(Conflict):
    message = "No hay un proyecto en esa etapa."


class NotTheRapporteur(Forbidden):
    message = "El proyecto lo escribe quien tiene la ponencia."


class DraftChanged(Stale):
    """The version that the caller read is not the current one."""


class VotedAlready(Conflict):
    message = "Usted ya votó este proyecto."


class VotesMissing(Conflict):
    message = "Faltan votos: %(missing)s."


class HearingNotHeld(Conflict):
    message = "Se concedió la audiencia y todavía no consta celebrada y firmada."


class HearingOpen(Conflict):
    message = "Ya hay un acta de audiencia abierta en este expediente."


class HearingSigned(Conflict):
    message = "El acta de la audiencia ya está firmada: no cambia."


class HearingChanged(Stale):
    """The version that the caller read is not the current one."""


class HearingNotGranted(Conflict):
    message = "Primero se resuelve si hay audiencia."


class HearingBooked(Conflict):
    message = "Esa audiencia ya tiene día y hora. Muévala, o déjela sin efecto, antes de citar a otra."


class HearingNotBooked(Conflict):
    message = "Esa audiencia no tiene día ni hora en pie."
