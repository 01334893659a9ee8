"""The words for best-interests procedures."""

from app.web.i18n import gettext as _


def kind_words() -> dict[str, str]:
    """What may be opened."""
    return {
        "short_assessment": _("Evaluación breve (urgente)"),
        "assessment": _("Evaluación del interés superior"),
        "determination": _("Determinación con panel"),
    }


def reason_words() -> dict[str, str]:
    """What it is opened for."""
    return {
        "asylum_procedure": _("Para el trámite de asilo"),
        "durable_solution": _("Para una solución duradera"),
        "temporary_care": _("Para un cuidado temporal excepcional"),
        "separation": _("Por una posible separación de su madre o padre"),
        "family_reunification": _("Para reunirse con su familia"),
    }


def state_words() -> dict[str, tuple[str, str]]:
    """How far it is, with the colour of its tag."""
    return {
        "draft": (_("En preparación"), "yellow"),
        "submitted": (_("Por decidir"), "blue"),
        "determined": (_("Decidido"), "green"),
    }
