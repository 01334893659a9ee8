"""What is answered about a sitting."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from app.decisions import public as decisions


class Convened(BaseModel):
    id: UUID
    number: str
    version: int


class SittingLine(BaseModel):
    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    kind: str
    items: int
    settled: int


class SittingLines(BaseModel):
    """One page; `next` is where the following one begins, null at the end."""

    rows: list[SittingLine]
    next: str | None


class MemberAnswer(BaseModel):
    user_id: UUID
    name: str
    seat: str | None
    place: int = 0
    presides: bool = False
    present_at: datetime | None = None
    remote: bool = False


class StayAnswer(BaseModel):
    user_id: UUID
    came_at: datetime
    left_at: datetime | None
    remote: bool


class HolderAnswer(BaseModel):
    """`id` is null where no act of appointment is on record."""

    id: UUID | None
    user_id: UUID
    name: str
    place: int
    since: date | None
    until: date | None
    act: str
    ended_by_act: str


class SeatAnswer(BaseModel):
    name: str
    compulsory: bool
    on_record: bool
    holders: list[HolderAnswer]


class Appointed(BaseModel):
    id: UUID


class NoteAnswer(BaseModel):
    text: str


class OutcomeAnswer(BaseModel):
    claim_id: UUID
    outcome: str
    grounds: list[str]
    article: str | None


class VoteAnswer(BaseModel):
    user_id: UUID
    choice: str
    reasons: str
    concurring: str
    at: datetime
    changed_at: datetime | None


class RecusalAnswer(BaseModel):
    user_id: UUID
    reasons: str
    found_in_record: bool
    at: datetime


class TallyAnswer(BaseModel):
    """Members entitled to vote on the item: present, and not recused."""

    votes_for: int
    votes_against: int
    abstentions: int
    missing: int
    recused: int


class ItemAnswer(BaseModel):
    """`why_not_closed`: `settled`, `sitting_not_open`, `quorum_unknown`, `no_quorum`,
    `compulsory_seat_empty`, `votes_missing`, or null when it can be closed. `seats`: who sits for each on this item.
    `opened_by`: who of those called has opened the file since it was put on the agenda, and when first."""

    id: UUID
    position: int
    status: str
    reference: str
    name: str
    household_size: int
    proposal: list[OutcomeAnswer]
    note: str | None
    closed_at: datetime | None
    votes: list[VoteAnswer]
    recusals: list[RecusalAnswer]
    tally: TallyAnswer
    seats: dict[str, UUID]
    quorum: int | None
    by_casting_vote: bool
    put_at: datetime | None
    asked_of: str | None
    answer_by: date | None
    opened_by: dict[UUID, datetime]
    missing: list[UUID]
    decision: UUID | None
    decision_status: str | None
    why_not_closed: str | None

    @classmethod
    def of(cls, item: decisions.ItemView) -> "ItemAnswer":
        return cls(
            id=item.id,
            position=item.position,
            status=item.status,
            reference=item.reference,
            name=item.name,
            household_size=item.household_size,
            proposal=[outcome_answer(one) for one in item.proposal],
            note=item.note,
            closed_at=item.closed_at,
            votes=[VoteAnswer.model_validate(v, from_attributes=True) for v in item.votes.values()],
            recusals=[RecusalAnswer.model_validate(r, from_attributes=True) for r in item.recusals.values()],
            tally=TallyAnswer.model_validate(item.tally, from_attributes=True),
            seats=dict(item.seated),
            quorum=item.quorum,
            by_casting_vote=item.by_casting_vote,
            put_at=item.put_at,
            asked_of=item.asked.get("of") or None,
            answer_by=item.asked.get("by"),
            opened_by=dict(item.opened_by),
            missing=sorted(item.missing),
            decision=item.decision.id if item.decision else None,
            decision_status=item.decision.status if item.decision else None,
            why_not_closed=item.why_not_closed,
        )


class QuorumAnswer(BaseModel):
    """`minimum` is null where the procedure does not know it: then no sitting opens. `synthetic`: made up for a demonstration."""

    minimum: int | None
    verification: str
    synthetic: bool
    present: int
    compulsory_missing: list[str]
    met: bool


class SittingAnswer(BaseModel):
    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
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
    quorum: QuorumAnswer
    members: list[MemberAnswer]
    stays: list[StayAnswer]
    items: list[ItemAnswer]
    recused_from: int = Field(description="Items that the caller does not see because they are recused")


class WaitingAnswer(BaseModel):
    reference: str
    name: str
    nationalities: list[str]
    household_size: int
    priority: int
    due_at: datetime | None
    stage_since: datetime
    childs: bool
    came_back: bool


class OnAgenda(BaseModel):
    item: UUID


class Done(BaseModel):
    """The sitting's version after the change."""

    version: int


class ItemClosed(BaseModel):
    """How the item ended, and the draft decision that awaits signature where it was decided."""

    result: str
    decision: UUID | None
    version: int


def outcome_answer(one: decisions.ClaimOutcome) -> OutcomeAnswer:
    return OutcomeAnswer.model_validate(one, from_attributes=True)
