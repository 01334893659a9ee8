"""A calendar as RFC 5545 has it, with nobody's name, number of a case or language in it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

# What stands in the calendar of a telephone, which anybody may see over a shoulder: a word, a room, a time.
SUMMARY = {
    "interview": "Entrevista",
    "complementary": "Entrevista",
    "hearing": "Audiencia",
    "sitting": "Sesión",
}
OTHER = "Cita"
AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment. Its identifier opens nothing without signing in."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    kind: str
    place: str
    state: str
    booked_at: datetime


def calendar(entries: Iterable[Entry], *, base_url: str, now: datetime) -> bytes:
    """The file. `base_url` is where whoever may can open the appointment."""
    file = Calendar()
    file.add("prodid", "-//Acogida//Calendario//ES")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", "Acogida")
    file.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        file.add_component(_event(entry, base_url, now))
    return bytes(file.to_ical())


def _event(entry: Entry, base_url: str, now: datetime) -> Event:
    event = Event()
    stands = entry.state in ("booked", "kept")
    event.add("uid", f"{entry.id}@acogida")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("created", entry.booked_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", SUMMARY.get(entry.kind, OTHER))
    event.add("location", entry.place)
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("sequence", 0 if stands else 1)
    event.add("class", "PRIVATE")
    event.add("url", f"{base_url.rstrip('/')}/appointments/{entry.id}")
    return event
