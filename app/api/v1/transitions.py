"""Transitional rules, and lists of pending cases to bring under another version."""

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.batches import BatchMade, routes_of
from app.api.v1.shapes import PROBLEMS
from app.cases import public as cases
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.workflows.apply_transition import prepare_transition, transitions

router = Router(prefix="/transitions", tags=["transition"], responses=PROBLEMS)


class TransitionAnswer(BaseModel):
    """A rule by which cases of version `origin` come under `version`: whole (`case`), or with `parts` of it."""

    name: str
    label: dict[str, str]
    origin: str
    version: str
    since: date
    moves: Literal["case", "parts"]
    parts: list[str]
    stages: list[str]
    recounts: list[str]
    verification: str


@router.get("", dependencies=[requires("transition.read", reads=True)])
async def list_transitions(db: ReadDb) -> list[TransitionAnswer]:
    """The rules of the procedure in force. Nothing moves by itself."""
    profile = await procedure_in_force(db)
    return [
        TransitionAnswer(
            name=rule.name,
            label={"es": rule.label.es, "en": rule.label.en},
            origin=rule.origin,
            version=profile.version,
            since=rule.on,
            moves=rule.moves,
            parts=list(rule.parts),
            stages=list(rule.stages),
            recounts=list(rule.recounts),
            verification=rule.verification,
        )
        for rule in await transitions(db)
    ]


@router.post(
    "/{name}/batches",
    status_code=201,
    response_model=BatchMade,
    dependencies=[requires("transition.apply")],
)
async def prepare(request: Request, db: Db, name: str, key: Key = None) -> Response:
    """Have the list made of the caller's office's cases that the rule concerns. Nothing is done to any case."""

    async def do() -> BatchMade:
        return BatchMade(id=await prepare_transition(db, db.actor, name))

    return await once(request, db, key, do, location=lambda made: f"/api/v1/transitions/batches/{_id(made)}")


def _id(made: BaseModel) -> UUID | str:
    return made.id if isinstance(made, BatchMade) else ""


router.include_router(routes_of(cases.batches.KINDS["transition"], "/batches"))
