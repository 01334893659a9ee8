"""A case in memory: what follows from an event applied to where the case stands, and a whole history walked again.

The gate does the same with rows. That both agree is a property that the tests hold them to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.procedure.engine.follow import follow
from app.procedure.engine.passage import road_of, triggers_of
from app.procedure.law.schema import Profile
from app.procedure.states import ClaimState, Consequences, DeadlineState, Occurrence, Situation


@dataclass(frozen=True, slots=True)
class Past:
    """One event as it was recorded. `joined` are the claims that it created; `clocks` the clocks that it started, in order."""

    name: str
    role: str
    at: datetime
    claims: tuple[UUID, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[UUID, str] = field(default_factory=dict)
    joined: tuple[ClaimState, ...] = ()
    clocks: tuple[UUID, ...] = ()


def replay(profile: Profile, history: Iterable[Past], *, office: str | None = None) -> Situation:
    """Where a case stands after its history. What the rooms had checked then counts as checked.

    Raises the engine's refusals where the history could not have happened under this profile.
    """
    situation = Situation(claims=(), office=office)
    for past in history:
        if past.joined:
            situation = replace(situation, claims=(*situation.claims, *past.joined))
        needs = frozenset(profile.event(past.name).needs)
        occurrence = Occurrence(past.name, past.role, past.at, past.claims, past.data, past.outcomes, needs)
        follows = follow(profile, situation, occurrence)
        situation = applied(profile, situation, occurrence, follows, past.clocks)
    return situation


def applied(
    profile: Profile,
    situation: Situation,
    occurrence: Occurrence,
    follows: Consequences,
    clocks: Sequence[UUID],
) -> Situation:
    """The situation once the consequences are carried out. `clocks` are the keys of those that start, in their order."""
    if occurrence.name in road_of(profile).plain:
        return situation
    counts = _counted(profile, situation, occurrence)
    if not _moves(follows) and follows.instance == situation.instance:
        return situation if counts is situation.counts else replace(situation, counts=counts)
    claims = tuple(
        replace(
            c, stage=follows.stages.get(c.id, c.stage), missed=_missed(situation, follows, c.id, c.missed)
        )
        for c in situation.claims
    )
    return replace(
        situation,
        claims=claims,
        deadlines=(*_kept(situation, occurrence.at, follows), *_new(follows, clocks)),
        instance=follows.instance,
        stage=claims[0].stage if claims else None,
        missed=_missed(situation, follows, None, situation.missed),
        counts=counts,
    )


def _moves(follows: Consequences) -> bool:
    """Does a claim stand elsewhere, or a clock otherwise, than before?"""
    clocks = (follows.start, follows.meet, follows.cancel, follows.miss, follows.suspend, follows.resume)
    return bool(follows.stages) or any(clocks) or bool(follows.move)


def _missed(
    situation: Situation, follows: Consequences, claim: UUID | None, before: frozenset[str]
) -> frozenset[str]:
    """What passed unmet for a claim, or for the whole case: one that is started again is owed anew."""
    passed = {c.rule for c in situation.deadlines if c.id in follows.miss and c.claim_id == claim}
    return (before | passed) - {new.rule for new in follows.start if new.claim_id in (None, claim)}


def _kept(situation: Situation, at: datetime, follows: Consequences) -> Iterator[DeadlineState]:
    moved = {each.id: each for each in follows.move}
    resumed = {each.id: each for each in follows.resume}
    ended = {*follows.meet, *follows.cancel, *follows.miss}
    for clock in situation.deadlines:
        if clock.id in ended:
            continue
        kept = clock
        if clock.id in follows.suspend:
            kept = replace(kept, state="suspended", suspended_at=at)
        elif clock.id in resumed:
            again = resumed[clock.id]
            kept = replace(kept, state="running", suspended_at=None, due_at=again.due_at)
            kept = replace(kept, rolled_from=again.explanation.rolled_from)
        if clock.id in moved:
            other = moved[clock.id]
            kept = replace(kept, due_at=other.due_at, extensions=other.extensions)
            kept = replace(kept, rolled_from=other.explanation.rolled_from)
        yield kept


def _new(follows: Consequences, clocks: Sequence[UUID]) -> Iterator[DeadlineState]:
    for key, new in zip(clocks, follows.start, strict=True):
        yield DeadlineState(
            *(key, new.rule, new.claim_id, new.started_at, new.due_at, "running"),
            rolled_from=new.explanation.rolled_from,
            starts_on=new.starts_on,
        )


def _counted(
    profile: Profile, situation: Situation, occurrence: Occurrence
) -> Mapping[tuple[str, UUID], int]:
    """How often each trigger's event has happened to each claim; an event that resets a count sets it to nothing."""
    counting = {trigger.name for trigger in triggers_of(profile, occurrence.name, occurrence.data)}
    reset = {trigger.name for trigger in profile.abandonment if occurrence.name in trigger.reset_by}
    if not counting and not reset:
        return situation.counts
    concerned = set(occurrence.claims or (claim.id for claim in situation.claims))
    kept = {
        key: times
        for key, times in situation.counts.items()
        if key[0] not in reset or key[1] not in concerned
    }
    more = {(name, claim) for name in counting - reset for claim in concerned}
    return {**kept, **{key: kept.get(key, 0) + 1 for key in more}}
