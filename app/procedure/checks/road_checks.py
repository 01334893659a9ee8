"""Whether the road of a profile leads on from everywhere, for everybody, whatever the facts are."""

from collections.abc import Iterator, Mapping
from itertools import product

from app.procedure.checks.findings import Finding, finding
from app.procedure.engine.passage import road_of
from app.procedure.law.conditions import holds
from app.procedure.law.flow import LIMIT_PASSED, Event
from app.procedure.law.schema import Profile

Way = tuple[str, str]
# Facts that only a few values can have are tried in every combination; more than this would be no procedure.
_MOST_COMBINATIONS = 4096


def road(profile: Profile) -> Iterator[Finding]:
    """Stages that nobody reaches or leaves, traps, and events that could fail for want of a target."""
    ways = _ways(profile, sparing=None)
    reached = _reached(profile, ways)
    for stage in profile.stages:
        place = f"stages.{stage.name}"
        if stage.name not in reached:
            yield finding("unreachable_stage", place)
        if stage.open and not any(origin == stage.name != end for origin, end in ways):
            yield finding("stage_without_exit", place)
    yield from _traps(profile, ways, reached)
    for event in profile.events:
        yield from _failing(profile, event)
    if LIMIT_PASSED not in profile.events_by_name:
        yield finding("limit_passed_not_recorded", "events")


def _ways(profile: Profile, *, sparing: str | None) -> set[Way]:
    """From which stage to which an event leads; `sparing`: without the events that are not recorded for such a claim."""
    allowed = road_of(profile).allowed
    return {
        (origin, end)
        for event in profile.events
        if sparing not in event.spares and _was_in_force(profile, event)
        for end in ends(event)
        for origin in allowed[event.name]
    }


def _was_in_force(profile: Profile, event: Event) -> bool:
    """An event whose norm fell before this version began is no way out of anything."""
    until = event.in_force.until if event.in_force is not None else None
    return until is None or until >= profile.in_force.since


def ends(event: Event) -> set[str]:
    """The stages to which an event may lead."""
    return {name for target in event.to for name in ((target.to,) if target.to else target.among)}


def _reached(profile: Profile, ways: set[Way]) -> set[str]:
    first = {stage for event in profile.events if event.creates and not event.leaves for stage in ends(event)}
    return _closure(first, {(end, origin) for origin, end in ways})


def _closure(begun: set[str], backwards: set[Way]) -> set[str]:
    """Everything from which the ways lead to what was begun with."""
    found = set(begun)
    while more := {origin for origin, end in backwards if end in found} - found:
        found |= more
    return found


def _traps(profile: Profile, ways: set[Way], reached: set[str]) -> Iterator[Finding]:
    closed = {stage.name for stage in profile.stages if not stage.open}
    for flag in (None, *sorted({flag for event in profile.events for flag in event.spares})):
        out = _closure(closed, ways if flag is None else _ways(profile, sparing=flag))
        for stage in profile.stages:
            if stage.name not in reached or stage.name in out:
                continue
            place = f"stages.{stage.name}"
            if flag is None:
                yield finding("trap", place)
            elif stage.name in _closure(closed, ways):
                yield finding("trap_for_some", place, who=flag)


def _failing(profile: Profile, event: Event) -> Iterator[Finding]:
    """Facts that the profile itself provides for, under which no target of the event holds."""
    if not event.to or any(not target.when for target in event.to):
        return
    cases = [list(_failures(profile, event, results)) for results in _results(profile, event)]
    fewest = min(cases, key=lambda each: len(each))  # noqa: PLW0108 - mypy cannot see that a list is sized
    failing = sorted(fewest, key=lambda facts: not _unforeseen(event, facts))
    if failing:
        unforeseen = _unforeseen(event, failing[0])
        facts = ", ".join(f"{key} = {value}" for key, value in (unforeseen or failing[0]).items())
        kind = "target_may_fail" if unforeseen else "combination_refused"
        yield finding(kind, f"events.{event.name}.to", facts=facts)


def _unforeseen(event: Event, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that no target of the event ever takes, whatever the others are."""
    return {
        key: value
        for key, value in facts.items()
        if not any(key not in target.when or value in target.when[key] for target in event.to)
    }


def _failures(profile: Profile, event: Event, results: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    keys = tuple(dict.fromkeys(key for target in event.to for key in target.when))
    domains = [_domain(profile, event, key, results) for key in keys]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size > _MOST_COMBINATIONS:
        return
    for values in product(*domains):
        facts = dict(zip(keys, values, strict=True))
        if not any(holds(target.when, facts) for target in event.to):
            yield facts


def _results(profile: Profile, event: Event) -> list[tuple[str, ...]]:
    """What a remedy may come to. Which remedy an event answers is not written: the one that fits it best counts."""
    mentioned = set(_mentioned(event, "result"))
    fitting = [remedy.outcomes for remedy in profile.remedies if mentioned & set(remedy.outcomes)]
    return fitting or [tuple(sorted(mentioned))]


def _domain(profile: Profile, event: Event, key: str, results: tuple[str, ...]) -> tuple[str, ...]:
    """The values that a fact can have, as far as the profile says."""
    mentioned = _mentioned(event, key)
    asked = next((ask for ask in event.asks if ask.name == key), None)
    if asked is not None and asked.choices:
        return tuple(choice.name for choice in asked.choices)
    if key == "result":
        return results
    if key == "stage":
        return road_of(profile).allowed[event.name]
    if key == "instance":
        set_by = {target.instance for each in profile.events for target in each.to if target.instance}
        return tuple(sorted({"first", *set_by}))
    if key == "outcome":
        return tuple(profile.outcomes)
    return ("false", "true") if set(mentioned) <= {"false", "true"} else mentioned


def _mentioned(event: Event, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for target in event.to for value in target.when.get(key, ())))
