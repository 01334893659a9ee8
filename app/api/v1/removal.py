"""Whether a removal is barred, for the machines of who would carry it out."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.check_removal import Question, check_removal

router = Router(tags=["removal"], responses=PROBLEMS)


class RemovalQuery(BaseModel):
    model_config = {"extra": "forbid"}

    number: Annotated[str | None, Field(max_length=40)] = None
    family_names: Annotated[str | None, Field(max_length=200)] = None
    given_names: Annotated[str | None, Field(max_length=200)] = None
    birth_date: date | None = None


class RemovalAnswer(BaseModel):
    """`no_record` is no permission: it says that nothing is on record here under what was asked."""

    barred: Literal["yes", "no_record"]


@router.get("/removal-check", dependencies=[requires("removal.check")])
async def ask(request: Request, db: Db, query: Annotated[RemovalQuery, Query()]) -> RemovalAnswer:
    """By document number, or by exact family names, given names and date of birth. Every ask is written down."""
    question = Question(query.number, query.family_names, query.given_names, query.birth_date)
    barred = await check_removal(db, db.actor, question, request_id=request.state.request_id)
    return RemovalAnswer(barred="yes" if barred else "no_record")
