"""What follows from an event: the one place that says how a claim moves. It reads a profile and knows no country.

`follow` refuses or answers; it changes nothing itself. Refusals come in this order: unknown event, wrong role, wrong
stage, unmet needs. The clocks of the case are in `clocks`, the stages here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from app.procedure.clocks import clocks_after
from app.procedure.conditions import holds, unanswered
from app.procedure.errors import NeedsUnmet, UnknownOutcome, WrongRole, WrongStage
from app.procedure.schema import ANY_STAGE, OPEN_STAGES, Event, Follow, Profile, Target
from app.procedure.states import ClaimState, Consequences, Occurrence, Situation, Step


@dataclass(frozen=True, slots=True)
class Road:
    """The stages of a profile and those each event may leave from, worked out once."""

    open: frozenset[str]
    paused: frozenset[str]
    barred: frozenset[str]
    allowed: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=64)
def road_of(profile: Profile) -> Road:
    """The road of a profile."""
    return Road(
        open=frozenset(stage.name for stage in profile.stages if stage.open),
        paused=frozenset(stage.name for stage in profile.stages if stage.pause),
        barred=frozenset(s.name for s in profile.stages if s.removal_barred.value is not False),
        allowed={event.name: _allowed(profile, event) for event in profile.events},
    )


def _allowed(profile: Profile, event: Event) -> tuple[str, ...]:
    return tuple(
        stage.name
        for stage in profile.stages
        if stage.name not in event.but_not
        and (
            stage.name in event.leaves
            or ANY_STAGE in event.leaves
            or (OPEN_STAGES in event.leaves and stage.open)
        )
    )


def follow(profile: Profile, situation: Situation, occurrence: Occurrence) -> Consequences:
    """What follows when this happens in that situation.

    An occurrence without claims concerns every claim of the case that stands where the event may leave from. Raises
    UnknownEvent, WrongRole, WrongStage, NeedsUnmet, UnknownOutcome; a refusal changes nothing.
    """
    event = profile.event(occurrence.name)
    if occurrence.role not in event.by:
        raise WrongRole(event.name, occurrence.role, event.by)
    road = road_of(profile)
    concerned = _concerned(event, road.allowed[event.name], situation, occurrence)
    if missing := tuple(need for need in event.needs if need not in occurrence.satisfied):
        raise NeedsUnmet(event.name, missing)
    for outcome in occurrence.outcomes.values():
        if outcome not in profile.outcomes:
            raise UnknownOutcome(event.name, outcome, profile.outcomes)

    facts = _facts(situation, occurrence)
    moves = (
        {claim.id: _target(event, claim, situation, occurrence, facts) for claim in concerned}
        if event.to
        else {}
    )
    after = {claim.id: claim.stage for claim in situation.claims}
    before = dict(after)
    for claim_id, (_, stage) in moves.items():
        after[claim_id] = stage
    changed = {id_: stage for id_, (_, stage) in moves.items() if stage != before.get(id_)}
    applies = _applier(concerned, before, changed, occurrence, facts)
    clocks = clocks_after(
        profile,
        road.open,
        road.paused,
        event,
        situation,
        occurrence,
        changed,
        after,
        applies,
    )
    instances = tuple(target.instance for target, _ in moves.values() if target.instance)
    closing = tuple(id_ for id_, (target, _) in moves.items() if target.closes_documents)
    return Consequences(
        stages=changed,
        start=clocks.start,
        meet=clocks.meet,
        cancel=clocks.cancel,
        suspend=clocks.suspend,
        resume=clocks.resume,
        issue=_names(event.issues, applies),
        extend=_names(event.extends, applies),
        close_documents=bool(closing),
        close_documents_of=closing,
        notices=_names(event.notices, applies),
        removal_barred=any(stage in road.barred for stage in after.values()),
        instance=instances[0] if instances else situation.instance,
    )


def available(profile: Profile, situation: Situation, role: str) -> tuple[Step, ...]:
    """Every event of the profile in its order, with whether this role may record it now, and why not.

    Needs are not looked at: they are shown when the event is tried. Events that only the system records are left out.
    """
    return tuple(
        _step(profile, event, situation, role) for event in profile.events if event.by != ("system",)
    )


def removal_is_barred(
    profile: Profile,
    stage: str | None,
    *,
    outcome: str | None = None,
    remedies: Iterable[str] = (),
) -> bool:
    """May this person not be removed?

    Barred while the claim stands at a stage that bars removal, once a status that protects was granted, or while a
    remedy with suspensive effect is pending. What the profile does not know, or does not name, counts as barring.
    """
    known = profile.stages_by_name.get(stage) if stage is not None else None
    if known is None or known.removal_barred.value is not False:
        return True
    if outcome is not None and (outcome not in profile.outcomes or profile.outcomes[outcome].protects):
        return True
    suspensive = {remedy.name for remedy in profile.remedies if remedy.suspends_removal.value is not False}
    harmless = {remedy.name for remedy in profile.remedies} - suspensive
    return any(name not in harmless for name in remedies)


def _concerned(
    event: Event, allowed: tuple[str, ...], situation: Situation, occurrence: Occurrence
) -> tuple[ClaimState, ...]:
    """The claims the event is about, each at a stage that it may leave from."""
    if event.creates:
        return _created(event, allowed, situation, occurrence)
    if occurrence.claims:
        by_id = {claim.id: claim for claim in situation.claims}
        concerned = tuple(by_id[claim_id] for claim_id in occurrence.claims)
        for claim in concerned:
            if claim.stage not in allowed:
                raise WrongStage(event.name, claim.stage, allowed)
        return concerned
    concerned = tuple(claim for claim in situation.claims if claim.stage in allowed)
    if not concerned:
        raise WrongStage(event.name, situation.stage, allowed)
    return concerned


def _created(
    event: Event, allowed: tuple[str, ...], situation: Situation, occurrence: Occurrence
) -> tuple[ClaimState, ...]:
    """New claims: of a new case (the event leaves from nowhere) or joining a case at one of the allowed stages."""
    if allowed and situation.stage not in allowed:
        raise WrongStage(event.name, situation.stage, allowed)
    wanted = set(occurrence.claims)
    new = tuple(
        claim for claim in situation.claims if claim.stage is None and (not wanted or claim.id in wanted)
    )
    existing = next(
        (c for c in situation.claims if c.stage is not None and (c.id in wanted or not allowed)),
        None,
    )
    if existing is not None or (not allowed and situation.stage is not None) or not new:
        raise WrongStage(event.name, existing.stage if existing else situation.stage, allowed)
    return new


def _facts(situation: Situation, occurrence: Occurrence) -> dict[str, Any]:
    """What conditions may look at: the event's data, the instance and the flags of the case."""
    return {"instance": situation.instance, "flag": situation.flags, **occurrence.data}


