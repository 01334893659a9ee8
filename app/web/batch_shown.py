"""A batch in words: how far it is, what may be done with it now, and why a case is not in it."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from app.cases import public as cases
from app.core.actor import Actor
from app.identity import public as identity
from app.procedure import public as procedure
from app.web.formats import country, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import limit_name

batches = cases.batches
GOING = ("preparing", "running")


def state_words() -> dict[str, str]:
    return {
        "preparing": _("se está preparando"),
        "prepared": _("lista para revisar"),
        "running": _("se está aplicando"),
        "stopped": _("detenida"),
        "done": _("aplicada"),
        "discarded": _("cerrada sin más"),
    }


def case_words() -> dict[str, str]:
    return {
        "waiting": _("En la lista"),
        "left_out": _("Fuera de la lista"),
        "done": _("Aplicados"),
        "refused": _("No se pudo"),
    }


def progress(view: cases.batches.BatchView) -> dict[str, Any]:
    """What the bar shows. While the list is being made nobody knows how long it will be."""
    return {
        "state": view.state,
        "words": state_words()[view.state],
        "going": view.state in GOING,
        "preparing": view.state == "preparing",
        "looked_at": view.looked_at,
        "handled": view.handled,
        "to_do": view.to_do,
        "people": view.people,
        "counts": [(case_words()[state], view.counts[state]) for state in batches.STATES],
        "stop_reason": _(view.stop_reason) if view.stop_reason and view.stopper is not None else None,
        "stopper": view.stopper,
    }


def acts(view: cases.batches.BatchView, actor: Actor) -> list[dict[str, Any]]:
    """What this actor may do with the batch now, or why not, most important first."""
    kind = batches.KINDS[view.kind]
    found = []
    if view.state in ("prepared", "stopped") and view.counts["waiting"]:
        found.append(_approval(view, actor, kind))
    if view.state == "running":
        found.append({"path": "stop", "text": _("Detener"), "reason": None, "kind": "warning"})
    if view.approved_by == actor.user_id and (
        view.state == "stopped" or (view.state == "done" and view.counts["refused"])
    ):
        found.append(
            {"path": "resumption", "text": _("Seguir con lo que falta"), "reason": None, "kind": "primary"}
        )
    if view.state in ("preparing", "prepared", "stopped") and identity.may(actor, kind.prepares):
        found.append({"path": "discard", "text": _("Cerrar esta lista"), "reason": None, "kind": "secondary"})
    return found


def _approval(view: cases.batches.BatchView, actor: Actor, kind: cases.batches.Kind) -> dict[str, Any]:
    reason = None
    if not identity.may(actor, kind.approves):
        reason = _("La aprueba y firma una persona integrante del órgano.")
    elif kind.four_eyes and view.prepared_by == actor.user_id:
        reason = _("Quien preparó la lista no la aprueba: lo hace otra persona.")
    return {"path": "approval", "text": _("Aprobar y aplicar"), "reason": reason, "kind": "primary"}


def rows(
    lines: list[cases.batches.BatchLine], profile: procedure.Profile, *, visible: Collection[str]
) -> list[dict[str, Any]]:
    """The cases of a page of the list. `visible`: those that the actor may open."""
    return [
        {
            "reference": line.reference,
            "href": f"/cases/{line.reference}" if line.reference in visible else None,
            "state": line.state,
            "words": case_words()[line.state],
            "stage": _stage(profile, str(line.facts.get("stage", ""))),
            "people": line.facts.get("people"),
            "nationalities": ", ".join(country(code) for code in line.facts.get("nationalities", ())),
            "filed_on": _day(line.facts.get("filed_on")),
            "office": line.facts.get("office"),
            "moves": _moves(line.facts),
            "clocks": [clock_words(clock, profile) for clock in line.facts.get("clocks", ())],
            "why": [sentence(why) for why in line.why],
        }
        for line in lines
    ]


def _moves(facts: Mapping[str, Any]) -> str:
    return f"{facts['from']} → {facts['to']}" if "to" in facts else ""


def _stage(profile: procedure.Profile, name: str) -> str:
    stage = profile.stages_by_name.get(name)
    return stage.label.in_(language()) if stage else name


def _day(given: Any) -> str:
    return short_date(date.fromisoformat(str(given))) if given else ""


def clock_words(clock: Mapping[str, Any], profile: procedure.Profile) -> str:
    """What becomes of a limit of a case that moves to another version."""
    name = limit_name(profile, str(clock["rule"]))
    if clock["fate"] == "recounted":
        return _("%(name)s: pasa del %(was)s al %(now)s") % {
            "name": name,
            "was": _day(clock["was"]),
            "now": _day(clock["now"]),
        }
    if clock["fate"] == "ended":
        return _("%(name)s: termina, la otra versión no lo tiene") % {"name": name}
    return _("%(name)s: sigue igual, %(now)s") % {"name": name, "now": _day(clock["now"])}


def sentence(why: Mapping[str, Any]) -> str:
    """One reason in the reader's language; a value may have its English beside it, and days are written as days."""
    values = dict(why.get("values") or {})
    for name, value in list(values.items()):
        if language() == "en" and f"{name}_en" in values:
            values[name] = values[f"{name}_en"]
        elif name == "day":
            with suppress(ValueError):
                values[name] = _day(value)
    text = _(str(why["message"]))
    return text % values if values else text
