"""The shape of a procedure profile: one country's law at one time, as data.

The engine that reads it knows no country. What a field means to the count or to the flow is said in `calendars` and
`engine`; here is only what may be written. Every value from law carries its marks (`basis.Basis`).
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from app.procedure.basis import Basis, Fact, Label, Part, SpanField
from app.procedure.errors import UnknownEvent
from app.procedure.references import dangling

Binds = Literal["applicant", "authority"]
ANY_STAGE = "*"
OPEN_STAGES = "*open"
EVERY_CLOCK = "*"


class InForce(Part):
    """The days on which a filing falls under this version; both included, `until` None while it stands."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    def covers(self, day: date) -> bool:
        """Is a case filed on that day under this version?"""
        return self.since <= day and (self.until is None or day <= self.until)


class Source(Part):
    """A law, a decree or a paper that values rest on."""

    title: str
    note: str | None = None


class Body(Basis):
    """Who acts: an office, a collegiate body with members and quorum, a single officer, a tribunal."""

    kind: Literal["office", "collegiate", "single", "tribunal"]
    label: Label
    seats: tuple[str, ...] = ()
    members: tuple[Label, ...] = ()
    quorum: Fact[int] | None = None
    independent_of: tuple[str, ...] = ()


class Stage(Part):
    """Where a claim can stand. `open`: something is still to come; `track`: drawn on the case's line of progress;
    `pause`: an open stage in which no clock ends; `removal_barred`: unknown counts as barred."""

    name: str
    label: Label
    applicant_label: Label | None = None
    body: str | None = None
    open: bool
    track: bool
    pause: bool = False
    removal_barred: Fact[bool]


class Target(Part):
    """Where an event leads when its conditions hold: a stage, the case's own, or one named in the event's data."""

    when: Mapping[str, tuple[str, ...]] = {}
    to: str | None = None
    same_as_case: bool = False
    from_data: str | None = None
    among: tuple[str, ...] = ()
    instance: Literal["first", "reconsideration", "appeal"] | None = None
    closes_documents: bool = False

    @model_validator(mode="after")
    def _one_destination(self) -> Self:
        if (self.to is not None) + self.same_as_case + (self.from_data is not None) != 1:
            raise ValueError("a target has one of: to, same_as_case, from_data")
        if (self.from_data is not None) != bool(self.among):
            raise ValueError("from_data and among go together")
        return self


class Follow(Part):
    """Something that follows from an event: always, or only when a claim reaches or leaves one of the stages, or
    when the conditions hold for a claim concerned."""

    name: str
    reaching: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = {}


