"""The words for a sitting, its votes and its seats."""

from app.web.i18n import gettext as _


def choice_words() -> dict[str, str]:
    return {"for": _("Con la propuesta"), "against": _("En contra"), "abstain": _("Abstención")}


def status_words() -> dict[str, str]:
    return {
        "convened": _("convocada"),
        "open": _("abierta"),
        "suspended": _("suspendida"),
        "closed": _("cerrada"),
        "cancelled": _("cancelada"),
    }


def place_words(seat: str, place: int) -> str:
    """`Ministerio de Seguridad, suplente`."""
    if place == 0:
        return seat
    if place == 1:
        return _("%(seat)s, suplente") % {"seat": seat}
    return _("%(seat)s, suplente %(n)s") % {"seat": seat, "n": place}
