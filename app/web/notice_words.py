"""Notices in words: kind, channel, state, what came of a try, and how safe a way is."""

from app.notices import public as notices
from app.web.i18n import gettext as _
from app.web.i18n import language


def kind_name(kind: str) -> str:
    """As the kind's own file calls it; the name itself for a deployment's own."""
    if kind.startswith("referral"):
        return _("Aviso a un servicio")
    known = notices.kinds().get(kind)
    return known.label["en" if language() == "en" else "es"] if known else kind


def channel_words() -> dict[str, str]:
    return {
        "sms": _("mensaje de texto"),
        "email": _("correo electrónico"),
        "letter": _("carta"),
        "call": _("llamada"),
        "in_person": _("en persona"),
    }


def state_words() -> dict[str, str]:
    return {
        "waiting": _("por enviar"),
        "to_do": _("espera a la oficina"),
        "sent": _("enviada"),
        "delivered": _("entregada"),
        "failed": _("no entregada"),
        "called_off": _("ya no hace falta"),
    }


def result_words() -> dict[str, str]:
    return {
        "sent": _("salió"),
        "not_taken": _("no se pudo; se reintenta"),
        "given_up": _("no se pudo después de varios intentos"),
        "refused": _("rechazada"),
        "delivered": _("llegó"),
        "came_back": _("devuelta"),
        "sent_again": _("se pidió enviarla otra vez"),
        "told": _("se le dijo"),
        "posted": _("se echó al correo"),
        "nobody_answered": _("nadie contestó"),
        "not_found": _("no se encontró a la persona"),
    }


def done_words() -> dict[str, str]:
    return {name: words for name, words in result_words().items() if name in notices.DONE}


def safety_words() -> dict[str, str]:
    return {
        "safe": _("Es solo suyo: se le puede decir todo"),
        "shared": _("Lo ven otras personas: solo un aviso discreto"),
        "unsafe": _("No usarlo nunca"),
        "unknown": _("No se sabe: solo un aviso discreto"),
    }


def weekday_words() -> list[tuple[str, str]]:
    days = (
        _("lunes"), _("martes"), _("miércoles"), _("jueves"), _("viernes"), _("sábado"), _("domingo"),
    )  # fmt: skip
    return [(str(number), day) for number, day in enumerate(days, start=1)]


def shown(message: notices.Message) -> dict[str, object]:
    """One message as pages show it."""
    results = result_words()
    return {
        "view": message,
        "kind": kind_name(message.kind),
        "channel": channel_words().get(message.channel, message.channel),
        "state": state_words()[message.state],
        "tries": [
            (each.at, results.get(each.result, each.result), each.detail, each.by) for each in message.tries
        ],
    }
