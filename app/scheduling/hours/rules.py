"""Hours of a day, from the week and what changes it. Pure; times are local to the office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from app.core.errors import Invalid

WEEKDAYS = 7
MOST_SPANS = 4
# The house's own, where an office has said nothing: no source fixes them.
ORDINARY = ((time(8), time(12)), (time(13), time(17)))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `opens` until `closes`, on one day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Change:
    """Days that are not as the week says. `span` none: the whole day."""

    first: date
    last: date
    works: bool
    span: Span | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


Week = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """A week, Monday first, and its changes. `week` none: whenever the office is open."""

    week: Week | None = None
    changes: tuple[Change, ...] = field(default=())

    def on(self, day: date) -> tuple[Span, ...]:
        """The hours of that day, in order."""
        found = list(self.week[day.weekday()]) if self.week is not None else [ALL_DAY]
        for change in self.changes:
            if change.covers(day) and change.works and change.span:
                found = _joined([*found, change.span])
        for change in self.changes:
            if change.covers(day) and not change.works:
                found = without(found, change.span or ALL_DAY)
        return tuple(found)

    def away(self, day: date) -> Change | None:
        """The absence or closure that covers the whole of that day."""
        return next((c for c in self.changes if c.covers(day) and not c.works and c.span is None), None)

    def works(self, day: date, opens: time, closes: time) -> bool:
        """Are all of these hours of that day within the timetable?"""
        return any(span.opens <= opens and closes <= span.closes for span in self.on(day))


ALL_DAY = Span(time.min, time.max)
ORDINARY_WEEK: Week = tuple(
    tuple(Span(*each) for each in ORDINARY) if weekday < 5 else () for weekday in range(WEEKDAYS)
)


def without(spans: Iterable[Span], away: Span) -> list[Span]:
    """What is left of `spans` when `away` is taken out."""
    left = []
    for span in spans:
        if span.opens < away.opens:
            left.append(Span(span.opens, min(span.closes, away.opens)))
        if away.closes < span.closes:
            left.append(Span(max(span.opens, away.closes), span.closes))
    return [span for span in left if span.opens < span.closes]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same hours in order, with those that touch made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.opens <= found[-1].closes:
            found[-1] = Span(found[-1].opens, max(found[-1].closes, span.closes))
        else:
            found.append(span)
    return found


def read_week(days: Sequence[Sequence[Sequence[str]]]) -> Week | None:
    """The week as it is kept; none for an empty one."""
    if not days:
        return None
    return tuple(
        tuple(Span(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
        for day in days
    )


def kept_week(week: Week) -> list[list[list[str]]]:
    return [[[f"{s.opens:%H:%M}", f"{s.closes:%H:%M}"] for s in day] for day in week]


def typed_day(text: str, field: str) -> tuple[Span, ...]:
    """`08:00-12:00, 13:00-17:00`, or nothing. Raises `Invalid` at `field`."""
    spans = []
    for part in (each.strip() for each in text.replace("–", "-").split(",")):
        if not part:
            continue
        opens, dash, closes = (each.strip() for each in part.partition("-"))
        try:
            span = Span(time.fromisoformat(opens.zfill(5)), time.fromisoformat(closes.zfill(5)))
        except ValueError:
            dash = ""
        if not dash or span.opens >= span.closes:
            raise Invalid.at(field, "not_hours", "Escriba las horas así: 08:00-12:00, 13:00-17:00.")
        spans.append(span)
    if len(spans) > MOST_SPANS or len(_joined(spans)) != len(spans):
        raise Invalid.at(field, "not_hours", "Las horas de un día van en orden y no se pisan.")
    return tuple(sorted(spans))


def check_week(week: Week) -> None:
    """Raises `Invalid` for a week without seven days, or with none of them."""
    if len(week) != WEEKDAYS or not any(week):
        raise Invalid.at("week", "required", "Escriba las horas de al menos un día.")


def typed_of(day: Iterable[Span]) -> str:
    """The hours of a day as they are typed."""
    return ", ".join(f"{s.opens:%H:%M}-{s.closes:%H:%M}" for s in day)
