"""What a procedure says about each event, worked out once: where claims go, and which events a projection needs at all. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.procedure import public as procedure

INTERVIEWED = "interview_held"
RECOMMENDED = "assessment_submitted"
SERVED = "notified"
REMEDY_DECIDED = "remedy_decided"
MISSED = "interview_missed"
ELSEWHERE = "elsewhere"
FINAL = "final"
UNDER_REMEDY = "under_remedy"
# An outcome in one of these is a decision on the claim; in another it is repeated (at service) or given to something else.
NOT_DECIDING = frozenset({SERVED, procedure.IMPORTED})
# What counts as a decision on the merits (UNHCR's columns); the rest is otherwise closed.
SUBSTANTIVE = frozenset({"recognised", "other", "rejected"})
# Moves nothing and is read all the same.
READ = frozenset(
    {
        *(INTERVIEWED, RECOMMENDED, SERVED, REMEDY_DECIDED, MISSED, procedure.IMPORTED),
        *("assigned", "handed_over", "transferred", "modality_set", "group_recognised", "absence_judged"),
        *("document_issued", "document_replaced", "household_formed", "household_joined"),
    }
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way an event may lead. `stage` None: where its data or the case say."""

    when: Mapping[str, tuple[str, ...]]
    stage: str | None
    instance: str | None
    from_data: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an event means for a projection. `certain`: the only way, without conditions, where there is one."""

    ways: tuple[Way, ...]
    certain: Way | None
    issues: tuple[tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]], ...]
    creates: bool


@dataclass(frozen=True, slots=True)
class Plans:
    """A profile as the projection reads it."""

    events: Mapping[str, Plan]
    standard: Mapping[str, str]
    open: frozenset[str]
    counts_as: Mapping[str, str]
    names: frozenset[str]


@lru_cache(maxsize=64)
def plans_of(profile: procedure.Profile) -> Plans:
    """The plans of a profile. `names`: the events that can change a fact."""
    events = {name: _plan(event) for name, event in profile.events_by_name.items()}
    stages = profile.stages_by_name
    return Plans(
        events=events,
        standard={name: stage.standard for name, stage in stages.items()},
        open=frozenset(name for name, stage in stages.items() if stage.open),
        counts_as={name: outcome.counts_as or "" for name, outcome in profile.outcomes.items()},
        names=frozenset(n for n, plan in events.items() if plan.ways or plan.issues or plan.creates) | READ,
    )


def way_of(plan: Plan, facts: Mapping[str, Any]) -> Way | None:
    """The first way whose conditions hold for what is known; none where nothing of it is."""
    return next((way for way in plan.ways if procedure.holds(way.when, facts)), None)


def _plan(event: procedure.Event) -> Plan:
    ways = tuple(Way(t.when, t.to, t.instance, t.from_data) for t in event.to)
    certain = ways[0] if len(ways) == 1 and not ways[0].when and ways[0].stage else None
    issues = tuple((follow.reaching, follow.when) for follow in event.issues)
    return Plan(ways, certain, issues, event.creates)
