"""How time runs, as a profile writes it: limits, days, calendars, suspensions."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from app.procedure.law.basis import Basis, Fact, Label, Named, Part, SpanField, Validity

Starts = Literal["event_day", "next_day", "next_working_day"]
Binds = Literal["applicant", "authority"]


class Variant(Part):
    """Another length, start or beginning where the facts say so (an extradition request, a claim that arose later).

    `label` says why, in words, in the explanation of the date.
    """

    when: Mapping[str, tuple[str, ...]] = Field(min_length=1)
    length: SpanField | None = None
    starts: Starts | None = None
    begins: str | None = None
    label: Label | None = None


class Extension(Basis):
    """By how much, how often and for which recorded causes a limit may be extended."""

    most: SpanField
    times: int = Field(default=1, ge=1)
    causes: tuple[Named, ...] = Field(min_length=1)

    def cause(self, name: str) -> Named | None:
        """The listed cause of that name."""
        return next((cause for cause in self.causes if cause.name == name), None)


class Missed(Part):
    """What the law attaches to a limit that passed unmet. A person always decides: nothing here happens by itself.

    `shown_as_late`: the office is late, and the case says so. `reasoned_decision`: someone decides, with reasons, whether it
    matters. `proposal`: the event `proposes` is put before those who may record it. `silence`: the law reads an answer
    into saying nothing. `keeps_valid`: documents that stay valid meanwhile.
    """

    then: Literal["shown_as_late", "reasoned_decision", "proposal", "silence"]
    proposes: str | None = None
    silence: Fact[Literal["grants", "refuses", "no_opinion"]] | None = None
    keeps_valid: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.then == "proposal") != (self.proposes is not None):
            raise ValueError("a proposal names the event that it proposes, and nothing else does")
        if self.then == "silence" and self.silence is None:
            raise ValueError("say what the silence means")
        return self


def _to_missed(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    if given in ("shown_as_late", "reasoned_decision"):
        return {"then": given}
    return {"then": "proposal", "proposes": given}


MissedField = Annotated[Missed, BeforeValidator(_to_missed)]


class Limit(Basis):
    """A time limit. Without `length` there is no limit on record, and none is ever made up.

    `scope`: `case` one clock for the case; `claim` one for each claim; `service` one for the claims served together.
    `runs_in`: the stages in which it can run; it ends with the last claim that leaves them.
    `begins`: the event, or the date among its facts, from which it counts. `escalate`: how long before its end the
    supervisor is told. `spares`: facts about a claim for which it does not run. `in_force`: the days on which the norm held.
    """

    label: Label
    begins: str
    length: SpanField | None = None
    starts: Starts = "next_day"
    rolls: bool | None = None
    binds: Binds
    kind: Literal["legal", "internal", "standard"] = "legal"
    forum: str = "administration"
    scope: Literal["case", "claim", "service"] = "case"
    runs_in: tuple[str, ...] = ()
    missed: MissedField | None = None
    remind: tuple[SpanField, ...] = ()
    escalate: tuple[SpanField, ...] = ()
    escalate_to: str = "supervisor"
    spares: tuple[str, ...] = ()
    in_force: Validity | None = None
    applied_in_practice: Fact[bool] | None = None
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
    """One day on which a calendar differs from the holidays library: a moved or decreed holiday, or none after all.

    `offices`: a local feast, kept in these offices alone.
    """

    on: date
    holiday: bool
    label: Label
    offices: tuple[str, ...] = ()


class EveryYear(Basis):
    """A fixed day that a statute itself lists and nothing moves; `on` is month and day, `"09-16"`."""

    on: str = Field(pattern=r"^\d\d-\d\d$")
    label: Label

    @field_validator("on")
    @classmethod
    def _in_every_calendar(cls, on: str) -> str:
        try:
            date.fromisoformat(f"2001-{on}")
        except ValueError as fault:
            raise ValueError(f"{on} is not a day of every year") from fault
        return on

    def of(self, year: int) -> date:
        """That day in that year."""
        return date.fromisoformat(f"{year:04d}-{self.on}")


class Calendar(Part):
    """The working days of one forum. `weekend` are ISO weekdays (7 is Sunday); `holidays` is the ISO country whose
    holidays the library knows, None for none; `every_year` the days that the forum's own statute lists instead or besides
    (a library knows the days of the labour law, which is not what an authority or a court keeps); `years` what differs
    from both, year by year."""

    holidays: str | None = None
    categories: tuple[str, ...] = ("public",)
    weekend: tuple[int, ...] = (6, 7)
    every_year: tuple[EveryYear, ...] = ()
    years: Mapping[str, tuple[Change, ...]] = {}
    like: str | None = None

    @field_validator("years")
    @classmethod
    def _each_day_in_its_year(
        cls, years: Mapping[str, tuple[Change, ...]]
    ) -> Mapping[str, tuple[Change, ...]]:
        for year, changes in years.items():
            for change in changes:
                if str(change.on.year) != year:
                    raise ValueError(f"{change.on} is not a day of {year}")
        return years

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of every year."""
        return tuple(change for changes in self.years.values() for change in changes)

    @field_validator("weekend")
    @classmethod
    def _some_day_works(cls, weekend: tuple[int, ...]) -> tuple[int, ...]:
        if not set(weekend) < set(range(1, 8)):
            raise ValueError("a weekend is some of the ISO weekdays 1 to 7, not all")
        return weekend


class Suspension(Basis):
    """Days, both included, on which no period ran (an emergency, a closure by decree); `forum` None: every forum.

    Without `to` its end was not found: it is never counted with, only warned of, up to the day `over_by` on which it was
    over by all accounts. `intake_open`: claims were still received.
    """

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    over_by: date | None = None
    forum: str | None = None
    intake_open: bool = True
    label: Label

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError("a suspension ends before it begins")
        return self
