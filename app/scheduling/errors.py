"""Why a time cannot be had."""

from app.core.errors import Conflict


class AlreadyBooked(Conflict):
    message = "A esa hora ya hay una cita para %(what)s. Elija otra hora."


class NotBooked(Conflict):
    message = "Esa cita ya no está en pie."
