"""One sitting: reading it, its agenda, its minutes."""

from uuid import UUID

from fastapi import Request, Response

from app.api.v1.shapes import PROBLEMS
from app.api.v1.sittings.answers import (
    Done,
    ItemAnswer,
    MemberAnswer,
    OnAgenda,
    QuorumAnswer,
    SittingAnswer,
    StayAnswer,
)
from app.api.v1.sittings.bodies import AgendaBody
from app.api.v1.sittings.done import done
from app.audit import public as audit
from app.cases import public as cases
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.workflows.print_minutes import print_minutes

router = Router(prefix="/sittings", tags=["sittings"], responses=PROBLEMS)


@router.get("/{sitting_id}", dependencies=[requires("sitting.read")])
async def read_sitting(request: Request, response: Response, db: Db, sitting_id: UUID) -> SittingAnswer:
    """One sitting with members, quorum, agenda, votes and tallies. The look is written into the record of access."""
    found = await decisions.sitting(db, sitting_id)
    await audit.looked(db, "sitting.read", found.number, request_id=request.state.request_id)
    etag(response, found.version)
    return answer_of(found)


def answer_of(found: decisions.SittingView) -> SittingAnswer:
    return SittingAnswer(
        id=found.id,
        number=found.number,
        body=found.body,
        starts_at=found.starts_at,
        status=found.status,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        version=found.version,
        kind=found.kind,
        grounds=found.grounds,
        called_by=found.called_by,
        urgent=found.urgent,
        circulated_at=found.circulated_at,
        because=found.because,
        resumes_at=found.resumes_at,
        quorum=QuorumAnswer.model_validate(found.quorum, from_attributes=True),
        members=[MemberAnswer.model_validate(m, from_attributes=True) for m in found.members],
        stays=[StayAnswer.model_validate(s, from_attributes=True) for s in found.stays],
        items=[ItemAnswer.of(item) for item in found.items],
        recused_from=len(found.closed_to_me),
    )


@router.get(
    "/{sitting_id}/minutes.pdf",
    dependencies=[requires("sitting.manage")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_minutes(request: Request, db: Db, sitting_id: UUID) -> Response:
    """The minutes of a closed sitting as PDF/UA-1."""
    printed = await print_minutes(db, sitting_id, language=request.state.language)
    return await handed_over(request, db, printed, "minutes")


@router.post(
    "/{sitting_id}/agenda",
    status_code=201,
    response_model=OnAgenda,
    dependencies=[requires("sitting.manage")],
)
async def put_on_agenda(
    request: Request, db: Db, sitting_id: UUID, body: AgendaBody, version: IfMatch, key: Key = None
) -> Response:
    """Put a case on the agenda, in its place until the sitting opens. Members who handled it are recused at once, by the record."""

    async def do() -> OnAgenda:
        case_id = await cases.case_id_of(db, body.reference)
        item = await decisions.put_on_agenda(db, db.actor, sitting_id, case_id=case_id, version=version)
        return OnAgenda(item=item)

    return await once(request, db, key, do)


@router.delete("/{sitting_id}/agenda/{item_id}", dependencies=[requires("sitting.manage")])
async def take_off(response: Response, db: Db, sitting_id: UUID, item_id: UUID, version: IfMatch) -> Done:
    await decisions.take_off(db, db.actor, sitting_id, item_id=item_id, version=version)
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/circulation", dependencies=[requires("sitting.manage")])
async def circulate(response: Response, db: Db, sitting_id: UUID, version: IfMatch) -> Done:
    """Send the agenda round: from here on, what is added shows as added later."""
    await decisions.circulate(db, db.actor, sitting_id, version=version)
    return await done(response, db, sitting_id)
