"""What an event does to the clocks of a case.

A clock of the whole case (claim_id None) stands for every claim; one with a claim_id for that claim alone.
- An event meets or cancels a clock unless claims that it does not concern are still where the limit runs.
- A clock that can no longer run, because its last claim has left its stages or is closed, is cancelled.
- In a pause no clock ends; a clock whose time is already over is not suspended.
- A limit that already runs is not started again; one counted from service runs apart for claims served later.
- A case that comes from another registry brings the clocks of which the first day is known (`known_dates`).
- The calendar's own event passes one clock; an event may prolong a clock by its rule of extension, or shorten it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.procedure.days.counting import count, prolonged, resumed, shortened
from app.procedure.days.periods import Count
from app.procedure.engine.known_dates import begun_before
from app.procedure.engine.passage import Passage, road_of
from app.procedure.errors import NotExtendable
from app.procedure.law.basis import Named, Span
from app.procedure.law.flow import EVERY_CLOCK, LIMIT_PASSED, Follow
from app.procedure.law.timing import Limit
from app.procedure.states import DeadlineState, MovedDeadline, NewDeadline, ResumedDeadline

Fate = Literal["meet", "cancel", "suspend", "resume", "miss"]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks to start, and what becomes of those that run."""

    start: tuple[NewDeadline, ...]
    meet: tuple[UUID, ...]
    cancel: tuple[UUID, ...]
    suspend: tuple[UUID, ...]
    resume: tuple[ResumedDeadline, ...]
    miss: tuple[UUID, ...]
    move: tuple[MovedDeadline, ...]


def clocks_after(passage: Passage) -> Clocks:
    """What becomes of the clocks once the event has passed. Raises NotExtendable."""
    fates = tuple((clock, _fate(passage, clock)) for clock in passage.situation.deadlines)
    still = tuple(clock for clock, fate in fates if fate not in ("meet", "cancel", "miss"))

    def those(wanted: Fate) -> tuple[UUID, ...]:
        return tuple(clock.id for clock, fate in fates if fate == wanted)

    return Clocks(
        start=(
            *(new for each in passage.event.starts for new in _started(passage, each, still)),
            *begun_before(passage, still),
        ),
        meet=those("meet"),
        cancel=those("cancel"),
        suspend=those("suspend"),
        resume=tuple(_resumed(passage, clock) for clock, fate in fates if fate == "resume"),
        miss=those("miss"),
        move=(*_prolonged(passage, still), *_shortened(passage, still)),
    )


def _fate(passage: Passage, clock: DeadlineState) -> Fate | None:
    event = passage.event
    if event.name == LIMIT_PASSED:
        return "miss" if str(clock.id) == passage.occurrence.data.get("deadline") else None
    held = _claims_of(passage, clock)
    ends = _touches(passage, clock) and not _others_still_run(passage, clock, held)
    if ends and clock.rule in event.meets:
        return "meet"
    if (ends and clock.rule in event.cancels) or (passage.changed and not _can_run(passage, clock, held)):
        return "cancel"
    if _named(clock, event.suspends) and _pauses(passage, clock, held):
        return "suspend"
    if _named(clock, event.resumes) and clock.state == "suspended" and not _in_pause(passage, held):
        return "resume"
    return None


def _claims_of(passage: Passage, clock: DeadlineState) -> Mapping[UUID, str | None]:
    if clock.claim_id is None:
        return passage.after
    return {clock.claim_id: passage.after.get(clock.claim_id)}


def _touches(passage: Passage, clock: DeadlineState) -> bool:
    return clock.claim_id is None or any(claim.id == clock.claim_id for claim in passage.concerned)


def _runs_in(passage: Passage, clock: DeadlineState) -> tuple[str, ...]:
    limit = passage.profile.limits.get(clock.rule)
    return limit.runs_in if limit is not None else ()


def _others_still_run(passage: Passage, clock: DeadlineState, held: Mapping[UUID, str | None]) -> bool:
    runs_in = _runs_in(passage, clock)
    if not runs_in or len(passage.concerned) == len(held):
        return False
    concerned = {claim.id for claim in passage.concerned}
    return any(stage in runs_in for claim_id, stage in held.items() if claim_id not in concerned)


def _can_run(passage: Passage, clock: DeadlineState, held: Mapping[UUID, str | None]) -> bool:
    road = road_of(passage.profile)
    where = _runs_in(passage, clock) or road.open
    return any(stage in where or stage in road.paused for stage in held.values())


def _pauses(passage: Passage, clock: DeadlineState, held: Mapping[UUID, str | None]) -> bool:
    """Does the clock stop? Not when it is over, nor while a claim that it stands for goes on."""
    road = road_of(passage.profile)
    if clock.state != "running" or passage.occurrence.at >= clock.due_at or not _touches(passage, clock):
        return False
    if not any(stage in road.paused for stage in passage.changed.values()):
        return True
    return all(stage in road.paused for stage in held.values() if stage in road.open)


def _in_pause(passage: Passage, held: Mapping[UUID, str | None]) -> bool:
    road = road_of(passage.profile)
    standing = [stage for stage in held.values() if stage in road.open]
    return bool(standing) and all(stage in road.paused for stage in standing)


