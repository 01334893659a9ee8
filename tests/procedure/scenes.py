"""A case in memory for the tests of the procedure: it does what the gate does with consequences, and nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from app.procedure.public import (
    ClaimState,
    Consequences,
    DeadlineState,
    Occurrence,
    Profile,
    Situation,
    applied,
    follow,
    load,
    read_profile,
)

HERE = Path(__file__).parent
DEMONSTRATION = HERE.parents[1] / "app/procedure/profiles/overrides/cri-demonstration.toml"
MORNING = datetime(2026, 3, 2, 15, tzinfo=UTC)


def costa_rica() -> Profile:
    return load("CRI", version="2024-06")


@cache
def toy() -> Profile:
    return read_profile(HERE / "toy.toml")


def local(profile: Profile, day: date, hour: int = 10) -> datetime:
    """That hour of the local day, in UTC as the engine takes it."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=profile.zone).astimezone(UTC)


def claim(number: int) -> UUID:
    return UUID(int=number)


@dataclass
class Case:
    """A case that remembers. `record` asks the engine and applies what follows; a refusal leaves it as it was."""

    profile: Profile
    now: datetime = MORNING
    situation: Situation = field(default_factory=lambda: Situation(claims=()))
    last: Consequences | None = None
    ended: dict[UUID, str] = field(default_factory=dict)
    _clocks: int = 1000

    def join(self, *numbers: int) -> "Case":
        """New claims about to be created; the first claim of the case is the principal's."""
        taken = len(self.situation.claims)
        new = (
            ClaimState(claim(n), None, "principal" if taken + i == 0 else "derivative")
            for i, n in enumerate(numbers)
        )
        self.situation = replace(self.situation, claims=(*self.situation.claims, *new))
        return self

    def record(
        self,
        name: str,
        role: str,
        *,
        about: Iterable[int] = (),
        data: Mapping[str, Any] | None = None,
        outcomes: Mapping[int, str] | None = None,
        shown: Iterable[str] | None = None,
        at: datetime | None = None,
    ) -> Consequences:
        """Record an event; `shown` are the needs satisfied, all of them unless said."""
        event = next((event for event in self.profile.events if event.name == name), None)
        needs = event.needs if event is not None and shown is None else tuple(shown or ())
        occurrence = Occurrence(
            name=name,
            role=role,
            at=at or self.now,
            claims=tuple(claim(n) for n in about),
            data=data or {},
            outcomes={claim(n): outcome for n, outcome in (outcomes or {}).items()},
            satisfied=frozenset(needs),
        )
        follows = follow(self.profile, self.situation, occurrence)
        self.apply(follows, occurrence)
        return follows

    def apply(self, follows: Consequences, occurrence: Occurrence) -> None:
        for clock_id, fate in ((c, "met") for c in follows.meet):
            self.ended[clock_id] = fate
        for clock_id in follows.cancel:
            self.ended[clock_id] = "cancelled"
        for clock_id in follows.miss:
            self.ended[clock_id] = "missed"
        keys = [UUID(int=self._clocks + n) for n, _ in enumerate(follows.start, start=1)]
        self._clocks += len(keys)
        self.situation = applied(self.profile, self.situation, occurrence, follows, keys)
        self.last = follows

    def wait(self, days: int) -> "Case":
        self.now += timedelta(days=days)
        return self

    def stage_of(self, number: int) -> str | None:
        return next(c.stage for c in self.situation.claims if c.id == claim(number))

    def running(self) -> dict[str, DeadlineState]:
        return {clock.rule: clock for clock in self.situation.deadlines}

    def fate_of(self, clock: DeadlineState) -> str | None:
        return self.ended.get(clock.id)


def family(profile: Profile | None = None) -> Case:
    """Costa Rica: two claims, registered on Monday 2 March 2026."""
    case = Case(profile or costa_rica()).join(1, 2)
    case.record("registered", "border_liaison_officer")
    return case


_TO_DECISION = (
    ("taken_over", "registration_officer"),
    ("admitted", "registration_officer"),
    ("interview_held", "eligibility_officer"),
    ("assessment_submitted", "eligibility_officer"),
    ("endorsed", "supervisor"),
    ("decided", "commission_secretary"),
)


def family_at(stage: str) -> Case:
    """The same family, led along the usual road until its claims stand at that stage."""
    case = family()
    for name, role in _TO_DECISION:
        if case.situation.stage == stage:
            return case
        case.wait(1).record(name, role)
    if stage in {"remedy_window", "under_remedy", "final"}:
        case.wait(1).record("notified", "commission_secretary", outcomes={1: "rejected", 2: "rejected"})
    if stage == "loss_procedure":
        recognised = {1: "recognised_convention", 2: "recognised_derivative"}
        case.wait(1).record("notified", "commission_secretary", outcomes=recognised)
        case.wait(400).record("loss_opened", "supervisor")
    if stage == "under_remedy":
        case.wait(1).record("remedy_filed", "legal_representative")
    if stage == "final":
        case.wait(10).record("became_final", "commission_secretary")
    assert case.situation.stage == stage
    return case
