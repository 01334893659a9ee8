"""Published groups, and lists of their cases to recognise together."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.batches import BatchMade, routes_of
from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.workflows.recognise_group import GroupFilters, approve_group, groups_of, prepare_group

router = Router(prefix="/groups", tags=["group"], responses=PROBLEMS)


class GroupAnswer(BaseModel):
    """A group of the procedure in force. It is recognised together or not at all; nobody is refused with it."""

    name: str
    label: dict[str, str]
    nationalities: list[str]
    outcome: str
    filed_from: date | None
    filed_until: date | None
    criteria: list[dict[str, Any]]
    verification: str
    synthetic: bool


class GroupBatchBody(Body):
    """What the list is narrowed to; days are of filing, both included."""

    nationality: str | None = None
    filed_from: date | None = None
    filed_until: date | None = None
    stage: str | None = None
    office_id: UUID | None = None


@router.get("", dependencies=[requires("group.read", reads=True)])
async def list_groups(db: ReadDb) -> list[GroupAnswer]:
    """The groups that the procedure publishes for the caller's body; none where none is on record."""
    return [
        GroupAnswer(
            name=group.name,
            label={"es": group.label.es, "en": group.label.en},
            nationalities=list(group.nationalities),
            outcome=group.outcome,
            filed_from=group.in_force.since if group.in_force else None,
            filed_until=group.in_force.until if group.in_force else None,
            criteria=[one.model_dump(mode="json") for one in group.criteria],
            verification=group.verification,
            synthetic=group.synthetic,
        )
        for group in groups_of(await procedure_in_force(db), db.actor.body)
    ]


@router.post(
    "/{name}/batches", status_code=201, response_model=BatchMade, dependencies=[requires("group.prepare")]
)
async def prepare(request: Request, db: Db, name: str, body: GroupBatchBody, key: Key = None) -> Response:
    """Have the list of a group made. Nothing is done to any case; another person approves it."""

    async def do() -> BatchMade:
        filters = GroupFilters(
            body.nationality, body.filed_from, body.filed_until, body.stage, body.office_id
        )
        return BatchMade(id=await prepare_group(db, db.actor, name, filters=filters))

    return await once(request, db, key, do, location=lambda made: f"/api/v1/groups/batches/{_id(made)}")


def _id(made: BaseModel) -> str:
    return str(made.id) if isinstance(made, BatchMade) else ""


router.include_router(routes_of(cases.batches.KINDS["group"], "/batches", approving=approve_group))
