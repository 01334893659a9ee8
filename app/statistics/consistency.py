"""Consistency of outcomes: the recognition rate by who recommended and by office, against what chance gives with the same countries.

Counted are first decisions on the merits of principal claims on an analysis, by their day; each belongs to whoever submitted the last
analysis before it. Whole families follow one claim, and what no officer weighed (groups, an imported past) says nothing of anybody.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.database import ReadSession
from app.statistics.funnel import (
    MINIMUM,
    Funnel,
    Handled,
    LimitsAt,
    Standing,
    funnel,
    limits_at,
    looked_at_together,
)
from app.statistics.sheets import Sheet

_COUNTS = text("select * from decisions_by_author(:since, :until, :known, :at)")
# Sees people, but never who they are: each look and each extract has its own numbers for them.
PSEUDONYMS = frozenset({"auditor"})
_LINES = 48


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit that the reader may see. `id`: the person or the office; of a pseudonym none, but a `number` of this answer alone."""

    standing: Standing
    id: UUID | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Persons or offices. `funnel` holds all of them; `shown` those whom the reader may see, the ones with most cases first;
    `own_too_few` of the reader's own have too few. `lines` are the funnel's limits, from few cases to most."""

    funnel: Funnel
    shown: tuple[Shown, ...]
    lines: tuple[LimitsAt, ...]
    own_too_few: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """Decisions from `since` to `until` (days of the country), as recorded until `as_of`."""

    since: date
    until: date
    as_of: datetime
    persons: Compared
    offices: Compared

    @property
    def outside(self) -> int:
        """How many stand out of all that were looked at, persons and offices, whoever may see them."""
        return len(self.persons.funnel.outside) + len(self.offices.funnel.outside)


async def consistency(
    db: ReadSession, *, zone: str, since: date, until: date, as_of: datetime | None = None
) -> Consistency:
    """Hold all persons and offices against chance; the same for every reader, who is shown those that concern them."""
    rows = await db.rows(
        _COUNTS,
        {
            "since": _midnight(since, zone),
            "until": _midnight(until + timedelta(days=1), zone),
            "known": as_of,
            "at": db.now(),
        },
    )
    # The distributions take a moment; others go on being answered.
    persons, offices = await asyncio.to_thread(held_against_chance, rows)
    whose = {row.unit: row.author for row in rows if row.author is not None}
    where = {row.office_unit: row.office_id for row in rows if row.office_id is not None}
    pseudonyms = db.actor.role in PSEUDONYMS
    return Consistency(
        since,
        until,
        as_of or db.now(),
        _compared(persons, whose, pseudonyms=pseudonyms),
        _compared(offices, where, pseudonyms=False),
    )


def held_against_chance(rows: Iterable[Any]) -> tuple[Funnel, Funnel]:
    """The funnels of persons and of offices, looked at together."""
    counted = list(rows)
    persons = funnel(Handled(row.unit, row.origin, row.decided, row.recognised) for row in counted)
    offices = funnel(Handled(row.office_unit, row.origin, row.decided, row.recognised) for row in counted)
    first, second = looked_at_together(persons, offices)
    return first, second


def consistency_sheet(found: Consistency, names: Mapping[UUID, str]) -> Sheet:
    """A row for each person and office that the reader sees; shares from 0 to 1. `names`: of persons and offices."""
    head = (
        *("by", "value", "decisions", "recognised", "rate", "expected", "adjusted"),
        *("low_95", "high_95", "low_99_8", "high_99_8", "stands_out"),
    )
    groups = (("person", found.persons), ("office", found.offices))
    rows = (
        (by, name_of(one, names), s.of, s.hits, *(round(share, 6) for share in _shares(s)), s.outside)
        for by, compared in groups
        for one in compared.shown
        for s in (one.standing,)
    )
    return Sheet("consistency", head, tuple(rows))


def name_of(one: Shown, names: Mapping[UUID, str]) -> str:
    """Its name, or the number by which this answer knows it."""
    return names.get(one.id, "") if one.id is not None else f"#{one.number}"


def _shares(s: Standing) -> tuple[float, ...]:
    return (s.rate, s.expected, s.adjusted, *s.likely, *s.widest)


def _compared(found: Funnel, known: Mapping[int, UUID], *, pseudonyms: bool) -> Compared:
    standings = sorted(found.standings, key=lambda s: (-s.of, str(known.get(_number(s)))))
    if pseudonyms:
        numbers = list(range(1, len(standings) + 1))
        secrets.SystemRandom().shuffle(numbers)
        shown = sorted(
            (Shown(s, None, number) for s, number in zip(standings, numbers, strict=True)),
            key=lambda one: one.number or 0,
        )
    else:
        shown = [Shown(s, known[_number(s)]) for s in standings if _number(s) in known]
    enough = {_number(s) for s in found.standings}
    most = max((one.standing.of for one in shown), default=0)
    return Compared(found, tuple(shown), limits_at(found, _sizes(most)), len(known.keys() - enough))


def _number(standing: Standing) -> int:
    return int(str(standing.unit))


def _sizes(most: int) -> list[int]:
    """Where the limits are worked out: closer together where they bend most."""
    if not most:
        return []
    first, last = MINIMUM / 2, most * 1.08
    return sorted({round(first * (last / first) ** (n / _LINES)) for n in range(_LINES + 1)})


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
