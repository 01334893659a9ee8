"""How surely two descriptions are of one person: weights of evidence, added up.

Fellegi & Sunter (1969): each comparison falls into one level, each level has a weight log2(m/u), and independent weights add up.
Names are compared word by word in the best assignment, wherever they stand, each weighed by how rare it is (Winkler 1990). One
scorer for what is typed, what is saved and what the benchmark measures. Symmetric: `score(a, b) == score(b, a)`. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import inf, log2

from rapidfuzz.distance import OSA

from app.people.matching import weights as w
from app.people.matching.shapes import Companion, Description, KnownPaper, Match
from app.people.matching.words import called, letters, skeleton, sound, words
from app.people.pairs.rules import Reason

Frequencies = Mapping[str, float]
# A word and whether it stands among the family names.
Word = tuple[str, bool]
Name = tuple[Word, ...]
Evidence = list[tuple[float, Reason | None]]
Said = dict[str, list[str]]
_OTHER_AGE = (w.BIRTH_DIFFERS, w.BIRTH_ESTIMATED_DIFFERS)


def score(
    a: Description, b: Description, frequencies: Frequencies = w.USUAL, *, companions: int | None = None
) -> Match:
    """Weigh all that both say. What one does not say weighs nothing.

    `frequencies`: the share of people who bear a name, by its sound. `companions`: how many of the household are among the
    other's, where that has been counted already.
    """
    named, birth = _names(a, b, frequencies), _birth(a, b)
    evidence = [
        (named.weight, named.reason),
        *birth,
        *_sex(a.sex, b.sex),
        *_nationalities(a.nationalities, b.nationalities),
        *_papers(a.papers, b.papers),
    ]
    # Sisters share their house, their phone and their family, and are two people: their given names or their ages say so.
    if not named.given_differ and not any(weight in _OTHER_AGE for weight, _reason in birth):
        overlap = _companions(a.household, b.household) if companions is None else companions
        evidence += [*_phone(a.phone, b.phone), *_lodging(a.lodging, b.lodging), *_household(overlap)]
    reasons = [reason for _weight, reason in evidence if reason is not None]
    return Match(
        max(round(sum(weight for weight, _reason in evidence), 2), _least(reasons)),
        tuple(sorted(reasons, key=lambda reason: (-reason.weight, reason.code))),
    )


def _least(reasons: Sequence[Reason]) -> float:
    """The same paper is always for two people to look at, whatever name stands on it; a number alone is worth a hint."""
    exact = {reason.code for reason in reasons if reason.weight >= w.NUMBER_SAME}
    return w.LIKELY if "same_paper" in exact else w.HINT if "same_number" in exact else -inf


def probability(weight: float) -> float:
    """A weight as a score from 0 to 1: a half where two people are to decide (`weights.LIKELY`)."""
    return round(1 / (1 + 2 ** min(w.LIKELY - weight, 60)), 9)


@dataclass(frozen=True, slots=True)
class Named:
    """What the names say. `given_differ`: both have given names, and none is the other's."""

    weight: float
    reason: Reason | None
    given_differ: bool = False


def _names(a: Description, b: Description, frequencies: Frequencies) -> Named:
    """The best of the names and the aliases that each is known by."""
    known_a, known_b = _known_names(a), _known_names(b)
    if not known_a or not known_b:
        return Named(0.0, None)
    found = (_compared(x, y, frequencies) for x, y in product(known_a, known_b))
    return max(found, key=lambda named: (*_by_weight((named.weight, named.reason)), named.given_differ))


def _by_weight(found: tuple[float, Reason | None]) -> tuple[float, str, str]:
    weight, reason = found
    return (weight, reason.code if reason else "", str(reason.values) if reason else "")


