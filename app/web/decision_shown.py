"""A decision in words: outcomes, body, signature, service, and the time to challenge it."""

from typing import Any
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.decisions import public as decisions
from app.identity import public as identity
from app.people import public as people
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.service_words import channel_words
from app.web.words import relation_name
from app.workflows.words_on_paper import article, instance


def result_words() -> dict[str, str]:
    return {
        "upheld": _("Confirma lo resuelto"),
        "overturned": _("Revoca lo resuelto"),
        "remitted": _("Devuelve para nuevo análisis"),
        "dismissed": _("Desecha el recurso sin entrar al fondo"),
    }


def shown(
    one: decisions.DecisionView,
    case: cases.CaseView,
    persons: dict[UUID, people.Profile],
    actor: Actor,
) -> dict[str, Any]:
    """What the templates draw of a decision, and what this actor may do about it."""
    counted = one.remedy_explanation
    return {
        "view": one,
        "body": case.profile.bodies[one.body].label.in_(language()),
        "instance": instance(one.instance, one.body, case.profile, "en" if language() == "en" else "es"),
        "result": result_words().get(one.result or ""),
        "outcomes": _outcomes(one, case, persons),
        "paragraphs": [part.strip() for part in one.reasons.split("\n\n") if part.strip()],
        "channel": channel_words().get(one.service.channel) if one.service else None,
        "counted": procedure.Explanation.from_dict(counted).in_words(language()) if counted else None,
        "tally": _tally(one),
        "refuses": any(case.profile.outcomes[o.outcome].refuses for o in one.outcomes),
        "may_serve": _may_serve(one, case, actor),
    }


def _outcomes(
    one: decisions.DecisionView, case: cases.CaseView, persons: dict[UUID, people.Profile]
) -> list[list[Any]]:
    decided = {o.claim_id: o for o in one.outcomes}
    rows: list[list[Any]] = []
    for claim in case.claims:
        person, outcome = persons.get(claim.person_id), decided.get(claim.id)
        if person is not None and outcome is not None:
            known = case.profile.outcomes[outcome.outcome]
            rows.append(
                [
                    {"text": person.name, "sub": relation_name(claim.relation)},
                    known.label.in_(language()),
                    article(case.profile, outcome.outcome, outcome.article),
                ]
            )
    return rows


def _tally(one: decisions.DecisionView) -> str:
    if not one.tally:
        return ""
    against = int(one.tally.get("against", 0))
    abstained = int(one.tally.get("abstain", 0))
    parts = [_("%(n)s a favor") % {"n": one.tally.get("for", 0)}, _("%(n)s en contra") % {"n": against}]
    if abstained:
        parts.append(ngettext("%(n)s abstención", "%(n)s abstenciones", abstained) % {"n": abstained})
    return ", ".join(parts)


def _may_serve(one: decisions.DecisionView, case: cases.CaseView, actor: Actor) -> bool:
    """Signed, not served, and the one on which the case stands."""
    return (
        one.signed_at is not None
        and one.service is None
        and case.stage == "decided"
        and one.instance == case.instance
        and identity.may(actor, "decision.notify")
    )
