"""What a forecast refuses."""

from app.core.errors import Conflict


class ForecastUnderWay(Conflict):
    message = "Ya hay una proyección suya en marcha. Espere a que termine."
