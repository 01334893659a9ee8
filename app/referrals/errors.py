"""Why a referral, an answer or a service was not written."""

from app.core.errors import Conflict, Stale


class ServiceClosed(Conflict):
    message = "Ese servicio ya no recibe derivaciones. Elija otro."


class NotAnsweredNow(Conflict):
    message = "Esa derivación ya tiene respuesta, o ya terminó."


class ReferralEnded(Conflict):
    message = "Esa derivación ya terminó."


class ReferralChanged(Stale):
    """The version of the referral or of the service that the caller read is not the current one."""
