"""What must hold before a case may leave the road, and what the law looks at in a claim. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from app.people.public import SEPARATED, UNACCOMPANIED, AgeAndNeeds
from app.procedure import public as procedure

MISSED_FOR_NOTICE = 2
_ALONE = frozenset({SEPARATED, UNACCOMPANIED})


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of a household that still has a claim: child or adult, with the codes of their needs."""

    person_id: UUID
    child: bool
    needs: tuple[str, ...] = ()


def children_without_guardian(household: Iterable[Standing], guarded: Collection[UUID]) -> tuple[UUID, ...]:
    """The children for whom nobody answers: separated or alone, or with no adult left in the household.

    Convention on the Rights of the Child, arts. 20 and 22.
    """
    members = list(household)
    adults = any(not member.child for member in members)
    return tuple(
        member.person_id
        for member in members
        if member.child and member.person_id not in guarded and (not adults or _ALONE & set(member.needs))
    )


def claim_flags(profile: procedure.Profile, person: AgeAndNeeds, day: date) -> frozenset[str]:
    """What the law's safeguards see in a person on that day: `child`, and `unaccompanied` for a child alone.

    Where the age is in doubt, the person counts as a child unless the profile says that doubt presumes nothing (Committee on
    the Rights of the Child, General Comment 6, para. 31): the latest day is taken that the date of birth can stand for.
    """
    presumed = profile.children.doubt_presumes_child.value is not False
    born = _latest(person.birth_date, person.birth_precision) if presumed else person.birth_date
    age, alone = profile.age_on(born, day), bool(_ALONE & set(person.needs))
    flags = {"child"} if profile.is_child_on(born, day) else set()
    if alone and (age < (profile.children.unaccompanied_under.value or 0) or flags):
        flags.add("unaccompanied")
    return frozenset(flags)


def _latest(born: date, precision: str) -> date:
    if precision == "month":
        return born.replace(day=monthrange(born.year, born.month)[1])
    return date(born.year, 12, 31) if precision in ("year", "estimated") else born


class Clock(Protocol):
    """A limit that runs, rests or has passed."""

    @property
    def claim_id(self) -> UUID | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...


def passed_unmet(
    profile: procedure.Profile,
    stages: Mapping[UUID, str],
    missed: Iterable[Clock],
    going: Sequence[Clock],
    at: datetime,
) -> Mapping[UUID, frozenset[str]]:
    """For each claim, by its stage, the limits whose time is over at that moment with nothing done since, while the case is still
    where they run. What passed for one of a family has not passed for the others.

    One whose passing nobody has noted yet counts: time does not wait for the worker.
    """
    over = [d for d in going if d.state == "running" and d.due_at <= at]
    again = {(d.rule, d.claim_id) for d in going if d not in over}
    found: dict[UUID, set[str]] = {claim: set() for claim in stages}
    for clock in (*missed, *over):
        held = [claim for claim in stages if clock.claim_id in (None, claim)]
        if clock not in over and not still_runs_in(profile, clock.rule, [stages[claim] for claim in held]):
            continue
        for claim in held:
            if not again & {(clock.rule, None), (clock.rule, claim)}:
                found[claim].add(clock.rule)
    return {claim: frozenset(rules) for claim, rules in found.items()}


def still_runs_in(profile: procedure.Profile, rule: str, stages: Iterable[str]) -> bool:
    """Does a claim still stand where the limit runs? In a pause it does: nothing ends there."""
    limit = profile.limits.get(rule)
    known = [profile.stages_by_name[stage] for stage in stages if stage in profile.stages_by_name]
    if limit is None or not limit.runs_in:
        return any(stage.open for stage in known)
    return any(stage.name in limit.runs_in or stage.pause for stage in known)


@lru_cache(maxsize=4096)
def leaves_from(profile: procedure.Profile, name: str) -> frozenset[str]:
    """The stages at which the event may be recorded."""
    event = profile.event(name)
    anywhere, while_open = "*" in event.leaves, "*open" in event.leaves
    return frozenset(
        s.name
        for s in profile.stages_by_name.values()
        if s.name not in event.but_not and (anywhere or s.name in event.leaves or (while_open and s.open))
    )
