"""What goes into the engine and what comes out: plain frozen values, no database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from app.procedure.days.explanation import Explanation


@dataclass(frozen=True, slots=True)
class ClaimState:
    """One claim and its stage; None while `registered` or `member_added` is about to create it.

    `flags` are facts about the person that the law looks at: `child`, `unaccompanied`; `missed`: the limits that passed unmet
    for this claim, whatever the others of the case stand under.
    """

    id: UUID
    stage: str | None
    basis: str
    flags: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DeadlineState:
    """A clock that has not ended: running or suspended (then with the moment it was suspended). Times are UTC.

    `extensions`: how often it was prolonged; `rolled_from`: the day on which its time itself ends, where that is no working
    day and the clock passes to the next; `starts_on`: the first day that counts.
    """

    id: UUID
    rule: str
    claim_id: UUID | None
    started_at: datetime
    due_at: datetime
    state: str
    suspended_at: datetime | None = None
    extensions: int = 0
    rolled_from: date | None = None
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a case stands: its claims, its clocks, its instance. `stage` is the principal claim's.

    `missed`: the limits that passed unmet for every claim; `office`: the code of the one that has the case, whose days count; `counts`: by
    trigger of the profile and claim, how often what it counts has happened to that claim since its count last began again.
    """

    claims: tuple[ClaimState, ...]
    deadlines: tuple[DeadlineState, ...] = ()
    instance: str = "first"
    stage: str | None = None
    flags: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    office: str | None = None
    counts: Mapping[tuple[str, UUID], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened, who recorded it, when (UTC) and for which claims.

    `satisfied` names the needs that the calling room has checked; `outcomes` is per claim; `data` is what the
    conditions of the profile may look at (e.g. `{"result": "overturned"}`). An `instance` in `data` is that of the
    decision in question, where it is not the case's present one.
    """

    name: str
    role: str
    at: datetime
    claims: tuple[UUID, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[UUID, str] = field(default_factory=dict)
    satisfied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A clock to start. `due_at` is the first instant after the last local day: done before it is done in time."""

    rule: str
    claim_id: UUID | None
    started_at: datetime
    starts_on: date
    due_on: date
    due_at: datetime
    kind: str
    binds: str
    basis: str
    verification: str
    reminders: tuple[datetime, ...]
    explanation: Explanation
    escalations: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class ResumedDeadline:
    """A clock that runs again, with its new end, reminders and escalations."""

    id: UUID
    due_at: datetime
    explanation: Explanation
    reminders: tuple[datetime, ...] = ()
    escalations: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """A clock that was prolonged or shortened: its new end, reminders and escalations, and how often it was prolonged."""

    id: UUID
    due_at: datetime
    explanation: Explanation
    reminders: tuple[datetime, ...]
    escalations: tuple[datetime, ...]
    extensions: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something put before a person: the event to record or to leave, why (`limit:…`, `trigger:…`), and for which claims."""

    event: str
    because: str
    claims: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that follows from one event. `stages` holds the claims that move or are created, nothing else.

    `miss`: clocks that passed unmet; `spared`: claims that the event never touches, though it was recorded for them;
    `unknown`: limits that ordinarily run where an imported claim stands, and of which nobody knows the first day.
    """

    stages: Mapping[UUID, str]
    start: tuple[NewDeadline, ...]
    meet: tuple[UUID, ...]
    cancel: tuple[UUID, ...]
    suspend: tuple[UUID, ...]
    resume: tuple[ResumedDeadline, ...]
    issue: tuple[str, ...]
    extend: tuple[str, ...]
    close_documents: bool
    close_documents_of: tuple[UUID, ...]
    notices: tuple[str, ...]
    removal_barred: bool
    instance: str
    miss: tuple[UUID, ...] = ()
    move: tuple[MovedDeadline, ...] = ()
    propose: tuple[Proposed, ...] = ()
    spared: tuple[UUID, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the profile as seen by a role at this moment, with the reason where it is not open to it."""

    event: str
    label_es: str
    label_en: str
    allowed: bool
    reason: Literal["wrong_stage", "wrong_role", "not_yet_passed"] | None
    stages_allowed: tuple[str, ...]
    roles_allowed: tuple[str, ...]
