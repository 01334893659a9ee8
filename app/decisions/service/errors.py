"""Why a service is not written down, or not put right."""

from app.core.errors import Conflict


class NotServed(Conflict):
    message = "Esa resolución no consta como notificada."


class ChallengedSince(Conflict):
    message = "Ya se actuó sobre esa notificación: hay un recurso u otro paso posterior. Lo que corresponda lo resuelve quien conoce de él."
