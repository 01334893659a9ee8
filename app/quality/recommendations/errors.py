"""Why a recommendation did not move."""

from app.core.errors import Conflict, Stale


class NotFromHere(Conflict):
    message = "La recomendación no está en un estado que permita ese paso. Vuelva a cargarla."


class NotAddressedToYou(Conflict):
    message = "Ese paso le toca a quien se dirige la recomendación."


class OwnRecommendation(Conflict):
    message = "Nadie verifica lo propio: lo hace quien no la propuso ni la llevó a cabo."


class RecommendationChanged(Stale):
    """The version of the recommendation that the caller read is not the current one."""
