"""What a reader is shown of a sitting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.core.errors import NotFound
from app.decisions import counting
from app.decisions.values import ClaimOutcome


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One line of the list. `settled` items have ended, one way or another."""

    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    kind: str
    items: int
    settled: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """Who was called: a seat's holder (`place` 0) or an alternate, and since when they are there; `remote`: by video."""

    user_id: UUID
    name: str
    seat: str
    presides: bool
    present_at: datetime | None
    place: int
    remote: bool


@dataclass(frozen=True, slots=True)
class StayView:
    """One stay of a member in the room or by video; `left_at` None: they are there."""

    user_id: UUID
    came_at: datetime
    left_at: datetime | None
    remote: bool


@dataclass(frozen=True, slots=True)
class VoteView:
    user_id: UUID
    choice: str
    reasons: str
    at: datetime
    concurring: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RecusalView:
    user_id: UUID
    reasons: str
    found_in_record: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftOrDecision:
    id: UUID
    number: str
    status: str
    drafted_by: UUID


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with its votes. `why_not_closed` names what the closing of the vote still lacks, or is `None`.

    `why_not_closed` is one of `settled`, `sitting_not_open`, `quorum_unknown`, `no_quorum`, `compulsory_seat_empty`,
    `votes_missing`. `seated`: who sits for each seat, as it stood when the item was closed. `asked`: of whom more facts were
    asked, and by which day. `opened_by`: who of those called has opened the file since it was put on the agenda, and when first.
    """

    id: UUID
    case_id: UUID
    position: int
    status: str
    reference: str
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    household_size: int
    due_at: datetime | None
    assessment_id: UUID | None
    proposal: tuple[ClaimOutcome, ...]
    note: str | None
    closed_at: datetime | None
    votes: Mapping[UUID, VoteView]
    recusals: Mapping[UUID, RecusalView]
    seated: Mapping[str, UUID]
    quorum: int | None
    by_casting_vote: bool
    tally: counting.Tally
    put_at: datetime | None
    asked: Mapping[str, Any]
    opened_by: Mapping[UUID, datetime]
    decision: DraftOrDecision | None
    signatories: frozenset[UUID]
    why_not_closed: str | None

    @property
    def of_loss(self) -> bool:
        """Is it about a status that may be lost? Then there is no analysis, and a vote against keeps the status."""
        return self.assessment_id is None

    @property
    def kept(self) -> bool:
        """Did the body vote against taking the status away? Where it asked for more facts, it did not."""
        return self.of_loss and self.status == "sent_back" and not self.asked

    @property
    def entitled(self) -> frozenset[UUID]:
        return frozenset(self.seated.values())

    @property
    def missing(self) -> frozenset[UUID]:
        return self.entitled - frozenset(self.votes)

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are needed (`None`: not known), how sure that is, for how many seats somebody is there, and which seat the law wants
    filled that is not."""

    minimum: int | None
    verification: str
    synthetic: bool
    present: int
    compulsory_missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return self.minimum is not None and self.present >= self.minimum and not self.compulsory_missing


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as its page shows it to this actor: an item that they may not see is not among `items`.

    `closed_to_me` are the positions of items from which the reader is recused, with the reasons.
    """

    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    convened_by: UUID
    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    kind: str
    grounds: str
    called_by: UUID | None
    urgent: bool
    circulated_at: datetime | None
    because: str
    resumes_at: datetime | None
    quorum: Quorum
    members: tuple[MemberView, ...]
    stays: tuple[StayView, ...]
    items: tuple[ItemView, ...]
    closed_to_me: tuple[RecusalView, ...]

    def member(self, user_id: UUID) -> MemberView:
        return next(m for m in self.members if m.user_id == user_id)

    def item(self, item_id: UUID) -> ItemView:
        """Raises `NotFound`."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise NotFound
