"""Why an override cannot be uploaded, put in force or withdrawn."""

from app.core.errors import Conflict, Forbidden, Stale, Unavailable


class OverrideChanged(Stale):
    message = "Otra persona cambió este ajuste mientras usted lo tenía abierto. Vuelva a cargarlo y revise."


class NotADraft(Conflict):
    message = "Este ajuste ya no es un borrador."


class AlreadyWithdrawn(Conflict):
    message = "Este ajuste ya fue retirado."


class SecondPersonNeeded(Forbidden):
    message = (
        "Quien sube un ajuste no lo pone en vigor: tiene que confirmarlo otra persona de administración."
    )


class HasDefects(Conflict):
    message = "La revisión encontró defectos: con ellos el procedimiento no puede ponerse en vigor."


class NoLongerReadable(Conflict):
    message = "Con la versión actual del sistema este archivo ya no se puede leer: suba uno corregido."


class ProcedureUnreadable(Unavailable):
    message = "El procedimiento %(edition)s no se puede leer. No se sigue con otro: avise a administración."
