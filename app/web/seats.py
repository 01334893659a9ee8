"""What a seat is called in the country that runs here: the profile says which body it belongs to and how that is called."""

import re

from app.overrides.public import shipped
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language

SEATED = ("commission_secretary", "commission_member", "appeals_clerk", "appeals_judge")
ABBREVIATION = re.compile(r"\(([A-Z]{2,})\)$")


def seat_name(role: str, body: str | None = None) -> str:
    """A seat of `body`, or where that is not known of the one body that has such a seat; the plain word where several have it."""
    profile = shipped()
    seat = profile.bodies.get(body or "") or _only_one(profile, role)
    if seat is None:
        return procedure.ROLES[role].in_(language())
    return _named_after(role, seat) or f"{_plain(role, seat)} ({short_name(seat)})"


def short_name(body: procedure.Body) -> str:
    """Its abbreviation where it has one, else its whole name."""
    found = ABBREVIATION.search(body.label.in_(language()))
    return found[1] if found else body.label.in_(language())


def hearing(body: str | None) -> str:
    """What the list of those who hear remedies is called."""
    seat = shipped().bodies.get(body or "")
    return _("Tribunal") if seat is not None and seat.kind == "tribunal" else _("Recursos")


def _only_one(profile: procedure.Profile, role: str) -> procedure.Body | None:
    having = [body for body in profile.bodies.values() if role in body.seats]
    return having[0] if len(having) == 1 else None


def _named_after(role: str, body: procedure.Body) -> str | None:
    """A commission's and a tribunal's own words; a commission of one signs alone and has no members."""
    if body.kind == "collegiate" and body.label.es.startswith("Comisión"):
        return {
            "commission_secretary": _("Secretaría de la Comisión"),
            "commission_member": _("Integrante de la Comisión"),
        }.get(role)
    if body.kind == "tribunal":
        return {
            "appeals_clerk": _("Secretaría del Tribunal"),
            "appeals_judge": _("Jueza o juez del Tribunal"),
        }.get(role)
    return None


def _plain(role: str, body: procedure.Body) -> str:
    if role == "commission_member" and body.kind in ("single", "minister"):
        return _("Autoridad que decide")
    return {
        "commission_secretary": _("Secretaría"),
        "commission_member": _("Integrante"),
        "appeals_clerk": _("Secretaría de recursos"),
        "appeals_judge": _("Autoridad de recursos"),
    }[role]
