"""The clocks of a case that another registry began: counted from the days that are known, never from a guess.

The event's data say `known` (event of the profile → local day on which it happened) and `stage_since` (the day on which the
claim came to where it stands). A limit that ordinarily runs there and of which no first day is known is left out and named.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from datetime import time as clock
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from app.procedure.days.counting import count, day_among
from app.procedure.engine.passage import Passage, facts_for, road_of
from app.procedure.law.conditions import holds, unanswered
from app.procedure.law.flow import TELL_DATES, Event, Follow
from app.procedure.law.schema import Profile
from app.procedure.states import ClaimState, DeadlineState, NewDeadline


def begun_before(passage: Passage, still: tuple[DeadlineState, ...]) -> tuple[NewDeadline, ...]:
    """The clocks that run where the claims stand and of which the first day is known, but for those that run already."""
    if passage.event.name not in TELL_DATES:
        return ()
    started: list[NewDeadline] = []
    running = {(each.rule, each.claim_id) for each in still}
    for name in passage.profile.limits:
        for claim in passage.concerned:
            holder = claim.id if passage.profile.limit(name).scope == "claim" else None
            if not {(name, None), (name, holder)} & running:
                new = _begun(passage, name, claim, holder)
                if new is not None:
                    running.add((name, holder))
                    started.append(new)
    return tuple(started)


def without_date(passage: Passage, started: tuple[NewDeadline, ...]) -> tuple[str, ...]:
    """The limits that ordinarily run where the claims stand and of which the first day is still not known."""
    if passage.event.name not in TELL_DATES:
        return ()
    known = {each.rule for each in started} | {each.rule for each in passage.situation.deadlines}
    stages = {passage.after[claim.id] for claim in passage.concerned}
    wanted = [name for stage in stages if stage for name in ordinary_limits(passage.profile, stage)]
    return tuple(sorted({name for name in wanted if name not in known}))


@lru_cache(maxsize=1024)
def ordinary_limits(profile: Profile, stage: str) -> tuple[str, ...]:
    """The limits with a length that a case has which came to this stage by the ordinary way: those that filing started and that
    still run here, and those that coming here starts, by the first way here that the profile writes."""
    ways = [event.name for event in profile.events if not event.creates and _leads(profile, event, stage)]
    return tuple(
        name
        for name, limit in profile.limits.items()
        if limit.length is not None
        and limit.in_force is None
        and _runs(profile, name, stage)
        and any(
            (event.creates and not event.leaves) or event.name in ways[:1]
            for event, each in _starters(profile, name)
            if not each.when and (not each.reaching or stage in each.reaching)
        )
    )


def ordinary_starter(profile: Profile, name: str, stage: str) -> str:
    """The event that ordinarily starts the limit for a claim that stands there: what a told first day is the day of."""
    ways = [event.name for event in profile.events if not event.creates and _leads(profile, event, stage)]
    starters = [event.name for event, _ in _starters(profile, name)]
    return next((way for way in ways if way in starters), starters[0])


@lru_cache(maxsize=1024)
def instance_at(profile: Profile, stage: str) -> Literal["first", "reconsideration", "appeal"]:
    """The instance of a case that stands there: the one in which every event that leads there puts it, else the first."""
    found = {
        target.instance
        for event in profile.events
        for target in event.to
        if target.to == stage
        if target.instance
    }
    return found.pop() if len(found) == 1 else "first"


def _begun(passage: Passage, name: str, claim: ClaimState, holder: UUID | None) -> NewDeadline | None:
    profile, stage, office = passage.profile, passage.after[claim.id], passage.situation.office
    if stage is None or not _runs(profile, name, stage):
        return None
    day = _first_known(passage, name, claim, stage)
    if day is None or day > profile.today(passage.occurrence.at, office):
        return None
    zone, now = profile.zone_of(office), passage.occurrence.at
    at = datetime.combine(day, clock(12), zone).astimezone(UTC)
    counted = count(profile, name, at, {**passage.facts, **_known(passage)}, office)
    if counted is None:
        return None
    limit, explanation = profile.limit(name), counted.explanation
    return NewDeadline(
        rule=name,
        claim_id=holder,
        started_at=at,
        starts_on=explanation.first_day,
        due_on=explanation.due_day,
        due_at=counted.due_at,
        kind=limit.kind,
        binds=limit.binds,
        basis=profile.cite(limit),
        verification=limit.verification,
        reminders=tuple(moment for moment in counted.reminders if moment > now),
        explanation=explanation,
        escalations=tuple(moment for moment in counted.escalations if moment > now),
    )


def _first_known(passage: Passage, name: str, claim: ClaimState, stage: str) -> date | None:
    """The latest known day on which something happened that starts the limit for such a claim."""
    profile, known = passage.profile, _known(passage)
    came = day_among(passage.occurrence.data, "stage_since")
    facts = facts_for(claim, passage.situation, passage.occurrence)
    starters = [(e, f) for e, f in _starters(profile, name) if _meant(profile, e, f, stage, facts)]
    days = [day for event, _ in starters if (day := day_among(known, event.name)) is not None]
    here = _ways_to(profile, stage)
    # Whichever way it came here, the limit began: else the day of coming here says nothing about it.
    if came is not None and here and here <= {event.name for event, _ in starters}:
        days.append(came)
    return max(days, default=None)


def _known(passage: Passage) -> Mapping[str, Any]:
    known = passage.occurrence.data.get("known")
    return known if isinstance(known, Mapping) else {}


def _meant(profile: Profile, event: Event, each: Follow, stage: str, facts: Mapping[str, Any]) -> bool:
    if each.reaching and stage not in each.reaching:
        return False
    # From which stage it came nobody says: only where it can have been no other.
    if each.leaving and not set(road_of(profile).allowed[event.name]) <= set(each.leaving):
        return False
    return not each.when or (not unanswered(each.when, facts) and holds(each.when, facts))


@lru_cache(maxsize=1024)
def _starters(profile: Profile, name: str) -> tuple[tuple[Event, Follow], ...]:
    return tuple((event, each) for event in profile.events for each in event.starts if each.name == name)


@lru_cache(maxsize=4096)
def _runs(profile: Profile, name: str, stage: str) -> bool:
    here = profile.stages_by_name[stage]
    where = profile.limit(name).runs_in
    return stage in where if where else here.open and not here.pause


@lru_cache(maxsize=1024)
def _ways_to(profile: Profile, stage: str) -> frozenset[str]:
    return frozenset(event.name for event in profile.events if _leads(profile, event, stage))


def _leads(profile: Profile, event: Event, stage: str) -> bool:
    """Is it an ordinary way here from somewhere else? A way back after a pause or a reopening says nothing of when it began."""
    if all(target.to != stage for target in event.to):
        return False
    return event.creates or bool(set(road_of(profile).allowed[event.name]) - {stage})
