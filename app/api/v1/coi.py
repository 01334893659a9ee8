"""Country information: sources with their editions and passages, found by words in Spanish and English."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Query, Request, Response, UploadFile

from app.api.v1.coi_shapes import (
    DraftAnswer,
    EditionAnswer,
    FoundAnswer,
    HitAnswer,
    NewerAnswer,
    NewSource,
    NewVersion,
    Part,
    PassageAnswer,
    ReviewBody,
    SourceAnswer,
    SourceBody,
    WithdrawalBody,
)
from app.api.v1.shapes import PROBLEMS
from app.audit import public as audit
from app.coi import public as coi
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import refuse_malware

router = Router(tags=["country information"], responses=PROBLEMS, prefix="/coi")


@router.get("", dependencies=[requires("coi.read")])
async def find(
    db: Db,
    q: Annotated[str, Query(max_length=300)] = "",
    country: Annotated[list[str] | None, Query()] = None,
    topic: Annotated[list[str] | None, Query()] = None,
    language: str | None = None,
    since: date | None = None,
    after: str | None = None,
) -> FoundAnswer:
    """Sources by how well their best passage answers `q` (endings and accents do not matter); without it, the latest first."""
    found = await coi.find(
        db, q, countries=country or (), topics=topic or (), language=language, since=since, after=after
    )
    hits = [
        HitAnswer(passage=_passage(h.passage), parts=[Part(text=t, found=f) for t, f in h.parts])
        for h in found.hits
    ]
    return FoundAnswer(hits=hits, every_word=found.every_word, after=found.after)


@router.post("", status_code=201, dependencies=[requires("coi.keep")])
async def add(request: Request, response: Response, db: Db, body: NewSource) -> SourceAnswer:
    """Add a source."""
    await _look_at_file(request, db, body)
    about = await coi.request_view(db, body.request) if body.request else None
    secret = about.id if about and about.confidential else None
    made = await coi.add_source(db, db.actor, body.facts(), file=body.as_file(), request_id=secret)
    response.headers["Location"] = f"/api/v1/coi/{made}"
    return await _answer(response, db, made)


@router.post("/text", dependencies=[requires("coi.keep")])
async def read_text(
    file: Annotated[UploadFile, File()],
    first_page: Annotated[int | None, Form(ge=1, le=99_999)] = None,
    last_page: Annotated[int | None, Form(ge=1, le=99_999)] = None,
) -> DraftAnswer:
    """The text of a PDF as a draft of `text` for a source: somebody corrects it first. Nothing is kept. 300 pages at a time."""
    sent = coi.source_file(file.filename or "", await file.read())
    draft = await asyncio.to_thread(coi.draft_of, sent.content, first=first_page, last=last_page)
    return DraftAnswer.model_validate(draft, from_attributes=True)


@router.get("/passages/{passage_id}", dependencies=[requires("coi.read")])
async def read_passage(db: Db, passage_id: UUID) -> PassageAnswer:
    """One passage as it was cited, whatever has become of its source."""
    return _passage(await coi.passage(db, passage_id))


@router.get("/newer", dependencies=[requires("coi.read")])
async def read_newer(db: Db, passage: Annotated[list[UUID], Query(max_length=200)]) -> list[NewerAnswer]:
    """Of these pinned passages, those of which there is newer information: a later edition, a day of review that passed, a withdrawal,
    later sources on the same country and topic."""
    found = await coi.newer(db, passage)
    return [
        NewerAnswer(passage=each, **{name: getattr(view, name) for name in NewerAnswer.model_fields if name != "passage"})
        for each, view in found.items()
    ]  # fmt: skip


@router.get("/{source_id}", dependencies=[requires("coi.read")])
async def read(response: Response, db: Db, source_id: UUID) -> SourceAnswer:
    await audit.looked(db, "coi.read", str(source_id))
    return await _answer(response, db, source_id)


@router.get("/{source_id}/versions/{number}/file", dependencies=[requires("coi.read")])
async def read_file(db: Db, source_id: UUID, number: int) -> Response:
    """The file of an edition, as its publisher made it."""
    _, content = await coi.file_of(db, source_id, number)
    await audit.looked(db, "coi.file", str(source_id))
    return Response(content, media_type="application/pdf")


@router.post("/{source_id}/versions", status_code=201, dependencies=[requires("coi.keep")])
async def add_version(
    request: Request, response: Response, db: Db, source_id: UUID, body: NewVersion, version: IfMatch
) -> SourceAnswer:
    """Add another edition; the ones before stay as they are."""
    await _look_at_file(request, db, body)
    await coi.add_version(
        db,
        db.actor,
        source_id,
        body.facts(),
        what_changed=body.what_changed,
        file=body.as_file(),
        version=version,
    )
    return await _answer(response, db, source_id)


@router.post("/{source_id}/review", dependencies=[requires("coi.keep")])
async def confirm(
    response: Response, db: Db, source_id: UUID, body: ReviewBody, version: IfMatch
) -> SourceAnswer:
    """Somebody of the unit looked: it still holds."""
    await coi.confirm_source(db, db.actor, source_id, until=body.until, why=body.why, version=version)
    return await _answer(response, db, source_id)


@router.post("/{source_id}/withdrawal", dependencies=[requires("coi.keep")])
async def withdraw(
    response: Response, db: Db, source_id: UUID, body: WithdrawalBody, version: IfMatch
) -> SourceAnswer:
    """No search finds it any more; who cited it is told."""
    await coi.withdraw_source(db, db.actor, source_id, why=body.why, version=version)
    return await _answer(response, db, source_id)


async def _look_at_file(request: Request, db: Session, body: SourceBody) -> None:
    if body.file:
        await refuse_malware(request, db, body.file.content)


async def _answer(response: Response, db: Session, source_id: UUID) -> SourceAnswer:
    view = await coi.source(db, source_id)
    etag(response, view.version)
    return SourceAnswer(
        **{name: getattr(view, name) for name in SourceAnswer.model_fields if name not in ("editions", "passages")},
        editions=[EditionAnswer.model_validate(each, from_attributes=True) for each in view.versions],
        passages=[_passage(each) for each in await coi.passages_of(db, source_id, view.current)],
    )  # fmt: skip


def _passage(view: coi.PassageView) -> PassageAnswer:
    return PassageAnswer.model_validate(view, from_attributes=True)
