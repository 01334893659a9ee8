"""What follows from an event: the one place that says how a claim moves. It reads a profile and knows no country.

`follow` refuses or answers; it changes nothing itself. Refusals come in this order: unknown event, wrong role, norm not in
force, wrong stage, person spared, limit not yet passed, unmet needs. What becomes of the clocks is in `clocks`, what is put
before a person in `proposals`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from app.procedure.engine.clocks import clocks_after
from app.procedure.engine.known_dates import instance_at, without_date
from app.procedure.engine.passage import Passage, facts_for, road_of
from app.procedure.engine.proposals import proposed
from app.procedure.errors import (
    NeedsUnmet,
    NotInForce,
    NotYetPassed,
    Spared,
    UnknownOutcome,
    WrongRole,
    WrongStage,
)
from app.procedure.law.conditions import holds, unanswered
from app.procedure.law.flow import IMPORTED, Event, Follow, Target
from app.procedure.law.schema import Profile
from app.procedure.states import ClaimState, Consequences, Occurrence, Situation, Step

Moves = Mapping[UUID, tuple[Target, str]]


def follow(profile: Profile, situation: Situation, occurrence: Occurrence) -> Consequences:
    """What follows when this happens in that situation.

    An occurrence without claims concerns every claim of the case that stands where the event may leave from. Raises
    UnknownEvent, WrongRole, NotInForce, WrongStage, Spared, NotYetPassed, NeedsUnmet, UnknownOutcome, NotExtendable; a
    refusal changes nothing.
    """
    event = profile.event(occurrence.name)
    if occurrence.role not in event.by:
        raise WrongRole(event.name, occurrence.role, event.by)
    if event.in_force is not None:
        day = profile.today(occurrence.at, situation.office)
        if not event.in_force.covers(day):
            raise NotInForce(event.name, day)
    asked = _concerned(event, road_of(profile).allowed[event.name], situation, occurrence)
    concerned = _without_spared(event, asked)
    if event.after and any((situation.missed | claim.missed).isdisjoint(event.after) for claim in concerned):
        raise NotYetPassed(event.name, event.after)
    _refuse_what_is_missing(profile, event, occurrence)
    road = road_of(profile)
    if event.name in road.plain:
        return _nothing(any(claim.stage in road.barred for claim in situation.claims), situation.instance)
    moves = (
        {claim.id: _target(profile, event, claim, situation, occurrence) for claim in concerned}
        if event.to
        else {}
    )
    spared = tuple(claim.id for claim in asked if claim not in concerned) if event.spares else ()
    return _consequences(_passage(profile, event, situation, occurrence, concerned, moves, spared), moves)


def available(
    profile: Profile, situation: Situation, role: str, *, on: date | None = None
) -> tuple[Step, ...]:
    """Every event of the profile in its order, with whether this role may record it now, and why not.

    Needs are not looked at: they are shown when the event is tried. Events that only the system records are left out, and
    with a day those whose norm does not hold `on` it: nobody is offered a step that a court struck down.
    """
    here = frozenset(claim.stage for claim in situation.claims)
    missed = situation.missed.union(*(claim.missed for claim in situation.claims))
    steps = _steps(profile, here, situation.stage, missed, role)
    return steps if on is None else tuple(step for step in steps if _holds_on(profile.event(step.event), on))


def _holds_on(event: Event, day: date) -> bool:
    return event.in_force is None or event.in_force.covers(day)


def removal_is_barred(
    profile: Profile, stage: str | None, *, outcome: str | None = None, remedies: Iterable[str] = ()
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
    harmless = {remedy.name for remedy in profile.remedies if remedy.suspends_removal.value is False}
    return any(name not in harmless for name in remedies)


@lru_cache(maxsize=64)
def _nothing(removal_barred: bool, instance: str) -> Consequences:
    """What follows from an event that is only noted."""
    nothing: tuple[UUID, ...] = ()
    return Consequences(
        stages={},
        start=(),
        meet=nothing,
        cancel=nothing,
        suspend=nothing,
        resume=(),
        issue=(),
        extend=(),
        close_documents=False,
        close_documents_of=nothing,
        notices=(),
        removal_barred=removal_barred,
        instance=instance,
    )


def _consequences(passage: Passage, moves: Moves) -> Consequences:
    event, clocks = passage.event, clocks_after(passage)
    barred = road_of(passage.profile).barred
    closing = tuple(claim_id for claim_id, (target, _) in moves.items() if target.closes_documents)
    instances = [target.instance for target, _ in moves.values() if target.instance]
    if event.name == IMPORTED:
        instances = [
            instance_at(passage.profile, stage) for stage in list(passage.after.values())[:1] if stage
        ]
    return Consequences(
        stages=passage.changed,
        start=clocks.start,
        meet=clocks.meet,
        cancel=clocks.cancel,
        suspend=clocks.suspend,
        resume=clocks.resume,
        issue=_names(passage, event.issues),
        extend=_names(passage, event.extends),
        close_documents=bool(closing),
        close_documents_of=closing,
        notices=_names(passage, event.notices),
        removal_barred=any(stage in barred for stage in passage.after.values()),
        instance=instances[0] if instances else passage.situation.instance,
        miss=clocks.miss,
        move=clocks.move,
        propose=proposed(passage),
        spared=passage.spared,
        unknown=without_date(passage, clocks.start),
    )


def _without_spared(event: Event, asked: tuple[ClaimState, ...]) -> tuple[ClaimState, ...]:
    """The claims that the law does not keep from the event; raises Spared where it keeps all of them."""
    if not event.spares:
        return asked
    concerned = tuple(claim for claim in asked if claim.flags.isdisjoint(event.spares))
    if not concerned:
        facts = frozenset(event.spares) & frozenset().union(*(claim.flags for claim in asked))
        raise Spared(event.name, sorted(facts))
    return concerned


def _passage(
    profile: Profile,
    event: Event,
    situation: Situation,
    occurrence: Occurrence,
    concerned: tuple[ClaimState, ...],
    moves: Moves,
    spared: tuple[UUID, ...],
) -> Passage:
    before = {claim.id: claim.stage for claim in situation.claims}
    reached = {claim_id: stage for claim_id, (_, stage) in moves.items()}
    return Passage(
        profile=profile,
        event=event,
        situation=situation,
        occurrence=occurrence,
        concerned=concerned,
        before=before,
        after={**before, **reached},
        changed={claim_id: stage for claim_id, stage in reached.items() if stage != before[claim_id]},
        spared=spared,
    )


def _refuse_what_is_missing(profile: Profile, event: Event, occurrence: Occurrence) -> None:
    if missing := tuple(need for need in event.needs if need not in occurrence.satisfied):
        raise NeedsUnmet(event.name, missing)
    stated = occurrence.data.get("outcome")
    for outcome in (*occurrence.outcomes.values(), *((str(stated),) if stated is not None else ())):
        if outcome not in profile.outcomes:
            raise UnknownOutcome(event.name, outcome, profile.outcomes)


def _concerned(
    event: Event, allowed: tuple[str, ...], situation: Situation, occurrence: Occurrence
) -> tuple[ClaimState, ...]:
    """The claims the event is about, each at a stage that it may leave from."""
    if event.creates:
        return _created(event, allowed, situation, occurrence)
    if not occurrence.claims:
        here = tuple(claim for claim in situation.claims if claim.stage in allowed)
        if not here:
            raise WrongStage(event.name, situation.stage, allowed)
        return here
    by_id = {claim.id: claim for claim in situation.claims}
    concerned = tuple(by_id[claim_id] for claim_id in dict.fromkeys(occurrence.claims))
    for claim in concerned:
        if claim.stage not in allowed:
            raise WrongStage(event.name, claim.stage, allowed)
    return concerned


def _created(
    event: Event, allowed: tuple[str, ...], situation: Situation, occurrence: Occurrence
) -> tuple[ClaimState, ...]:
    """New claims: of a new case (the event leaves from nowhere), or joining a case at one of the allowed stages."""
    at_its_place = situation.stage in allowed if allowed else situation.stage is None
    if not at_its_place:
        raise WrongStage(event.name, situation.stage, allowed)
    concerned = tuple(
        claim
        for claim in situation.claims
        if (claim.id in occurrence.claims if occurrence.claims else claim.stage is None)
    )
    for claim in concerned:
        if claim.stage is not None:
            raise WrongStage(event.name, claim.stage, allowed)
    if not concerned:
        raise NeedsUnmet(event.name, ("claims",))
    return concerned


def _target(
    profile: Profile, event: Event, claim: ClaimState, situation: Situation, occurrence: Occurrence
) -> tuple[Target, str]:
    """The first target whose conditions hold. A condition that nobody answered is a need unmet, never a guess."""
    facts = facts_for(claim, situation, occurrence)
    for target in event.to:
        if missing := unanswered(target.when, facts):
            raise NeedsUnmet(event.name, missing)
        if holds(target.when, facts):
            return target, _destination(profile, event, claim, target, situation, facts)
    raise NeedsUnmet(event.name, dict.fromkeys(key for target in event.to for key in target.when))


def _destination(
    profile: Profile,
    event: Event,
    claim: ClaimState,
    target: Target,
    situation: Situation,
    facts: Mapping[str, Any],
) -> str:
    if target.to is not None:
        return target.to
    if event.name == IMPORTED:
        stood = str(facts.get("stages", {}).get(str(claim.id)))
        if stood not in profile.stages_by_name:
            raise NeedsUnmet(event.name, ("stages",))
        return stood
    if target.from_data is None:
        return situation.stage or ""  # a claim joins its case; `_created` has seen that the case has a stage
    stage = facts.get(target.from_data)
    if stage not in target.among:
        raise NeedsUnmet(event.name, (target.from_data,))
    return str(stage)


def _names(passage: Passage, follows: tuple[Follow, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in follows if passage.claims_for(each)))


@lru_cache(maxsize=4096)
def _steps(
    profile: Profile,
    here: frozenset[str | None],
    case_stage: str | None,
    missed: frozenset[str],
    role: str,
) -> tuple[Step, ...]:
    """The same for every case that stands at these stages, and asked for on every page of a case."""
    events = (event for event in profile.events if event.by != ("system",))
    return tuple(_step(profile, event, here, case_stage, missed, role) for event in events)


def _step(
    profile: Profile,
    event: Event,
    here: frozenset[str | None],
    case_stage: str | None,
    missed: frozenset[str],
    role: str,
) -> Step:
    allowed = road_of(profile).allowed[event.name]
    places: frozenset[str | None] = frozenset(allowed or (None,))
    fits = case_stage in places if event.creates else not here.isdisjoint(places)
    reason: Literal["wrong_stage", "wrong_role", "not_yet_passed"] | None = None if fits else "wrong_stage"
    if fits and event.after and missed.isdisjoint(event.after):
        reason = "not_yet_passed"
    if role not in event.by:
        reason = "wrong_role"
    return Step(
        event=event.name,
        label_es=event.label.es,
        label_en=event.label.en,
        allowed=reason is None,
        reason=reason,
        stages_allowed=allowed,
        roles_allowed=event.by,
    )
