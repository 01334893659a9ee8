"""A family in its files: split, pass to another file, who comes first, how they are related."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(prefix="/cases/{reference}/household", tags=["cases"], responses=PROBLEMS)
households = cases.households
Text = Annotated[str, Field(max_length=8000)]


class SplitBody(Body):
    """`hide`: the file that they leave does not name theirs, and who speaks for those who stay is not let in.
    `call_protection`: where a child would have nobody to answer for it, child protection is called; refused otherwise."""

    claims: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    reasons: Text
    hide: bool = False
    call_protection: bool = False


class SplitAnswer(BaseModel):
    """The new file, and the children for whom child protection was called."""

    case_id: UUID
    reference: str
    children: list[UUID]


class JoinBody(Body):
    """`relations`: each claim that goes, with how its person stands to the principal applicant there."""

    into: Annotated[str, Field(max_length=40)]
    relations: dict[UUID, Annotated[str, Field(max_length=40)]]
    reasons: Text
    call_protection: bool = False


class PrincipalBody(Body):
    claim: UUID
    former_relation: Annotated[str, Field(max_length=40)]
    reasons: Text


class RelationBody(Body):
    claim: UUID
    relation: Annotated[str, Field(max_length=40)]
    reasons: Text


@router.post(
    "/split", status_code=201, response_model=SplitAnswer, dependencies=[requires("household.change")]
)
async def split(
    request: Request, db: Db, reference: str, body: SplitBody, version: IfMatch, key: Key = None
) -> Response:
    """Part of the household goes on in a file of its own, with stage, filing day, documents and limits."""

    async def do() -> SplitAnswer:
        case_id = await cases.case_id_of(db, reference)
        done = await households.split(db, db.actor, case_id, **body.model_dump(), version=version)
        return SplitAnswer(case_id=done.case_id, reference=done.reference, children=list(done.children))

    return await once(request, db, key, do)


@router.post("/join", dependencies=[requires("household.change")])
async def join(response: Response, db: Db, reference: str, body: JoinBody, version: IfMatch) -> Happened:
    """One person or all go to another file of the family, at the same stage and office."""
    case_id = await cases.case_id_of(db, reference)
    into = await cases.case_id_of(db, body.into)
    more = body.model_dump(exclude={"into"})
    return _done(response, await households.join(db, db.actor, case_id, into=into, **more, version=version))


@router.post("/principal", dependencies=[requires("household.change")])
async def principal(
    response: Response, db: Db, reference: str, body: PrincipalBody, version: IfMatch
) -> Happened:
    """Another person of the household comes first."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await households.change_principal(db, db.actor, case_id, **body.model_dump(), version=version)
    return _done(response, recorded)


@router.post("/relation", dependencies=[requires("household.change")])
async def relation(
    response: Response, db: Db, reference: str, body: RelationBody, version: IfMatch
) -> Happened:
    """How a person stands to the principal applicant is put right."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await households.change_relation(db, db.actor, case_id, **body.model_dump(), version=version)
    return _done(response, recorded)


def _done(response: Response, recorded: cases.Recorded) -> Happened:
    etag(response, recorded.number)
    return Happened.of(recorded)
