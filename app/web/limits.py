"""A time limit as the pages show it: what, how many days are left, and what it rests on."""

from datetime import date, datetime
from typing import Any

from app.cases import public as cases
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import limit_name, role_name


def due(
    limit: cases.Limit, profile: procedure.Profile, now: datetime, whose: str | None = None
) -> dict[str, Any]:
    """For the right column's list. `whose` it is, where it runs for one person alone."""
    what = limit_name(profile, limit.rule)
    return {
        "what": f"{what}: {whose}" if whose else what,
        "days": days_left(profile, limit.due_on, now),
        "status": "suspended" if limit.state == "suspended" else "running",
        "on": limit.due_on,
        "basis": limit.basis,
        "verification": limit.verification if limit.kind == "legal" else "confirmed",
        "kind": limit.kind,
        "notes": notes(limit, profile),
        "explained": procedure.Explanation.from_dict(limit.explanation).in_words(language()),
    }


def still_due(case: cases.CaseView, limits: list[cases.Limit]) -> list[cases.Limit]:
    """What runs, after what has passed while the case still stands where that limit runs."""
    again = {x.rule for x in limits if x.state == "running"}
    late = [
        x
        for x in limits
        if x.state == "missed"
        and not x.settled
        and x.rule not in again
        and x.rule in case.profile.limits
        and case.stage in case.profile.limits[x.rule].runs_in
    ]
    return late + [x for x in limits if x.state in ("running", "suspended")]


def not_on_record(case: cases.CaseView) -> list[str]:
    """What the law may limit where the case stands, and nobody knows for how long: said, never guessed at."""
    here = {claim.stage for claim in case.claims}
    return [
        limit.label.in_(language())
        for limit in case.profile.limits.values()
        if limit.length is None and limit.kind == "legal" and not here.isdisjoint(limit.runs_in)
    ]


def notes(limit: cases.Limit, profile: procedure.Profile) -> list[str]:
    """What happened to the limit, and what the law attaches to its passing."""
    said: list[str] = []
    rule = profile.limits.get(limit.rule)
    if rule is None:
        return said  # it ended when the case came under a version that has no such limit
    extension = rule.extension
    if limit.extensions and extension is not None:
        cause = extension.cause(limit.extension_cause or "")
        said.append(
            _("Prorrogado %(n)s de %(most)s: %(cause)s. Antes vencía el %(day)s.")
            % {
                "n": limit.extensions,
                "most": extension.times,
                "cause": cause.label.in_(language()) if cause else _("sin causa registrada"),
                "day": short_date(limit.first_due_on) if limit.first_due_on else "–",
            }
        )
    elif limit.first_due_on is not None and limit.first_due_on != limit.due_on:
        words = (
            _("Abreviado: antes vencía el %(day)s.")
            if limit.due_on < limit.first_due_on
            else _("Contado de nuevo: antes vencía el %(day)s.")
        )
        said.append(words % {"day": short_date(limit.first_due_on)})
    if limit.state == "missed":
        said += attached(rule)
    if limit.escalated_at is not None:
        said.append(
            _("Ante %(role)s desde el %(day)s.")
            % {"role": role_name(rule.escalate_to), "day": short_date(limit.escalated_at)}
        )
    return said


def attached(rule: procedure.Limit) -> list[str]:
    """What the law attaches to the limit's passing unmet, with the mark of whoever has not seen the text."""
    missed = rule.missed
    if missed is None:
        return []
    said = []
    if missed.silence is not None and missed.silence.value is not None:
        means = {
            "grants": _("Venció sin respuesta: la ley lo tiene por concedido si se invoca."),
            "refuses": _("Venció sin respuesta: la ley permite tenerlo por denegado y recurrir."),
            "no_opinion": _("Venció sin respuesta: se sigue sin esa opinión."),
        }
        mark = "" if missed.silence.verification == "confirmed" else f" ({_('sin verificar')})"
        said.append(f"{means[missed.silence.value]}{mark}")
    if missed.keeps_valid:
        said.append(_("Mientras tanto los documentos siguen vigentes."))
    if missed.then == "reasoned_decision":
        said.append(_("Una persona decide, con razones, qué efecto tiene."))
    return said


def days_left(profile: procedure.Profile, due_on: date, now: datetime) -> int:
    """Working days from today to the last day; negative when it is over."""
    today = profile.today(now)
    if due_on >= today:
        return procedure.working_days_between(profile, today, due_on)
    return -max(1, procedure.working_days_between(profile, due_on, today))
