"""What waits for a decision or a look, as the pages show it: proposals, limits put before the role above, the time to file."""

from datetime import datetime
from typing import Any

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.identity import public as identity
from app.procedure import public as procedure
from app.web import steps
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.limits import attached, days_left
from app.web.words import role_name


async def proposals_of(db: ReadSession, case: cases.CaseView) -> list[dict[str, Any]]:
    """The open proposals of a case for who may read them, each with what this actor may do about it."""
    if not identity.may(db.actor, "proposal.read"):
        return []
    return [_proposal(p, db.actor) for p in await cases.proposals_of(db, case.id)]


async def to_decide(db: ReadSession) -> list[dict[str, Any]]:
    """What waits for the actor's own decision, on My day."""
    if not identity.may(db.actor, "proposal.dismiss"):
        return []
    return [_proposal(p, db.actor) for p in await cases.proposals_for(db, db.actor.role)]


async def put_before(db: ReadSession, now: datetime) -> list[dict[str, Any]]:
    """The limits that were put before the actor's role, on My day, each with why."""
    return [_escalation(e, now) for e in await cases.escalations_for(db, db.actor.role)]


def _proposal(found: cases.ProposalView, actor: Actor) -> dict[str, Any]:
    event = found.profile.event(found.event)
    mine = actor.role in found.roles
    base = f"/cases/{found.reference}"
    return {
        "reference": found.reference,
        "name": found.name,
        "what": event.label.in_(language()),
        "why": _why(found),
        "since": found.proposed_at,
        "who": ", ".join(role_name(role) for role in found.roles),
        "mine": mine,
        "href": base,
        "take": steps.address(found.reference, found.event, found.profile) if mine and found.ready else None,
        "leave": f"{base}/proposals/{found.id}" if mine and identity.may(actor, "proposal.dismiss") else None,
    }


def _why(found: cases.ProposalView) -> str:
    why = found.why.in_(language())
    if found.kind == "limit":
        return _("venció sin cumplirse: %(limit)s") % {"limit": why}
    return why


def _escalation(found: cases.Escalation, now: datetime) -> dict[str, Any]:
    rule = found.profile.limit(found.rule)
    late = found.due_at <= now
    why = _("venció el %(day)s") if late else _("vence el %(day)s")
    return {
        "reference": found.reference,
        "name": found.name,
        "href": f"/cases/{found.reference}",
        "what": rule.label.in_(language()),
        "why": why % {"day": short_date(found.due_on)},
        "since": found.since,
        "days": days_left(found.profile, found.due_on, now),
        "on": found.due_on,
        "basis": found.basis,
        "verification": found.verification if found.kind == "legal" else "confirmed",
        "kind": found.kind,
        "late": late,
        "attached": attached(rule) if late else [],
    }


async def filing_of(db: ReadSession, case: cases.CaseView) -> dict[str, Any] | None:
    """The time to file and whether the claim kept it; None where it was not looked at when the case was registered."""
    found = await cases.filing_of(db, case.id, case.profile)
    return None if found is None else filing_shown(found, case.profile)


def filing_shown(found: cases.FilingView, profile: procedure.Profile) -> dict[str, Any]:
    limit = profile.limits.get(found.limit) if found.limit else None
    standing = {True: _("En plazo"), False: _("Fuera de plazo"), None: _("No consta")}[found.in_time]
    explained = procedure.Explanation.from_dict(found.explanation) if found.explanation else None
    return {
        "standing": standing,
        "kind": {True: "ok", False: "wait", None: None}[found.in_time],
        "late": found.in_time is False,
        "words": explained.in_words(language()) if explained else _no_limit(limit),
        "doubt": _doubt(limit),
        "basis": profile.cite(limit) if limit else "",
        "verification": limit.verification if limit else None,
        "on": found.due_on,
        "decided": _decided(found, profile),
        "pending": found.in_time is False and found.decided_at is None and profile.filing.late is not None,
    }


def _doubt(limit: procedure.Limit | None) -> str:
    """What is known of whether the limit is applied at all: nobody should lose by one that may be dead letter."""
    applied = limit.applied_in_practice if limit else None
    if applied is None or applied.value:
        return ""
    if applied.value is None:
        return _("No consta que este plazo se aplique todavía.")
    return _("Este plazo no se aplica en la práctica.")


def _no_limit(limit: procedure.Limit | None) -> str:
    if limit is not None and limit.length is not None:
        return _("No se sabe desde qué día corre: nadie puede decir que la solicitud sea tardía.")
    return _("No hay plazo registrado para presentar la solicitud.")


def _decided(found: cases.FilingView, profile: procedure.Profile) -> dict[str, Any] | None:
    if found.decided_at is None or profile.filing.late is None:
        return None
    event = profile.event(profile.filing.late)
    return {
        "at": found.decided_at,
        "answers": [text for _label, text in answers_shown(event, found.decision)],
        "reasons": str(found.decision.get("reasons", "")),
    }


def answers_shown(event: procedure.Event, data: Any) -> list[tuple[str, str]]:
    """What was answered when the event was recorded, each as label and words."""
    shown = []
    for ask in event.asks:
        if ask.name in data:
            choice = next((c.label.in_(language()) for c in ask.choices if c.name == data[ask.name]), None)
            shown.append((ask.label.in_(language()), choice or str(data[ask.name])))
    return shown