def _known_names(who: Description) -> list[Name]:
    named = tuple((word, False) for word in words(who.given_names)) if who.given_names.strip() else ()
    if who.family_names.strip():
        named += tuple((word, True) for word in words(who.family_names))
    known = [named] if named else []
    for alias in who.aliases:
        whole = words(alias)
        # An alias of one word is a given name; of more, as it is written.
        half = max(1, len(whole) // 2)
        known += [tuple((word, place >= half) for place, word in enumerate(whole))] if whole else []
    return known


def _compared(a: Name, b: Name, frequencies: Frequencies) -> Named:
    a, b = _joined(a, b), _joined(b, a)
    pairs = _assigned(a, b, frequencies)
    left_a = [word for n, word in enumerate(a) if n not in {pair.here for pair in pairs}]
    left_b = [word for m, word in enumerate(b) if m not in {pair.there for pair in pairs}]
    moved = _moved(a, b, pairs)
    differ = _differ(a, b, pairs, left_a, left_b, family=False)
    weight = sum(pair.weight for pair in pairs) - (w.ELSEWHERE if moved else 0)
    weight = min(weight, w.KIN) if differ else weight
    weight = round(weight + sum(_left_over(a, b, pairs, left_a, left_b)), 2)
    if weight <= 0 or not pairs:
        return Named(weight, None, differ)
    whole = not left_a and not left_b
    alike = sorted({a[pair.here][0] for pair in pairs} | {b[pair.there][0] for pair in pairs})
    return Named(weight, Reason(_code(pairs, moved=moved, whole=whole), weight, {"words": alike}), differ)


def _joined(a: Name, b: Name) -> Name:
    """`a` with two words written as one where `b` writes them so (Xiao Ming, Xiaoming; Mary Luz, Maryluz)."""
    whole = {word for word, _family in b}
    found: list[Word] = []
    for word, family in a:
        if found and found[-1][1] == family and found[-1][0] + word in whole:
            found[-1] = (found[-1][0] + word, family)
        else:
            found.append((word, family))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that are one: what it weighs, their places, and how they agree."""

    weight: float
    here: int
    there: int
    how: str


def _assigned(a: Name, b: Name, frequencies: Frequencies) -> list[Pair]:
    """Which word of one is which of the other: the heaviest first, each once."""
    possible = [
        Pair(found[0], n, m, found[1])
        for n, (x, _in_family) in enumerate(a)
        for m, (y, _in_family_too) in enumerate(b)
        if (found := _alike(x, y, frequencies)) is not None
    ]

    def first(pair: Pair) -> tuple[object, ...]:
        # By what is written and where, so that it does not matter which of the two is asked about the other.
        x, y = a[pair.here], b[pair.there]
        return (
            -pair.weight,
            x[1] != y[1],
            abs(pair.here - pair.there),
            *sorted((x, y)),
            pair.here + pair.there,
        )

    pairs: list[Pair] = []
    for pair in sorted(possible, key=first):
        if all(pair.here != other.here and pair.there != other.there for other in pairs):
            pairs.append(pair)
    return pairs


def _alike(x: str, y: str, frequencies: Frequencies) -> tuple[float, str] | None:
    """What two words have in common: how much it weighs and how they agree; `None` when nothing."""
    heard_x, heard_y = sound(x), sound(y)
    share = max(frequencies.get(heard_x, w.RARE), frequencies.get(heard_y, w.RARE))
    full = log2(w.SAME_WORD / min(share, w.COMMONEST))
    if x == y:
        return (full * w.INITIAL, "initial") if len(x) == 1 else (full, "same")
    if len(x) == 1 or len(y) == 1:
        return (full * w.INITIAL, "initial") if x[0] == y[0] else None
    if heard_x == heard_y:
        return full * w.SOUNDS, "sounds"
    if set(called(x)) & set(called(y)):
        return full * w.CALLED, "close"
    return _spelt_alike(x, y, heard_x, heard_y, full)


def _spelt_alike(x: str, y: str, heard_x: str, heard_y: str, full: float) -> tuple[float, str] | None:
    distance, shorter = OSA.distance(x, y), min(len(x), len(y))
    if (distance == 1 and shorter >= 4) or (distance == 2 and shorter >= 8):
        return full * w.CLOSE, "close"
    if (distance == 2 and shorter >= 5) or (
        len(heard_x) >= 4 and skeleton(x) == skeleton(y) and heard_x[0] == heard_y[0]
    ):
        return full * w.NEAR, "near"
    # A word cut short, or with something added: Rodrig, Rodriguez.
    if shorter >= 4 and (x.startswith(y) or y.startswith(x)):
        return full * w.NEAR, "near"
    return None


def _moved(a: Name, b: Name, pairs: Sequence[Pair]) -> bool:
    """Does a word stand among the family names here and the given names there, or is the order another?"""
    if any(a[pair.here][1] != b[pair.there][1] for pair in pairs):
        return True
    there = [pair.there for pair in sorted(pairs, key=lambda pair: pair.here)]
    return there != sorted(there)


def _differ(
    a: Name, b: Name, pairs: Sequence[Pair], left_a: Sequence[Word], left_b: Sequence[Word], *, family: bool
) -> bool:
    """Do both have such names, and is none of one any of the other's?"""
    agreed = any(family in (a[pair.here][1], b[pair.there][1]) for pair in pairs)
    return (
        not agreed and any(word[1] == family for word in left_a) and any(word[1] == family for word in left_b)
    )


def _left_over(
    a: Name, b: Name, pairs: Sequence[Pair], left_a: Sequence[Word], left_b: Sequence[Word]
) -> Iterator[float]:
    """What the words that agree with none take away: words on both sides differ, on one side alone they were left out."""
    for family, differ in ((False, w.GIVEN_DIFFER), (True, w.FAMILY_DIFFER)):
        here, there = (sum(1 for word in left if word[1] == family) for left in (left_a, left_b))
        both = min(here, there)
        if both:
            wholly = _differ(a, b, pairs, left_a, left_b, family=family)
            yield (differ if wholly else w.SECOND_DIFFERS) + (both - 1) * w.SECOND_DIFFERS
        yield (max(here, there) - both) * w.WORD_MISSING


def _code(pairs: Sequence[Pair], *, moved: bool, whole: bool) -> str:
    ways = {pair.how for pair in pairs}
    if moved:
        return "names_swapped"
    if ways == {"same"}:
        return "name_same" if whole else "name_close"
    return "name_sounds" if ways <= {"same", "sounds"} else "name_close"


def _birth(a: Description, b: Description) -> Evidence:
    if a.birth_date is None or b.birth_date is None:
        return []
    unsure = {a.birth_precision, b.birth_precision} & {"year", "estimated"}
    said = {"dates": sorted({a.birth_date.isoformat(), b.birth_date.isoformat()})}
    if unsure:
        return _years(a.birth_date.year, b.birth_date.year, said)
    if "month" in (a.birth_precision, b.birth_precision):
        same = (a.birth_date.year, a.birth_date.month) == (b.birth_date.year, b.birth_date.month)
        if same:
            return [(w.BIRTH_SAME_MONTH, Reason("birth_near", w.BIRTH_SAME_MONTH, said))]
        return _years(a.birth_date.year, b.birth_date.year, said)
    return _days(a.birth_date, b.birth_date, said)


def _years(one: int, other: int, said: Said) -> Evidence:
    apart = abs(one - other)
    if apart == 0:
        return [(w.BIRTH_ESTIMATED_SAME, Reason("birth_estimated", w.BIRTH_ESTIMATED_SAME, said))]
    if apart <= 2:
        return [(w.BIRTH_ESTIMATED_NEAR, Reason("birth_estimated", w.BIRTH_ESTIMATED_NEAR, said))]
    if apart <= 5:
        return [(0.0, None)]
    return [(w.BIRTH_ESTIMATED_DIFFERS, None)]


def _days(one: date, other: date, said: Said) -> Evidence:
    if one == other:
        return [(w.BIRTH_SAME, Reason("birth_same", w.BIRTH_SAME, said))]
    if (one.year, one.day, one.month) == (other.year, other.month, other.day):
        return [(w.BIRTH_SWAPPED, Reason("birth_day_month_swapped", w.BIRTH_SWAPPED, said))]
    if OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}") == 1:
        return [(w.BIRTH_ONE_DIGIT, Reason("birth_near", w.BIRTH_ONE_DIGIT, said))]
    if sum((one.year == other.year, one.month == other.month, one.day == other.day)) == 2:
        return [(w.BIRTH_TWO_PARTS, Reason("birth_near", w.BIRTH_TWO_PARTS, said))]
    if one.year == other.year:
        return [(w.BIRTH_SAME_YEAR, None)]
    return [(w.BIRTH_DIFFERS, None)]


