"""Procedures of loss in words."""

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language


def way_words(profile: procedure.Profile) -> dict[str, str]:
    """What each way of losing a status is called in the country."""
    named = {loss.name: loss.label.in_(language()) for loss in profile.loss}
    return {
        "cessation": named.get("cessation", _("Cesación")),
        "cancellation": named.get("cancellation", _("Cancelación")),
        "revocation": named.get("revocation", _("Revocación")),
        "complementary": _("Retiro de la protección complementaria"),
    }


def state_words() -> dict[str, str]:
    return {
        "opened": _("abierto, falta avisar a la persona"),
        "told": _("la persona lo sabe"),
        "signed": _("resuelto, sin notificar"),
        "kept": _("conserva la condición"),
        "lost": _("perdida"),
        "restored": _("devuelta por el recurso"),
    }


def wait_words() -> dict[str, str]:
    """What open procedures wait for, as headings of their list."""
    return {
        "serve": _("Por notificar"),
        "tell": _("Por avisar a la persona"),
        "hear": _("Por oír"),
        "decide": _("Por resolver"),
        "answer": _("La persona puede contestar"),
    }


def pressure_words() -> dict[str, str]:
    """What is asked alone, before a renunciation is taken down."""
    return {
        "alone": _("Se le preguntó a solas"),
        "understands": _("Dice con sus palabras qué pierde"),
        "no_promise": _("Nadie le ofreció nada a cambio"),
        "no_threat": _("Nadie le amenaza ni le apura"),
    }


def capacity_words() -> dict[str, str]:
    """In what capacity somebody is at a hearing."""
    return {
        "person": _("La persona"),
        "representative": _("Representante"),
        "guardian": _("Tutor o tutora"),
        "best_interests": _("Interés superior de la niñez"),
        "judge": _("Quien juzga"),
        "clerk": _("Secretaría"),
        "official": _("Oficina"),
        "interpreter": _("Intérprete"),
        "witness": _("Testigo"),
        "expert": _("Perito o perita"),
        "unhcr": _("ACNUR"),
        "other": _("Otra"),
    }


def signing_words() -> dict[str, str]:
    return {
        "by_hand": _("Firmó en el papel"),
        "on_screen": _("Firmó en la pantalla"),
        "refused": _("No firmó"),
    }


def seat_words() -> dict[str, str]:
    return {"rapporteur": _("ponencia"), "member": _("integrante"), "alternate": _("suplente")}
