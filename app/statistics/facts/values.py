"""What goes into the projection and what comes out. Plain values, no database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Trait:
    """What was known of a claim from `since` (UTC) on, beside its events: of the person, and of the limits that it stands under.

    The first one holds from the beginning. `age_group` is the person's on the day of filing.
    """

    since: datetime
    origin: str | None
    sex: str
    age_group: str
    decision_due_at: datetime | None = None
    remedy_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A coded need and when the record knew of it."""

    code: str
    found_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastClaim:
    """A claim of a case as it is projected. `position` 0 is the principal's."""

    id: UUID
    basis: str
    position: int
    filed_on: date
    traits: tuple[Trait, ...]
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One event of a case as it was recorded. `claims`: those concerned; `data` as the gate wrote it."""

    number: int
    name: str
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    claims: tuple[UUID, ...]
    stage_after: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case with all that is projected: its events in their order. `office_id` and `modalities` are where it stands now."""

    id: UUID
    country: str
    office_id: UUID
    post_id: UUID | None
    registered_at: datetime
    claims: tuple[PastClaim, ...]
    events: tuple[PastEvent, ...]


@dataclass(slots=True)
class Fact:
    """One claim as the record knew it from `known_from` on, until the next of it. Times are UTC; `_days` are calendar days of the
    country since filing, `None` where it has not happened.

    `stage` is the procedure's own, `standard` what kind of stage it is. `decided_at` is the first decision on the claim, at the
    first instance; `final_at` when nothing could be done against it any more; `closed_at` when it ended without a decision on its
    merits. `author` submitted the last analysis before that first decision; none where nobody's analysis stood before it (a group, an
    imported past). `resolved_on` is the first of a decision and a closing, and `resolved_as` its column in UNHCR's statistics
    (`recognised`, `other`, `rejected`, `closed`). `late_on`: the first day on which it is late at the instance where it stands.
    `moved`: it came to its stage with this fact, from `stage_before`, where it had been for `stage_days`.
    """

    claim_id: UUID
    case_id: UUID
    principal: bool
    office_id: UUID
    post_id: UUID | None
    country: str
    origin: str | None
    sex: str
    age_group: str
    modality: str
    needs: str
    instance: str
    officer: UUID | None
    filed_on: date
    filed_at: datetime
    documented_at: datetime | None
    interviewed_at: datetime | None
    recommended_at: datetime | None
    decided_at: datetime | None
    first_outcome: str | None
    first_counts_as: str | None
    author: UUID | None
    served_at: datetime | None
    final_at: datetime | None
    final_outcome: str | None
    final_counts_as: str | None
    closed_at: datetime | None
    closed_as: str | None
    stage: str
    standard: str
    open: bool
    stage_since: datetime
    moved: bool
    stage_before: str | None
    stage_days: int | None
    decision_due_at: datetime | None
    remedy_due_at: datetime | None
    late_on: date | None
    resolved_on: date | None
    resolved_as: str | None
    document_days: int | None
    interview_days: int | None
    recommendation_days: int | None
    decision_days: int | None
    service_days: int | None
    final_days: int | None
    closed_days: int | None
    missed_interviews: int
    known_from: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Something done about a claim that is counted by itself: a `decision` at any instance, a `remedy` decided, an `interview` held,
    an `absence`. `code` says which (outcome, kind of remedy, kind of absence), `result` what came of it (its column in UNHCR's
    statistics, upheld or overturned …), `codes` the grounds."""

    case_id: UUID
    claim_id: UUID
    kind: str
    at: datetime
    day: date
    recorded_at: datetime
    code: str
    result: str
    codes: str
    instance: str
    officer: UUID | None


@dataclass(frozen=True, slots=True)
class Projection:
    """All facts of a case, each claim's in the order in which they came to be known, and the acts in theirs."""

    facts: tuple[Fact, ...]
    acts: tuple[Act, ...]


FACT_COLUMNS: tuple[str, ...] = tuple(Fact.__dataclass_fields__)
ACT_COLUMNS: tuple[str, ...] = tuple(Act.__dataclass_fields__)
