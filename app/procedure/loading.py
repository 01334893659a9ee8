"""Finding, reading and overlaying profile files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.procedure.editions import Edition, Plain
from app.procedure.errors import NoSuchProfile, ProfileInvalid
from app.procedure.schema import Overlay, Profile

SHIPPED = Path(__file__).parent / "profiles"

# Lists in which an override finds the entry it changes by this key.
_KEYS = {
    "stages": "name",
    "events": "name",
    "remedies": "name",
    "abandonment": "name",
    "groups": "name",
    "family": "name",
    "loss": "name",
    "retention": "name",
    "transition": "name",
    "offices": "code",
    "posts": "code",
    "suspensions": "from",
    "every_year": "on",
}


# What belongs to a version itself: an override that changed one of these would be another version, or another country.
FIXED = frozenset({"country", "version", "in_force", "follows", "differs_from", "time_zone", "transition"})


@dataclass(frozen=True, slots=True)
class Layer:
    """An override as text, to be laid over a version. `name` says whose it is where a fault is reported."""

    name: str
    text: str


def load(
    country: str,
    *,
    on: date | None = None,
    version: str | None = None,
    overrides: Path | None = None,
) -> Profile:
    """The shipped profile of a country (ISO alpha-3).

    By `version`, or by the filing day `on`, or else the newest. `overrides` is a file whose values are laid over
    it. Read once, then the same object. Raises NoSuchProfile, ProfileInvalid.
    """
    found = [read for read in _shipped() if read.get("country") == country]
    chosen = [read for read in found if version is None or read.get("version") == version]
    chosen = [read for read in chosen if on is None or _covers(read, on)]
    if not chosen:
        raise NoSuchProfile(f"no profile of '{country}' for version {version or 'any'} on {on or 'any day'}")
    newest = max(str(read["version"]) for read in chosen)
    return _read_edition(country, Edition(Plain(newest)), overrides, ())


def load_edition(
    country: str, edition: Edition, *, overrides: Path | None = None, layers: Mapping[int, Layer]
) -> Profile:
    """The profile that a case of that edition is bound to; its `version` is the edition's name.

    `overrides` is the file that lies under everything, `layers` the deployment's own overrides by number. The same object for the
    same texts. Raises KeyError for a number that is not in `layers`, NoSuchProfile, ProfileInvalid.
    """
    used = tuple((number, layers[number]) for number in sorted(edition.numbers))
    return _read_edition(country, edition, overrides, used)


def mark_of(layer: Layer) -> Overlay:
    """What an override says of itself: `of` which country, or country and version, and its label. Raises ProfileInvalid."""
    mark = _read_text(layer).get("override")
    try:
        return Overlay.model_validate(mark)
    except ValidationError as fault:
        raise ProfileInvalid("an override file begins with [override]: of, label") from fault


def with_layer(country: str, version: str, *, overrides: Path | None = None, layer: Layer) -> Profile:
    """A version with a text laid over it that has no number yet: what an upload would come to. Never kept.

    Raises NoSuchProfile, ProfileInvalid.
    """
    laid_over = _overlaid(_under(country, Plain(version), overrides, {}), _read_text(layer), uploaded=True)
    return _built(laid_over, None)


# By text and not by number alone: two databases in one process may each have a number 1.
@lru_cache(maxsize=64)
def _read_edition(
    country: str, edition: Edition, overrides: Path | None, layers: tuple[tuple[int, Layer], ...]
) -> Profile:
    texts = dict(layers)
    whole = _under(country, edition.own, overrides, texts)
    for later in edition.later:
        whole = _given_parts(whole, edition.own, _under(country, later, overrides, texts))
    return _built({**whole, "version": str(edition)}, None)


def _under(country: str, plain: Plain, overrides: Path | None, layers: Mapping[int, Layer]) -> dict[str, Any]:
    """The values of a version, with the deployment's file and the override of that number laid over them."""
    named = (r for r in _shipped() if (r.get("country"), r.get("version")) == (country, plain.version))
    read = next(named, None)
    if read is None:
        raise NoSuchProfile(f"no profile of '{country}' for version {plain.version}")
    if overrides is not None:
        read = _overlaid(read, _parsed(overrides))
    if plain.number is not None:
        read = _overlaid(read, _read_text(layers[plain.number]), uploaded=True)
    return read


