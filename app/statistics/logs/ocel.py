"""OCEL 2.0: the log as events and the things that they are about, for which no one case is the only point of view. Pure.

Objects: `case`, `claim`, `officer`, `decision`, `remedy`. What changes over time (the stage of a case, the outcome of a claim) is an
attribute of its object with the moment from which it holds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from app.statistics.logs.traces import LoggedEvent, Trace
from app.statistics.logs.writing import moment

OBJECT_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "case": ("office", "modality", "stage"),
        "claim": ("basis", "origin", "sex", "age_group", "outcome"),
        "officer": ("role",),
        "decision": (),
        "remedy": ("kind", "result"),
    }
)
EVENT_ATTRIBUTES = ("role", "stage_before", "stage_after", "position")
# What was so from the beginning holds from the beginning of time, as the standard's examples have it.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)

Relation = tuple[str, str]


@dataclass(slots=True)
class Thing:
    """An object: what it was when (name, since, value), and what it belongs to (identifier, qualifier)."""

    id: str
    kind: str
    attributes: list[tuple[str, datetime, str]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


def objects_of(trace: Trace) -> Iterator[Thing]:
    """The case, its claims, and the decisions and remedies that its events speak of. Officers belong to no case: see `Officers`."""
    case = Thing(trace.case, "case", [("office", ALWAYS, trace.office), ("modality", ALWAYS, trace.modality)])
    case.attributes += _changes("stage", ((event.at, event.stage_after) for event in trace.events))
    case.relations = [(claim.id, "comprises") for claim in trace.claims]
    yield case
    for claim in trace.claims:
        said = [
            ("basis", ALWAYS, claim.basis),
            ("origin", ALWAYS, claim.origin),
            ("sex", ALWAYS, claim.sex),
            ("age_group", ALWAYS, claim.age_group),
        ]
        decided = (
            (event.at, what) for event in trace.events for which, what in event.outcomes if which == claim.id
        )
        relations = [(claim.derivative_of, "derives_from")] if claim.derivative_of else []
        yield Thing(claim.id, "claim", [*said, *_changes("outcome", decided)], relations)
    yield from _decided(trace)


def _decided(trace: Trace) -> Iterator[Thing]:
    found: dict[str, Thing] = {}
    for event in trace.events:
        if event.decision:
            known = found.setdefault(
                event.decision, Thing(event.decision, "decision", [], [(trace.case, "of")])
            )
            _relate(known, ((claim, "decides") for claim, _outcome in event.outcomes))
        if event.remedy:
            remedy = found.setdefault(event.remedy, Thing(event.remedy, "remedy", [], [(trace.case, "of")]))
            _relate(remedy, [(event.decision, "concerns")] if event.decision else ())
            for name, value in (("kind", event.kind), ("result", event.result)):
                if value:
                    remedy.attributes.append((name, event.at, value))
    yield from found.values()


def _relate(thing: Thing, relations: Iterable[Relation]) -> None:
    thing.relations += [relation for relation in relations if relation not in thing.relations]


def _changes(name: str, values: Iterable[tuple[datetime, str]]) -> list[tuple[str, datetime, str]]:
    """Only where the value becomes another. Two changes in one moment: the later one holds, for a moment has one value."""
    kept: dict[datetime, str] = {}
    last = ""
    for at, value in values:
        if value and value != last:
            kept[at] = last = value
    return [(name, at, value) for at, value in kept.items()]


def relations_of(trace: Trace, event: LoggedEvent) -> list[Relation]:
    """What an event is about."""
    about = [(trace.case, "case"), (event.officer, "by"), *((claim, "claim") for claim in event.claims)]
    if event.decision:
        about.append((event.decision, "decision"))
    if event.remedy:
        about.append((event.remedy, "remedy"))
    return about


def values_of(event: LoggedEvent) -> dict[str, str | int]:
    """The attributes of an event, in the order of `EVENT_ATTRIBUTES`."""
    return {
        "role": event.role,
        "stage_before": event.stage_before,
        "stage_after": event.stage_after,
        "position": event.position,
    }


class Officers:
    """Who acted, once each, with every role in which they did. As many as there are people in the house."""

    def __init__(self) -> None:
        self._roles: dict[str, dict[str, datetime]] = {}

    def note(self, traces: Iterable[Trace]) -> None:
        for trace in traces:
            for event in trace.events:
                first = self._roles.setdefault(event.officer, {})
                first[event.role] = min(event.at, first.get(event.role, event.at))

    def things(self) -> Iterator[Thing]:
        for officer, roles in sorted(self._roles.items()):
            since = sorted((at, role) for role, at in roles.items())
            yield Thing(officer, "officer", _changes("role", since))


class OcelJson:
    """The log as one JSON document: events in the first pass, objects in the second, the kinds of events at its end."""

    passes = 2

    def __init__(self) -> None:
        self._kinds: set[str] = set()
        self._officers = Officers()
        self._comma = False

    def begin(self, turn: int) -> bytes:
        self._comma = False
        if turn:
            return b'],\n"objects":['
        types = [{"name": n, "attributes": _declared(attributes)} for n, attributes in OBJECT_TYPES.items()]
        return f'{{"objectTypes":{_json(types)},\n"events":['.encode()

    def write(self, turn: int, traces: Sequence[Trace]) -> bytes:
        if turn:
            return self._listed(_object(thing) for trace in traces for thing in objects_of(trace))
        self._officers.note(traces)
        self._kinds.update(event.name for trace in traces for event in trace.events)
        return self._listed(_event(trace, event) for trace in traces for event in trace.events)

    def end(self) -> Iterable[bytes]:
        yield self._listed(_object(thing) for thing in self._officers.things())
        attributes = [*_declared(EVENT_ATTRIBUTES[:-1]), {"name": "position", "type": "integer"}]
        kinds = [{"name": kind, "attributes": attributes} for kind in sorted(self._kinds)]
        yield f'],\n"eventTypes":{_json(kinds)}}}\n'.encode()

    def _listed(self, items: Iterable[object]) -> bytes:
        lines = []
        for item in items:
            lines.append(("," if self._comma else "") + "\n" + _json(item))
            self._comma = True
        return "".join(lines).encode()


def _declared(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name, "type": "string"} for name in names]


def _event(trace: Trace, event: LoggedEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "type": event.name,
        "time": moment(event.at),
        # A text also where it is declared a number: the standard's own schema has it so.
        "attributes": [{"name": name, "value": str(value)} for name, value in values_of(event).items()],
        "relationships": _related(relations_of(trace, event)),
    }


def _object(thing: Thing) -> dict[str, object]:
    return {
        "id": thing.id,
        "type": thing.kind,
        "attributes": [
            {"name": name, "time": moment(since), "value": value} for name, since, value in thing.attributes
        ],
        "relationships": _related(thing.relations),
    }


def _related(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"objectId": identifier, "qualifier": qualifier} for identifier, qualifier in relations]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
