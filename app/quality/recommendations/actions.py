"""A finding is noted, a recommendation proposed, answered, carried out and verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, offices
from app.overrides.public import procedure_in_force
from app.quality.recommendations import errors, rules
from app.quality.recommendations.models import (
    QualityFinding,
    QualityRecommendation,
    QualityRecommendationMove,
)
from app.quality.rules.instruments import NAMES, is_known

PERMISSION = {"addressee": "recommendation.answer", "quality": "recommendation.verify"}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: in `files` of the `of_files` that were assessed from `since` until `until`."""

    stage: str
    instrument: str
    indicator: str
    summary: str
    since: date
    until: date
    files: int
    of_files: int
    office_id: UUID | None = None


async def note_finding(db: Session, actor: Actor, found: Found) -> UUID:
    """Write down what was found, with its counts as they are now. Raises `Invalid` with every broken rule."""
    demand(actor, "recommendation.propose")
    if broken := _broken_finding(found):
        raise Invalid(*broken)
    made = QualityFinding(
        id=new_id(),
        stage=found.stage,
        instrument=found.instrument,
        indicator=found.indicator,
        summary=found.summary.strip(),
        period_since=found.since,
        period_until=found.until,
        files=found.files,
        of_files=found.of_files,
        office_id=found.office_id,
        noted_by=actor.user_id,
        noted_at=db.now(),
    )
    db.add(made)
    await db.flush()
    return made.id


def _broken_finding(found: Found) -> list[FieldError]:
    broken = []
    if found.stage not in rules.STAGES:
        broken.append(FieldError("stage", "unknown", "Elija a qué etapa se refiere."))
    if found.instrument and found.instrument not in NAMES:
        broken.append(FieldError("instrument", "unknown", "Elija un instrumento."))
    if found.indicator and not is_known(found.instrument, found.indicator):
        broken.append(FieldError("indicator", "unknown", "Este valor no está entre los posibles."))
    if not found.summary.strip():
        broken.append(FieldError("summary", "required", "Escriba qué se encontró."))
    if len(found.summary) > rules.LONGEST:
        broken.append(
            FieldError(
                "summary", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": rules.LONGEST}
            )
        )
    if found.since > found.until:
        broken.append(FieldError("until", "before", "El último día va después del primero."))
    if not 0 <= found.files <= found.of_files <= 1_000_000:
        broken.append(FieldError("files", "out_of_range", "Escriba en cuántos de los expedientes evaluados."))
    return broken


async def propose(
    db: Session,
    actor: Actor,
    proposal: rules.Proposal,
    *,
    finding_id: UUID | None = None,
    figure_filters: Mapping[str, object] | None = None,
) -> UUID:
    """Propose a change. Whoever calls has checked that `proposal.figure` is a figure of the house and `figure_filters` are its filters.

    Raises `Invalid` with every broken rule, `NotFound` for a finding that is not there.
    """
    demand(actor, "recommendation.propose")
    known = {office.id for office in await offices(db)}
    today = (await procedure_in_force(db)).today(db.now())
    broken = rules.broken_proposal(proposal, today=today, offices=known)
    if broken or proposal.due_on is None:
        raise Invalid(*broken)
    if finding_id is not None and await db.get(QualityFinding, finding_id) is None:
        raise NotFound
    made = QualityRecommendation(
        id=new_id(),
        finding_id=finding_id,
        stage=proposal.stage,
        what=proposal.what.strip(),
        evidence=proposal.evidence.strip(),
        addressee=proposal.addressee,
        office_id=proposal.office if proposal.addressee == "supervisor" else None,
        due_on=proposal.due_on,
        figure=proposal.figure,
        figure_filters=dict(figure_filters or {}),
        direction=proposal.direction if proposal.figure else None,
        state="proposed",
        state_since=db.now(),
        proposed_by=actor.user_id,
        proposed_at=db.now(),
        implemented_at=None,
    )
    db.add(made)
    await db.flush()
    return made.id


async def move(
    db: Session,
    actor: Actor,
    recommendation_id: UUID,
    act: str,
    *,
    reason: str,
    evidence: str = "",
    version: int | None = None,
) -> str:
    """Take a step (`rules.STEPS`) and answer the new state.

    Raises `NotFound`, `RecommendationChanged`, `NotFromHere`, `NotAddressedToYou`, `OwnRecommendation`, `Invalid`.
    """
    step = rules.STEPS.get(act)
    if step is None:
        raise NotFound
    demand(actor, PERMISSION[step.side])
    one = await db.locked(QualityRecommendation, recommendation_id)
    if one is None:
        raise NotFound
    if version is not None and version != one.version:
        raise errors.RecommendationChanged
    if one.state != step.before:
        raise errors.NotFromHere
    await _check_whose_it_is(db, actor, one, act)
    if broken := rules.broken_step(act, reason, evidence):
        raise Invalid(*broken)
    db.add(
        QualityRecommendationMove(
            id=new_id(),
            recommendation_id=one.id,
            act=act,
            from_state=step.before,
            to_state=step.after,
            reason=reason.strip(),
            evidence=evidence.strip(),
            by_user=actor.user_id,
            at=db.now(),
        )
    )
    one.state, one.state_since = step.after, db.now()
    if act == "implement":
        one.implemented_at = db.now()
    elif act == "send_back":
        one.implemented_at = None
    one.version += 1
    await db.flush()
    return step.after


async def _check_whose_it_is(db: Session, actor: Actor, one: QualityRecommendation, act: str) -> None:
    if rules.STEPS[act].side == "addressee":
        if actor.role != one.addressee or (one.office_id is not None and actor.office_id != one.office_id):
            raise errors.NotAddressedToYou
    elif actor.user_id in rules.their_own(one.proposed_by, await _taken(db, one.id)):
        raise errors.OwnRecommendation


async def _taken(db: Session, recommendation_id: UUID) -> list[rules.Taken]:
    m = QualityRecommendationMove
    rows = await db.rows(select(m.act, m.by_user).where(m.recommendation_id == recommendation_id))
    return [rules.Taken(row.act, row.by_user) for row in rows]
