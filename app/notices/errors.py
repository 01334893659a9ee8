"""What notices refuse."""

from app.core.errors import Conflict


class NotWaitingForYou(Conflict):
    """Somebody told the person already, or it leaves by itself."""

    message = "Ese aviso ya no espera a nadie: vuelva a cargar la página."


class NotFailed(Conflict):
    """It left, or is about to."""

    message = "Ese aviso no está entre los no entregados."
