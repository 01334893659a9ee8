"""Lines of the record, and what is attached to it."""

from uuid import UUID, uuid4

from fastapi import Request, Response

from app.api.v1.interview_acts.answers import Made, SavedAnswer
from app.api.v1.interview_acts.bodies import CONDUCTS, EntryBody, LineBody
from app.api.v1.shapes import PROBLEMS
from app.core.errors import Invalid
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import files_of
from app.interviews import public as interviews

router = Router(tags=["interviews"], responses=PROBLEMS)


@router.post(
    "/interviews/{interview_id}/entries",
    status_code=201,
    response_model=SavedAnswer,
    dependencies=[CONDUCTS],
)
async def record_entry(
    request: Request, db: Db, interview_id: UUID, body: EntryBody, key: Key = None
) -> Response:
    """Write a line at the end of the record."""

    async def do() -> SavedAnswer:
        line = body.model_dump(exclude={"id"})
        saved = await interviews.record_entry(db, db.actor, interview_id, entry_id=body.id or uuid4(), **line)
        return SavedAnswer.model_validate(saved, from_attributes=True)

    return await once(request, db, key, do)


@router.put("/interviews/{interview_id}/entries/{entry_id}", dependencies=[CONDUCTS])
async def put_entry(
    response: Response, db: Db, interview_id: UUID, entry_id: UUID, body: LineBody, version: IfMatch
) -> SavedAnswer:
    """Write the line anew, or for the first time; `If-Match` is the version of the line that the caller saw."""
    saved = await interviews.record_entry(
        db, db.actor, interview_id, entry_id=entry_id, **body.model_dump(), version=version
    )
    etag(response, saved.version)
    return SavedAnswer.model_validate(saved, from_attributes=True)


@router.post("/interviews/{interview_id}/attachments", status_code=201, dependencies=[CONDUCTS])
async def attach(request: Request, db: Db, interview_id: UUID) -> list[Made]:
    """What is shown or recorded (fields `kind`: interview_document or interview_sound, and `file`): kept sealed, named in the record."""
    await interviews.interview(db, interview_id)
    sent = await files_of(request)
    if not sent:
        raise Invalid.at("file", "required", "Elija un archivo que tenga contenido.")
    kind = str((await request.form()).get("kind", "interview_document"))
    return [
        Made(
            id=await interviews.exhibit(
                db, db.actor, interview_id, kind=kind, name=one.name, content=one.content
            )
        )
        for one in sent
    ]
