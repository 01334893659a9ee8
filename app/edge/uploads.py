"""A file on its way in and out, the same by page and by interface.

Where the deployment names an antivirus, each file that comes in a form is looked at before its route begins: the gate of the route sees
to it (`app/edge/access.py`). What comes in another wrapping is looked at by the route that unwraps it, with `refuse_malware`.
"""

import hashlib
import io
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.audit import public as audit
from app.core.database import Database, ReadSession, Session
from app.core.errors import Invalid
from app.documents import public as documents
from app.edge.malware import PIECE, found_in
from app.quality import public as quality
from app.settings import settings


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


async def refuse_malware_in_form(request: Request, db: ReadSession) -> None:
    """Have every file of the request's form looked at. Raises `Invalid` at the field of one with malware, `ScannerAway`."""
    kind = request.headers.get("content-type", "")
    if settings().malware_scanner is None or not kind.startswith("multipart/form-data"):
        return
    for field, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile) and value.size:
            await _refuse_malware(request, db, value, field)


async def refuse_malware(request: Request, db: ReadSession, content: bytes, field: str = "file") -> None:
    """Have a file looked at that came in no form. Raises `Invalid` at `field` for malware, `ScannerAway`."""
    if content and settings().malware_scanner is not None:
        await _refuse_malware(request, db, UploadFile(io.BytesIO(content)), field)


async def _refuse_malware(request: Request, db: ReadSession, file: UploadFile, field: str) -> None:
    chosen = settings()
    assert chosen.malware_scanner is not None  # noqa: S101 - both callers looked
    found = await found_in(file.read, scanner=chosen.malware_scanner, seconds=chosen.malware_seconds)
    await file.seek(0)
    if found is None:
        return
    digest = hashlib.sha256()
    while piece := await file.read(PIECE):
        digest.update(piece)
    # In a transaction of its own: the request's own is taken back with the refusal.
    database: Database = request.app.state.database
    async with database.writing(db.actor) as writing:
        await audit.looked(
            writing,
            "upload.malware",
            digest.hexdigest(),
            request_id=getattr(request.state, "request_id", None),
            detail={"malware": found, "address": request.url.path},
        )
    raise Invalid.at(
        field, "malware", "El antivirus encontró %(malware)s en el archivo: no se recibe.", malware=found
    )


async def attachment_answer(request: Request, db: Session, attachment_id: UUID) -> Response:
    """An attachment as a download, never shown inside our pages; reading it is in the record. Raises `NotFound`,
    `ReadHereOnly`: a sampled file is not taken away.
    """
    found = await documents.attachment(db, attachment_id)
    if db.actor.role == "quality_assessor":
        raise quality.ReadHereOnly
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
