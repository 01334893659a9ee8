"""Why an assessment was not written or reviewed."""

from app.core.errors import Conflict, Forbidden, Stale


class NotAssigned(Forbidden):
    message = "Solo analiza el expediente la persona oficial que lo tiene asignado."


class NotADraft(Conflict):
    message = "Este análisis ya se envió; solo se corrige si lo devuelven."


class NotUnderReview(Conflict):
    message = "Este análisis no está en revisión."


class AuthorMayNotReview(Forbidden):
    message = "Quien analizó el expediente no puede revisar ese análisis."


class AssessmentChanged(Stale):
    """The version that the caller read is not the current one."""


class SecondByAnother(Forbidden):
    message = "La segunda firma es de otra persona que la primera."


class CommentsOpen(Conflict):
    message = "Hay comentarios sin responder: resuélvalos o devuelva el análisis."


class NotNow(Conflict):
    message = "Este comentario ya está resuelto."
