"""What a subscription refuses."""

from app.core.errors import Conflict


class AlreadyWatched(Conflict):
    message = "Ya tiene una alerta igual."


class TooManyAlerts(Conflict):
    message = "Tiene %(most)s alertas. Termine alguna antes de pedir otra."


class AlreadyEnded(Conflict):
    message = "Esta alerta ya terminó."
