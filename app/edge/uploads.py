"""A file on its way in and out, the same by page and by interface."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.audit import public as audit
from app.core.database import Session
from app.documents import public as documents


@dataclass(frozen=True, slots=True)
class Sent:
    """One file of a form."""

    name: str
    content: bytes


async def files_of(request: Request, field: str = "file") -> list[Sent]:
    """The files that a form brought under that field; a field left empty brings none."""
    form = await request.form()
    sent = [one for one in form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    return [Sent(one.filename or "", await one.read()) for one in sent]


async def attachment_answer(request: Request, db: Session, attachment_id: UUID) -> Response:
    """An attachment as a download, never shown inside our pages; reading it is in the record. Raises `NotFound`."""
    found = await documents.attachment(db, attachment_id)
    content = await documents.attachment_content(db, attachment_id)
    await audit.looked(
        db,
        "attachment.read",
        str(found.id),
        case_id=found.case_id,
        request_id=getattr(request.state, "request_id", None),
        detail={"kind": found.kind},
    )
    return Response(
        content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
