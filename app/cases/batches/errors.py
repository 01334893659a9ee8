"""Why a batch did not go on."""

from app.core.errors import Conflict, Forbidden, Stale


class BatchOpenAlready(Conflict):
    message = "Ya hay una lista abierta para esta regla. Termínela o descártela antes de preparar otra."


class BatchNotPrepared(Conflict):
    message = "La lista todavía se está preparando, o ya se aplicó o se descartó."


class BatchNotRunning(Conflict):
    message = "La lista no se está aplicando."


class BatchNotStopped(Conflict):
    message = "La lista no está detenida, ni le quedan expedientes por volver a intentar."


class NothingInTheBatch(Conflict):
    message = "No queda ningún expediente en la lista."


class NotWaitingInTheBatch(Conflict):
    message = "Ese expediente ya no espera en la lista."


class PreparerMayNotApprove(Forbidden):
    message = "Quien preparó la lista no la aprueba: lo hace otra persona."


class NotTheApprover(Forbidden):
    message = "La lista se aplica en nombre de quien la aprobó: solo esa persona sigue con ella. Otra la aprueba de nuevo."


class BatchChanged(Stale):
    """The version of the batch that the caller read is not the current one."""
