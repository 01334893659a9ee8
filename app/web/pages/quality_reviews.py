"""Assessing a file by an instrument, and the assessments of one's own work."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.quality import public as quality
from app.web import quality_words as words
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/quality")


@router.get("/mine", dependencies=[requires("quality.answer", reads=True)])
async def mine(request: Request, db: ReadDb) -> HTMLResponse:
    """Assessments of the reader's own work, after their release."""
    return page(
        request,
        db,
        "quality/mine.html",
        reviews=await quality.of_my_work(db),
        instruments=words.instrument_words(),
        share=words.share_words,
        benchmark=words.share_words(quality.BENCHMARK),
    )


@router.get("/mine/{review_id}", dependencies=[requires("quality.answer")])
async def own_work(request: Request, db: Db, review_id: UUID) -> HTMLResponse:
    """One of them whole, and the form for the author's answer; a supervisor reads those of the own office."""
    return await _read(request, db, review_id)


@router.post("/mine/{review_id}", dependencies=[requires("quality.answer")])
async def answer(request: Request, db: Db, review_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if typed.text("agrees") not in ("yes", "no"):
                raise Invalid.at("agrees", "required", "Diga si está de acuerdo.")
            await quality.answer_review(
                db, db.actor, review_id, agrees=typed.text("agrees") == "yes", text=typed.long_text("text")
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _read(request, db, review_id, refusal, typed)
    return go(f"/quality/mine/{review_id}", said="saved")


@router.get("/reviews/{review_id}", dependencies=[requires("quality.review")])
async def show(request: Request, db: Db, review_id: UUID) -> HTMLResponse:
    """The form while it is open to the reader; read only afterwards."""
    view = await quality.review(db, review_id)
    if view.line.open and view.line.assessor_id == db.actor.user_id and view.line.due_at > db.now():
        return await _write(request, db, view)
    return await _read(request, db, review_id)


@router.post("/reviews/{review_id}", dependencies=[requires("quality.review")])
async def save(request: Request, db: Db, review_id: UUID, version: IfMatch) -> Response:
    """Keep it, and submit it where that was asked for. Autosave gets the new version and no page."""
    typed = await typed_of(request)
    autosaved = "x-autosave" in request.headers
    read = version if version is not None else typed.version
    view = await quality.review(db, review_id)
    try:
        if not autosaved:
            _demand_marks(typed, _used(view.line))
        async with db.attempt():
            saved = await quality.save_marks(
                db,
                db.actor,
                review_id,
                marks=_marks(typed, _used(view.line)),
                conclusion=typed.long_text("conclusion"),
                version=read,
            )
        if typed.text("do") == "submit":
            async with db.attempt():
                await quality.submit_review(db, db.actor, review_id, version=saved)
    except Refusal as refusal:
        if autosaved or not view.line.open or view.line.assessor_id != db.actor.user_id:
            raise
        return await _write(request, db, await quality.review(db, review_id), refusal, typed)
    if autosaved:
        kept = Response(status_code=204)
        etag(kept, saved)
        return kept
    if typed.text("do") == "submit":
        return go("/quality", said="done")
    return go(f"/quality/reviews/{review_id}", said="saved")


def _used(line: quality.ReviewLine) -> quality.Instrument:
    return quality.instrument(line.instrument, line.instrument_version)


def _demand_marks(typed: Typed, used: quality.Instrument) -> None:
    """A comment is kept with its mark: without one it would be lost with the page."""
    alone = [
        each.id
        for each in used.indicators
        if typed.long_text(f"comment-{each.id}") and not typed.text(f"mark-{each.id}")
    ]
    if alone:
        raise Invalid(
            *(
                FieldError(
                    f"marks.{name}",
                    "required",
                    "Elija una de las cuatro respuestas: el comentario se guarda con ella.",
                )
                for name in alone
            )
        )


def _marks(typed: Typed, used: quality.Instrument) -> dict[str, quality.Marked]:
    """What is marked. A comment without a mark stays on the page until the indicator has one."""
    return {
        each.id: quality.Marked(typed.text(f"mark-{each.id}"), typed.long_text(f"comment-{each.id}"))
        for each in used.indicators
        if typed.text(f"mark-{each.id}")
    }


async def _write(
    request: Request,
    db: Session,
    view: quality.ReviewView,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    await _looked(request, db, view)
    values: dict[str, Any] = {"conclusion": view.conclusion}
    used = _used(view.line)
    errors = {_field(name): said for name, said in field_errors(refusal).items()} if refusal else {}
    numbers = {
        _field(f"marks.{each.id}{end}"): each.number for each in used.indicators for end in ("", ".comment")
    }
    for name, given in view.marks.items():
        values |= {f"mark-{name}": given.mark, f"comment-{name}": given.comment}
    return page(
        request,
        db,
        "quality/assess.html",
        refused_status(refusal) if refusal else 200,
        review=view,
        line=view.line,
        instrument=used,
        in_=language(),
        marks=words.mark_words(),
        marked=len(view.marks),
        values={**values, **(typed.values if typed else {})},
        errors=errors,
        # Fourteen alike tell nobody where to go.
        summary={
            name: f"{numbers[name]}. {said}" if name in numbers else said for name, said in errors.items()
        },
    )


def _field(name: str) -> str:
    """The form's field of an indicator: `mark-…`, or `comment-…`."""
    if not name.startswith("marks."):
        return name
    indicator = name.removeprefix("marks.")
    return (
        f"comment-{indicator.removesuffix('.comment')}"
        if indicator.endswith(".comment")
        else f"mark-{indicator}"
    )


async def _read(
    request: Request, db: Session, review_id: UUID, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    view = await quality.review(db, review_id)
    await _looked(request, db, view)
    mine = view.line.author_id == db.actor.user_id
    return page(
        request,
        db,
        "quality/review.html",
        refused_status(refusal) if refusal else 200,
        review=view,
        line=view.line,
        instrument=_used(view.line),
        in_=language(),
        marks=words.mark_words(),
        states=words.state_words(),
        share=words.share_words,
        benchmark=words.share_words(quality.BENCHMARK),
        mine=mine,
        answers=mine and view.line.state == "released" and view.answer is None,
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _looked(request: Request, db: Session, view: quality.ReviewView) -> None:
    await audit.looked(
        db,
        "quality.review",
        str(view.line.id),
        case_id=view.line.case_id,
        request_id=request.state.request_id,
    )
