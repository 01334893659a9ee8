"""Files of a case."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import attachment_answer

router = Router(prefix="/cases/{reference}/attachments", tags=["attachments"], responses=PROBLEMS)


class AttachmentAnswer(BaseModel):
    """`size` in bytes; `digest` is the SHA-256 of the content as it is kept, in hexadecimal."""

    id: UUID
    about: str | None
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None

    @classmethod
    def of(cls, view: documents.AttachmentView) -> "AttachmentAnswer":
        return cls(
            id=view.id,
            about=view.about,
            kind=view.kind,
            name=view.name,
            media_type=view.media_type,
            size=view.size,
            digest=view.digest,
            added_at=view.added_at,
            added_by=view.added_by_name,
            withdrawn_at=view.withdrawn_at,
            withdrawn_because=view.withdrawn_because,
        )


class WithdrawalBody(Body):
    reasons: str


@router.get("", dependencies=[requires("attachment.read")])
async def list_attachments(db: Db, reference: str) -> list[AttachmentAnswer]:
    """Every attachment of the case that the caller may read, in the order in which they came."""
    case_id = await cases.case_id_of(db, reference)
    return [AttachmentAnswer.of(view) for view in await documents.attachments_of(db, case_id)]


@router.post("", status_code=201, dependencies=[requires("attachment.add")])
async def attach(
    db: Db, reference: str, file: Annotated[UploadFile, File()], kind: Annotated[str, Form()]
) -> AttachmentAnswer:
    """Keep a file with the case: PDF, JPEG, PNG, or a recording where the kind has sound. The same file again is the one that is there."""
    case_id = await cases.case_id_of(db, reference)
    kept = await documents.attach(
        db, db.actor, case_id, kind=kind, name=file.filename or "", content=await file.read()
    )
    await audit.looked(db, "attachment.kept", str(kept), case_id=case_id)
    return AttachmentAnswer.of(await documents.attachment(db, kept))


@router.get(
    "/{attachment_id}",
    dependencies=[requires("attachment.read")],
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def read_attachment(request: Request, db: Db, reference: str, attachment_id: UUID) -> Response:
    """The file itself. Reading it is in the record of access."""
    await _of_case(db, reference, attachment_id)
    return await attachment_answer(request, db, attachment_id)


@router.post("/{attachment_id}/withdrawal", dependencies=[requires("attachment.add")])
async def withdraw_attachment(
    db: Db, reference: str, attachment_id: UUID, body: WithdrawalBody
) -> AttachmentAnswer:
    """Take back one's own attachment. It stays on record; its content is read by nobody any more."""
    await _of_case(db, reference, attachment_id)
    await documents.withdraw_attachment(db, db.actor, attachment_id, reasons=body.reasons)
    return AttachmentAnswer.of(await documents.attachment(db, attachment_id))


async def _of_case(db: Session, reference: str, attachment_id: UUID) -> None:
    found = await documents.attachment(db, attachment_id)
    if found.case_id != await cases.case_id_of(db, reference):
        raise NotFound
