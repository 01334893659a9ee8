"""The stages of a procedure as a line, with the legal limit ahead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cases import public as cases
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import limit_name


def track(
    case: cases.CaseView, reached: Mapping[str, datetime], limits: list[cases.Limit]
) -> list[dict[str, Any]]:
    """The stages of the procedure as a line: passed with their dates, here, to come; and the legal limit ahead."""
    names = [s for s in case.profile.stages if s.track or s.name == case.stage]
    here = next((n for n, s in enumerate(names) if s.name == case.stage), 0)
    legal = next((li for li in limits if li.kind == "legal" and li.state == "running"), None)
    ends_at = _ends_at(case.profile, legal.rule) if legal else None
    drawn: list[dict[str, Any]] = []
    for number, stage in enumerate(names):
        if legal is not None and stage.name == ends_at:
            drawn.append(_flag(case.profile, legal))
        at = reached.get(stage.name)
        state = "now" if number == here else "done" if number < here and at else "next"
        drawn.append(
            {
                "label": stage.label.in_(language()),
                "state": state,
                "dates": (_("desde") + " " if state == "now" else "") + short_date(at) if at else "",
            }
        )
    return drawn


def _ends_at(profile: procedure.Profile, rule: str) -> str | None:
    """The stage that a case has to reach within the limit: the first target of the event that meets it."""
    targets = (t.to for e in profile.events if rule in e.meets for t in e.to if t.to)
    return next(targets, None)


def _flag(profile: procedure.Profile, legal: cases.Limit) -> dict[str, Any]:
    return {
        "label": limit_name(profile, legal.rule),
        "state": "limit",
        "dates": short_date(legal.due_on),
        "note": "" if legal.verification == "confirmed" else _("sin verificar"),
    }
