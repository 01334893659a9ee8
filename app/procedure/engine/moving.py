"""What it means for a case to come under another version by a transitional rule. Pure: nothing moves by itself.

A case stands at the same stage afterwards, or it does not move. Its clocks keep their ends unless the rule says that a limit is
counted anew; then a limit that binds the person never ends earlier than it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.procedure.days.counting import count
from app.procedure.days.explanation import Explanation
from app.procedure.days.periods import Count
from app.procedure.engine.passage import road_of
from app.procedure.errors import ProcedureRefusal
from app.procedure.law.flow import ANY_STAGE, OPEN_STAGES
from app.procedure.law.safeguards import Transition
from app.procedure.law.schema import Profile
from app.procedure.states import DeadlineState, Situation

Fate = Literal["kept", "recounted", "ended"]


class StageMissing(ProcedureRefusal):
    """A claim stands at a stage that the other version does not have."""

    def __init__(self, stage: str, version: str) -> None:
        self.stage, self.version = stage, version
        super().__init__(f"version '{version}' has no stage '{stage}'")


@dataclass(frozen=True, slots=True)
class MovedClock:
    """What becomes of a clock: `kept`, `recounted` with its new end, or `ended` where the version has no such limit, or
    none on record by which a clock that rests could go on."""

    id: UUID
    rule: str
    fate: Fate
    was_due_at: datetime
    due_at: datetime
    explanation: Explanation | None = None
    reminders: tuple[datetime, ...] = ()
    escalations: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Moving:
    """A case under the other version: which parts of it apply (all when empty), and its clocks."""

    parts: tuple[str, ...]
    clocks: tuple[MovedClock, ...]


def moves_from(profile: Profile, rule: Transition) -> frozenset[str]:
    """The stages, of the version that a case comes from, at which the rule takes it."""
    named = frozenset(rule.stages)
    everything = frozenset(stage.name for stage in profile.stages)
    if ANY_STAGE in named:
        return everything
    return (named & everything) | (road_of(profile).open if OPEN_STAGES in named else frozenset())


def move(
    to: Profile,
    rule: Transition,
    situation: Situation,
    *,
    facts: Mapping[UUID, Mapping[str, Any]],
) -> Moving:
    """What the rule means for a case in that situation, once it is under `to`.

    `facts` are those with which each clock, by its id, was started. Raises StageMissing.
    """
    for claim in situation.claims:
        if claim.stage is not None and claim.stage not in to.stages_by_name:
            raise StageMissing(claim.stage, to.version)
    return Moving(
        rule.parts,
        tuple(
            _clock(to, rule, clock, facts.get(clock.id, {}), situation.office)
            for clock in situation.deadlines
        ),
    )


def _clock(
    to: Profile, rule: Transition, clock: DeadlineState, facts: Mapping[str, Any], office: str | None
) -> MovedClock:
    if clock.rule not in to.limits or (clock.state == "suspended" and not _has_length(to, clock.rule)):
        return MovedClock(clock.id, clock.rule, "ended", clock.due_at, clock.due_at)
    anew = _anew(to, rule, clock, facts, office)
    if anew is None:
        return MovedClock(clock.id, clock.rule, "kept", clock.due_at, clock.due_at)
    return MovedClock(
        clock.id,
        clock.rule,
        "recounted",
        clock.due_at,
        anew.due_at,
        anew.explanation,
        anew.reminders,
        anew.escalations,
    )


def _has_length(to: Profile, name: str) -> bool:
    """Without one, nobody could count on once a clock that rests goes on: the case would be held where it rests."""
    return to.limit(name).length is not None


def _anew(
    to: Profile, rule: Transition, clock: DeadlineState, facts: Mapping[str, Any], office: str | None
) -> Count | None:
    """The clock as `to` counts it; None where its end stays: not asked for, resting, prolonged, the same, or against the person."""
    if clock.rule not in rule.recounts or clock.state != "running" or clock.extensions:
        return None
    anew = count(to, clock.rule, clock.started_at, facts, office)
    if anew is None or anew.due_at == clock.due_at:
        return None
    shorter = anew.due_at < clock.due_at
    return None if shorter and to.limit(clock.rule).binds == "applicant" else anew
