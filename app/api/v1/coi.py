"""Country information: sources with their editions and passages, found by words in Spanish and English."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Base64Bytes, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.coi import public as coi
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.transaction import Db

router = APIRouter(tags=["country information"], responses=PROBLEMS, prefix="/coi")
Short = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=2000)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=30)]


class FileBody(Body):
    """The PDF as its publisher made it, in base64."""

    name: Short
    content: Base64Bytes


class SourceBody(Body):
    """`text` has its paragraphs apart by an empty line: each becomes a passage. `expires_on`: when the unit looks again."""

    title: Short
    publisher: Short
    publisher_kind: Short
    reliability: Literal["high", "moderate", "low", "undetermined"]
    reliability_why: Text
    published_on: date
    countries: Codes
    topics: Codes
    language: Annotated[str, Field(max_length=3)]
    text: Annotated[str, Field(max_length=400_000)]
    expires_on: date
    url: Text = ""
    relays: Text = ""
    file: FileBody | None = None

    def facts(self) -> coi.SourceFacts:
        return coi.SourceFacts(**self.model_dump(include=set(SourceBody.model_fields) - {"file"}))

    def as_file(self) -> coi.SourceFile | None:
        """Raises `Invalid` at `file`."""
        return coi.source_file(self.file.name, self.file.content) if self.file else None


class NewSource(SourceBody):
    """`request`: the question that it answers; of a confidential one, only who sees the case sees the source."""

    request: UUID | None = None


class NewVersion(SourceBody):
    what_changed: Text


class ReviewBody(Body):
    until: date
    why: Text


class WithdrawalBody(Body):
    why: Text


class PassageAnswer(BaseModel):
    """A passage, numbered by `position` in edition `version`. `digest` is SHA-256 of `text`: neither ever changes."""

    id: UUID
    document_id: UUID
    version: int
    position: int
    text: str
    title: str
    publisher: str
    publisher_kind: str
    published_on: date
    countries: list[str]
    topics: list[str]
    reliability: str
    language: str
    url: str
    expires_on: date
    withdrawn_at: datetime | None
    digest: str


class Part(BaseModel):
    text: str
    found: bool


class HitAnswer(BaseModel):
    passage: PassageAnswer
    parts: list[Part]


class FoundAnswer(BaseModel):
    """`every_word` false: no passage has all the words, these have some. `after` asks for the next page."""

    hits: list[HitAnswer]
    every_word: bool
    after: str | None


class EditionAnswer(BaseModel):
    number: int
    title: str
    publisher: str
    publisher_kind: str
    reliability: str
    reliability_why: str
    relays: str
    published_on: date
    countries: list[str]
    topics: list[str]
    language: str
    url: str
    file_name: str
    file_digest: str
    what_changed: str
    digest: str
    added_at: datetime


class SourceAnswer(BaseModel):
    """A source; `editions` with the last one first, `passages` of the last."""

    id: UUID
    current: int
    confidential: bool
    expires_on: date
    review_due_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    version: int
    editions: list[EditionAnswer]
    passages: list[PassageAnswer]


class NewerAnswer(BaseModel):
    """Why a pinned passage should be looked at again (docs of `/coi/newer`)."""

    passage: UUID
    document_id: UUID
    version: int | None
    published_on: date | None
    same_text: bool
    passage_id: UUID | None
    expired: bool
    withdrawn: bool
    later: int


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
async def add(response: Response, db: Db, body: NewSource) -> SourceAnswer:
    """Add a source."""
    about = await coi.request_view(db, body.request) if body.request else None
    secret = about.id if about and about.confidential else None
    made = await coi.add_source(db, db.actor, body.facts(), file=body.as_file(), request_id=secret)
    response.headers["Location"] = f"/api/v1/coi/{made}"
    return await _answer(response, db, made)


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
    response: Response, db: Db, source_id: UUID, body: NewVersion, version: IfMatch
) -> SourceAnswer:
    """Add another edition; the ones before stay as they are."""
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
