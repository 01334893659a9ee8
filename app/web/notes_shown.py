"""Notes, tasks and hand-overs in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.cases import public as cases
from app.identity import public as identity
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.words import limit_name, role_name


def state_name(state: str) -> str:
    return {
        "proposed": _("Espera respuesta"),
        "accepted": _("Aceptada"),
        "refused": _("No aceptada"),
        "withdrawn": _("Retirada"),
    }.get(state, state)


def state_kind(state: str) -> str:
    return {"proposed": "wait", "accepted": "ok", "refused": "bad"}.get(state, "accent")


def side_words(side: str) -> str:
    """Who reads these notes, so that nobody writes for more readers than there are."""
    if side == "first":
        return _(
            "Las leen quienes tramitan este expediente. Ni el órgano que decide, ni el recurso, ni la persona o quien la representa."
        )
    if side == "commission":
        return _("Las leen quienes integran el órgano que decide y su secretaría. Nadie más.")
    return _(
        "Las leen quienes conocen de este recurso. Ni la primera instancia, ni la persona o quien la representa."
    )


def colleague(reader: identity.Reader) -> dict[str, str]:
    return {
        "value": str(reader.user_id),
        "text": reader.name,
        "hint": f"@{reader.username} · {role_name(reader.role)}",
        "username": reader.username,
    }


def task(view: cases.notes.TaskView, today: date) -> dict[str, Any]:
    return {"view": view, "late": view.done_at is None and view.due_on < today}


def tasks(views: Iterable[cases.notes.TaskView], today: date) -> list[dict[str, Any]]:
    return [task(view, today) for view in views]


def handover(view: cases.notes.HandoverView, profile: procedure.Profile | None = None) -> dict[str, Any]:
    """`profile` names the limit that comes next; without one the day alone is said."""
    rule = view.next_due_rule
    named = limit_name(profile, rule) if profile and rule and rule in profile.limits else ""
    return {
        "view": view,
        "href": f"/handovers/{view.id}",
        "state": state_name(view.state),
        "state_kind": state_kind(view.state),
        "limit": named,
    }
