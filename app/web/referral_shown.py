"""Referrals in words."""

from typing import Any

from app.procedure import public as procedure
from app.referrals import public as referrals
from app.web.formats import language_name
from app.web.i18n import gettext as _
from app.web.i18n import language


def kind_name(kind: str) -> str:
    label = procedure.REFERRALS.get(kind)
    return label.in_(language()) if label else kind


def kind_options() -> list[tuple[str, str]]:
    return [(kind, label.in_(language())) for kind, label in procedure.REFERRALS.items()]


def state_words() -> dict[str, str]:
    return {
        "made": _("sin respuesta"),
        "accepted": _("aceptada"),
        "refused": _("no la recibió"),
        "no_capacity": _("sin cupo"),
        "closed": _("terminada"),
        "withdrawn": _("sin consentimiento"),
    }


STATE_KINDS = {
    "made": "wait",
    "accepted": "ok",
    "refused": "bad",
    "no_capacity": "bad",
    "closed": "accent",
    "withdrawn": "bad",
}


def part_names() -> dict[str, str]:
    return {
        "initials": _("Iniciales"),
        "full_name": _("Nombre completo"),
        "age": _("Edad"),
        "sex": _("Sexo"),
        "languages": _("Idiomas"),
        "phone": _("Teléfono"),
        "what_is_needed": _("Qué se pide"),
    }


def obliged_words() -> dict[str, str]:
    return {
        "child_at_risk": _("Una niña, niño o adolescente en riesgo"),
        "threat_to_life": _("Peligro de muerte"),
    }


def sent_words(view: referrals.ReferralView) -> list[tuple[str, str]]:
    """Exactly what was passed on."""
    names = part_names()
    sexes = {"female": _("Mujer"), "male": _("Hombre"), "other": _("Otro"), "unknown": _("No consta")}

    def value(part: str, given: Any) -> str:
        if part == "languages":
            return ", ".join(language_name(code) for code in given) or "–"
        return sexes.get(str(given), str(given)) if part == "sex" else str(given) or "–"

    return [(names[part], value(part, view.sent[part])) for part in referrals.PARTS if part in view.sent]


def line(view: referrals.ReferralView) -> dict[str, Any]:
    """One referral in a list."""
    return {
        "view": view,
        "href": f"/referrals/{view.id}",
        "kind": kind_name(view.kind),
        "state": state_words().get(view.state, view.state),
        "state_kind": STATE_KINDS.get(view.state, "accent"),
    }


def facts(view: referrals.ReferralView) -> list[tuple[str, str]]:
    """Of one referral, but for what was passed on."""
    consent = (
        _("Sí: %(how)s") % {"how": view.consent_how}
        if view.consented
        else _("No. La ley obliga: %(by)s. %(why)s")
        % {"by": obliged_words().get(view.obliged_by or "", ""), "why": view.obliged_why}
    )
    found = [
        (_("Servicio"), f"{view.service}, {view.contact}"),
        (_("Código para el servicio"), view.code),
        (_("Qué se necesita"), kind_name(view.kind)),
        (_("Consentimiento"), consent),
        (_("Derivó"), view.maker),
    ]
    if view.answer or view.answerer:
        found.append(
            (_("Respuesta"), f"{state_words().get(view.state, '')}. {view.answer} ({view.answerer})")
        )
    if view.result:
        found.append((_("En qué quedó"), view.result))
    return found
