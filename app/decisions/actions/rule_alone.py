"""A single authority decides on a recommendation: a minister, a director. No sitting, and reasons of its own for a departure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import errors, rules
from app.decisions.actions.close_item import next_number
from app.decisions.actions.set_agenda import demand_free, plain
from app.decisions.chamber import key_of
from app.decisions.chamber_models import Ruling
from app.decisions.models import Decision
from app.decisions.policies import demand_secretary, handlers_among
from app.decisions.values import ClaimOutcome, outcome_rows
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure

Answer = Literal["agrees", "in_part", "disagrees", "returns"]
ANSWERS: tuple[Answer, ...] = ("agrees", "in_part", "disagrees", "returns")
SHORTEST_REASONS = 20
SINGLE = ("single", "minister")


async def demand_single(db: ReadSession, actor: Actor) -> str:
    """The actor's body, where one person decides alone. Raises `NotASingleAuthority`."""
    body = actor.body or ""
    bodies = (await procedure_in_force(db)).bodies
    if body not in bodies or bodies[body].kind not in SINGLE:
        raise errors.NotASingleAuthority
    return body


async def bring_to_desk(db: Session, actor: Actor, case_id: UUID, *, authority: UUID) -> cases.Recorded:
    """Lay an endorsed recommendation on the authority's desk: from here on they see the file. Again changes who sees it.

    Raises `NotASingleAuthority`, `NotAMemberOfTheBody`, `NotAwaitingDecision`, `NoEndorsedAssessment`, `HandledThisCase`,
    `OnAnAgendaAlready`, `AwaitingSignature`.
    """
    demand_secretary(actor)
    body = await demand_single(db, actor)
    if authority not in {
        one.user_id for one in await identity.colleagues(db, "commission_member", body=body)
    }:
        raise errors.NotAMemberOfTheBody
    opened = await cases.open_case(db, case_id)
    await demand_free(db, opened)
    if await assessments.endorsed(db, case_id) is None:
        raise errors.NoEndorsedAssessment
    if await handlers_among(db, case_id, [authority]):
        raise errors.HandledThisCase
    return await cases.record(
        db, actor, opened, "put_on_agenda", data={"desk": body}, admit=[key_of(authority)]
    )


async def rule_alone(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    answer: str,
    reasons: str = "",
    outcomes: Mapping[UUID, str] | None = None,
    version: int | None = None,
) -> UUID | None:
    """The authority agrees with the recommendation, agrees in part, disagrees, or returns it; anything but agreeing has its own
    reasons. The draft to sign, or `None` when it was returned to be assessed again.

    `outcomes` are what they decide for each claim where they depart; `version` is the case's. Raises `NotASingleAuthority`,
    `Invalid`, `NotAwaitingDecision`, `AwaitingSignature`, `NoEndorsedAssessment`, `HandledThisCase`, `CaseChanged`.
    """
    identity.demand(actor, "sitting.vote")
    body = await demand_single(db, actor)
    _check(answer, reasons)
    opened = await cases.open_case(db, case_id, version=version)
    await demand_free(db, opened)
    analysis = await assessments.endorsed(db, case_id)
    if analysis is None:
        raise errors.NoEndorsedAssessment
    if await handlers_among(db, case_id, [actor.user_id]):
        raise errors.HandledThisCase
    ruling = Ruling(
        id=new_id(),
        case_id=case_id,
        body=body,
        assessment_id=analysis.id,
        user_id=actor.user_id,
        answer=answer,
        reasons=reasons.strip(),
        outcomes=[],
        decision_id=None,
        at=db.now(),
    )
    if answer == "returns":
        db.add(ruling)
        await cases.record(
            db, actor, opened, "sent_back", data={"desk": body}, dismiss=[key_of(actor.user_id)]
        )
        return None
    decided = _decided(opened, analysis, answer, reasons.strip(), outcomes or {})
    ruling.outcomes = outcome_rows(decided)
    decision = await _draft(db, actor, opened, decided, reasons.strip() or analysis.summary)
    ruling.decision_id = decision.id
    db.add(decision)
    await db.flush()
    db.add(ruling)
    await db.flush()
    return decision.id


def _check(answer: str, reasons: str) -> None:
    if answer not in ANSWERS:
        raise Invalid.at("answer", "required", "Elija qué responde a la recomendación.")
    if answer != "agrees" and len(reasons.strip()) < SHORTEST_REASONS:
        raise Invalid.at(
            "reasons",
            "too_short",
            "Escriba sus razones, con %(least)s caracteres al menos.",
            least=SHORTEST_REASONS,
        )


def _decided(
    opened: cases.OpenCase,
    analysis: assessments.AssessmentView,
    answer: str,
    reasons: str,
    outcomes: Mapping[UUID, str],
) -> list[ClaimOutcome]:
    recommended = {one.claim_id: plain(one) for one in analysis.recommendations}
    waiting = [c.id for c in opened.claims if c.stage == rules.WAITING]
    if not waiting or not set(waiting) <= set(recommended):
        raise errors.ProposalIncomplete
    if answer == "agrees":
        return [recommended[claim] for claim in waiting]
    decided = [
        _departing(
            opened.profile, recommended[claim], outcomes.get(claim, recommended[claim].outcome), reasons
        )
        for claim in waiting
    ]
    changed = sum(one.outcome != recommended[one.claim_id].outcome for one in decided)
    if changed == 0:
        raise Invalid.at("outcomes", "the_same", "Diga en qué resultado se aparta de la recomendación.")
    if answer == "disagrees" and changed < len(decided):
        raise Invalid.at("answer", "in_part", "Se aparta solo de una parte: elija «de acuerdo en parte».")
    return decided


def _departing(
    profile: procedure.Profile, recommended: ClaimOutcome, outcome: str, reasons: str
) -> ClaimOutcome:
    if outcome == recommended.outcome:
        return recommended
    known = profile.outcomes.get(outcome)
    if known is None or not (known.protects or known.refuses):
        raise Invalid.at("outcomes", "unknown", "Elija un resultado que resuelva la solicitud.")
    return replace(recommended, outcome=outcome, grounds=(), article=known.cited or None, reasons=reasons)


async def _draft(
    db: Session, actor: Actor, opened: cases.OpenCase, decided: list[ClaimOutcome], reasons: str
) -> Decision:
    return Decision(
        id=new_id(),
        case_id=opened.id,
        number=await next_number(db, "R", opened.profile.today(db.now()).year),
        instance=opened.case.instance,
        body=actor.body or "",
        item_id=None,
        sitting_id=None,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=reasons,
        outcomes=outcome_rows(decided),
        signatories=[],
        tally={},
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