def _named(clock: DeadlineState, names: tuple[str, ...]) -> bool:
    return clock.rule in names or EVERY_CLOCK in names


def _resumed(passage: Passage, clock: DeadlineState) -> ResumedDeadline:
    counted = resumed(passage.profile, clock, passage.occurrence.at, passage.situation.office)
    return ResumedDeadline(
        clock.id, counted.due_at, counted.explanation, counted.reminders, counted.escalations
    )


def _prolonged(passage: Passage, still: tuple[DeadlineState, ...]) -> tuple[MovedDeadline, ...]:
    """Each clock of a limit that the event prolongs: before its end, for a listed cause, not too often, not too long."""
    moved = []
    for name in passage.event.prolongs:
        running = [
            clock
            for clock in still
            if clock.rule == name and _touches(passage, clock) and not _over(passage, clock)
        ]
        if not running:
            raise NotExtendable(passage.event.name, name, "not_running")
        limit = passage.profile.limit(name)
        cause, by = _cause(passage, name, limit), _length(passage, name, limit)
        for clock in running:
            if limit.extension is None or clock.extensions >= limit.extension.times:
                raise NotExtendable(passage.event.name, name, "times")
            at, office = passage.occurrence.at, passage.situation.office
            try:
                longer = prolonged(passage.profile, clock, at, cause=cause, by=by, office=office)
            except ValueError as unknown:
                # A clock from another version, whose length this one does not know.
                raise NotExtendable(passage.event.name, name, "not_running") from unknown
            moved.append(_moved(clock, longer, clock.extensions + 1))
    return tuple(moved)


def _over(passage: Passage, clock: DeadlineState) -> bool:
    """Has its time passed, whether or not anybody noted it? What is over cannot be made longer."""
    return clock.state == "running" and passage.occurrence.at >= clock.due_at


def _cause(passage: Passage, name: str, limit: Limit) -> Named:
    given = passage.occurrence.data.get("cause")
    cause = limit.extension.cause(str(given)) if limit.extension and given is not None else None
    if cause is None:
        raise NotExtendable(passage.event.name, name, "cause")
    return cause


def _length(passage: Passage, name: str, limit: Limit) -> Span | None:
    """A shorter extension than the most that is allowed, where the event gives one."""
    given = passage.occurrence.data.get("length")
    if given is None or limit.extension is None:
        return None
    most = limit.extension.most
    try:
        by = Span.parse(str(given))
    except ValueError as fault:
        raise NotExtendable(passage.event.name, name, "length") from fault
    if by.unit != most.unit or by.count > most.count:
        raise NotExtendable(passage.event.name, name, "length")
    return by


def _shortened(passage: Passage, still: tuple[DeadlineState, ...]) -> tuple[MovedDeadline, ...]:
    occurrence, office = passage.occurrence, passage.situation.office
    moved = []
    for clock in still:
        if clock.rule in passage.event.shortens and _touches(passage, clock) and clock.state == "running":
            anew = shortened(passage.profile, clock, occurrence.at, passage.facts, office)
            if anew is not None:
                moved.append(_moved(clock, anew, clock.extensions))
    return tuple(moved)


def _moved(clock: DeadlineState, counted: Count, extensions: int) -> MovedDeadline:
    return MovedDeadline(
        id=clock.id,
        due_at=counted.due_at,
        explanation=counted.explanation,
        reminders=counted.reminders,
        escalations=counted.escalations,
        extensions=extensions,
    )


def _started(passage: Passage, each: Follow, still: tuple[DeadlineState, ...]) -> tuple[NewDeadline, ...]:
    claims = passage.claims_for(each)
    if spares := passage.profile.limit(each.name).spares:
        spared = {claim.id for claim in passage.concerned if not claim.flags.isdisjoint(spares)}
        claims = tuple(claim for claim in claims if claim not in spared)
    if not claims:
        return ()
    counted = count(
        passage.profile, each.name, passage.occurrence.at, passage.facts, passage.situation.office
    )
    if counted is None:
        return ()
    return tuple(
        _new(passage, each.name, holder, counted) for holder in _holders(passage, each, claims, still)
    )


def _holders(
    passage: Passage, each: Follow, claims: tuple[UUID, ...], still: tuple[DeadlineState, ...]
) -> tuple[UUID | None, ...]:
    """For whom the clock is started: None is the whole case."""
    scope = passage.profile.limit(each.name).scope
    held = {clock.claim_id for clock in still if clock.rule == each.name}
    if scope == "case":
        return () if held else (None,)
    if scope == "service" and not held:
        return (None,)
    return tuple(claim for claim in claims if claim not in held)


def _new(passage: Passage, rule: str, claim_id: UUID | None, counted: Count) -> NewDeadline:
    limit, explanation = passage.profile.limit(rule), counted.explanation
    return NewDeadline(
        rule=rule,
        claim_id=claim_id,
        started_at=passage.occurrence.at,
        starts_on=explanation.first_day,
        due_on=explanation.due_day,
        due_at=counted.due_at,
        kind=limit.kind,
        binds=limit.binds,
        basis=passage.profile.cite(limit),
        verification=limit.verification,
        reminders=counted.reminders,
        explanation=explanation,
        escalations=counted.escalations,
    )
