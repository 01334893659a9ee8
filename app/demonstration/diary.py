"""When things happen in the simulation: office hours on the procedure's working days, and rooms that are free. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from app.procedure import public as procedure

OPENS, CLOSES = time(8), time(15, 30)
HOURS = (time(8), time(10), time(13), time(15))


@dataclass
class Diary:
    """The working days between two dates, and what is booked on them."""

    profile: procedure.Profile
    first: date
    last: date
    _taken: set[tuple[UUID, datetime]] = field(default_factory=set)

    def __post_init__(self) -> None:
        span = range((self.last - self.first).days + 1)
        days = (self.first + timedelta(days=n) for n in span)
        self._days = [day for day in days if procedure.is_working_day(self.profile, day)]
        self._zone = ZoneInfo(self.profile.time_zone)

    def working_days(self, first: date, last: date) -> Sequence[date]:
        return self._days[bisect_left(self._days, first) : bisect_left(self._days, last + timedelta(days=1))]

    def local(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone).astimezone(UTC)

    def desk(self, day: date, chance: Random) -> datetime:
        """Some minute of the office hours of that day."""
        opens = OPENS.hour * 60
        minute = chance.randrange(opens, CLOSES.hour * 60 + CLOSES.minute)
        return self.at(day, time(minute // 60, minute % 60, chance.randrange(60)))

    def after(self, moment: datetime, working_days: int, chance: Random) -> datetime:
        """So many working days after the day of `moment`, in office hours; on the same day, later, for 0."""
        today = self.local(moment)
        if working_days <= 0:
            later = moment + timedelta(minutes=chance.randrange(5, 90))
            return later if self.local(later) == today else self.after(moment, 1, chance)
        place = bisect_left(self._days, today + timedelta(days=1)) + working_days - 1
        return self.desk(self._days[min(place, len(self._days) - 1)], chance)

    def book(self, not_before: date, rooms: Sequence[UUID], people: Sequence[UUID]) -> tuple[UUID, datetime]:
        """The first time from a day on at which one of `rooms` and all of `people` are free; it is taken then."""
        for day in self._days[bisect_left(self._days, not_before) :]:
            for hour in HOURS:
                moment = self.at(day, hour)
                free = next((room for room in rooms if (room, moment) not in self._taken), None)
                if free is None or any((one, moment) in self._taken for one in people):
                    continue
                self._taken.update((one, moment) for one in (free, *people))
                return free, moment
        raise LookupError("the diary is full")

    def free(self, moment: datetime, room: UUID, people: Sequence[UUID]) -> None:
        """Give a booked time back."""
        self._taken.difference_update((one, moment) for one in (room, *people))
