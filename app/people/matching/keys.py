"""What a person is found by, before anything is weighed (blocking): numbers made of names and birth dates, kept in `name_keys`.

A key is the first four bytes of a digest, so that PostgreSQL compares integers: two things under one key only means that one more
person is weighed. Kinds: `t` the sound of a word, `x` the same with one letter left out (a misspelt word shares one with what was
meant), `p` two words and the birth year, `z` a word and the day and month in either order, `d` the whole date, `q` three words, or
the only two. Words in `p`, `z` and `q` are skeletons, in alphabetical order: the order of names does not matter. Pure.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from zlib import crc32

from app.people.matching.shapes import Companion, Description
from app.people.matching.words import called, skeleton, sound, words

# More words than these say no more of who it is, and pairs grow with the square.
MOST_WORDS = 6
# An estimated year may be off by these many.
ESTIMATED = 4
UNSURE = ("estimated", "year")
SHORTEST_MISSPELT = 4


def stored_keys(
    given: str, family: str, aliases: Iterable[str], born: date | None, precision: str
) -> list[int]:
    """What is kept with a person."""
    found = set()
    for heard in _sounds(" ".join((given, family, *aliases))):
        found |= {_key("t", heard), *(_key("x", shorter) for shorter in _shorter(heard))}
    for name in _names(given, family, aliases):
        years = [] if born is None else _years(born, precision) if precision in UNSURE else [born.year]
        found |= set(_name_keys(name, years, born if precision == "day" else None))
    return sorted(found)


def resting_keys(who: Description) -> list[int]:
    """What brings two of all the registered together: without what only helps to find one (`t`, `x`) and the commonest (`z`)."""
    found: set[int] = set()
    born = who.birth_date
    for name in _names(who.given_names, who.family_names, who.aliases):
        years = [] if born is None else _years(born, who.birth_precision)
        day = born if who.birth_precision == "day" else None
        found |= set(_name_keys(name, years, day)) - {_key("z", *parts) for parts in _days(name, day)}
    return sorted(found)


def wanted_keys(who: Description) -> list[int]:
    """What those who may be the same person share at least one of."""
    found: set[int] = set()
    born = who.birth_date
    for name in _names(who.given_names, who.family_names, who.aliases):
        found |= set(
            _name_keys(
                name, _years(born, who.birth_precision), born if who.birth_precision == "day" else None
            )
        )
    return sorted(found)


def household_keys(household: Iterable[Companion]) -> list[int]:
    """What the companions have in `name_keys` when they are registered already."""
    found: set[int] = set()
    for one in household:
        found |= set(
            _name_keys(_words(f"{one.given_names} {one.family_names}"), _years(one.birth_date, "day"), None)
        )
    return sorted(found)


def search_keys(typed: str) -> list[list[int]]:
    """For each word of a search, the keys of which whoever is meant has one: as it sounds, or one letter away."""
    return [
        [_key(kind, way) for way in (heard, *_shorter(heard)) for kind in "tx"] for heard in _sounds(typed)
    ]


def _names(given: str, family: str, aliases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The name, what a name of the house may stand for, and each alias."""
    whole = words(f"{given} {family}")
    yield _skeletons(whole)
    for place, word in enumerate(whole):
        for other in called(word)[1:]:
            yield _skeletons((*whole[:place], other, *whole[place + 1 :]))
    for alias in aliases:
        yield _skeletons(words(alias))


def _words(name: str) -> tuple[str, ...]:
    return _skeletons(words(name))


def _skeletons(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skeleton(word) for word in name))[:MOST_WORDS]


def _name_keys(name: tuple[str, ...], years: Iterable[int], day: date | None) -> Iterator[int]:
    ordered = sorted(name)
    for year in years:
        yield from (_key("p", *two, str(year)) for two in combinations(ordered, 2))
        if len(ordered) == 1:
            yield _key("p", *ordered, str(year))
    if day is not None:
        yield _key("d", str(day.year), *_day(day))
        yield from (_key("z", *parts) for parts in _days(name, day))
    if len(ordered) == 2:
        yield _key("q", *ordered)
    yield from (_key("q", *three) for three in combinations(ordered, 3))


def _days(name: tuple[str, ...], day: date | None) -> list[tuple[str, ...]]:
    return [] if day is None else [(word, *_day(day)) for word in name]


def _day(day: date) -> tuple[str, str]:
    """Day and month in either order."""
    low, high = sorted((day.day, day.month))
    return str(low), str(high)


def _years(born: date | None, precision: str) -> list[int]:
    if born is None:
        return []
    around = ESTIMATED if precision in UNSURE else 1
    return list(range(born.year - around, born.year + around + 1))


def _sounds(name: str) -> list[str]:
    return list(dict.fromkeys(sound(word) for word in words(name)))


def _shorter(heard: str) -> set[str]:
    """The word with each letter left out once; a short one is too little to leave anything out of."""
    if len(heard) < SHORTEST_MISSPELT:
        return set()
    return {heard[:at] + heard[at + 1 :] for at in range(len(heard))}


def _key(kind: str, *parts: str) -> int:
    """A signed integer of four bytes, as PostgreSQL keeps them."""
    return crc32("|".join((kind, *parts)).encode()) - 2**31
