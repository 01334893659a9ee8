"""The figures of quality over a period: what is complete, without a name. A supervisor counts the own office."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.core.database import ReadSession
from app.identity.public import demand
from app.quality.agreement import rules
from app.quality.rules.instruments import NAMES, current

_MARKED = text(
    "select file, sample, stratum, weight, office, instrument, slot, indicator, mark, failed, correct, applicable"
    " from quality_marked(:since, :until, :zone, cast(:office as uuid))"
)


@dataclass(frozen=True, slots=True)
class InstrumentFigures:
    """Of one instrument: how many of the files were in order, the share of correct marks by block and by indicator (in the order of the
    instrument), and how far those who assessed the same files agree."""

    instrument: str
    files: int
    passed: rules.Scored
    whole: rules.Scored
    blocks: tuple[rules.Scored, ...]
    indicators: tuple[rules.Scored, ...]
    agreed: rules.Agreed


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """`samples`: the numbers of those that the files came from, with how many files each gave."""

    since: date
    until: date
    samples: tuple[tuple[str, int], ...]
    instruments: tuple[InstrumentFigures, ...]
    recurring: tuple[rules.Recurring, ...]


async def quality_figures(
    db: ReadSession, *, since: date, until: date, zone: str, office: UUID | None = None
) -> QualityFigures:
    """What was submitted from `since` to `until`, both included, in the days of `zone`; blind pairs once both are in."""
    demand(db.actor, "quality_figures.read")
    rows = await db.rows(_MARKED, {"since": since, "until": until, "zone": zone, "office": office})
    marks = marks_of(rows)
    files = {(mark.sample, mark.file) for mark in marks}
    return QualityFigures(
        since,
        until,
        tuple(sorted(Counter(sample for sample, _file in files).items())),
        tuple(_of(name, some) for name in NAMES if (some := [m for m in marks if m.instrument == name])),
        tuple(rules.recurring(marks)),
    )


def marks_of(rows: Sequence[Any]) -> list[rules.Marked]:
    return [
        rules.Marked(
            file=row.file,
            sample=row.sample,
            stratum=row.stratum,
            weight=row.weight,
            office=row.office,
            instrument=row.instrument,
            slot=row.slot,
            indicator=row.indicator,
            mark=row.mark,
            failed=row.failed,
            right=row.correct / row.applicable if row.applicable else None,
        )
        for row in rows
    ]


def _of(name: str, marks: list[rules.Marked]) -> InstrumentFigures:
    known = current()[name]
    block_of = {each.id: each.block for each in known.indicators}
    place = {each.id: each.number for each in known.indicators}
    # An indicator of an older version that the instrument has no more stands after the others.
    marks.sort(key=lambda m: place.get(m.indicator, len(place) + 1))
    return InstrumentFigures(
        name,
        len({mark.file for mark in marks}),
        rules.passed(marks),
        rules.scores(marks, lambda _m: "whole")[0],
        tuple(rules.scores(marks, lambda m: block_of.get(m.indicator, "other"))),
        tuple(rules.scores(marks, lambda m: m.indicator)),
        rules.agreement(marks),
    )
