"""The shape of a procedure profile: one country's law at one time, as data.

The engine that reads it knows no country. What a field means to the count or to the flow is said in `calendars` and
`engine`; here is only what may be written. Every value from law carries its marks (`basis.Basis`). The parts are in
`flow` (stages and events), `timing` (limits and days), `institutions` (bodies, outcomes, remedies, documents) and
`safeguards` (filing, children, admissibility, family, loss of status, modalities).
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from app.procedure.errors import UnknownEvent
from app.procedure.law.basis import Basis, Fact, Label, Part, Rule
from app.procedure.law.flow import Event, Stage
from app.procedure.law.institutions import (
    Body,
    Definition,
    Document,
    Duty,
    Office,
    Outcome,
    Post,
    Remedy,
    Source,
    Task,
    Zone,
)
from app.procedure.law.references import HangsLoose, loose_ends
from app.procedure.law.safeguards import (
    Admissibility,
    Children,
    Filing,
    Flag,
    Group,
    Interviews,
    Loss,
    Modality,
    Notification,
    Relative,
    Retention,
    Transition,
    Trigger,
)
from app.procedure.law.screening import Screening
from app.procedure.law.timing import Calendar, Days, Limit, Suspension


class InForce(Part):
    """The days on which a filing falls under this version; both included, `until` None while it stands."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    def covers(self, day: date) -> bool:
        """Is a case filed on that day under this version?"""
        return self.since <= day and (self.until is None or day <= self.until)


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
    time_zone: Zone
    majority_age: Fact[int]
    children: Children = Children()
    sources: Mapping[str, Source]
    bodies: Mapping[str, Body]
    duties: Mapping[Task, Duty] = {}
    filing: Filing = Filing()
    admissibility: Admissibility = Admissibility(exists=Fact[bool](verification="unknown"))
    interviews: Interviews = Interviews()
    notification: Notification = Notification()
    stages: tuple[Stage, ...]
    events: tuple[Event, ...]
    # What the house does to files in every country, and no law says: on no drawing and in no check of the country's road.
    house_stages: tuple[Stage, ...] = Field(default=(), exclude=True)
    house_events: tuple[Event, ...] = Field(default=(), exclude=True)
    days: Days
    calendars: Mapping[str, Calendar]
    suspensions: tuple[Suspension, ...] = ()
    limits: Mapping[str, Limit]
    outcomes: Mapping[str, Outcome]
    remedies: tuple[Remedy, ...]
    remedy_chain: Fact[bool] = Fact[bool](verification="unknown")
    documents: Mapping[str, Document]
    definition: Definition
    abandonment: tuple[Trigger, ...] = ()
    family: tuple[Relative, ...] = ()
    loss: tuple[Loss, ...] = ()
    retention: tuple[Retention, ...] = ()
    modalities: Mapping[Flag, Modality] = {}
    screening: Screening = Screening(verification="unknown")
    groups: tuple[Group, ...] = ()
    transition: tuple[Transition, ...] = ()
    open_questions: tuple[Rule, ...] = ()
    labels: Mapping[str, Label] = {}
    offices: tuple[Office, ...] = ()
    posts: tuple[Post, ...] = ()
    overridden_by: tuple[Overlay, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if faults := loose_ends(self):
            raise HangsLoose(faults)
        return self

    def cite(self, basis: Basis) -> str:
        """What a value rests on, as people cite it: `Ley 8764, art. 106`. Empty where no source is on record."""
        if basis.source is None:
            return ""
        title = self.sources[basis.source].title.partition(",")[0].partition(" (")[0]
        return f"{title}, art. {basis.article}" if basis.article else title

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
    def _zones(self) -> Mapping[str, ZoneInfo]:
        return {office.code: ZoneInfo(office.time_zone) for office in self.offices if office.time_zone}

    def zone_of(self, office: str | None) -> ZoneInfo:
        """The zone of an office, by its code; the country's where it has none of its own."""
        return self._zones.get(office, self.zone) if office else self.zone

    @cached_property
    def stages_by_name(self) -> Mapping[str, Stage]:
        """The stages by name."""
        return {stage.name: stage for stage in (*self.stages, *self.house_stages)}

    @cached_property
    def events_by_name(self) -> Mapping[str, Event]:
        """The events by name."""
        return {event.name: event for event in (*self.events, *self.house_events)}

    @cached_property
    def decided_outcomes(self) -> Mapping[str, Outcome]:
        """What a decision on the claim itself may say: not how a claim ends without one, nor what becomes of a status later."""
        return {
            name: outcome
            for name, outcome in self.outcomes.items()
            if outcome.counts_as not in (None, "closed")
        }

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

    def today(self, now: datetime, office: str | None = None) -> date:
        """The local day at that aware moment, where that office is."""
        return now.astimezone(self.zone_of(office)).date()

    def age_on(self, birth: date, day: date) -> int:
        """Completed years; who was born on 29 February completes a year on 1 March of a common year."""
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def is_child_on(self, birth: date, day: date) -> bool:
        """Under the country's age of majority; under 18 where that age is not on record."""
        return self.age_on(birth, day) < (self.majority_age.value or 18)
