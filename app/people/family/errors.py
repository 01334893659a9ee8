"""Why something about a family cannot be written down now."""

from app.core.errors import Conflict


class RelatedAlready(Conflict):
    message = "Ya consta una relación entre esas dos personas. Termínela primero, con la razón."


class ResultKnown(Conflict):
    message = "El resultado ya consta."


class ReferralExpired(Conflict):
    message = "La derivación venció. Haga otra, con el consentimiento de hoy."


class NotBothYes(Conflict):
    message = "El contacto solo se pasa cuando las dos personas dijeron que sí."


class SearchClosed(Conflict):
    message = "Esta búsqueda está cerrada."


class DecidedAlready(Conflict):
    message = "Sobre esa persona ya se decidió."
