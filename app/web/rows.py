"""Lines of a worklist, from cases to what the macro draws."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.cases import public as cases
from app.people.public import age_on
from app.procedure import public as procedure
from app.web import steps
from app.web.formats import country, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.limits import days_left
from app.web.words import limit_name, need_tags
from app.workflows.next_steps import steps_at

# The steps that move a case on; the first that the reader's role may take is what the line offers.
ONWARD = (
    "taken_over",
    "admitted",
    "assigned",
    # Before the interview: another one may be held while the case is analysed, but that is not what it waits for.
    "assessment_submitted",
    "interview_started",
    "endorsed",
    "decided",
    "notified",
    "remedy_decided",
    "late_remedy_accepted",
)
FEW = 2


def rows_of(
    found: Iterable[cases.Row], profile: procedure.Profile, now: datetime, role: str
) -> list[dict[str, Any]]:
    """The lines for somebody in `role`: their own next step stands at the end of each."""
    return [row_of(case, profile, now, role) for case in found]


def row_of(case: cases.Row, profile: procedure.Profile, now: datetime, role: str) -> dict[str, Any]:
    """One line: what is due and on what ground, who, needs, stage, next step."""
    origin = ", ".join(country(c) for c in case.nationalities) or _("sin nacionalidad")
    home = (
        _("sola o solo")
        if case.household_size == 1
        else ngettext("hogar de %(n)s", "hogar de %(n)s", case.household_size) % {"n": case.household_size}
    )
    age = age_on(case.birth_date, profile.today(now))
    return {
        "name": case.name,
        "reference": case.reference,
        "href": f"/cases/{case.reference}",
        "sub": f"{origin} · {age} · {home}",
        "due": _due(case, profile, now),
        "needs": need_tags(case.needs),
        "stage": profile.stage(case.stage).label.in_(language()),
        "stage_note": _("desde %(day)s") % {"day": short_date(case.stage_since)},
        "action": _action(case, profile, role),
    }


def _action(case: cases.Row, profile: procedure.Profile, role: str) -> dict[str, str] | None:
    open_to_me = {step.event: step for step in steps_at(profile, case.stage, role) if step.allowed}
    for event in ONWARD:
        href = steps.address(case.reference, event, profile)
        if event not in open_to_me or href is None or (event == "assigned" and case.assigned_to):
            continue
        step = open_to_me[event]
        words = step.label_en if language() == "en" else step.label_es
        return {"text": steps.words(event) or words, "href": href}
    return _own_step(case, profile, open_to_me)


def _own_step(
    case: cases.Row, profile: procedure.Profile, open_to_me: dict[str, procedure.Step]
) -> dict[str, str] | None:
    """The first step that only this country has and that carries a case on from few stages."""
    for event in profile.events:
        few = len(cases.leaves_from(profile, event.name)) <= FEW
        if event.name in open_to_me and event.form and few and steps.onward(profile, event):
            href = steps.address(case.reference, event.name, profile)
            return {"text": steps.said(event), "href": href or ""}
    return None


def _due(case: cases.Row, profile: procedure.Profile, now: datetime) -> dict[str, Any]:
    if case.due_on is None or case.due_rule is None:
        return {"days": None, "what": _("Sin plazo registrado"), "basis": ""}
    return {
        "days": days_left(profile, case.due_on, now),
        "what": limit_name(profile, case.due_rule),
        "on": case.due_on,
        "basis": case.due_basis,
        "verification": case.due_verification if case.due_kind == "legal" else "confirmed",
        "kind": case.due_kind,
    }
