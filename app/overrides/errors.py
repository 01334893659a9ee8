"""Why an override cannot be uploaded, put in force or withdrawn."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Stale, Unavailable, said
from app.procedure import public as procedure

_BROKEN = said("El archivo no se puede leer como ajuste. El procedimiento en vigor no cambió.")


class BrokenOverride(Invalid):
    """The text is no override of this country's procedure; `faults` say where and why."""

    def __init__(self, invalid: procedure.ProfileError) -> None:
        words = str(invalid)
        self.faults: tuple[procedure.Fault, ...] = getattr(invalid, "faults", ()) or (
            procedure.Fault("invalid", words, words),
        )
        super().__init__(FieldError("content", "broken", _BROKEN))

    def more(self, language: str) -> Mapping[str, Any]:
        """Each fault with its line and its reason, for machines."""
        return {
            "faults": [
                {
                    "line": fault.line,
                    "place": fault.place,
                    "code": fault.code,
                    "reason": fault.reason(language),
                }
                for fault in self.faults
            ]
        }


class OverrideChanged(Stale):
    message = "Otra persona cambió este ajuste mientras usted lo tenía abierto. Vuelva a cargarlo y revise."


class AlreadyUploaded(Conflict):
    message = "Ese mismo texto ya está subido: es el ajuste %(number)s."


class NotADraft(Conflict):
    message = "Este ajuste ya no es un borrador."


class AlreadyWithdrawn(Conflict):
    message = "Este ajuste ya fue retirado."


class SecondPersonNeeded(Forbidden):
    message = (
        "Quien sube un ajuste no lo pone en vigor: tiene que confirmarlo otra persona de administración."
    )


class WeakensAlone(Forbidden):
    message = "Este ajuste quita garantías a las personas: lo tiene que confirmar una segunda persona de administración."


class HasDefects(Conflict):
    message = "La revisión encontró defectos: con ellos el procedimiento no puede ponerse en vigor."


class ProcedureUnreadable(Unavailable):
    message = "El procedimiento %(edition)s no se puede leer. No se sigue con otro: avise a administración."
