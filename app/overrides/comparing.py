"""Two procedures side by side: what one says and the other does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.procedure import public as procedure

# What only says which edition it is.
NAMES = {"version", "overridden_by"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: its place in the profile, and what it was and is there; `None` where there is none."""

    place: str
    before: str | None
    after: str | None


def differences(before: procedure.Profile, after: procedure.Profile) -> Iterator[Difference]:
    """Value by value, in the order of the profile."""
    was, now = _leaves(before), _leaves(after)
    for place in [*was, *(place for place in now if place not in was)]:
        if was.get(place) != now.get(place):
            yield Difference(place, was.get(place), now.get(place))


def limits_apart(before: procedure.Profile, after: procedure.Profile) -> tuple[str, ...]:
    """The limits that are counted otherwise, come to be, or are no more."""
    names = [*before.limits, *(name for name in after.limits if name not in before.limits)]
    return tuple(n for n in names if _dumped(before.limits.get(n)) != _dumped(after.limits.get(n)))


def _dumped(limit: procedure.Limit | None) -> Any:
    return limit.model_dump(mode="json", exclude={"checked_on"}) if limit else None


def _leaves(profile: procedure.Profile) -> dict[str, str]:
    return dict(_walk("", profile.model_dump(mode="json", exclude=NAMES)))


def _walk(place: str, part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _walk(f"{place}.{key}" if place else str(key), value)
    elif isinstance(part, list):
        for position, value in enumerate(part):
            name = value.get("name") or value.get("code") or position if isinstance(value, dict) else position
            yield from _walk(f"{place}.{name}", value)
    elif part is not None:
        yield place, str(part)
