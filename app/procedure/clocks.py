"""What an event does to the clocks of a case.

A clock of the whole case (claim_id None) stands for every claim; one with a claim_id for that claim alone.
- An event meets a clock once no claim is left in the stages in which its limit runs.
- A clock that can no longer run, because its last claim has left those stages or is closed, is cancelled.
- A clock whose time is already over is not suspended.
- A limit that already runs is not started a second time; one counted from service runs apart for claims served later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.procedure.counting import Count, count, resumed
from app.procedure.schema import EVERY_CLOCK, Event, Follow, Profile
from app.procedure.states import (
    DeadlineState,
    NewDeadline,
    Occurrence,
    ResumedDeadline,
    Situation,
)

Stages = Mapping[UUID, str | None]
Applies = Callable[[Follow], tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks to start, and what becomes of those that run."""

    start: tuple[NewDeadline, ...] = ()
    meet: tuple[UUID, ...] = ()
    cancel: tuple[UUID, ...] = ()
    suspend: tuple[UUID, ...] = ()
    resume: tuple[ResumedDeadline, ...] = ()


def clocks_after(
    profile: Profile,
    open_stages: frozenset[str],
    paused: frozenset[str],
    event: Event,
    situation: Situation,
    occurrence: Occurrence,
    changed: Mapping[UUID, str],
    after: Stages,
    applies: Applies,
) -> Clocks:
    """What becomes of the clocks when the event has moved the claims from where they stood to `after`."""
    concerned = frozenset(applies(Follow(name="")))
    meet: list[UUID] = []
    cancel: list[UUID] = []
    suspend: list[UUID] = []
    resume: list[ResumedDeadline] = []
    ended: set[UUID] = set()
    for clock in situation.deadlines:
        claims = after if clock.claim_id is None else {clock.claim_id: after.get(clock.claim_id)}
        touched = clock.claim_id is None or clock.claim_id in concerned
        runs_in = profile.limits[clock.rule].runs_in if clock.rule in profile.limits else ()
        if touched and clock.rule in event.meets and not _left_in(claims, runs_in):
            meet.append(clock.id)
        elif (touched and clock.rule in event.cancels) or (
            changed and _cannot_run(claims, runs_in, open_stages, paused)
        ):
            cancel.append(clock.id)
        elif (
            touched
            and _named(clock, event.suspends)
            and _may_pause(clock, claims, occurrence, open_stages, paused)
        ):
            suspend.append(clock.id)
            continue
        elif touched and clock.state == "suspended" and _named(clock, event.resumes):
            if not _all_paused(claims, paused, open_stages):
                resume.append(_resumed(profile, clock, occurrence))
            continue
        else:
            continue
        ended.add(clock.id)
    running = tuple(clock for clock in situation.deadlines if clock.id not in ended)
    start = tuple(
        new for each in event.starts for new in _started(profile, each, occurrence, applies(each), running)
    )
    return Clocks(start, tuple(meet), tuple(cancel), tuple(suspend), tuple(resume))


def _left_in(claims: Stages, stages: tuple[str, ...]) -> bool:
    return bool(stages) and any(stage in stages for stage in claims.values())


def _cannot_run(
    claims: Stages,
    runs_in: tuple[str, ...],
    open_stages: frozenset[str],
    paused: frozenset[str],
) -> bool:
    """No claim of the clock stands where it could run. In a pause a clock waits, it does not end."""
    if any(stage in paused for stage in claims.values()):
        return False
    if runs_in:
        return not any(stage in runs_in for stage in claims.values())
    return not any(stage in open_stages for stage in claims.values())


def _named(clock: DeadlineState, names: tuple[str, ...]) -> bool:
    return EVERY_CLOCK in names or clock.rule in names


def _may_pause(
    clock: DeadlineState,
    claims: Stages,
    occurrence: Occurrence,
    open_stages: frozenset[str],
    paused: frozenset[str],
) -> bool:
    in_time = clock.state == "running" and occurrence.at < clock.due_at
    return in_time and (not paused or _all_paused(claims, paused, open_stages))


def _all_paused(claims: Stages, paused: frozenset[str], open_stages: frozenset[str]) -> bool:
    """Every claim of the clock that is still open is in a pause."""
    return all(stage in paused for stage in claims.values() if stage in open_stages)


def _resumed(profile: Profile, clock: DeadlineState, occurrence: Occurrence) -> ResumedDeadline:
    counted = resumed(profile, clock, occurrence.at)
    return ResumedDeadline(clock.id, counted.due_at, counted.explanation, counted.reminders)


def _started(
    profile: Profile,
    each: Follow,
    occurrence: Occurrence,
    claims: tuple[UUID, ...],
    running: tuple[DeadlineState, ...],
) -> tuple[NewDeadline, ...]:
    if not claims:
        return ()
    counted = count(profile, each.name, occurrence.at, occurrence.data)
    if counted is None:
        return ()
    holders = _holders(profile.limits[each.name].scope, each.name, claims, running)
    return tuple(_new(profile, each.name, holder, occurrence, counted) for holder in holders)


def _holders(
    scope: str, rule: str, claims: tuple[UUID, ...], running: tuple[DeadlineState, ...]
) -> tuple[UUID | None, ...]:
    """For whom the clock is started: None is the whole case."""
    held = {clock.claim_id for clock in running if clock.rule == rule}
    if scope == "case":
        return () if held else (None,)
    if scope == "service" and not held:
        return (None,)
    return tuple(claim for claim in claims if claim not in held)


def _new(
    profile: Profile,
    rule: str,
    claim_id: UUID | None,
    occurrence: Occurrence,
    counted: Count,
) -> NewDeadline:
    limit, explanation = profile.limits[rule], counted.explanation
    return NewDeadline(
        rule=rule,
        claim_id=claim_id,
        started_at=occurrence.at,
        starts_on=explanation.first_day,
        due_on=explanation.due_day,
        due_at=counted.due_at,
        kind=limit.kind,
        binds=limit.binds,
        basis=limit.cited,
        verification=limit.verification,
        reminders=counted.reminders,
        explanation=explanation,
    )
