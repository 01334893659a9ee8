"""Why a note, a task or a hand-over was not written."""

from app.core.errors import Conflict, Stale


class CorrectedAlready(Conflict):
    message = "Esa nota ya fue corregida: corrija la corrección."


class NotYourNote(Conflict):
    message = "Una nota la corrige quien la escribió. Escriba otra."


class TaskChanged(Stale):
    """The version of the task that the caller read is not the current one."""


class HandoverChanged(Stale):
    """The version of the hand-over that the caller read is not the current one."""


class HandoverOpen(Conflict):
    message = "Este expediente ya tiene una entrega que espera respuesta."


class HandoverOver(Conflict):
    message = "Esa entrega ya fue respondida o retirada, o el expediente cambió de manos."


class NotInYourHands(Conflict):
    message = "Solo entrega el expediente quien lo tiene a cargo."


class ConflictStands(Conflict):
    message = "Hay un conflicto de interés anotado: esa persona no puede recibir este expediente."
