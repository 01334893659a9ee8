"""Who hears a remedy, the draft of its judgment and the votes on it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.remedy_judgment import JudgmentBody
from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies

router = Router(tags=["remedies"], prefix="/remedies/{remedy_id}", responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]


class DrawingBody(Body):
    """`together`: all the seats that the body has, where it judges together; one judge otherwise."""

    together: bool = False


class ReplacementBody(Body):
    user_id: UUID
    reasons: Text


class SeatAnswer(BaseModel):
    user_id: UUID
    name: str
    seat: str
    position: int
    drawn_at: datetime
    drawn_by: str
    left_at: datetime | None
    left_reasons: str | None


class CandidateAnswer(BaseModel):
    user_id: UUID
    name: str
    open: int
    last_drawn_at: datetime | None
    barred: bool
    seat: str | None


class DrawAnswer(BaseModel):
    """`again`: with this seed and these candidates the drawing gives the same seats. Fewest open first, then who waited longest, then
    the lowest SHA-256 of `seed:user_id`."""

    id: UUID
    seed: str
    seats: int
    drawn_at: datetime
    drawn_by: str
    candidates: list[CandidateAnswer]
    again: bool


class VoteBody(Body):
    choice: Literal["for", "against"]
    reasons: Text = ""


class VoteAnswer(BaseModel):
    user_id: UUID
    name: str
    choice: str
    reasons: str


class DraftAnswer(BaseModel):
    id: UUID
    author_id: UUID
    status: str
    result: str
    reasons: str
    outcomes: dict[str, dict[str, object]]
    reversal_grounds: list[str]
    instructions: list[str]
    written_at: datetime
    version: int
    votes: list[VoteAnswer]


class Stands(BaseModel):
    """Where the draft stands after the vote: `voting`, `carried`, `rejected`."""

    stands: str


@router.get("/seats", dependencies=[requires("remedy.read", reads=True)])
async def list_seats(db: ReadDb, remedy_id: UUID) -> list[SeatAnswer]:
    """Who sits in the remedy or sat in it."""
    await remedies.remedy(db, remedy_id)
    found = await remedies.seats_of(db, remedy_id)
    return [SeatAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/seats", status_code=201, dependencies=[requires("remedy.seat")])
async def draw_seats(db: Db, remedy_id: UUID, body: DrawingBody, if_match: IfMatch) -> list[SeatAnswer]:
    """Draw who hears it, by rota, among those who never took part in the case. `If-Match` carries the remedy's ETag."""
    await remedies.draw_seats(db, db.actor, remedy_id, together=body.together, version=if_match)
    found = await remedies.seats_of(db, remedy_id)
    return [SeatAnswer.model_validate(one, from_attributes=True) for one in found]


@router.get("/draws", dependencies=[requires("remedy.hear", reads=True)])
async def list_draws(db: ReadDb, remedy_id: UUID) -> list[DrawAnswer]:
    """Each drawing by rota with its seed and all that it looked at, so that anybody may do it again."""
    await remedies.remedy(db, remedy_id)
    found = await remedies.draws_of(db, remedy_id)
    return [DrawAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/seats/replacement", dependencies=[requires("remedy.hear")])
async def replace_seat(db: Db, remedy_id: UUID, body: ReplacementBody, if_match: IfMatch) -> list[SeatAnswer]:
    """Somebody who sits cannot: the alternate takes the seat, or who is next by rota."""
    await remedies.replace_seat(db, db.actor, remedy_id, body.user_id, reasons=body.reasons, version=if_match)
    found = await remedies.seats_of(db, remedy_id)
    return [SeatAnswer.model_validate(one, from_attributes=True) for one in found]


@router.get("/draft", dependencies=[requires("remedy.hear", reads=True)])
async def read_draft(db: ReadDb, remedy_id: UUID) -> DraftAnswer | None:
    """The draft being written or voted on, for who hears remedies; null where there is none."""
    await remedies.remedy(db, remedy_id)
    found = await remedies.draft_of(db, remedy_id)
    return DraftAnswer.model_validate(found, from_attributes=True) if found else None


@router.put("/draft", status_code=204, dependencies=[requires("remedy.decide")])
async def write_draft(db: Db, remedy_id: UUID, body: JudgmentBody, if_match: IfMatch) -> Response:
    """The rapporteur writes the draft. `If-Match` carries the draft's version."""
    await remedies.write_draft(db, db.actor, remedy_id, body.as_verdict(), version=if_match)
    return Response(status_code=204)


@router.post("/draft/proposal", status_code=204, dependencies=[requires("remedy.decide")])
async def propose(db: Db, remedy_id: UUID, if_match: IfMatch) -> Response:
    """Put the draft to the vote."""
    await remedies.propose_judgment(db, db.actor, remedy_id, version=if_match)
    return Response(status_code=204)


@router.post("/draft/votes", status_code=201, dependencies=[requires("remedy.decide")])
async def vote(db: Db, remedy_id: UUID, body: VoteBody, if_match: IfMatch) -> Stands:
    """Vote on the proposed draft, once; a vote against says why."""
    stands = await remedies.vote_on_judgment(
        db, db.actor, remedy_id, choice=body.choice, reasons=body.reasons, version=if_match
    )
    return Stands(stands=stands)
