"""What is sent about a sitting."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.api.v1.shapes import Body

Reasons = Annotated[str, Field(max_length=4000)]


class ExtraordinaryBody(Body):
    """Which member had it called, on what grounds; `urgent`: with less notice than the rules ask for."""

    called_by: UUID
    grounds: Reasons
    urgent: bool = False


class ConveneBody(Body):
    """`members` are users who hold a seat of the body or stand in for one; `presiding` is one of them."""

    starts_at: AwareDatetime
    members: list[UUID] = Field(max_length=30)
    presiding: UUID
    extraordinary: ExtraordinaryBody | None = None


class SuspensionBody(Body):
    reasons: Reasons
    resumes_at: AwareDatetime | None = None


class CancellationBody(Body):
    reasons: Reasons = ""


class NoteBody(Body):
    """The caller's own note on the item; an empty one takes it away."""

    text: Annotated[str, Field(max_length=20_000)]


class SeatBody(Body):
    """`place` 0 holds the seat, 1 and up are its alternates; `act` appointed them. Both days are included."""

    user: UUID
    seat: Annotated[str, Field(max_length=200)]
    place: Annotated[int, Field(ge=0, le=9)] = 0
    since: date
    until: date | None = None
    act: Annotated[str, Field(max_length=500)]


class SeatEndBody(Body):
    until: date
    act: Annotated[str, Field(max_length=500)]


class AgendaBody(Body):
    reference: str


class AttendanceBody(Body):
    """Everybody who is there now, and which of them by video; who is left out is taken to be absent."""

    present: list[UUID] = Field(max_length=30)
    remote: list[UUID] = Field(default=[], max_length=30)


class OpeningBody(Body):
    """`presiding` only where another than the member called to it presides; `early` to open it before the day it was called for."""

    presiding: UUID | None = None
    early: bool = False


class VoteBody(Body):
    item: UUID
    choice: Literal["for", "against", "abstain"]
    reasons: Reasons = ""
    concurring: Reasons = ""


class RecusalBody(Body):
    """A member recuses themselves; the secretary names the `member`."""

    item: UUID
    reasons: Reasons
    member: UUID | None = None


class ItemClosingBody(Body):
    """`by_vote` counts the votes and does what they say; `reasons` are then the decision's, or those of a deferral.

    `instruction` says what the assessment lacks, for `sent_back`; `asked_of` and `answer_by` of whom that is asked and by when.
    """

    result: Literal["by_vote", "sent_back", "deferred"] = "by_vote"
    reasons: Annotated[str, Field(max_length=20_000)] = ""
    instruction: Reasons = ""
    asked_of: Annotated[str, Field(max_length=500)] = ""
    answer_by: date | None = None
