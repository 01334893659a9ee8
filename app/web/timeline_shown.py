"""What happened in a case, in words."""

from typing import Any

from app.cases import public as cases
from app.procedure import public as procedure
from app.web import attention
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import role_name


def _which_ground(happening: cases.Happening) -> str:
    """On what ground of the list it was opened again."""
    code = happening.data.get("ground") if happening.name == "reopened" else None
    return next((g.label(language()) for g in cases.reopening_grounds() if g.code == code), "")


def line(happening: cases.Happening, profile: procedure.Profile) -> dict[str, Any]:
    """One line of the timeline, in words."""
    label = profile.event(happening.name).label.in_(language())
    moved = happening.stage_before != happening.stage_after
    text = profile.stage(happening.stage_after).label.in_(language()) if moved else ""
    reasons = happening.data.get("reasons") or happening.data.get("comment") or ""
    answered = attention.answers_shown(profile.event(happening.name), happening.data)
    return {
        "at": happening.at,
        "title": label,
        "who": f"{happening.actor}, {role_name(happening.actor_role).lower()}",
        "text": " · ".join(
            part
            for part in (
                (_("pasa a") + " " + text) if text else "",
                *(f"{asked}: {said}" for asked, said in answered),
                _which_limit(happening, profile),
                _which_ground(happening),
                str(reasons),
            )
            if part
        ),
        "warning": happening.name == "deadline_missed",
    }


def _which_limit(happening: cases.Happening, profile: procedure.Profile) -> str:
    """The limit that the calendar's own events are about."""
    rule = str(happening.data.get("rule") or "")
    return profile.limit(rule).label.in_(language()) if rule in profile.limits else ""