def _for_claim(facts: dict[str, Any], claim: ClaimState, occurrence: Occurrence) -> dict[str, Any]:
    outcome = occurrence.outcomes.get(claim.id)
    return {**facts, "outcome": outcome, "basis": claim.basis} if outcome else {**facts, "basis": claim.basis}


def _target(
    event: Event,
    claim: ClaimState,
    situation: Situation,
    occurrence: Occurrence,
    facts: dict[str, Any],
) -> tuple[Target, str]:
    """The first target whose conditions hold. A condition nobody answered is a need unmet, never a guess."""
    own = _for_claim(facts, claim, occurrence)
    for target in event.to:
        if target.when:
            if missing := unanswered(target.when, own):
                raise NeedsUnmet(event.name, missing)
            if not holds(target.when, own):
                continue
        return target, _stage_of(event, target, situation, own)
    raise NeedsUnmet(
        event.name,
        tuple(dict.fromkeys(key for target in event.to for key in target.when)),
    )


def _stage_of(event: Event, target: Target, situation: Situation, facts: Mapping[str, Any]) -> str:
    if target.to is not None:
        return target.to
    if target.same_as_case:
        if situation.stage is None:
            raise WrongStage(event.name, None, ())
        return situation.stage
    stage = facts.get(target.from_data or "")
    if stage not in target.among:
        raise NeedsUnmet(event.name, (str(target.from_data),))
    return str(stage)


def _applier(
    concerned: tuple[ClaimState, ...],
    before: Mapping[UUID, str | None],
    changed: Mapping[UUID, str],
    occurrence: Occurrence,
    facts: dict[str, Any],
) -> Callable[[Follow], tuple[UUID, ...]]:
    """Which of the claims concerned a consequence is for."""

    def applies(each: Follow) -> tuple[UUID, ...]:
        if not (each.reaching or each.leaving or each.when):
            return tuple(claim.id for claim in concerned)
        return tuple(
            claim.id
            for claim in concerned
            if (not each.reaching or changed.get(claim.id) in each.reaching)
            and (not each.leaving or (claim.id in changed and before[claim.id] in each.leaving))
            and (not each.when or holds(each.when, _for_claim(facts, claim, occurrence)))
        )

    return applies


def _names(follows: tuple[Follow, ...], applies: Callable[[Follow], tuple[UUID, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in follows if _always(each) or applies(each)))


def _always(each: Follow) -> bool:
    return not (each.reaching or each.leaving or each.when)


def _step(profile: Profile, event: Event, situation: Situation, role: str) -> Step:
    allowed = road_of(profile).allowed[event.name]
    here = {claim.stage for claim in situation.claims} | {situation.stage}
    if event.creates:
        fits = situation.stage in allowed if allowed else situation.stage is None
    else:
        fits = any(stage in allowed for stage in here)
    by_role = role in event.by
    return Step(
        event=event.name,
        label_es=event.label.es,
        label_en=event.label.en,
        allowed=by_role and fits,
        reason=None if by_role and fits else ("wrong_stage" if by_role else "wrong_role"),
        stages_allowed=allowed,
        roles_allowed=event.by,
    )
