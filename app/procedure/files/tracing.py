"""From a fault in a whole profile back to the file and the line that it came from.

A profile may be written in several files: a version, the one it differs from, the deployment's override. The fault belongs
to the uppermost file that says something at its place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.procedure.faults import Fault
from app.procedure.files.fault_words import Words, in_words, sentence_words
from app.procedure.files.merging import KEYS
from app.procedure.files.positions import Place
from app.procedure.files.sheets import Sheet
from app.procedure.law.references import HangsLoose, Loose

# Reasons that name the wrong value itself, and reasons that are about one key of their place.
_NAMES_ITS_VALUE = {"no_such", "no_extension", "like_like", "outside_its_year"}
_POINTS_AT = {"ends_before": "to", "lodged_apart": "file_within"}
_WORDS_ONLY = {"label", "applicant_label", "note", "name", "code", "title"}


class Entry(NamedTuple):
    """A step into a list, to the entry that has this value under this key."""

    key: str
    value: object


Route = tuple[str | int | Entry, ...]


class Found(NamedTuple):
    """Where a route leads in one sheet, and how many of its steps could be taken."""

    sheet: Sheet
    place: Place
    depth: int


def faults_of(
    invalid: ValidationError, values: Mapping[str, Any], sheets: Sequence[Sheet]
) -> tuple[Fault, ...]:
    """Every fault of a profile made of these values, with file, line, place and reason. `sheets`: the lowest first."""
    found: dict[tuple[object, ...], Fault] = {}
    for error in invalid.errors():
        cause = error.get("ctx", {}).get("error")
        faults = (
            _loose(cause.faults, values, sheets)
            if isinstance(cause, HangsLoose)
            else (_located(error, values, sheets),)
        )
        for fault in faults:
            found.setdefault((fault.file, fault.line, fault.place, fault.en), fault)
    return tuple(sorted(found.values(), key=lambda f: (str(f.file), f.line or 0)))


def _located(error: Any, values: Mapping[str, Any], sheets: Sequence[Sheet]) -> Fault:
    loc: Place = error["loc"]
    key = str(loc[-1]) if loc else ""
    words = in_words(error["type"], error["msg"], error.get("input"), key, error.get("ctx", {}))
    return _fault(words, route_of(loc, values), sheets)


def _loose(faults: Sequence[Loose], values: Mapping[str, Any], sheets: Sequence[Sheet]) -> Iterator[Fault]:
    for fault in faults:
        yield _fault(sentence_words(fault.reason), route_of(tuple(fault.place.split(".")), values), sheets)


def where(place: str, values: Mapping[str, Any], sheets: Sequence[Sheet]) -> tuple[Path, int] | None:
    """File and line of a place written with points, e.g. "bodies.commission.quorum"; None without files."""
    reached = [_follow(sheet, route_of(tuple(place.split(".")), values)) for sheet in reversed(sheets)]
    if not reached:
        return None
    found = max(reached, key=lambda each: each.depth)
    return found.sheet.file, found.sheet.line(found.place)


def fault_at(words: Words, place: str, sheets: Sequence[Sheet]) -> Fault:
    """A fault at a place that is written with points, e.g. "in_force.from"."""
    return _fault(words, tuple(place.split(".")), sheets)


def _fault(words: Words, route: Route, sheets: Sequence[Sheet]) -> Fault:
    found = _culprit(words, route, sheets)
    place = ".".join(str(step.value if isinstance(step, Entry) else step) for step in route)
    if found is None:
        return Fault(words.code, words.es, words.en, place)
    return Fault(words.code, words.es, words.en, place, found.sheet.file, found.sheet.line(found.place))


def _culprit(words: Words, route: Route, sheets: Sequence[Sheet]) -> Found | None:
    """The uppermost sheet that goes furthest along the route; within it the very value that the reason names."""
    reached = [_follow(sheet, route) for sheet in reversed(sheets)]
    if not reached:
        return None
    deepest = max(found.depth for found in reached)
    furthest = [found for found in reached if found.depth == deepest]
    if words.code in _POINTS_AT:
        return _at_key(furthest, _POINTS_AT[words.code])
    if words.code not in _NAMES_ITS_VALUE:
        return furthest[0]
    named = set(re.findall(r"'([^']+)'|(\d{4}-\d\d-\d\d)", words.en))
    wanted = {quoted or day for quoted, day in named}
    for found in furthest:
        for place, leaf in _leaves(_value(found.sheet.values, found.place), found.place):
            if (leaf.isoformat() if isinstance(leaf, date) else leaf) in wanted:
                return Found(found.sheet, place, found.depth)
    return furthest[0]


def _at_key(furthest: Sequence[Found], key: str) -> Found:
    """The uppermost sheet that has the key there; the uppermost of all where none has."""
    for found in furthest:
        value = _value(found.sheet.values, found.place)
        if isinstance(value, Mapping) and key in value:
            return Found(found.sheet, (*found.place, key), found.depth)
    return furthest[0]


def route_of(loc: Place, values: object) -> Route:
    """The same way with list entries named by what they are called, so that it can be followed in another file."""
    route: list[str | int | Entry] = []
    if loc[:1] == ("overridden_by",):
        return ("override", *loc[2:])
    here = values
    for step in loc:
        entry, here = _step(here, step)
        route.append(entry)
    return tuple(route)


def _step(here: object, step: str | int) -> tuple[str | int | Entry, object]:
    if isinstance(here, Mapping):
        return step, here.get(str(step))
    if not isinstance(here, list | tuple):
        return step, None
    if isinstance(step, int) and step < len(here):
        entry = here[step]
        return _called(entry) or step, entry
    for entry in here:
        called = _called(entry)
        if called is not None and str(called.value) == step:
            return called, entry
    return step, None


def _called(entry: object) -> Entry | None:
    if isinstance(entry, Mapping):
        for key in dict.fromkeys(("name", "code", *KEYS.values(), "on")):
            if isinstance(entry.get(key), str | date):
                return Entry(key, entry[key])
    return None


def _follow(sheet: Sheet, route: Route) -> Found:
    place: list[str | int] = []
    here: object = sheet.values
    for step in route:
        number = _number(here, step)
        if number is None:
            break
        place.append(number)
        here = _value(here, (number,))
    return Found(sheet, tuple(place), len(place))


def _number(here: object, step: str | int | Entry) -> str | int | None:
    """How the sheet itself would take that step; None where it cannot."""
    if isinstance(here, Mapping):
        return step if isinstance(step, str) and step in here else None
    if not isinstance(here, list):
        return None
    if isinstance(step, Entry):
        numbers = (n for n, e in enumerate(here) if isinstance(e, Mapping) and e.get(step.key) == step.value)
        return next(numbers, None)
    return step if isinstance(step, int) and step < len(here) else None


def _value(values: object, place: Place) -> object:
    for step in place:
        values = values[step]  # type: ignore[index]  # the place was made from these values
    return values


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key not in _WORDS_ONLY:
                yield from _leaves(each, (*place, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _leaves(each, (*place, number))
    else:
        yield place, value
