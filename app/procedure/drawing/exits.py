"""The ways out of every stage of a profile: what happens there, who records it, and where it leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.procedure.engine.passage import road_of
from app.procedure.law.basis import Label
from app.procedure.law.flow import ANY_STAGE, OPEN_STAGES, Event
from app.procedure.law.roles import ROLES
from app.procedure.law.schema import Profile

_INSTANCES: Mapping[str, Label] = {
    "first": Label(es="en primera instancia", en="at first instance"),
    "reconsideration": Label(es="en reconsideración", en="on reconsideration"),
    "appeal": Label(es="en apelación", en="on appeal"),
}
_OTHERWISE = Label(es="en los demás casos", en="otherwise")
_RESULTS: Mapping[str, Label] = {
    "upheld": Label(es="confirmada", en="upheld"),
    "overturned": Label(es="revocada", en="overturned"),
    "remitted": Label(es="devuelta", en="sent back"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an event leads; `to` is None where the record names the stage. `condition` in words, empty for none."""

    to: str | None
    condition: str


@dataclass(frozen=True, slots=True)
class Exit:
    """An event that leads out of a stage, in words, with who records it and its targets in order."""

    event: str
    label: str
    who: str
    leads: tuple[Lead, ...]


def exits_of(profile: Profile, stage: str, language: str) -> tuple[Exit, ...]:
    """The ways out of that stage, without those that lead out of nearly every one."""
    return tuple(
        _exit(profile, event, stage, language)
        for event in profile.events
        if stage in road_of(profile).allowed[event.name] and _moves(event) and not _from_anywhere(event)
    )


def ways_in(profile: Profile, language: str) -> tuple[Exit, ...]:
    """The events that open a case."""
    return tuple(
        _exit(profile, event, None, language)
        for event in profile.events
        if event.creates and not event.leaves
    )


def from_anywhere(profile: Profile, language: str) -> tuple[Exit, ...]:
    """The events that lead out of nearly every stage, e.g. a withdrawal."""
    return tuple(
        _exit(profile, event, None, language)
        for event in profile.events
        if _moves(event) and _from_anywhere(event)
    )


def _moves(event: Event) -> bool:
    return not event.creates and any(not target.same_as_case for target in event.to)


def _from_anywhere(event: Event) -> bool:
    return OPEN_STAGES in event.leaves or ANY_STAGE in event.leaves


def _exit(profile: Profile, event: Event, stage: str | None, language: str) -> Exit:
    who = (ROLES[role].in_(language) for role in event.by)
    return Exit(
        event.name, event.label.in_(language), ", ".join(who), tuple(_leads(profile, event, stage, language))
    )


def _leads(profile: Profile, event: Event, stage: str | None, language: str) -> Iterator[Lead]:
    """The targets that hold from this stage; those that lead to one place are told together."""
    here = [target for target in event.to if stage is None or stage in target.when.get("stage", (stage,))]
    conditions: dict[str | None, list[Mapping[str, tuple[str, ...]]]] = {}
    for target in here:
        when = {key: values for key, values in target.when.items() if key != "stage"}
        conditions.setdefault(target.to, []).append(when)
        if not when:
            break  # the first target that holds is taken; none below it ever is
    for to, whens in conditions.items():
        words = " / ".join(condition_in_words(profile, when, language) for when in _widest(whens))
        otherwise = _OTHERWISE.in_(language) if not words and len(conditions) > 1 else ""
        yield Lead(to, words or otherwise)


def _widest(whens: list[Mapping[str, tuple[str, ...]]]) -> list[Mapping[str, tuple[str, ...]]]:
    """Without the conditions that another one of them covers."""
    return [
        when
        for n, when in enumerate(whens)
        if not any(
            _covers(other, when) and (m < n or not _covers(when, other))
            for m, other in enumerate(whens)
            if m != n
        )
    ]


def _covers(wide: Mapping[str, tuple[str, ...]], narrow: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(narrow.get(key, ())) and set(narrow[key]) <= set(values) for key, values in wide.items())


def condition_in_words(profile: Profile, when: Mapping[str, tuple[str, ...]], language: str) -> str:
    """The facts under which something holds, e.g. "en apelación + Denegada"; empty where it always does."""
    return " + ".join(
        ", ".join(_value(profile, key, value, language) for value in values) for key, values in when.items()
    )


def _value(profile: Profile, key: str, value: str, language: str) -> str:
    """A fact of a condition in words; one that has none stands as it is written."""
    known: Mapping[str, Label] = {
        "outcome": {name: outcome.label for name, outcome in profile.outcomes.items()},
        "instance": _INSTANCES,
        "result": _RESULTS,
        "kind": {remedy.name: remedy.label for remedy in profile.remedies},
    }.get(key) or {**profile.labels, **_choices(profile, key)}
    return known[value].in_(language) if value in known else value.replace("_", " ")


def _choices(profile: Profile, key: str) -> dict[str, Label]:
    """The answers that a form gives to choose from under that name."""
    return {
        choice.name: choice.label
        for event in profile.events
        for ask in event.asks
        if ask.name == key
        for choice in ask.choices
    }
