"""The minutes of a sitting: drawn up, approved, signed, and from then on the same bytes for ever."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.core.errors import NotFound
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.print_minutes import sign_minutes

router = Router(prefix="/sittings/{sitting_id}/minutes", tags=["sittings"], responses=PROBLEMS)


class MinutesBody(Body):
    """What the secretary adds; everything else is taken from the sitting."""

    remarks: Annotated[str, Field(max_length=8000)] = ""


class MinutesAnswer(BaseModel):
    """`status`: `drawn_up`, `approved`, `signed`; `digest` is the SHA-256 of the signed PDF."""

    status: str
    remarks: str
    drawn_up_at: datetime
    approvals: list[dict[str, Any]]
    approved_at: datetime | None
    signatures: list[dict[str, Any]]
    signed_at: datetime | None
    digest: str | None


@router.get("", dependencies=[requires("sitting.read")])
async def read_minutes(db: Db, sitting_id: UUID) -> MinutesAnswer:
    """How far the minutes are. The paper is at `/sittings/{sitting_id}/minutes.pdf`."""
    await decisions.sitting(db, sitting_id)
    return await _answer(db, sitting_id)


@router.put("", dependencies=[requires("sitting.manage")])
async def draw_up(db: Db, sitting_id: UUID, body: MinutesBody) -> MinutesAnswer:
    """Draw them up, or again until somebody has approved or signed them."""
    await decisions.draw_up_minutes(db, db.actor, sitting_id, remarks=body.remarks)
    return await _answer(db, sitting_id)


@router.post("/approval", dependencies=[requires("sitting.vote")])
async def approve(db: Db, sitting_id: UUID) -> MinutesAnswer:
    """Approve them, sitting in the body's next sitting."""
    await decisions.approve_minutes(db, db.actor, sitting_id)
    return await _answer(db, sitting_id)


@router.post("/signature", dependencies=[requires("sitting.read")])
async def sign(db: Db, sitting_id: UUID) -> MinutesAnswer:
    """Sign as who presided, then as secretary: the last one makes and keeps the paper."""
    await sign_minutes(db, db.actor, sitting_id)
    return await _answer(db, sitting_id)


async def _answer(db: Db, sitting_id: UUID) -> MinutesAnswer:
    found = await decisions.minutes_of(db, sitting_id)
    if found is None:
        raise NotFound
    return MinutesAnswer.model_validate(found, from_attributes=True)
