"""What was done to serve a decision, as pages show it."""

from typing import Any

from app.decisions import public as decisions
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.service_words import channel_words, place_words, receiver_words, result_words


def service_shown(done: decisions.ServiceOf, profile: procedure.Profile) -> dict[str, Any]:
    """The service that holds, those set aside, the attempts, and what the law says of each channel."""
    return {
        "in_force": _service(done.in_force) if done.in_force else None,
        "set_aside": [_service(each) for each in done.set_aside],
        "attempts": [_attempt(each) for each in done.attempts],
        "law": [
            (said.label.in_(language()), _effect(said), profile.cite(said), said.verification)
            for said in profile.notification.channels
        ],
    }


def _service(one: decisions.Service) -> dict[str, Any]:
    return {
        "view": one,
        "channel": channel_words().get(one.channel, one.channel),
        "why": one.basis or one.reasons or _("valor de la instalación, sin fuente"),
    }


def _attempt(one: decisions.AttemptView) -> dict[str, Any]:
    return {
        "view": one,
        "channel": channel_words().get(one.channel, one.channel),
        "place": place_words().get(one.place, one.place),
        "receiver": receiver_words().get(one.served_as, one.served_as),
        "result": result_words()[one.result],
        "failed": one.result not in ("delivered", "published"),
    }


def _effect(channel: procedure.Channel) -> str:
    words = {
        "same_day": _("Surte efecto el mismo día"),
        "next_working_day": _("Surte efecto el día hábil siguiente"),
        "date_on_receipt": _("Surte efecto en la fecha del acuse"),
        "last_publication": _("Surte efecto con la última publicación"),
        "unknown": _("Cuándo surte efecto no consta"),
    }
    parts = [words[channel.effect]]
    if channel.later is not None:
        parts.append(_("%(span)s después") % {"span": channel.later.in_words(language())})
    if channel.failed_attempts is not None:
        least = channel.failed_attempts.value
        parts.append(
            _("tras %(n)s intentos fallidos") % {"n": least}
            if least is not None
            else _("tras cuántos intentos fallidos no consta: al menos uno")
        )
    if channel.publications is not None and channel.publications.value is not None:
        parts.append(_("%(n)s días seguidos") % {"n": channel.publications.value})
    return "; ".join(parts)
