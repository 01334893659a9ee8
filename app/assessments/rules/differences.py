"""What changed between two versions of an analysis: by place, word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal
from uuid import UUID

from app.assessments.rules.shapes import Content
from app.assessments.rules.texts import key_of, texts

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that are the same, were added, or were removed."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One place whose text, or whose chosen values, changed. `before` and `after` are the codes chosen (`values`), in order."""

    place: str
    runs: tuple[Run, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def compare(before: Content, after: Content, positions: Mapping[UUID, int]) -> tuple[Difference, ...]:
    """Every place that differs, in the order of the form; `positions` as in `texts`."""
    old, new = texts(before, positions), texts(after, positions)
    chosen_old, chosen_new = dict(_chosen(before, positions)), dict(_chosen(after, positions))
    places = list(dict.fromkeys([*new, *old, *chosen_new, *chosen_old]))
    found = []
    for place in places:
        runs = words(old.get(place, ""), new.get(place, ""))
        was, now = chosen_old.get(place, ()), chosen_new.get(place, ())
        changed = any(run.kind != "same" for run in runs)
        if changed or was != now:
            found.append(
                Difference(place, runs if changed else (), *((was, now) if was != now else ((), ())))
            )
    return tuple(found)


def words(before: str, after: str) -> tuple[Run, ...]:
    """The two texts as one row of runs, compared by words."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Run] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(Run("removed", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Run("added", "".join(new[j1:j2])))
    return tuple(found)


def _chosen(content: Content, positions: Mapping[UUID, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was chosen at each place, not typed: findings, indicators, conclusions, grounds, answers, outcomes, citations."""
    for number, fact in enumerate(content.facts):
        cited = tuple(sorted(f"{e.kind}:{e.ref}:{e.quote}" for e in fact.evidence))
        picked = (fact.finding or "", *sorted(fact.indicators), *sorted(fact.doubt), *cited)
        yield f"facts.{key_of(fact, number)}.reasons", _filled(picked)
    for name, answer in content.analysis.items():
        parts = sorted(f"{key}={said}" for key, said in answer.parts.items())
        cited = tuple(sorted(f"{e.kind}:{e.ref}:{e.quote}" for e in answer.citations))
        yield f"analysis.{name}", _filled((answer.conclusion or "", *answer.grounds, *parts, *cited))
    for given in content.recommendations:
        yield f"results.{positions.get(given.claim_id, 0)}", _filled((given.outcome, *given.grounds))


def _filled(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value)
