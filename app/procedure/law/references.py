"""What hangs together in a profile and what does not: names that point nowhere or stand twice, roles that nobody has, pauses
that nobody leaves. A profile with one of these faults is not loaded at all."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from app.procedure.law.basis import Basis, Validity, parts
from app.procedure.law.roles import ROLES
from app.procedure.law.screening import loose_screening

if TYPE_CHECKING:
    from app.procedure.law.flow import Event, Follow
    from app.procedure.law.schema import Profile

_STAGE_WORDS = {"*", "*open"}
_EVERY_CLOCK = {"*"}
# What conditions look at in a claim itself: an answer of that name would stand in its place.
_FACTS_OF_THE_CLAIM = ("flag", "basis", "stage", "event", "rule", "deadline")
# What the calendar records by itself: that time passed, is near, was put before somebody, or kept a paper alive.
_BY_THE_CALENDAR = ("deadline_missed", "reminder_due", "deadline_escalated", "documents_kept_valid")


class Loose(NamedTuple):
    """One fault: where it stands, e.g. "events.notified", and what is wrong."""

    place: str
    reason: str


class HangsLoose(ValueError):
    """The faults of a profile whose values are each well formed."""

    def __init__(self, faults: Iterable[Loose]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.place}: {fault.reason}" for fault in self.faults))


def loose_ends(profile: "Profile") -> list[Loose]:
    """Every fault between the parts of a profile."""
    return [
        *_twice("stages", (stage.name for stage in profile.stages)),
        *_twice("events", (event.name for event in profile.events)),
        *_twice("remedies", (remedy.name for remedy in profile.remedies)),
        *_twice("abandonment", (trigger.name for trigger in profile.abandonment)),
        *_twice("groups", (group.name for group in profile.groups)),
        *_twice("transition", (rule.name for rule in profile.transition)),
        *_twice("screening.questions", (each.name for each in profile.screening.questions)),
        *_twice("screening.proposals", (each.name for each in profile.screening.proposals)),
        *(fault for event in profile.events for fault in _of_event(profile, event)),
        *_of_the_calendar(profile),
        *_of_roles(profile),
        *_of_limits(profile),
        *_of_remedies(profile),
        *_of_bodies(profile),
        *_of_safeguards(profile),
        *_of_groups(profile),
        *_of_transitions(profile),
        *_of_calendars(profile),
        *_of_pauses(profile),
        *_of_sources(profile),
        *(Loose(*fault) for fault in loose_screening(profile)),
        *_missing("posts", "office", ((p.code, p.office) for p in profile.posts), _codes(profile)),
    ]


def _missing(
    room: str, what: str, uses: Iterable[tuple[str, str | None]], known: Collection[str]
) -> Iterator[Loose]:
    for owner, name in uses:
        if name is not None and name not in known:
            yield Loose(f"{room}.{owner}", f"no {what} '{name}'")


def _of_event(profile: "Profile", event: "Event") -> Iterator[Loose]:
    follows = (*event.starts, *event.issues, *event.extends, *event.notices)
    stages = (
        *(name for name in (*event.leaves, *event.but_not) if name not in _STAGE_WORDS),
        *(name for target in event.to for name in (*((target.to,) if target.to else ()), *target.among)),
        *(name for follow in follows for name in (*follow.reaching, *follow.leaving)),
    )
    limits = (
        *(follow.name for follow in event.starts),
        *(
            n
            for n in (*event.meets, *event.cancels, *event.suspends, *event.resumes)
            if n not in _EVERY_CLOCK
        ),
        *(*event.prolongs, *event.shortens, *event.after),
    )
    yield from _each(event, "stage", stages, profile.stages_by_name)
    yield from _each(event, "limit", limits, profile.limits)
    yield from _each(event, "document", _names((*event.issues, *event.extends)), profile.documents)
    outcomes = (choice.name for ask in event.asks if ask.name == "outcome" for choice in ask.choices)
    yield from _each(event, "outcome", outcomes, profile.outcomes)
    if any(ask.name in _FACTS_OF_THE_CLAIM for ask in event.asks):
        yield Loose(f"events.{event.name}", "a question is not named like a fact of the claim")
    for name in event.prolongs:
        if name in profile.limits and profile.limits[name].extension is None:
            yield Loose(f"events.{event.name}", f"limit '{name}' has no rule of extension")


def _of_the_calendar(profile: "Profile") -> Iterator[Loose]:
    """Nothing negative ever happens to a person by itself: what no person records moves nobody. And nothing keeps the record
    from saying that time passed."""
    for event in profile.events:
        place = f"events.{event.name}"
        if "system" in event.by and (event.to or event.cancels):
            yield Loose(place, "what the system may record moves nobody and cancels nothing")
        if event.name in _BY_THE_CALENDAR and not _always_recorded(event):
            yield Loose(place, "the calendar records it at any stage, for everybody, without needs")


def _always_recorded(event: "Event") -> bool:
    held_back = (*event.but_not, *event.needs, *event.spares, *event.after, *event.prolongs)
    return "system" in event.by and "*" in event.leaves and not held_back and event.in_force is None


def _each(event: "Event", what: str, names: Iterable[str], known: Collection[str]) -> Iterator[Loose]:
    return _missing("events", what, ((event.name, name) for name in names), known)


def _names(follows: "Iterable[Follow]") -> Iterator[str]:
    return (follow.name for follow in follows)


def _of_roles(profile: "Profile") -> Iterator[Loose]:
    yield from _missing("events", "role", ((e.name, role) for e in profile.events for role in e.by), ROLES)
    yield from _missing(
        "bodies",
        "role",
        ((name, seat) for name, body in profile.bodies.items() for seat in body.seats),
        ROLES,
    )
    yield from _missing(
        "limits", "role", ((name, limit.escalate_to) for name, limit in profile.limits.items()), ROLES
    )


def _of_limits(profile: "Profile") -> Iterator[Loose]:
    limits = profile.limits.items()
    yield from _missing("limits", "calendar", ((n, x.forum) for n, x in limits), profile.calendars)
    yield from _missing(
        "limits", "stage", ((n, s) for n, x in limits for s in x.runs_in), profile.stages_by_name
    )
    missed = [(name, limit.missed) for name, limit in limits if limit.missed is not None]
    yield from _missing("limits", "event", ((n, m.proposes) for n, m in missed), profile.events_by_name)
    yield from _missing(
        "limits", "document", ((n, d) for n, m in missed for d in m.keeps_valid), profile.documents
    )


def _of_remedies(profile: "Profile") -> Iterator[Loose]:
    remedies = profile.remedies
    named = {remedy.name: remedy for remedy in remedies}
    yield from _missing(
        "remedies", "outcome", ((r.name, o) for r in remedies for o in r.against), profile.outcomes
    )
    yield from _missing("remedies", "limit", ((r.name, r.file_within) for r in remedies), profile.limits)
    yield from _missing("remedies", "limit", ((r.name, r.decide_within) for r in remedies), profile.limits)
    yield from _missing("remedies", "body", ((r.name, r.body) for r in remedies), profile.bodies)
    yield from _missing("remedies", "remedy", ((r.name, r.lodged_with) for r in remedies), named)
    for remedy in remedies:
        other = named.get(remedy.lodged_with or "")
        if other is not None and other.file_within != remedy.file_within:
            yield Loose(
                f"remedies.{remedy.name}", f"lodged with '{other.name}' and yet under another time limit"
            )


def _of_bodies(profile: "Profile") -> Iterator[Loose]:
    bodies = profile.bodies
    yield from _missing("stages", "body", ((s.name, s.body) for s in profile.stages), bodies)
    yield from _missing(
        "bodies", "body", ((n, o) for n, b in bodies.items() for o in b.independent_of), bodies
    )
    yield from _missing(
        "duties", "body", ((str(task), duty.body) for task, duty in profile.duties.items()), bodies
    )


def _of_safeguards(profile: "Profile") -> Iterator[Loose]:
    filing, events, limits = profile.filing, profile.events_by_name, profile.limits
    yield from _missing("filing", "limit", (("limit", filing.limit), ("ratify", filing.ratify)), limits)
    yield from _missing("filing", "event", (("late", filing.late),), events)
    yield from _missing("notification", "limit", (("within", profile.notification.within),), limits)
    yield from _missing("admissibility", "body", (("body", profile.admissibility.body),), profile.bodies)
    yield from _missing("loss", "body", ((each.name, each.body) for each in profile.loss), profile.bodies)
    yield from _missing("loss", "limit", ((each.name, each.limit) for each in profile.loss), limits)
    for trigger in profile.abandonment:
        named = (trigger.event, trigger.proposes, *trigger.reset_by)
        yield from _missing("abandonment", "event", ((trigger.name, name) for name in named), events)
        yield from _missing("abandonment", "limit", ((trigger.name, trigger.limit),), limits)
        if (trigger.event is None) == (trigger.limit is None):
            yield Loose(f"abandonment.{trigger.name}", "it counts either an event or a limit that passed")


def _of_groups(profile: "Profile") -> Iterator[Loose]:
    for group in profile.groups:
        outcome = profile.outcomes.get(group.outcome)
        if outcome is None:
            yield Loose(f"groups.{group.name}", f"no outcome '{group.outcome}'")
        elif not outcome.protects or outcome.refuses:
            yield Loose(f"groups.{group.name}", "a group is recognised together or not at all, never refused")


def _of_transitions(profile: "Profile") -> Iterator[Loose]:
    for rule in profile.transition:
        named = ((rule.name, limit) for limit in rule.recounts)
        yield from _missing("transition", "limit", named, profile.limits)


def _of_calendars(profile: "Profile") -> Iterator[Loose]:
    for name, calendar in profile.calendars.items():
        if calendar.like is None:
            continue
        other = profile.calendars.get(calendar.like)
        if other is None:
            yield Loose(f"calendars.{name}", f"no calendar '{calendar.like}'")
        elif other.like is not None:
            yield Loose(f"calendars.{name}", f"calendar '{calendar.like}' is itself like another")
    offices = _codes(profile)
    for name, calendar in profile.calendars.items():
        yield from _missing(
            "calendars", "office", ((name, o) for change in calendar.changes for o in change.offices), offices
        )
    forums = ((each.label.en, each.forum) for each in profile.suspensions)
    yield from _missing("suspensions", "calendar", forums, profile.calendars)


def _of_pauses(profile: "Profile") -> Iterator[Loose]:
    """From every pause some event leads on to a stage that is none: else two suspensions could hold a case for ever."""
    paused = {stage.name for stage in profile.stages if stage.pause}
    ways = {
        (origin, end)
        for event in profile.events
        for origin in _leaves(profile, event)
        for target in event.to
        for end in ((target.to,) if target.to else target.among)
    }
    free = {origin for origin, end in ways if origin in paused and end not in paused}
    while more := {origin for origin, end in ways if origin in paused and end in free} - free:
        free |= more
    for name in sorted(paused - free):
        yield Loose(f"stages.{name}", "a pause from which events lead only to pauses, or nowhere")


def _leaves(profile: "Profile", event: "Event") -> Iterator[str]:
    everywhere, while_open = "*" in event.leaves, "*open" in event.leaves
    for stage in profile.stages:
        if stage.name not in event.but_not and (
            everywhere or stage.name in event.leaves or (while_open and stage.open)
        ):
            yield stage.name


def _of_sources(profile: "Profile") -> Iterator[Loose]:
    for place, part in parts(profile):
        if isinstance(part, Basis | Validity) and part.source not in (None, *profile.sources):
            yield Loose(place, f"no source '{part.source}'")


def _codes(profile: "Profile") -> set[str]:
    return {office.code for office in profile.offices}


def _twice(room: str, names: Iterator[str]) -> Iterator[Loose]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Loose(f"{room}.{name}", "it is written twice")
        seen.add(name)