def _given_parts(read: dict[str, Any], own: Plain, later: dict[str, Any]) -> dict[str, Any]:
    """The parts that a later version's transitional rules give to cases of this one, in place of its own."""
    rules = [
        rule
        for rule in later.get("transition", [])
        if rule.get("from") == own.version and rule.get("moves") == "parts"
    ]
    if not rules:
        raise NoSuchProfile(f"version {later['version']} gives no parts to cases of {own.version}")
    given = {**read, "sources": {**later["sources"], **read["sources"]}}
    for part in (part for rule in rules for part in rule["parts"]):
        given = _with_part(given, later, part.split("."), part)
    return given


def _with_part(under: dict[str, Any], over: Mapping[str, Any], place: list[str], part: str) -> dict[str, Any]:
    key, *rest = place
    if key not in over:
        raise ProfileInvalid(f"a transitional rule gives '{part}', which its version has not")
    if not rest:
        return {**under, key: over[key]}
    if key in _KEYS:
        entries = {entry[_KEYS[key]]: entry for entry in under.get(key, [])}
        theirs = {entry[_KEYS[key]]: entry for entry in over[key]}
        return {**under, key: list(_with_part(entries, theirs, rest, part).values())}
    return {**under, key: _with_part(under.get(key, {}), over[key], rest, part)}


@lru_cache(maxsize=1)
def _shipped() -> list[dict[str, Any]]:
    """Every shipped version, whole: one that is written as its differences is laid over the version it differs from."""
    read = [_parsed(path) for path in sorted(SHIPPED.glob("*.toml"))]
    by_version = {(each.get("country"), each.get("version")): each for each in read}
    return [_completed(each, by_version) for each in read]


def _completed(
    read: dict[str, Any], by_version: Mapping[tuple[object, object], dict[str, Any]]
) -> dict[str, Any]:
    if "differs_from" not in read:
        return read
    other = by_version.get((read.get("country"), read["differs_from"]))
    if other is None:
        raise ProfileInvalid(
            f"version {read.get('version')} differs from {read['differs_from']}, which is not here"
        )
    # How cases come over from the version before is each version's own.
    whole = {key: value for key, value in other.items() if key != "transition"}
    return _laid_over(whole, {key: value for key, value in read.items() if key != "differs_from"})


def read_profile(path: Path, *, overrides: Path | None = None) -> Profile:
    """A profile from any file, e.g. one that a deployment wrote itself. Raises ProfileInvalid."""
    return _built(_parsed(path), overrides)


def _built(read: dict[str, Any], overrides: Path | None) -> Profile:
    if overrides is not None:
        read = _overlaid(read, _parsed(overrides))
    read = _with_the_houses_own(read)
    try:
        return Profile.model_validate(_frozen(_dated(read, read.get("checked_on"))))
    except ValidationError as fault:
        raise ProfileInvalid(_in_words(fault)) from fault


def _with_the_houses_own(read: Mapping[str, Any]) -> dict[str, Any]:
    """The profile with the events that the house records in every country, less those that it has itself."""
    named = {event.get("name") for event in read.get("events", ())}
    return {**read, "events": [*read.get("events", ()), *(e for e in _house() if e["name"] not in named)]}


@lru_cache(maxsize=1)
def _house() -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = _parsed(SHIPPED.parent / "house.toml")["events"]
    return events


def _overlaid(read: dict[str, Any], over: dict[str, Any], *, uploaded: bool = False) -> dict[str, Any]:
    """The values of the override laid over the profile, with the override's mark on the result.

    One that was `uploaded` leaves alone what belongs to the version itself.
    """
    over = dict(over)
    mark = over.pop("override", None)
    if not isinstance(mark, dict):
        raise ProfileInvalid("an override file begins with [override]: of, label")
    if mark.get("of") not in (read.get("country"), f"{read.get('country')}/{read.get('version')}"):
        raise ProfileInvalid(f"the override is for {mark.get('of')}")
    if uploaded and (taken := sorted(FIXED & {*over, *(place.split(".")[0] for place in _absent(over))})):
        raise ProfileInvalid(f"an override does not change {', '.join(taken)}: that would be another version")
    merged = _laid_over(read, over)
    return {**merged, "overridden_by": [*merged.get("overridden_by", []), mark]}


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """One file over another: what its list `absent` names is taken away, then the rest is laid over what remains."""
    remains: Any = under
    for place in _absent(over):
        remains = _without(remains, place.split("."), place)
    return _merged(remains, {key: value for key, value in over.items() if key != "absent"})