def _sex(one: str, other: str) -> Evidence:
    if not {one, other} <= {"female", "male"}:
        return []
    return [(w.SEX_SAME if one == other else w.SEX_DIFFERS, None)]


def _nationalities(one: Sequence[str], other: Sequence[str]) -> Evidence:
    if not one or not other:
        return []
    return [(w.NATIONALITY_SAME if set(one) & set(other) else w.NATIONALITY_DIFFERS, None)]


def _papers(one: Sequence[KnownPaper], other: Sequence[KnownPaper]) -> Evidence:
    """The best that any two papers say; different numbers only where kind and country are the same."""
    found = [each for a, b in product(one, other) if (each := _paper(a, b)) is not None]
    return [max(found, key=_by_weight)] if found else []


def _paper(a: KnownPaper, b: KnownPaper) -> tuple[float, Reason | None] | None:
    same_kind = (a.kind, a.country) == (b.kind, b.country)
    if a.number and a.number == b.number:
        if same_kind:
            return w.PAPER_SAME, Reason(
                "same_paper", w.PAPER_SAME, {"kind": a.kind, "country": a.country, "number": a.number}
            )
        return w.NUMBER_SAME, Reason("same_number", w.NUMBER_SAME, {"numbers": [a.number]})
    if not same_kind:
        return None
    if (
        a.number
        and b.number
        and min(len(a.number), len(b.number)) >= 6
        and OSA.distance(a.number, b.number) == 1
    ):
        return w.NUMBER_NEAR, Reason("same_number", w.NUMBER_NEAR, {"numbers": sorted((a.number, b.number))})
    return w.PAPER_DIFFERS, None