class Event(Basis):
    """A named fact that may be recorded, by whom, from where, and what follows."""

    name: str
    label: Label
    leaves: tuple[str, ...] = Field(default=(), alias="from")
    but_not: tuple[str, ...] = Field(default=(), alias="except")
    to: tuple[Target, ...] = ()
    by: tuple[str, ...] = Field(min_length=1)
    needs: tuple[str, ...] = ()
    creates: bool = False
    starts: tuple[Follow, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    issues: tuple[Follow, ...] = ()
    extends: tuple[Follow, ...] = ()
    notices: tuple[Follow, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, given: Any) -> Any:
        """`to = "review"` is one target without conditions; `starts = ["review"]` is a follow without conditions."""
        if not isinstance(given, dict):
            return given
        read = dict(given)
        if isinstance(read.get("to"), str):
            read["to"] = (
                {
                    "to": read["to"],
                    "instance": read.pop("instance", None),
                    "closes_documents": read.pop("closes_documents", False),
                },
            )
        for key in ("starts", "issues", "extends", "notices"):
            if key in read:
                read[key] = tuple({"name": each} if isinstance(each, str) else each for each in read[key])
        return read

    @model_validator(mode="after")
    def _creation_starts_somewhere(self) -> Self:
        if self.creates and not self.to:
            raise ValueError(f"'{self.name}' creates claims and must say at which stage")
        if not self.creates and not self.leaves:
            raise ValueError(f"'{self.name}' must say from which stages it is possible")
        return self


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


class Outcome(Basis):
    """What can be decided about a claim. `protects`: a status that bars removal; `refuses`: must have a remedy."""

    label: Label
    protects: bool = False
    refuses: bool = False


class Remedy(Basis):
    """A way to have a decision looked at again. An unknown `suspends_removal` counts as suspensive."""

    name: str
    label: Label
    against: tuple[str, ...]
    body: str
    file_within: str | None = None
    decide_within: str | None = None
    lodged_with: str | None = None
    suspends_removal: Fact[bool]
    outcomes: tuple[str, ...]


class Numbering(Basis):
    """The form of a document's number."""

    format: str
    digits: int
    keeps_after_recognition: bool = False


class WorkPermission(Basis):
    """From when a document lets its holder work; None: it does not."""

    begins: Literal["issue"] | None = Field(default=None, alias="from")


class Document(Basis):
    """A paper that the procedure gives to a person."""

    label: Label
    issuer: str
    number: Numbering
    valid: Fact[SpanField]
    work: WorkPermission
    kept_alive_by: tuple[str, ...] = ()
    never_prints: tuple[str, ...] = ()


class Statelessness(Basis):
    """Where a claim of statelessness is examined: in this procedure, elsewhere, or nowhere."""

    route: Literal["same_procedure", "foreign_ministry", "none"]
    label: Label | None = None


class Definition(Part):
    """The limbs of the refugee definition and the other statuses examined."""

    convention_1951: Fact[bool]
    gender: Fact[bool]
    cartagena: Fact[bool]
    complementary_protection: Fact[bool]
    statelessness: Statelessness


class Office(Part):
    """An office of the deployment, set up from here; not read by the engine."""

    code: str
    label: Label
    note: str | None = None


class Post(Part):
    """A border post. `office` is the one proposed for its cases: a setting of the deployment, not law."""

    code: str
    label: Label
    kind: Literal["land", "sea", "air"]
    office: str


class Overlay(Part):
    """The mark an override file leaves on the profile that it changed."""

    of: str
    label: Label
    synthetic: bool = False


class Profile(Part):
    """One country's procedure in one version."""

    country: str = Field(pattern=r"^[A-Z]{3}$")
    version: str
    label: Label
    in_force: InForce
    follows: str | None = None
    checked_on: date
    time_zone: str
    majority_age: Fact[int]
    sources: Mapping[str, Source]
    bodies: Mapping[str, Body]
    stages: tuple[Stage, ...]
    events: tuple[Event, ...]
    days: Days
    calendars: Mapping[str, Calendar]
    suspensions: tuple[Suspension, ...] = ()
    limits: Mapping[str, Limit]
    outcomes: Mapping[str, Outcome]
    remedies: tuple[Remedy, ...]
    documents: Mapping[str, Document]
    definition: Definition
    labels: Mapping[str, Label] = {}
    transition: Mapping[str, str] = {}
    offices: tuple[Office, ...] = ()
    posts: tuple[Post, ...] = ()
    overridden_by: tuple[Overlay, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _a_known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except ZoneInfoNotFoundError as fault:
            raise ValueError(f"no time zone '{name}'") from fault
        return name

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        faults = dangling(self)
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def __eq__(self, other: object) -> bool:
        """Profiles are compared by identity: what is worked out from one is kept for that one object."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which legal days are counted."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def stages_by_name(self) -> Mapping[str, Stage]:
        """The stages by name."""
        return {stage.name: stage for stage in self.stages}

    @cached_property
    def events_by_name(self) -> Mapping[str, Event]:
        """The events by name."""
        return {event.name: event for event in self.events}

    def stage(self, name: str) -> Stage:
        """The stage of that name; KeyError where the profile has none."""
        return self.stages_by_name[name]

    def event(self, name: str) -> Event:
        """The event of that name; UnknownEvent where the profile has none."""
        try:
            return self.events_by_name[name]
        except KeyError:
            raise UnknownEvent(name) from None

    def limit(self, name: str) -> Limit:
        """The limit of that name; KeyError where the profile has none."""
        return self.limits[name]

    def remedy(self, name: str) -> Remedy:
        """The remedy of that name; KeyError where the profile has none."""
        for remedy in self.remedies:
            if remedy.name == name:
                return remedy
        raise KeyError(name)

    def document(self, kind: str) -> Document:
        """The document of that kind; KeyError where the profile has none."""
        return self.documents[kind]

    def today(self, now: datetime) -> date:
        """The local day at that aware moment."""
        return now.astimezone(self.zone).date()

    def age_on(self, birth: date, day: date) -> int:
        """Completed years; who was born on 29 February completes a year on 1 March of a common year."""
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def is_child_on(self, birth: date, day: date) -> bool:
        """Under the country's age of majority; under 18 where that age is not on record."""
        return self.age_on(birth, day) < (self.majority_age.value or 18)
