"""Laying one TOML file over another: what the upper one says holds, what it does not say stays."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.procedure.files.fault_words import Words

# Lists in which the upper file finds the entry it changes by this key.
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "stages": "name",
        "events": "name",
        "remedies": "name",
        "abandonment": "name",
        "groups": "name",
        "family": "name",
        "loss": "name",
        "retention": "name",
        "transition": "name",
        "sections": "name",
        "questions": "name",
        "proposals": "name",
        "offices": "code",
        "posts": "code",
        "suspensions": "from",
        "every_year": "on",
    }
)


class CannotBeLaid(ValueError):
    """The upper file does not fit the one below it; `place` is in the upper file."""

    def __init__(self, words: Words, place: tuple[str | int, ...]) -> None:
        self.words, self.place = words, place
        super().__init__(words.en)


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """One file over another: what its list `absent` names is taken away, then the rest is laid over what remains.

    Raises CannotBeLaid for an `absent` that names nothing, so that a word that has changed is not silently kept, and for an
    entry of a list that does not say which it changes.
    """
    remains: Any = under
    for number, place in enumerate(absent(over)):
        remains = _without(remains, place.split("."), place, number)
    return _merged(remains, {key: value for key, value in over.items() if key != "absent"}, ())


def absent(over: Mapping[str, Any]) -> list[str]:
    """The places that a file takes away."""
    places = over.get("absent", [])
    if isinstance(places, list) and all(isinstance(place, str) for place in places):
        return places
    es = 'se espera una lista de lugares, por ejemplo ["abandonment.exit"]'
    en = 'a list of places is wanted, for example ["abandonment.exit"]'
    raise CannotBeLaid(Words("not_places", es, en), ("absent",))


def _without(part: Any, steps: list[str], place: str, number: int) -> Any:
    """The part without what the steps lead to: keys, or entries of a list by their `name` or `code`."""
    step, *further = steps
    if isinstance(part, list):
        tables = ((n, entry) for n, entry in enumerate(part) if isinstance(entry, Mapping))
        named = {str(entry.get("name", entry.get("code"))): n for n, entry in tables}
        if step in named:
            at = named[step]
            kept = [_without(part[at], further, place, number)] if further else []
            return [*part[:at], *kept, *part[at + 1 :]]
    elif isinstance(part, Mapping) and step in part:
        rest = {key: value for key, value in part.items() if key != step}
        return {**rest, step: _without(part[step], further, place, number)} if further else rest
    es, en = f"no hay «{place}» que quitar", f"there is no '{place}' to take away"
    raise CannotBeLaid(Words("nothing_to_take_away", es, en), ("absent", number))


def _merged(
    under: Mapping[str, Any], over: Mapping[str, Any], place: tuple[str | int, ...]
) -> dict[str, Any]:
    """The values of both; a value with marks is replaced whole where it says what it `is`."""
    merged = dict(under)
    for key, value in over.items():
        here = (*place, key)
        if isinstance(value, dict) and "verification" in value:
            merged[key] = (
                value if _whole(merged.get(key), value) else _merged(_table(merged.get(key)), value, here)
            )
        elif key == "years" and isinstance(value, dict):
            merged[key] = _years(_table(merged.get(key)), value, here)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value, here)
        elif key in KEYS and isinstance(value, list) and all(isinstance(each, dict) for each in value):
            merged[key] = _list(merged.get(key, []), value, KEYS[key], here)
        else:
            merged[key] = value
    return merged


def _whole(under: Any, value: Mapping[str, Any]) -> bool:
    """A new value stands for itself; so does the word that a value is not known after all."""
    was_a_value = isinstance(under, Mapping) and "is" in under
    return "is" in value or (was_a_value and value["verification"] == "unknown")


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _years(under: Mapping[str, Any], over: Mapping[str, Any], place: tuple[str | int, ...]) -> dict[str, Any]:
    """The days of each year of a calendar: a day that both lists name is the later list's."""
    days = {
        year: _list(under.get(year, []), own, "on", (*place, year)) if isinstance(own, list) else own
        for year, own in over.items()
    }
    return {**under, **days}


def _list(under: Any, over: list[Any], key: str, place: tuple[str | int, ...]) -> list[Any]:
    below = under if isinstance(under, list) else []
    entries = {
        entry[key]: entry
        for entry in below
        if isinstance(entry, dict) and isinstance(entry.get(key), str | date)
    }
    for number, entry in enumerate(over):
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str | date):
            es = f"cada entrada dice con «{key}» cuál es"
            raise CannotBeLaid(
                Words("nameless", es, f"each entry says by its '{key}' which it is"), (*place, number)
            )
        entries[entry[key]] = _merged(entries.get(entry[key], {}), entry, (*place, number))
    return list(entries.values())
