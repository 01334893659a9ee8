"""A month of a body's calendar."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.decisions import public as decisions

LAST_OF_ANY_MONTH = 31


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day; `today` is the reader's."""

    first: date
    today: date

    @classmethod
    def read(cls, typed: str, today: date) -> "Month":
        """`2026-11`; anything else is this month."""
        try:
            first = date.fromisoformat(f"{typed}-01")
        except ValueError:
            first = today.replace(day=1)
        return cls(first, today)

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> str:
        return f"{self.first + timedelta(days=LAST_OF_ANY_MONTH):%Y-%m}"

    @property
    def previous(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its beginning and the next one's, in the body's zone."""
        after = date.fromisoformat(f"{self.next}-01")
        return (
            datetime(self.first.year, self.first.month, 1, tzinfo=zone),
            datetime(after.year, after.month, 1, tzinfo=zone),
        )

    def weeks(self, sittings: list[decisions.SittingRow], zone: ZoneInfo) -> list[list[dict[str, Any]]]:
        """Weeks from Monday, each day with its sittings; the days of other months are there, empty."""
        by_day: dict[date, list[decisions.SittingRow]] = {}
        for one in sittings:
            by_day.setdefault(one.starts_at.astimezone(zone).date(), []).append(one)
        weeks = Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [
            [
                {
                    "day": day,
                    "inside": day.month == self.first.month,
                    "today": day == self.today,
                    "sittings": by_day.get(day, []),
                }
                for day in week
            ]
            for week in weeks
        ]
