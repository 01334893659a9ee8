"""Why a calibration session did not go on."""

from app.core.errors import Conflict, Stale


class NotDiscussedYet(Conflict):
    message = "Todavía no se discute: falta que presenten su evaluación."


class SomethingToSettle(Conflict):
    message = "Falta acordar indicadores en los que hubo diferencias: %(count)s."


class AlreadySettled(Conflict):
    message = "La sesión ya se cerró: lo que se acordó no cambia."


class CalibratedAlready(Conflict):
    message = "Ese expediente ya tiene una sesión de calibración con ese instrumento."


class CalibrationChanged(Stale):
    """The version of the session that the caller read is not the current one."""
