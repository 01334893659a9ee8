"""Overrides of the procedure in words: where each stands, what it changes, what the check found, what a step comes to."""

from collections.abc import Iterable
from typing import Any

from app.overrides import public as overrides
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext


def line(found: overrides.OverrideLine) -> dict[str, Any]:
    """One override as the list and its own page show it."""
    return {
        "number": found.number,
        "href": f"/procedure/overrides/{found.number}",
        "title": found.title,
        "edition": found.edition,
        "profile_version": found.profile_version,
        "standing": found.standing,
        "state": _state(found),
        "version": found.version,
        "from": found.valid_from,
        "alone": found.alone,
        "digest": found.digest,
        "happened": _happened(found),
    }


def _state(found: overrides.OverrideLine) -> dict[str, str]:
    day = short_date(found.valid_from) if found.valid_from else ""
    return {
        "draft": {"text": _("borrador"), "kind": "wait"},
        "coming": {"text": _("rige desde el %(day)s") % {"day": day}, "kind": "accent"},
        "in_force": {"text": _("en vigor"), "kind": "ok"},
        "replaced": {"text": _("sustituido por otro"), "kind": ""},
        "withdrawn": {"text": _("retirado"), "kind": "bad"},
    }[found.standing]


def _happened(found: overrides.OverrideLine) -> list[dict[str, Any]]:
    """Who did what, when and why, oldest first."""
    steps = [(_("Lo subió"), found.uploader, found.uploaded_at, found.because)]
    if found.put_in_force_at:
        what = _("Lo puso en vigor, sin una segunda persona") if found.alone else _("Lo puso en vigor")
        steps.append((what, found.confirmer or "", found.put_in_force_at, found.put_in_force_because or ""))
    if found.withdrawn_at:
        steps.append(
            (_("Lo retiró"), found.withdrawer or "", found.withdrawn_at, found.withdrawn_because or "")
        )
    return [{"what": what, "who": who, "at": at, "because": because} for what, who, at, because in steps]


def fault(found: procedure.Fault) -> dict[str, Any]:
    return {"line": found.line, "place": found.place, "reason": found.reason(language())}


def preview(seen: overrides.Preview) -> dict[str, Any]:
    """What it changes, and what the check found: its own defects, then by how much each matters."""
    blocking = set(seen.blocking)
    return {
        "before": seen.before.version,
        "summary": summary(seen),
        "parts": seen.differences(language()),
        "weakened": [{"place": w.place, "what": w.said(language())} for w in seen.weakened],
        "blocking": [finding(f) for f in seen.blocking],
        "defects": [finding(f) for f in seen.findings if f.severity == "defect" and f not in blocking],
        "gaps": [finding(f) for f in seen.findings if f.severity == "gap"],
        "unverified": [finding(f) for f in seen.findings if f.severity == "unverified"],
    }


def summary(seen: overrides.Preview) -> str:
    """How much changes, in a sentence, and which limits."""
    changes = sum(len(part.differences) for part in seen.differences(language()))
    values = ngettext("Cambia %(n)s valor.", "Cambian %(n)s valores.", changes) % {"n": changes}
    if not seen.limits:
        return _("%(values)s Ningún plazo cambia.") % {"values": values}
    shown = {**seen.before.limits, **seen.after.limits}
    names = ", ".join(f"«{shown[name].label.in_(language())}»" for name in seen.limits)
    limits = ngettext(
        "Afecta a %(n)s plazo: %(names)s.", "Afecta a %(n)s plazos: %(names)s.", len(seen.limits)
    )
    return f"{values} {limits % {'n': len(seen.limits), 'names': names}}"


def finding(found: procedure.Finding) -> dict[str, str]:
    return {"place": found.subject, "what": found.said(language())}


def has_defects() -> str:
    return _("Con estos defectos no se puede poner en vigor: retírelo y suba uno corregido.")


def less_protection(places: int) -> str:
    return ngettext(
        "Protege menos a las personas que la norma publicada, en %(n)s lugar.",
        "Protege menos a las personas que la norma publicada, en %(n)s lugares.",
        places,
    ) % {"n": places}


def second_person_always() -> str:
    return _(
        "Quita garantías a las personas, y nadie más tiene la función de administración: no lo pone en vigor una persona sola."
    )


def second_person(others: Iterable[str]) -> str:
    return _("Usted lo subió: lo pone en vigor otra persona de administración (%(names)s).") % {
        "names": ", ".join(others)
    }


def entry_into_force(found: overrides.OverrideView, *, alone: bool) -> dict[str, Any]:
    """What follows from putting it in force."""
    seen = found.preview
    points = [
        _("Las solicitudes que se presenten desde ese día quedan bajo %(edition)s.")
        % {"edition": found.line.edition},
        _("Los expedientes en trámite conservan el procedimiento con el que se presentaron."),
        _(
            "Lo que este archivo no dice vuelve a ser lo que trae la versión %(version)s, sin ajustes anteriores."
        )
        % {"version": found.line.profile_version},
    ]
    if seen and seen.weakened:
        points.insert(0, less_protection(len(seen.weakened)))
    if alone:
        points.append(
            _(
                "Usted lo subió y nadie más tiene esta función: quedará anotado que no hubo una segunda persona."
            )
        )
    return {
        "title": _("Poner en vigor el ajuste %(number)s") % {"number": found.line.number},
        "consequence": summary(seen) if seen else has_defects(),
        "points": points,
        "button": _("Poner en vigor"),
        "kind": "warning",
        "asks_day": True,
    }


def withdrawal(found: overrides.OverrideView, before: str | None) -> dict[str, Any]:
    """What follows from withdrawing it; `before` is what is in force then, where that changes."""
    points = [_("El archivo y quién hizo qué siguen a la vista. El número no se vuelve a usar.")]
    if found.line.standing == "draft":
        consequence = _("Este borrador ya no se podrá poner en vigor. Nada cambia para ningún expediente.")
    elif before is not None:
        consequence = _("Las solicitudes que se presenten desde este momento quedan bajo %(edition)s.") % {
            "edition": before
        }
        points.insert(0, _("Los expedientes que ya están bajo este ajuste lo conservan."))
    else:
        consequence = _("Este ajuste deja de estar previsto. Nada cambia para los expedientes de hoy.")
    return {
        "title": _("Retirar el ajuste %(number)s") % {"number": found.line.number},
        "consequence": consequence,
        "points": points,
        "button": _("Retirar"),
        "kind": "warning",
        "asks_day": False,
    }
