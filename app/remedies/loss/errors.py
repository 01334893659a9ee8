"""Why a status is not looked at again, or not yet decided on."""

from app.core.errors import Conflict, Forbidden, Stale


class NoStatusToLose(Conflict):
    message = "Ninguna de estas personas tiene una condición reconocida y firme."


class LossOpenAlready(Conflict):
    message = "Ya hay un procedimiento de pérdida abierto en este expediente."


class NotKnownHere(Conflict):
    message = "El procedimiento de este país no tiene esa forma de pérdida en lo que consta."


class LossNotOpen(Conflict):
    message = "Ese procedimiento de pérdida no está en la etapa que esto pide."


class NotToldYet(Conflict):
    message = "La persona todavía no sabe que se revisa su condición: primero se le avisa."


class StillTimeToAnswer(Conflict):
    message = "La persona todavía puede contestar: no se resuelve antes."


class NotHeardYet(Conflict):
    message = "Falta la audiencia, o que la persona diga por escrito que renuncia a ella."


class OpenedIt(Forbidden):
    message = "Usted abrió este procedimiento: resuelve otra persona."


class TiedToThisCase(Forbidden):
    message = "Consta un conflicto de interés suyo con este expediente: resuelve otra persona."


class LossChanged(Stale):
    """The version that the caller read is not the current one."""


class PressureSuspected(Conflict):
    message = "Hay señales de que la persona no decide por sí misma: no se registra la renuncia. Refiérala a protección."


class StatusNotHeld(Conflict):
    message = "Esa persona no tiene una condición reconocida a la que renunciar."


class ChildsStatus(Conflict):
    message = "La condición de una niña, un niño o adolescente no se renuncia."


class DecidedInSitting(Conflict):
    message = (
        "Lo resuelve un órgano de varias personas: la secretaría lo lleva a una sesión, se vota y se firma allí. Si el órgano votó"
        " en contra, aquí se anota que conserva la condición."
    )
