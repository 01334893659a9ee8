"""What a service is told on its safe channel: that something waits, and nothing of whom or why. Services read Spanish."""

_WAITS = "Hay una derivación para su servicio, con el código %(code)s. Llame a la oficina."
_STOP = "La derivación con el código %(code)s queda sin efecto: la persona retiró su consentimiento. No la contacte."
_URGENT = "URGENTE: hay una derivación para su servicio, con el código %(code)s. Llame ya a la oficina."


def service_wording(*, urgent: bool, code: str) -> str:
    """That a referral waits."""
    text = _URGENT if urgent else _WAITS
    return text % {"code": code}


def service_told_to_stop(*, code: str) -> str:
    """That the person takes their consent back."""
    return _STOP % {"code": code}
