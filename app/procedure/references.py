"""Names in a profile that point nowhere. A profile with one of these is not loaded at all."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.procedure.basis import marked_values

if TYPE_CHECKING:
    from app.procedure.flow import Event
    from app.procedure.schema import Profile

_STAGE_WORDS = {"*", "*open"}


def dangling(profile: "Profile") -> list[str]:
    """Every name used and not defined, and every name defined twice, in words."""
    return [
        *_twice("stage", (stage.name for stage in profile.stages)),
        *_twice("event", (event.name for event in profile.events)),
        *_twice("remedy", (remedy.name for remedy in profile.remedies)),
        *(fault for event in profile.events for fault in _of_event(profile, event)),
        *_of_limits(profile),
        *_of_remedies(profile),
        *_of_bodies(profile),
        *_of_sources(profile),
        *(f"post {p.code}: no office '{p.office}'" for p in profile.posts if p.office not in _codes(profile)),
    ]


def _of_event(profile: "Profile", event: "Event") -> Iterator[str]:
    follows = (*event.starts, *event.issues, *event.extends, *event.notices)
    stages = (
        *(name for name in (*event.leaves, *event.but_not) if name not in _STAGE_WORDS),
        *(name for target in event.to for name in (*((target.to,) if target.to else ()), *target.among)),
        *(name for follow in follows for name in (*follow.reaching, *follow.leaving)),
    )
    limits = (
        *(follow.name for follow in event.starts),
        *(name for name in (*event.meets, *event.cancels, *event.suspends, *event.resumes) if name != "*"),
    )
    documents = (follow.name for follow in (*event.issues, *event.extends))
    known = {stage.name for stage in profile.stages}
    yield from (f"event {event.name}: no stage '{name}'" for name in stages if name not in known)
    yield from (f"event {event.name}: no limit '{name}'" for name in limits if name not in profile.limits)
    yield from (
        f"event {event.name}: no document '{name}'" for name in documents if name not in profile.documents
    )


def _of_limits(profile: "Profile") -> Iterator[str]:
    stages = {stage.name for stage in profile.stages}
    for name, limit in profile.limits.items():
        if limit.forum not in profile.calendars:
            yield f"limit {name}: no calendar '{limit.forum}'"
        for stage in limit.runs_in:
            if stage not in stages:
                yield f"limit {name}: no stage '{stage}'"
    for name, calendar in profile.calendars.items():
        if calendar.like is not None and profile.calendars.get(calendar.like, calendar).like is not None:
            yield f"calendar {name}: no calendar '{calendar.like}' of its own"


def _of_remedies(profile: "Profile") -> Iterator[str]:
    for remedy in profile.remedies:
        for outcome in remedy.against:
            if outcome not in profile.outcomes:
                yield f"remedy {remedy.name}: no outcome '{outcome}'"
        for limit in (remedy.file_within, remedy.decide_within):
            if limit is not None and limit not in profile.limits:
                yield f"remedy {remedy.name}: no limit '{limit}'"
        if remedy.body not in profile.bodies:
            yield f"remedy {remedy.name}: no body '{remedy.body}'"


def _of_bodies(profile: "Profile") -> Iterator[str]:
    for stage in profile.stages:
        if stage.body is not None and stage.body not in profile.bodies:
            yield f"stage {stage.name}: no body '{stage.body}'"
    for name, body in profile.bodies.items():
        for other in body.independent_of:
            if other not in profile.bodies:
                yield f"body {name}: no body '{other}'"


def _of_sources(profile: "Profile") -> Iterator[str]:
    for _, value in marked_values(profile):
        if value.source is not None and value.source not in profile.sources:
            yield f"no source '{value.source}'"


def _codes(profile: "Profile") -> set[str]:
    return {office.code for office in profile.offices}


def _twice(what: str, names: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} '{name}' is written twice"
        seen.add(name)
