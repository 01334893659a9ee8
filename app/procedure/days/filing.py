"""Whether a claim came in time. A claim that came late is received all the same: a person decides about it, with reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from typing import Any

from app.procedure.days.counting import count, day_among
from app.procedure.days.explanation import Explanation
from app.procedure.days.periods import Count
from app.procedure.law.conditions import holds
from app.procedure.law.schema import Profile


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim against the time to file it.

    `limit` is None where the procedure has none; `in_time` is None where no limit is on record, none was in force, or the
    day from which it counts is not known: then nobody may say that the claim is late.
    """

    limit: str | None
    in_time: bool | None
    explanation: Explanation | None

    @property
    def late(self) -> bool:
        """Certainly after the last day."""
        return self.in_time is False


def check_filing(
    profile: Profile, facts: Mapping[str, Any], filed_on: date, office: str | None = None
) -> Filed:
    """Compare the day of filing with the time to file, counted from the days among the facts.

    The law may count from several days (entry, the day on which filing became possible, the day on which a person learned
    that return had become dangerous): of those that are known and apply, the one that ends last holds. While the day that the
    limit itself begins with is not known, nobody is late.
    """
    name = profile.filing.limit
    if name is None:
        return Filed(None, None, None)
    counted = list(_counts(profile, name, facts, office))
    if not counted:
        return Filed(name, None, None)
    last = max(counted, key=lambda each: each.explanation.due_day)
    in_time = filed_on <= last.explanation.due_day
    # A day that nobody knows may be the one that ends last.
    certain = in_time or day_among(facts, profile.limit(name).begins) is not None
    return Filed(name, in_time if certain else None, last.explanation)


def _counts(profile: Profile, name: str, facts: Mapping[str, Any], office: str | None) -> Iterator[Count]:
    limit = profile.limit(name)
    plain: tuple[str, Mapping[str, Any]] = (limit.begins, {})
    varied = (
        (variant.begins or limit.begins, {key: facts[key] for key in variant.when})
        for variant in limit.variants
        if holds(variant.when, facts)
    )
    for begins, conditions in (plain, *varied):
        day = day_among(facts, begins)
        if day is not None:
            noon = datetime.combine(day, clock(12), profile.zone_of(office))
            counted = count(profile, name, noon, {**conditions, begins: day}, office)
            if counted is not None:
                yield counted
