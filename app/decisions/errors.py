"""Why a body did not decide, or a decision did not go out."""

from app.core.errors import Conflict, Forbidden, Stale


class QuorumUnknown(Conflict):
    message = (
        "Quórum sin establecer: lo fija la instalación. Sin ese dato la sesión no puede abrirse ni resolver."
    )


class NoQuorum(Conflict):
    message = "No hay quórum: están %(present)s y el mínimo es %(minimum)s."


class CompulsorySeatEmpty(Conflict):
    message = "Falta quien la ley exige: %(seats)s. Sin ese puesto el órgano no resuelve."


class RemoteNotOnRecord(Conflict):
    message = "El perfil del país no permite asistir por video, o no consta: quien asiste está en la sala."


class NotSuspended(Conflict):
    message = "La sesión no está suspendida."


class NothingToCirculate(Conflict):
    message = "El orden del día está vacío: no hay nada que enviar."


class SeatNotOfTheBody(Conflict):
    message = "Ese puesto no es del órgano."


class PlaceTaken(Conflict):
    message = "En esas fechas ya hay quien ocupa ese lugar del puesto."


class HoldsAnotherSeat(Conflict):
    message = "En esas fechas esa persona ya tiene un puesto en el órgano."


class AlreadyEnded(Conflict):
    message = "Ese nombramiento ya terminó."


class SittingNotClosed(Conflict):
    message = "La sesión no ha cerrado: todavía no hay acta."


class MinutesUnderWay(Conflict):
    message = "El acta ya se aprobó o se está firmando: no cambia."


class NoSittingToApproveIn(Conflict):
    message = "El acta se aprueba en una sesión posterior, abierta y con usted presente."


class MinutesNotApproved(Conflict):
    message = "El acta se firma después de aprobarla en la sesión siguiente."


class MinutesNotYours(Forbidden):
    message = "Firman el acta quien presidió y la secretaría de esa sesión."


class SecretarySignsLast(Conflict):
    message = "Firma primero quien presidió; la secretaría, que ve todos los puntos, cierra el acta."


class NotASingleAuthority(Conflict):
    message = "En este país decide un órgano en sesión: la mesa de firma es de una autoridad sola."


class ListNotReady(Conflict):
    message = "La lista no está completa, o no le queda ningún expediente."


class GroupNotVoted(Conflict):
    message = "El órgano todavía no votó esta lista en una sesión."


class SittingNotConvened(Conflict):
    message = "La sesión ya no está solo convocada."


class SittingNotOpen(Conflict):
    message = "La sesión no está abierta."


class SittingOver(Conflict):
    message = "La sesión ya terminó."


class PresidingAbsent(Conflict):
    message = "Quien preside no está presente. Diga quién preside esta sesión."


class NotAMemberOfTheBody(Conflict):
    message = "Esa persona no integra el órgano."


class OnAnAgendaAlready(Conflict):
    message = "Ese expediente ya está en el orden del día de una sesión."


class AwaitingSignature(Conflict):
    message = "Ese expediente ya fue votado y su resolución espera firma."


class NotAwaitingDecision(Conflict):
    message = "Solo entran al orden del día expedientes en espera de resolución."


class NoEndorsedAssessment(Conflict):
    message = "El expediente no tiene un análisis avalado."


class ItemClosed(Conflict):
    message = "Ese punto ya se cerró."


class NotConvened(Forbidden):
    message = "Usted no está entre las personas convocadas a esta sesión."


class NotPresent(Conflict):
    message = "No consta su asistencia a esta sesión."


class SecretaryDoesNotVote(Forbidden):
    message = "La secretaría no vota."


class HolderSits(Conflict):
    message = "Está presente quien tiene el puesto: su suplencia no vota este punto."


class RecusedFromThis(Forbidden):
    message = "Usted se inhibió de este expediente: no lo ve ni vota."


class AlreadyRecused(Conflict):
    message = "Esa inhibición ya consta."


class HandledThisCase(Forbidden):
    message = "Consta que usted intervino en este expediente. Tiene que inhibirse."


class VotesMissing(Conflict):
    message = "Faltan votos: %(missing)s."


class ProposalIncomplete(Conflict):
    message = "El análisis avalado no recomienda un resultado para cada solicitud. Devuelva el expediente."


class AlreadySigned(Conflict):
    message = "La resolución ya está firmada y no cambia."


class NotYoursToSign(Forbidden):
    message = "Firma quien preside la sesión; si se inhibió, quien votó el punto."


class FourEyes(Forbidden):
    message = "Quien redactó la resolución no la firma."


class NothingLeftToDecide(Conflict):
    message = "Ninguna solicitud de este expediente espera ya esta resolución."


class NotSignedYet(Conflict):
    message = "La resolución no está firmada: todavía no se puede notificar."


class NotOnPaperYet(Conflict):
    message = "Todavía no hay papel que imprimir: la resolución no está firmada o la sesión no ha cerrado."


class AlreadyNotified(Conflict):
    message = "Esa resolución ya fue notificada."


class NotTheDecisionInForce(Conflict):
    message = "El expediente ya no está en la instancia de esa resolución."


class RemedyPeriodRunning(Conflict):
    message = "El plazo para recurrir no ha vencido."


class RemedyAwaitsAdmission(Conflict):
    message = "Hay un recurso tardío sin resolver: quien lo resuelve dirá primero si lo admite."


class SittingChanged(Stale):
    """The version that the caller read is not the current one."""


class OfSeveral(Forbidden):
    message = (
        "Esta resolución es de varias personas, y su texto las nombra a todas. Usted no representa a todas: "
        "pida a la oficina la copia de lo que toca a quien representa."
    )


class TextChanged(Stale):
    """The text is not the one that the caller read."""

    message = "El texto cambió mientras usted lo tenía abierto. Léalo otra vez antes de firmar o de editar."


class OutcomeChanged(Conflict):
    message = "Lo que se resuelve cambió desde que se redactó el texto. Compóngalo de nuevo antes de firmar."


class NotSignedByHand(Conflict):
    message = "Aquí nadie firmó a mano: no hay hoja que guardar."


class SignedByYou(Conflict):
    message = "Su firma ya consta en esta resolución."


class SignatureNotKept(Conflict):
    message = "No se encontró el archivo de esta resolución en el servidor. Avise a quien lo administra."


class NobodySignedYet(Conflict):
    message = "Nadie ha firmado todavía: el texto se puede editar o componer de nuevo sin retirarlo."


class NobodyElseSigns(Conflict):
    message = (
        "Sin esa persona no queda quien firme: descarte el proyecto y ponga el expediente en otra sesión."
    )


class NoMajorityLeft(Conflict):
    """The vote of who recused themself does not count, and the others do not carry what was voted."""

    message = (
        "Sin ese voto no hay quórum o mayoría: descarte el proyecto y vote el expediente en otra sesión."
    )
