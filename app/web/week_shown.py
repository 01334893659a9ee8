"""A week of an office as a table: for each room and person, what is taken and what is free on each day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.web.formats import language_names, short_date
from app.web.i18n import gettext as _

DAYS = 7
# Whom or what a time is taken for; nothing where it is a case that the reader does not see.
Known = scheduling.AppointmentView | scheduling.HoldView | None


@dataclass(frozen=True, slots=True)
class Resource:
    """A row: a room, or somebody who interviews or interprets."""

    kind: Literal["room", "interviewer", "interpreter"]
    id: UUID
    name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picking:
    """For what a time is picked in the week: where the pick leads, how long it takes, and the appointment that is moved, if one is."""

    href: str
    length: timedelta
    appointment: UUID | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """`office`: the timetable of the office and of each row, by identifier; the first is the office's. `busy`: also by others' cases."""

    monday: date
    zone: ZoneInfo
    now: datetime
    profile: procedure.Profile
    office: Mapping[UUID, scheduling.Timetable]
    busy: Mapping[UUID, Sequence[tuple[datetime, datetime]]]
    booked: Sequence[scheduling.AppointmentView]
    held: Sequence[scheduling.HoldView] = ()

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(DAYS)]

    def closed(self, day: date) -> bool:
        return not procedure.is_working_day(self.profile, day)


def shown_days(week: Week, chosen: date, today: date) -> list[dict[str, Any]]:
    return [
        {
            "day": day.isoformat(),
            "label": short_date(day, weekday=True, year=False),
            "closed": week.closed(day),
            "chosen": day == chosen,
            "today": day == today,
        }
        for day in week.days
    ]


def shown_rows(
    week: Week,
    resources: Sequence[Resource],
    names: Mapping[UUID, str],
    chosen: date,
    picking: Picking | None,
) -> list[dict[str, Any]]:
    """Rooms, interviewers, interpreters: a group each, with a cell for each day."""
    titles = {
        "room": _("Salas"),
        "interviewer": _("Quiénes entrevistan"),
        "interpreter": _("Intérpretes"),
    }
    return [
        {
            "title": title,
            # Who is there all week and has nothing is a name in a line, not a row of its own.
            "idle": [
                {"name": one.name, "languages": language_names(one.languages)}
                for one in resources
                if one.kind == kind and _idle(week, one)
            ],
            "rows": [
                {
                    "name": one.name,
                    "languages": language_names(one.languages) if one.languages else "",
                    "cells": [
                        {
                            "chosen": day == chosen,
                            "closed": week.closed(day),
                            "items": list(_items(week, one, day, names, picking)),
                        }
                        for day in week.days
                    ],
                }
                for one in resources
                if one.kind == kind and not _idle(week, one)
            ],
        }
        for kind, title in titles.items()
    ]


def _items(
    week: Week, one: Resource, day: date, names: Mapping[UUID, str], picking: Picking | None
) -> Iterator[dict[str, Any]]:
    """What is free, where the office works, and what is taken, in the order of the day."""
    taken = list(_taken(week, one, day))
    found = [] if week.closed(day) else list(_free(week, one, day, [(a, b) for a, b, _known in taken]))
    if one.kind != "room" and found and not taken and found == list(_free(week, None, day, [])):
        yield {"kind": "quiet"}
        return
    items: list[tuple[datetime, dict[str, Any]]] = [
        (
            opens,
            {
                "kind": "free",
                "text": f"{opens:%H:%M}–{closes:%H:%M}",
                "slots": list(_starts(one, opens, closes, picking)),
                "room": str(one.id) if one.kind == "room" else "",
                "from": opens.isoformat(),
                "minutes": int((closes - opens).total_seconds() // 60),
            },
        )
        for opens, closes in found
    ]
    items += [(begins, _booked(begins, ends, known, names, picking)) for begins, ends, known in taken]
    yield from (item for _at, item in sorted(items, key=lambda each: each[0]))


def _idle(week: Week, one: Resource) -> bool:
    table = week.office[one.id]
    away = any(change.covers(day) for change in table.changes for day in week.days)
    return one.kind == "interpreter" and not week.busy.get(one.id) and table.week is None and not away


def _taken(week: Week, one: Resource, day: date) -> Iterator[tuple[datetime, datetime, Known]]:
    """The taken times of a day, cut at its ends, each with its appointment where the reader sees the case."""
    seen: dict[tuple[datetime, datetime], Known] = {
        (a.starts_at, a.ends_at): a
        for a in week.booked
        if one.id in (a.room_id, a.interviewer_id, a.interpreter_id)
    }
    seen |= {
        (h.starts_at, h.ends_at): h
        for h in week.held
        if one.id in (h.room_id, h.interviewer_id, h.interpreter_id)
    }
    midnight = datetime.combine(day, datetime.min.time(), week.zone)
    for begins, ends in week.busy.get(one.id, ()):
        opens = max(begins.astimezone(week.zone), midnight)
        closes = min(ends.astimezone(week.zone), midnight + timedelta(days=1))
        if opens < closes:
            yield opens, closes, seen.get((begins, ends))


def _booked(
    begins: datetime,
    ends: datetime,
    known: Known,
    names: Mapping[UUID, str],
    picking: Picking | None,
) -> dict[str, Any]:
    if isinstance(known, scheduling.HoldView):
        text = f"{begins:%H:%M}–{ends:%H:%M}" if ends - begins < timedelta(hours=23) else _("todo el día")
        return {
            "kind": "taken",
            "text": text,
            "who": known.reason or _("apartada"),
            "id": None,
            "held": True,
            "movable": False,
            "moving": False,
        }
    return {
        "kind": "taken",
        "held": False,
        "text": f"{begins:%H:%M}–{ends:%H:%M}",
        "who": names.get(known.person_id, "") if known else _("ocupada"),
        "id": known.id if known else None,
        "minutes": int((ends - begins).total_seconds() // 60),
        "movable": bool(known and known.state == "booked"),
        "moving": bool(known and picking and known.id == picking.appointment),
    }


def _free(
    week: Week, one: Resource | None, day: date, taken: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """The free times of somebody, or of the office itself; none begins before the next half hour from now."""
    office = next(iter(week.office.values()))
    own = week.office[one.id] if one else office
    for span in office.on(day):
        for mine in own.on(day):
            opens, closes = max(span.opens, mine.opens), min(span.closes, mine.closes)
            if opens < closes:
                begins = max(datetime.combine(day, opens, week.zone), _next_half_hour(week))
                yield from _gaps(begins, datetime.combine(day, closes, week.zone), taken)


def _next_half_hour(week: Week) -> datetime:
    now = week.now.astimezone(week.zone).replace(second=0, microsecond=0)
    return now + timedelta(minutes=-now.minute % 30)


def _gaps(
    begins: datetime, ends: datetime, taken: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    for start, end in taken:
        if begins < start and begins < ends:
            yield begins, min(start, ends)
        begins = max(begins, end)
    if begins < ends:
        yield begins, ends


def _starts(
    one: Resource, opens: datetime, closes: datetime, picking: Picking | None
) -> Iterator[dict[str, str]]:
    """Where what is picked could begin in a free room: one length after another."""
    at = opens
    while picking and one.kind == "room" and at + picking.length <= closes:
        yield {
            "at": f"{at:%H:%M}",
            "href": f"{picking.href}?{urlencode({'slot': f'{one.id}|{at.isoformat()}'})}",
        }
        at += picking.length
