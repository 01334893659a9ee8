"""Why nothing was done with a document."""

from app.core.errors import Conflict, Forbidden


class DocumentEnded(Conflict):
    message = "Este documento ya no vale: fue repuesto, revocado o cerrado."


class DocumentSuspended(Conflict):
    message = "El documento está suspendido. Primero hay que restablecerlo."


class NotSuspendedDocument(Conflict):
    message = "El documento no está suspendido."


class HasADocument(Conflict):
    message = "Esta persona ya tiene un documento. Renuévelo o repóngalo."


class NothingToIssue(Conflict):
    message = "A esta persona no le corresponde ahora un documento, o no consta por cuánto tiempo vale."


class TermUnknown(Conflict):
    message = "No consta por cuánto tiempo vale este documento. Un ajuste de la instalación puede fijarlo."


class RevocationNeedsSupervisor(Forbidden):
    message = "Mientras la solicitud está en trámite, revocar lo firma la supervisión. Puede suspender el documento."


class NumberTaken(Conflict):
    message = "Ese número ya es de otra persona."


class NumberIsSet(Conflict):
    message = "La persona ya tiene el número %(number)s, que la acompaña siempre."


class AlreadySpoilt(Conflict):
    message = "Esa impresión ya consta como dañada."


class NothingPrinted(Conflict):
    message = "Imprima el documento antes de entregarlo."


class AlreadyHandedOver(Conflict):
    message = "El documento ya consta como entregado."


class AlreadyInLine(Conflict):
    message = "Esa persona ya espera en el mostrador, o ya pidió renovar."


class VisitEnded(Conflict):
    message = "Esa atención ya terminó."


class NobodyWaits(Conflict):
    message = "Nadie espera en este momento."


class BatchFinished(Conflict):
    message = "Esta tanda ya se terminó de imprimir."
