"""Conflicts of interest in a case: declared, and shown by the record."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(tags=["conflicts"], responses=PROBLEMS)


class DeclarationBody(Body):
    """`user_id`: for whom, where it is not oneself; only who answers them declares one for somebody else, of their own instance."""

    kind: Literal["relative", "friendship", "enmity", "own_interest", "earlier_part", "other"]
    reasons: str = Field(max_length=4000)
    user_id: UUID | None = None


class AnswerBody(Body):
    answer: Literal["upheld", "dismissed"]
    reasons: str = Field(max_length=4000)
    version: int | None = None


class DeclarationAnswer(BaseModel):
    """`reasons` and `answer` only for whom it is about and for who answers it in their instance."""

    id: UUID
    reference: str
    user_id: UUID
    user: str
    kind: str
    reasons: str
    declared_by: str
    at: datetime
    state: str
    answered_by: str | None
    answered_at: datetime | None
    answer: str
    assigned: bool
    answerable: bool
    version: int


class PartAnswer(BaseModel):
    """What the record shows: author, interviewer, reviewer, decider or representative."""

    user_id: UUID
    user: str
    kind: str
    at: datetime


class ConflictsAnswer(BaseModel):
    declared: list[DeclarationAnswer]
    record: list[PartAnswer]


class DeclarationsPage(BaseModel):
    """`after_at` and `after_id` continue the list; null at its end."""

    declared: list[DeclarationAnswer]
    after_at: datetime | None
    after_id: UUID | None


@router.get("/cases/{reference}/conflicts", dependencies=[requires("conflict.read")])
async def of_case(db: ReadDb, reference: str) -> ConflictsAnswer:
    """Who should keep away from the case, and why."""
    return await _of_case(db, await cases.case_id_of(db, reference))


@router.post("/cases/{reference}/conflicts", status_code=201, dependencies=[requires("conflict.declare")])
async def declare(db: Db, reference: str, body: DeclarationBody) -> ConflictsAnswer:
    """Declare one's own conflict of interest; it counts at once."""
    case_id = await cases.case_id_of(db, reference)
    await cases.declare_conflict(
        db, db.actor, case_id, kind=body.kind, reasons=body.reasons, user_id=body.user_id
    )
    return await _of_case(db, case_id)


@router.get("/conflicts", dependencies=[requires("conflict.answer")])
async def listed(
    db: ReadDb, after_at: datetime | None = None, after_id: UUID | None = None, *, every: bool = False
) -> DeclarationsPage:
    """Those that wait for an answer (`every`: all) of those whom the caller answers, the newest first."""
    after = (after_at, after_id) if after_at and after_id else None
    found = await cases.declarations(db, to_answer=True, unanswered=not every, after=after)
    return DeclarationsPage(
        declared=[DeclarationAnswer.model_validate(row, from_attributes=True) for row in found.rows],
        after_at=found.after[0] if found.after else None,
        after_id=found.after[1] if found.after else None,
    )


@router.post(
    "/conflicts/{declaration_id}/answer", status_code=204, dependencies=[requires("conflict.answer")]
)
async def answer(db: Db, declaration_id: UUID, body: AnswerBody) -> None:
    """Uphold what was declared, or dismiss it with reasons; nobody answers their own."""
    await cases.answer_conflict(
        db, db.actor, declaration_id, answer=body.answer, reasons=body.reasons, version=body.version
    )


async def _of_case(db: ReadSession, case_id: UUID) -> ConflictsAnswer:
    found = await cases.declarations(db, case_id=case_id)
    return ConflictsAnswer(
        declared=[DeclarationAnswer.model_validate(row, from_attributes=True) for row in found.rows],
        record=[
            PartAnswer.model_validate(part, from_attributes=True)
            for part in await cases.parts_in_case(db, case_id)
        ],
    )
