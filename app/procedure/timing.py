"""How time runs, as a profile writes it: limits, days, calendars, suspensions."""

from collections.abc import Mapping
from datetime import date, time
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from app.procedure.basis import Basis, Label, Part, SpanField

Binds = Literal["applicant", "authority"]


class Variant(Part):
    """Another length or start where the event's data say so (e.g. an extradition request)."""

    when: Mapping[str, tuple[str, ...]] = Field(min_length=1)
    length: SpanField | None = None
    starts: Literal["event_day", "next_day", "next_working_day"] | None = None


class Extension(Basis):
    """By how much, how often and for which recorded causes a limit may be extended."""

    most: SpanField
    times: int = 1
    causes: tuple[str, ...]


class Limit(Basis):
    """A time limit. Without `length` there is no limit on record, and none is ever made up.

    `scope`: `case` one clock for the case; `claim` one for each claim; `service` one for the claims served together.
    `runs_in`: the stages in which it can run; it ends with the last claim that leaves them.
    `missed`: the event that may be proposed to a person, or `reasoned_decision`/`shown_as_late`; never automatic.
    """

    label: Label
    begins: str
    length: SpanField | None = None
    starts: Literal["event_day", "next_day", "next_working_day"] = "next_day"
    rolls: bool | None = None
    binds: Binds
    kind: Literal["legal", "internal", "standard"] = "legal"
    forum: str = "administration"
    scope: Literal["case", "claim", "service"] = "case"
    runs_in: tuple[str, ...] = ()
    missed: str | None = None
    remind: tuple[SpanField, ...] = ()
    variants: tuple[Variant, ...] = ()
    extension: Extension | None = None


class DayRule(Basis):
    """How days run for one side when a limit says nothing else, and whether a period ending on a non-working day
    passes to the next working day."""

    unit: Literal["working_day", "calendar_day"]
    rolls: bool


class Days(Part):
    """The counting rules of the country. `remind_at` is the local hour at which reminders fall due."""

    applicant: DayRule
    authority: DayRule
    month_end: Literal["last_day", "next_month"] = "last_day"
    remind_at: time = time(8)


class Change(Basis):
    """One day on which a calendar differs from the holidays library: a moved or decreed holiday, or none after all."""

    on: date
    holiday: bool
    label: Label


class Calendar(Part):
    """The working days of one forum. `weekend` are ISO weekdays (7 is Sunday); `holidays` is the ISO country whose
    holidays the library knows, None for none."""

    holidays: str | None = None
    categories: tuple[str, ...] = ("public",)
    weekend: tuple[int, ...] = (6, 7)
    changes: tuple[Change, ...] = ()
    like: str | None = None

    @field_validator("weekend")
    @classmethod
    def _some_day_works(cls, weekend: tuple[int, ...]) -> tuple[int, ...]:
        if not set(weekend) < set(range(1, 8)):
            raise ValueError("a weekend is some of the ISO weekdays 1 to 7, not all")
        return weekend


class Suspension(Basis):
    """Days, both included, on which no period ran (an emergency, a closure by decree); None: every forum."""

    since: date = Field(alias="from")
    until: date = Field(alias="to")
    forum: str | None = None
    label: Label

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.since:
            raise ValueError("a suspension ends before it begins")
        return self