def phone_key(phone: str | None) -> str:
    """The last eight digits: with or without the country's code."""
    digits = "".join(c for c in phone or "" if c.isdigit())
    return digits[-8:] if len(digits) >= 7 else ""


def _phone(one: str | None, other: str | None) -> Evidence:
    if not phone_key(one) or phone_key(one) != phone_key(other):
        return []
    return [(w.PHONE_SAME, Reason("same_phone", w.PHONE_SAME, {"ends": phone_key(one)[-4:]}))]


def _lodging(one: str | None, other: str | None) -> Evidence:
    a, b = letters(one or ""), letters(other or "")
    if not a or not b:
        return []
    longest = max(len(a), len(b))
    apart = OSA.distance(a, b) / longest
    return [(w.LODGING_SAME if apart == 0 else w.LODGING_NEAR if apart <= 0.25 else w.LODGING_DIFFERS, None)]


def _household(overlap: int) -> Evidence:
    weight = w.COMPANION * min(overlap, w.MOST_COMPANIONS)
    return [(weight, Reason("household_overlap", weight, {"persons": overlap}))] if overlap else []


def _companions(one: Sequence[Companion], other: Sequence[Companion]) -> int:
    """How many of one household are of the other, by two words of the name and the year of birth."""
    if not one or not other:
        return 0
    here = sum(1 for a in one if any(_same_companion(a, b) for b in other))
    return min(here, sum(1 for b in other if any(_same_companion(a, b) for a in one)))


def _same_companion(a: Companion, b: Companion) -> bool:
    known_a = {skeleton(word) for word in words(f"{a.given_names} {a.family_names}")}
    known_b = {skeleton(word) for word in words(f"{b.given_names} {b.family_names}")}
    if a.birth_date and b.birth_date and abs(a.birth_date.year - b.birth_date.year) > 1:
        return False
    return len(known_a & known_b) >= 2