def _absent(over: Mapping[str, Any]) -> list[str]:
    places = over.get("absent", [])
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise ProfileInvalid('absent: write a list of places, for example ["abandonment.exit"]')
    return places


def _without(part: Any, steps: list[str], place: str) -> Any:
    """The part without what the steps lead to: keys, or entries of a list by their `name` or `code`.

    Raises ProfileInvalid where there is nothing, so that a word that has changed is not silently kept.
    """
    step, *further = steps
    if isinstance(part, list):
        named = {str(entry.get("name", entry.get("code"))): n for n, entry in enumerate(part)}
        if step not in named:
            raise ProfileInvalid(f"absent: there is no '{place}' to take away")
        at = named[step]
        kept = [_without(part[at], further, place)] if further else []
        return [*part[:at], *kept, *part[at + 1 :]]
    if not isinstance(part, Mapping) or step not in part:
        raise ProfileInvalid(f"absent: there is no '{place}' to take away")
    rest = {key: value for key, value in part.items() if key != step}
    return {**rest, step: _without(part[step], further, place)} if further else rest


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        if isinstance(value, dict) and "verification" in value:
            merged[key] = value if _whole(merged.get(key), value) else _merged(merged.get(key, {}), value)
        elif key == "years" and isinstance(value, dict):
            merged[key] = _merged_years(merged.get(key, {}), value)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        elif key in _KEYS and isinstance(value, list) and all(isinstance(each, dict) for each in value):
            merged[key] = _merged_list(merged.get(key, []), value, _KEYS[key])
        else:
            merged[key] = value
    return merged


def _whole(under: Any, value: Mapping[str, Any]) -> bool:
    """A new value stands for itself; so does the word that a value is not known after all."""
    was_a_value = isinstance(under, Mapping) and "is" in under
    return "is" in value or (was_a_value and value["verification"] == "unknown")


def _merged_years(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The days of each year of a calendar: a day that both lists name is the later list's."""
    return {**under, **{year: _merged_list(under.get(year, []), days, "on") for year, days in over.items()}}


def _merged_list(under: list[Any], over: list[Any], key: str) -> list[Any]:
    entries = {entry[key]: entry for entry in under}
    for entry in over:
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str | date):
            raise ProfileInvalid(f"each entry of a list in an override says which it changes by its '{key}'")
        entries[entry[key]] = _merged(entries.get(entry[key], {}), entry)
    return list(entries.values())


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ProfileInvalid(f"{path.name}: {fault}") from fault


def _read_text(layer: Layer) -> dict[str, Any]:
    try:
        return tomllib.loads(layer.text)
    except tomllib.TOMLDecodeError as fault:
        raise ProfileInvalid(f"{layer.name}: {fault}") from fault


def _covers(read: Mapping[str, Any], day: date) -> bool:
    in_force = read["in_force"]
    return bool(in_force["from"] <= day and ("to" not in in_force or day <= in_force["to"]))


def _dated(part: Any, checked_on: date | None) -> Any:
    """Values with a mark and no day of their own were marked on the profile's day."""
    if isinstance(part, dict):
        dated = {key: _dated(value, checked_on) for key, value in part.items()}
        return {"checked_on": checked_on, **dated} if "verification" in dated else dated
    return [_dated(each, checked_on) for each in part] if isinstance(part, list) else part


def _frozen(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _frozen(value) for key, value in part.items()}
    return tuple(_frozen(each) for each in part) if isinstance(part, list) else part


def _in_words(fault: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'profile'}: {each['msg']}" for each in fault.errors()
    )
