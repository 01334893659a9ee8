"""Why a service is not written down, or not put right."""

from app.core.errors import Conflict


class NotServed(Conflict):
    message = "Esa resolución no consta como notificada."


class ChallengedSince(Conflict):
    message = "Ya se actuó sobre esa notificación: hay un recurso u otro paso posterior. Lo que corresponda lo resuelve quien conoce de él."


class NoMailbox(Conflict):
    message = "No hay un correo electrónico al que se le pueda escribir: no consta, no es seguro, o la persona no lee."


class NotAcceptedByMail(Conflict):
    message = "La persona no ha aceptado que se le notifique por medios electrónicos."


class ForWhoeverReceivesForAChild(Conflict):
    message = "Es menor de edad: la recibe quien ejerce su tutela o le representa, y no por un enlace."


class TooManyLinks(Conflict):
    message = "Ya se enviaron %(most)s enlaces para esta resolución: notifíquela de otro modo."


class LinkClosed(Conflict):
    """The link is not open: used, expired, or another took its place."""

    message = "Este enlace ya no sirve. Llame o visite la oficina."
