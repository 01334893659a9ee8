"""Finding, reading and overlaying profile files."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.procedure.errors import NoSuchProfile, ProfileInvalid
from app.procedure.schema import Profile

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
}


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
    return _version(country, max(str(read["version"]) for read in chosen), overrides)


# By version and not by day: a file is read once, not once for every day on which somebody files.
@lru_cache(maxsize=32)
def _version(country: str, version: str, overrides: Path | None) -> Profile:
    named = (read for read in _shipped() if (read.get("country"), read.get("version")) == (country, version))
    return _built(next(named), overrides)


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
    differences = {key: value for key, value in read.items() if key != "differs_from"}
    # How cases come over from the version before is each version's own.
    whole = {key: value for key, value in other.items() if key != "transition"}
    return _merged(whole, differences)


def read_profile(path: Path, *, overrides: Path | None = None) -> Profile:
    """A profile from any file, e.g. one that a deployment wrote itself. Raises ProfileInvalid."""
    return _built(_parsed(path), overrides)


def _built(read: dict[str, Any], overrides: Path | None) -> Profile:
    if overrides is not None:
        read = _overlaid(read, _parsed(overrides))
    try:
        return Profile.model_validate(_frozen(_dated(read, read.get("checked_on"))))
    except ValidationError as fault:
        raise ProfileInvalid(_in_words(fault)) from fault


def _overlaid(read: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The values of the override laid over the profile, with the override's mark on the result."""
    over = dict(over)
    mark = over.pop("override", None)
    if not isinstance(mark, dict):
        raise ProfileInvalid("an override file begins with [override]: of, label")
    if mark.get("of") not in (read.get("country"), f"{read.get('country')}/{read.get('version')}"):
        raise ProfileInvalid(f"the override is for {mark.get('of')}")
    merged = _merged(read, over)
    return {**merged, "overridden_by": [*merged.get("overridden_by", []), mark]}


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        if isinstance(value, dict) and "verification" in value:
            merged[key] = value if "is" in value else _merged(merged.get(key, {}), value)
        elif key == "years" and isinstance(value, dict):
            merged[key] = _merged_years(merged.get(key, {}), value)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        elif key in _KEYS and isinstance(value, list) and all(isinstance(each, dict) for each in value):
            merged[key] = _merged_list(merged.get(key, []), value, _KEYS[key])
        else:
            merged[key] = value
    return merged


def _merged_years(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The days of each year of a calendar: a day that both lists name is the later list's."""
    return {**under, **{year: _merged_list(under.get(year, []), days, "on") for year, days in over.items()}}


def _merged_list(under: list[Any], over: list[Any], key: str) -> list[Any]:
    entries = {entry[key]: entry for entry in under}
    for entry in over:
        entries[entry[key]] = _merged(entries.get(entry[key], {}), entry)
    return list(entries.values())


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ProfileInvalid(f"{path.name}: {fault}") from fault


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
