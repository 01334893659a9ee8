"""Why a case did not move."""

from app.core.errors import Conflict, Forbidden, NotFound, Stale


class WrongStage(Conflict):
    message = "«%(event)s» no se puede hacer en la etapa «%(stage)s»."


class WrongRole(Forbidden):
    message = "«%(event)s» no corresponde a su función en este procedimiento."


class NeedsUnmet(Conflict):
    message = "Falta para «%(event)s»: %(missing)s."


class TransferProposedAlready(Conflict):
    message = "Ya se propuso trasladar este expediente y falta la respuesta de la otra oficina."


class TransferDecided(Conflict):
    message = "Ese traslado ya se respondió, o ya no se pide."


class NothingToComplete(Conflict):
    message = "A este expediente no le falta completar esa fecha."


class CaseChanged(Stale):
    """The version that the caller read is not the current one."""


class NotAnOfficerHere(Conflict):
    message = "Esa persona no es oficial de elegibilidad de esta oficina."


class AlreadyTakenOver(Conflict):
    message = "La oficina ya recibió este expediente."


class AlreadyNoticed(Conflict):
    message = "Ya se envió el aviso de abandono y todavía no se ha respondido."


class NoNoticeToAnswer(Conflict):
    message = "No hay un aviso de abandono por responder."


class ChildrenLeftAlone(Conflict):
    message = (
        "Si esta persona desiste, quedarían personas menores de edad sin quien responda por ellas."
        " Registre primero su tutela."
    )


class ChildWithoutGuardian(Conflict):
    message = "Nadie puede desistir por una persona menor de edad sin quien responda por ella. Registre primero su tutela."


class NothingToReopen(Conflict):
    message = "No hay una solicitud cerrada que se pueda reabrir."


class NotSuspended(Conflict):
    message = "El trámite no está suspendido."


class NotAnotherOffice(Conflict):
    message = "Elija otra oficina, distinta de la que tiene el expediente."


class Spared(Conflict):
    message = "«%(event)s» no se puede hacer con esta persona: la ley la protege (%(facts)s)."


class NotInForce(Conflict):
    message = "«%(event)s» se funda en una norma que no regía el %(day)s."


class NotYetPassed(Conflict):
    message = "«%(event)s» solo se puede cuando vence sin cumplirse: %(limits)s."


class NotExtendable(Conflict):
    message = "El plazo «%(limit)s» no admite prórroga."


class ExtendedBefore(NotExtendable):
    message = "El plazo «%(limit)s» ya se prorrogó cuanto la ley permite."


class CauseNotListed(NotExtendable):
    message = "Esa causa no está entre las que permiten prorrogar el plazo «%(limit)s»."


class ExtensionTooLong(NotExtendable):
    message = "El plazo «%(limit)s» no se puede prorrogar por tanto tiempo."


class NothingToExtend(NotExtendable):
    message = "El plazo «%(limit)s» no está corriendo: no hay qué prorrogar."


NOT_EXTENDABLE: dict[str, type[NotExtendable]] = {
    "times": ExtendedBefore,
    "cause": CauseNotListed,
    "length": ExtensionTooLong,
    "not_running": NothingToExtend,
}


class ProposalEnded(Conflict):
    message = "Sobre esta propuesta ya se decidió."


class NotYoursToDecide(Forbidden):
    message = "Esta propuesta la decide otra función."


class NoSuchStep(NotFound):
    message = "Este procedimiento no tiene ese paso."


class HasItsOwnPage(Conflict):
    message = "«%(event)s» se registra en su propia página."


class NoSuchModality(NotFound):
    message = "No existe esa modalidad."


class ModalityNotAvailable(Conflict):
    message = (
        "Este procedimiento no tiene esa modalidad, o no consta que la tenga. Mientras no conste, no se usa:"
        " sería tramitar con menos garantías sin norma que lo permita."
    )


class NoPublishedCriterion(Conflict):
    message = (
        "Este procedimiento no publica ningún criterio para esa modalidad; sin criterio publicado no se usa."
    )


class ModalityAlreadySo(Conflict):
    message = "El expediente ya está así."


class StageNotInVersion(Conflict):
    message = "La otra versión no tiene la etapa «%(stage)s», en la que está el expediente."


class NotARepresentative(Conflict):
    message = "Esa persona no está inscrita como representante legal."


class AlreadyRepresents(Conflict):
    message = "Esa persona ya representa en este expediente."


class MandatesDiffer(Conflict):
    message = (
        "Quien representa en los dos expedientes tiene en cada uno un poder distinto."
        " Termine uno, o anote los dos con los mismos permisos y la misma vigencia, antes de juntarlos."
    )


class WorkedOnTheirCase(Conflict):
    message = "Esa persona trabajó en este expediente para la autoridad: no puede representar en él."


class MandateEnded(Conflict):
    message = "Ese poder ya había terminado."


class BeyondYourMandate(Forbidden):
    message = "Su poder en este expediente no alcanza para esto."
