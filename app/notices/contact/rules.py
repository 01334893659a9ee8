"""Which way a person is told, how much that way may carry, and when. Pure.

Nobody's answer is guessed: a telephone of which nothing is known is treated as one that others pick up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from app.notices.kinds import Extent, spoken

Safety = Literal["safe", "shared", "unsafe", "unknown"]
SAFETY: tuple[Safety, ...] = ("safe", "shared", "unsafe", "unknown")
Channel = Literal["sms", "email", "letter", "call", "in_person"]
CHANNELS: tuple[Channel, ...] = ("sms", "email", "letter", "call", "in_person")
# Those that a machine hands over; the others wait for a person of the office.
BY_MACHINE = frozenset({"sms", "email"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A person and the ways to them. `safety` is by `phone`, `email` and `letter`; `known` is the record's identifier, if any."""

    name: str
    phone: str | None = None
    email: str | None = None
    lodging: str | None = None
    languages: tuple[str, ...] = ()
    phone_safety: Safety = "unknown"
    email_safety: Safety = "unknown"
    letter_safety: Safety = "unknown"
    no_messages: bool = False
    reads: bool = True
    language: str = ""
    weekdays: frozenset[int] = field(default_factory=frozenset)
    from_hour: time | None = None
    to_hour: time | None = None
    electronic_since: date | None = None
    told_by: str = ""
    note: str = ""
    recorded_at: datetime | None = None
    known: UUID | None = None

    @property
    def spoken(self) -> str:
        """The language in which they are told."""
        return spoken((self.language, *self.languages) if self.language else self.languages)


@dataclass(frozen=True, slots=True)
class Way:
    """How one message goes: the channel, where to, and how much it may say."""

    channel: Channel
    address: str
    extent: Extent


def way_to(contact: Contact, *, only: str | None = None) -> Way:
    """The safest way that is open: one of the person's own before one that is shared, and the office's own word where there is none.

    Who cannot read is called or told in person. Who wants no messages left gets nothing on the telephone. A letter goes only
    where the person said that it is safe: a shelter's letter box is everybody's. `only` asks for one channel: where it is not
    open, the office tells it in person.
    """
    ways = (way for way in _open(contact) if only in (None, way.channel))
    return next(ways, Way("in_person", "", "full"))


def _open(contact: Contact) -> Sequence[Way]:
    if not contact.reads:
        callable_ = contact.phone and not contact.no_messages and contact.phone_safety != "unsafe"
        return [Way("call", contact.phone or "", _extent(contact.phone_safety))] if callable_ else []
    ways: list[tuple[Channel, str | None, Safety]] = [
        ("sms", None if contact.no_messages else contact.phone, contact.phone_safety),
        ("email", contact.email, contact.email_safety),
        ("letter", contact.lodging if contact.letter_safety == "safe" else None, contact.letter_safety),
    ]
    usable = [(channel, to, safety) for channel, to, safety in ways if to and safety != "unsafe"]
    usable.sort(key=lambda each: each[2] != "safe")
    return [Way(channel, to, _extent(safety)) for channel, to, safety in usable]


def _extent(safety: Safety) -> Extent:
    return "full" if safety == "safe" else "discreet"


def leaves_at(contact: Contact, at: datetime, zone: ZoneInfo) -> datetime:
    """`at`, or the next moment on a weekday and between the hours that the person asked for. Aware; said in `zone`."""
    local = at.astimezone(zone)
    for ahead in range(8):
        day = (local + timedelta(days=ahead)).date()
        if contact.weekdays and day.isoweekday() not in contact.weekdays:
            continue
        opens = datetime.combine(day, contact.from_hour or time(), zone)
        closes = datetime.combine(day, contact.to_hour or time.max, zone)
        if (moment := max(local, opens)) <= closes:
            return moment.astimezone(at.tzinfo) if moment > local else at
    return at
