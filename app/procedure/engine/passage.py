"""One event passing through a case: who is concerned, where they stood, where they stand after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from app.procedure.law.conditions import holds
from app.procedure.law.flow import ANY_STAGE, LIMIT_PASSED, OPEN_STAGES, TELL_DATES, Event, Follow
from app.procedure.law.safeguards import Trigger
from app.procedure.law.schema import Profile
from app.procedure.states import ClaimState, Occurrence, Situation


@dataclass(frozen=True, slots=True)
class Road:
    """The stages of a profile and those each event may leave from, worked out once. `plain` are the events from which
    nothing follows but that they happened: most of a file's events are of that kind."""

    open: frozenset[str]
    paused: frozenset[str]
    barred: frozenset[str]
    allowed: Mapping[str, tuple[str, ...]]
    plain: frozenset[str]


@dataclass(frozen=True)
class Passage:
    """An event that has been let through. `changed` holds the claims that move, `after` where every claim stands;
    `spared` are the claims that it never touches."""

    profile: Profile
    event: Event
    situation: Situation
    occurrence: Occurrence
    concerned: tuple[ClaimState, ...]
    before: Mapping[UUID, str | None]
    after: Mapping[UUID, str | None]
    changed: Mapping[UUID, str]
    spared: tuple[UUID, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What the conditions of a count may look at: the event and its data, and the case's flags."""
        known = {"instance": self.situation.instance, "flag": self.situation.flags}
        return {**known, **self.occurrence.data, "event": self.event.name}

    def claims_for(self, each: Follow) -> tuple[UUID, ...]:
        """The claims concerned for which a consequence is meant."""
        return tuple(claim.id for claim in self.concerned if self._meant(each, claim))

    def _meant(self, each: Follow, claim: ClaimState) -> bool:
        if each.reaching and self.changed.get(claim.id) not in each.reaching:
            return False
        if each.leaving and not (claim.id in self.changed and self.before[claim.id] in each.leaving):
            return False
        return not each.when or holds(each.when, facts_for(claim, self.situation, self.occurrence))


@lru_cache(maxsize=64)
def road_of(profile: Profile) -> Road:
    """The road of a profile."""
    stages, events = profile.stages_by_name.values(), profile.events_by_name.values()
    return Road(
        open=frozenset(stage.name for stage in stages if stage.open),
        paused=frozenset(stage.name for stage in stages if stage.pause),
        barred=frozenset(stage.name for stage in stages if stage.removal_barred.value is not False),
        allowed={event.name: _allowed(profile, event) for event in events},
        plain=frozenset(event.name for event in events if _is_plain(profile, event)),
    )


def _is_plain(profile: Profile, event: Event) -> bool:
    follows = (
        *(event.to, event.starts, event.meets, event.cancels, event.suspends, event.resumes, event.prolongs),
        *(event.shortens, event.issues, event.extends, event.notices, event.spares),
    )
    counted = {name for trigger in profile.abandonment for name in (trigger.event, *trigger.reset_by)}
    works_by_itself = event.name == LIMIT_PASSED or event.name in TELL_DATES
    return not any(follows) and not works_by_itself and event.name not in counted


def triggers_of(profile: Profile, event: str, data: Mapping[str, Any]) -> tuple[Trigger, ...]:
    """The triggers of abandonment that count this event, or the limit that it says has passed."""
    rule = data.get("rule") if event == LIMIT_PASSED else None
    return tuple(
        trigger
        for trigger in profile.abandonment
        if trigger.event == event or (trigger.limit is not None and trigger.limit == rule)
    )


def facts_for(claim: ClaimState, situation: Situation, occurrence: Occurrence) -> dict[str, Any]:
    """What conditions may look at: the event's data, the case's instance and flags, the claim's basis and outcome, and the
    `stage` at which the event finds it."""
    flags = situation.flags | claim.flags
    given = {"instance": situation.instance, "flag": flags, **occurrence.data}
    facts = {**given, "basis": claim.basis, "stage": claim.stage}
    outcome = occurrence.outcomes.get(claim.id)
    return {**facts, "outcome": outcome} if outcome is not None else facts


def _allowed(profile: Profile, event: Event) -> tuple[str, ...]:
    everywhere, while_open = ANY_STAGE in event.leaves, OPEN_STAGES in event.leaves
    return tuple(
        stage.name
        for stage in profile.stages_by_name.values()
        if stage.name not in event.but_not
        and (everywhere or stage.name in event.leaves or (while_open and stage.open))
    )
