"""Records of hearings: on a remedy, and in a procedure of loss."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies

router = Router(tags=["remedies"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=100_000)]
Short = Annotated[str, Field(max_length=200)]


class PresentBody(Body):
    name: Short
    capacity: Short = Field(examples=["person", "judge", "interpreter"])
    present: bool = True


class OpeningBody(Body):
    """Either a remedy or a procedure of loss."""

    remedy_id: UUID | None = None
    loss_id: UUID | None = None
    language: Annotated[str, Field(max_length=20)]
    interpreter: Short = ""
    people: list[PresentBody] = Field(default=[], max_length=30)
    appointment_id: UUID | None = None


class RecordBody(Body):
    said: Text
    evidence: Text = ""
    people: list[PresentBody] = Field(max_length=30)


class SignatureBody(Body):
    name: Short
    how: Short = Field(examples=["by_hand", "on_screen", "refused"])
    reasons: Annotated[str, Field(max_length=2000)] = ""


class SigningBody(Body):
    signatures: list[SignatureBody] = Field(max_length=30)


class Opened(BaseModel):
    id: UUID


class Signed(BaseModel):
    """`digest` is SHA-256 over the record as signed."""

    digest: str


class HearingAnswer(BaseModel):
    id: UUID
    reference: str
    remedy_id: UUID | None
    loss_id: UUID | None
    status: str
    language: str
    interpreter: str | None
    started_at: datetime
    ended_at: datetime | None
    people: list[dict[str, object]]
    said: str
    evidence: str
    signatures: list[dict[str, object]]
    digest: str | None
    version: int


def _people(given: list[PresentBody]) -> list[remedies.Present]:
    return [remedies.Present(one.name, one.capacity, one.present) for one in given]


@router.get("/cases/{reference}/hearings", dependencies=[requires("hearing.read", reads=True)])
async def list_hearings(db: ReadDb, reference: str) -> list[HearingAnswer]:
    """The hearings of a case that the caller may see, the latest first."""
    found = await remedies.hearings_of(db, await cases.case_id_of(db, reference))
    return [HearingAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/hearings", status_code=201, dependencies=[requires("hearing.hold")])
async def open_hearing(db: Db, body: OpeningBody) -> Opened:
    """Begin the record of a hearing."""
    hearing_id = await remedies.open_hearing(
        db,
        db.actor,
        remedy_id=body.remedy_id,
        loss_id=body.loss_id,
        language=body.language,
        interpreter=body.interpreter,
        people=_people(body.people),
        appointment_id=body.appointment_id,
    )
    return Opened(id=hearing_id)


@router.get("/hearings/{hearing_id}", dependencies=[requires("hearing.read")])
async def read_hearing(response: Response, db: Db, hearing_id: UUID) -> HearingAnswer:
    """One record; unsigned, only for who holds the hearing. The look is written into the record of access."""
    view = await remedies.hearing(db, hearing_id)
    await audit.looked(db, "hearing.read", str(hearing_id), case_id=view.case_id)
    etag(response, view.version)
    return HearingAnswer.model_validate(view, from_attributes=True)


@router.put("/hearings/{hearing_id}", status_code=204, dependencies=[requires("hearing.hold")])
async def write_hearing(db: Db, hearing_id: UUID, body: RecordBody, if_match: IfMatch) -> Response:
    """Keep what was said and put forward so far."""
    version = await remedies.write_hearing(
        db,
        db.actor,
        hearing_id,
        said=body.said,
        evidence=body.evidence,
        people=_people(body.people),
        version=if_match,
    )
    answer = Response(status_code=204)
    etag(answer, version)
    return answer


@router.post("/hearings/{hearing_id}/signature", dependencies=[requires("hearing.hold")])
async def sign_hearing(db: Db, hearing_id: UUID, body: SigningBody, if_match: IfMatch) -> Signed:
    """Close the record: everybody present signs, or it is written why not. Nothing changes it afterwards."""
    digest = await remedies.sign_hearing(
        db,
        db.actor,
        hearing_id,
        signatures=[remedies.Signature(one.name, one.how, one.reasons) for one in body.signatures],
        version=if_match,
    )
    return Signed(digest=digest)
