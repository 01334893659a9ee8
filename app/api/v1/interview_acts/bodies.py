"""What interviews are sent."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.api.v1.shapes import Body
from app.edge.access import requires
from app.interviews import public as interviews

Role = Literal[
    "applicant",
    "interviewer",
    "interpreter",
    "guardian",
    "legal_representative",
    "best_interests_officer",
    "witness",
]


CONDUCTS = requires("interview.conduct")


class ParticipantBody(Body):
    role: Role
    name: str = Field(max_length=500)
    interpreter_id: UUID | None = None
    identified_by: str | None = Field(default=None, max_length=200)


class CircumstancesBody(Body):
    """How a session is held. By a line all of it is asked for, in a later session the identity check always."""

    format: Literal["in_person", "video", "telephone"] = "in_person"
    identity: str = Field(default="", description="How it was checked who the person is", max_length=1000)
    identity_by: str = Field(default="", max_length=1000)
    place: str = Field(default="", description="Where the person is", max_length=1000)
    others: str = Field(default="", description="Who else is in the room there", max_length=1000)
    line: Literal["good", "fair", "poor"] | None = None

    def told(self) -> interviews.Circumstances:
        return interviews.Circumstances(**self.model_dump())


class StartBody(Body):
    """From an appointment, or ad hoc for a claim (the principal applicant's when left out). A witness is named among `present`."""

    kind: Literal["applicant", "witness"] = "applicant"
    circumstances: CircumstancesBody = CircumstancesBody()

    appointment_id: UUID | None = None
    claim_id: UUID | None = None
    language: str | None = Field(default=None, description="BCP 47", max_length=35)
    present: list[ParticipantBody] = Field(default=[], max_length=20)


class ReconveneBody(Body):
    appointment_id: UUID | None = None
    present: list[ParticipantBody] = Field(default=[], max_length=20)
    circumstances: CircumstancesBody


Cause = Literal[
    "illness",
    "hunger",
    "exhaustion",
    "fear",
    "discomfort",
    "interpreter",
    "companion",
    "line",
    "time",
    "other",
]


class PostponeBody(Body):
    """Why it is put off; `other` says so in `note`."""

    cause: Cause
    note: str = Field(default="", max_length=2000)


class ReadBackBody(Body):
    """`continues`: only today's session ends with it."""

    continues: bool = False


class LineBody(Body):
    """`adverse`: the point against the claim that a question puts to the person. `asked_by`: who objects. `own_note` and `to_clarify`
    are the officer's own, and in nobody's answer."""

    kind: Literal["question", "answer", "statement", "note", "objection", "demeanour"]
    text: str
    words: str | None = Field(default=None, description="What was said, in the language spoken")
    topic: str | None = None
    asked_by: Role | None = None
    adverse: str | None = Field(default=None, max_length=1000)
    to_clarify: bool = False
    own_note: str | None = Field(default=None, max_length=2000)


class EntryBody(LineBody):
    """`id` is the caller's own, so that a repeated request is the same line."""

    id: UUID | None = None


class BreakBody(Body):
    asked_by: Role = "interviewer"
    note: str = Field(default="", max_length=2000)


class ResumeBody(Body):
    note: str = Field(default="", max_length=2000)


class ReadingBody(Body):
    """Entries that were read and agreed to: all, when left out."""

    entries: list[UUID] | None = None


class CorrectionBody(Body):
    id: UUID | None = None
    corrects: UUID
    text: str
    words: str | None = None
    asked_by: Role = "applicant"


class SignatureBody(Body):
    participant_id: UUID
    method: Literal["drawn", "code", "refused"]
    drawing: list[list[tuple[int, int]]] | None = Field(
        default=None, description="Strokes of points on a field of 600 by 200", max_length=200
    )
    code: str | None = Field(default=None, max_length=40)
    refusal_reason: str | None = Field(default=None, max_length=2000)


class CodeBody(Body):
    participant_id: UUID


class AddendumBody(Body):
    text: str
    requested_by: Role = "applicant"
    entry_id: UUID | None = None
