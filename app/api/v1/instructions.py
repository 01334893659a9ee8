"""What judgments ordered the first instance to do, and how it was followed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.assessments import public as assessments
from app.cases import public as cases
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(tags=["remedies"], prefix="/cases/{reference}/instructions", responses=PROBLEMS)


class InstructionAnswer(BaseModel):
    """`answer` is null while nobody has said how the point was followed."""

    id: UUID
    remedy_id: UUID
    body: str
    position: int
    text: str
    given_at: datetime
    answer: str | None
    answered_at: datetime | None


class FollowedBody(Body):
    answer: Annotated[str, Field(max_length=20_000)]


@router.get("", dependencies=[requires("assessment.read", reads=True)])
async def list_instructions(db: ReadDb, reference: str) -> list[InstructionAnswer]:
    """Every point of every judgment that sent the case back, the latest judgment first."""
    found = await assessments.instructions_of(db, await cases.case_id_of(db, reference))
    return [InstructionAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/{instruction_id}/answer", status_code=204, dependencies=[requires("assessment.write")])
async def answer_instruction(db: Db, reference: str, instruction_id: UUID, body: FollowedBody) -> Response:
    """Say how a point was followed. An analysis is not submitted while one has no answer."""
    await cases.case_id_of(db, reference)
    await assessments.answer_instruction(db, db.actor, instruction_id, answer=body.answer)
    return Response(status_code=204)
