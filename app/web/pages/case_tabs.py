"""The ways through a case: a row of tabs, and where several pages belong to one tab, a second row with those."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.core.actor import Actor
from app.identity import public as identity
from app.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Tabs:
    """`row` has every tab that the reader may open; `within` the pages of the present one, where it has more than one."""

    row: list[dict[str, Any]]
    within: list[dict[str, Any]]


def tabs(actor: Actor, reference: str, current: str, *, people: int, without: Collection[str] = ()) -> Tabs:
    """What the actor may open of the case. `current` is the page that is shown; `without` names pages that this case does not have."""
    base = f"/cases/{reference}"
    row: list[dict[str, Any]] = []
    within: list[dict[str, Any]] = []
    for label, pages in _groups():
        shown = [
            {"name": name, "label": said, "href": base + path, "current": name == current}
            for name, said, path, permission in pages
            if name not in without and identity.may(actor, permission)
        ]
        # Two ways to the same page, for roles that call it differently.
        shown = list({page["name"]: page for page in reversed(shown)}.values())[::-1]
        if not shown:
            continue
        here = any(page["current"] for page in shown)
        only = shown[0]["label"] if len(shown) == 1 else label
        tab = {"label": only, "href": shown[0]["href"], "current": here}
        if shown[0]["name"] == "people":
            tab["count"] = people
        row.append(tab)
        if here and len(shown) > 1:
            within = shown
    return Tabs(row, within)


def _groups() -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Each tab with its pages: name, label, address below the case, permission."""
    return [
        ("", [("overview", _("Resumen"), "", "case.read")]),
        (
            _("Personas"),
            [
                ("people", _("Personas"), "/people", "case.read"),
                ("family", _("Familia"), "/family", "family.read"),
                ("representation", _("Representación"), "/representation", "representation.read"),
                ("best_interests", _("Interés superior"), "/best-interests", "best_interests.read"),
            ],
        ),
        (
            _("Citas y entrevistas"),
            [
                ("interviews", _("Citas y entrevistas"), "/interviews", "appointment.read"),
                ("interviews", _("Entrevistas"), "/interviews", "interview.read"),
            ],
        ),
        ("", [("assessment", _("Evaluación"), "/assessment", "assessment.read")]),
        ("", [("decisions", _("Decisiones y recursos"), "/decisions", "decision.read")]),
        (
            _("Documentos"),
            [
                ("documents", _("Documentos"), "/documents", "document.read"),
                ("filings", _("Escritos"), "/filings", "filing.read"),
                ("attachments", _("Adjuntos"), "/attachments", "attachment.read"),
            ],
        ),
        ("", [("notices", _("Avisos"), "/notices", "case.read")]),
        (
            _("Notas"),
            [
                ("notes", _("Notas"), "/notes", "note.read"),
                ("conflicts", _("Conflictos de interés"), "/conflicts", "conflict.read"),
            ],
        ),
        (
            _("Cronología"),
            [
                ("timeline", _("Cronología"), "/timeline", "case.read"),
                ("accesses", _("Accesos"), "/accesses", "case.see_accesses"),
            ],
        ),
    ]
