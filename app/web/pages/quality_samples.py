"""Samples: what is to be assessed, who assesses what, what came out, and the draw done again."""

import csv
import io
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound, Refusal
from app.core.spreadsheet import safe_cell
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.quality import public as quality
from app.web import quality_words as words
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/quality")
DAYS_OPEN = 21
PATTERNS_OF = timedelta(days=365)
# The latest assessments of the office's work that its supervisor is shown.
RELEASED = 50


@router.get("", dependencies=[requires("quality.read", reads=True)])
async def home(request: Request, db: ReadDb, before: UUID | None = None) -> HTMLResponse:
    """What the reader is to assess, and the samples; for a supervisor the patterns of the own office."""
    assesses = identity.may(db.actor, "quality.review")
    found, more = await quality.samples(db, before=before)
    counted = {} if assesses else await quality.patterns(db, since=db.now() - PATTERNS_OF)
    supervises = not assesses and identity.may(db.actor, "quality.answer")
    return page(
        request,
        db,
        "quality/home.html",
        mine=await quality.my_reviews(db) if assesses else [],
        done=await quality.my_reviews(db, open_=False, limit=20) if assesses else [],
        supervises=supervises,
        released=await quality.released(db, limit=RELEASED) if supervises else [],
        share=words.share_words,
        samples=found,
        next_href=f"/quality?before={more}" if more else None,
        patterns=[(words.instrument_words()[name], _pattern(name, rows)) for name, rows in counted.items()],
        fewest=quality.FEWEST,
        instruments=words.instrument_words(),
        states=words.state_words(),
        sample_states=words.sample_states(),
    )


def _pattern(name: str, rows: tuple[quality.Counted, ...]) -> list[list[object]]:
    """The indicators with most errors first."""
    used = {each.id: each for each in quality.instrument(name).indicators}
    return [
        [
            used[row.indicator].question.in_(language()) if row.indicator in used else row.indicator,
            row.significant,
            row.minor,
            row.correct,
            row.not_applicable,
        ]
        for row in sorted(rows, key=lambda r: (-r.significant, -r.minor, r.indicator))
    ]


@router.get("/instruments/{instrument_name}", dependencies=[requires("quality.read", reads=True)])
async def show_instrument(request: Request, db: ReadDb, instrument_name: str) -> HTMLResponse:
    """An instrument whole, with where it comes from."""
    found = quality.instrument(instrument_name)
    return page(
        request, db, "quality/instrument.html", instrument=found, in_=language(), all=words.instrument_words()
    )


@router.get("/samples/{sample_id}", dependencies=[requires("quality.read", reads=True)])
async def show(request: Request, db: ReadDb, sample_id: UUID) -> HTMLResponse:
    """A sample: what it was drawn from, who assesses what, what came out."""
    return await _show(request, db, sample_id)


async def _show(
    request: Request,
    db: ReadSession,
    sample_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await quality.sample(db, sample_id)
    parts = await quality.parts_of(db, sample_id)
    places: dict[UUID, list[quality.AssignmentView]] = defaultdict(list)
    for each in await quality.assignments_of(db, sample_id):
        if each.purpose == "assessment":
            places[each.file_id].append(each)
    files = await quality.files_of(db, sample_id)
    wanted = sum(each.reviews for each in files) * len(view.instruments)
    live = [
        p for each in places.values() for p in each if p.state not in ("withdrawn", "conflicted", "lapsed")
    ]
    return page(
        request,
        db,
        "quality/sample.html",
        refused_status(refusal) if refusal else 200,
        sample=view,
        parts=parts,
        part_names={part.key: words.part_words(request.state.procedure, part.traits) for part in parts},
        files=files,
        places=places,
        free=wanted - len(live),
        submitted=sum(p.state in ("submitted", "released") for p in live),
        ready=sum(p.state == "submitted" and p.all_done for p in live),
        wanted=wanted,
        # Others read of it what row-level security leaves them: nothing of a single file, and so no figure of the frame.
        results=await quality.results_of(db, sample_id) if identity.may(db.actor, "quality.review") else [],
        pattern=_pattern,
        team=[(str(c.user_id), c.name) for c in await identity.colleagues(db, "quality_assessor")],
        instruments=words.instrument_words(),
        designs=words.design_words(),
        states=words.state_words(),
        sample_states=words.sample_states(),
        estimate=words.estimate_figure,
        benchmark=words.share_words(quality.BENCHMARK),
        values={"days": str(DAYS_OPEN), **(typed.values if typed else {})},
        errors=field_errors(refusal) if refusal else {},
    )


@router.get("/samples/{sample_id}/redraw", dependencies=[requires("quality.read", reads=True)])
async def redraw(request: Request, db: ReadDb, sample_id: UUID) -> HTMLResponse:
    """The draw done again, and how to do it without this system."""
    again = await quality.redraw(db, sample_id)
    return page(
        request,
        db,
        "quality/redraw.html",
        sample=await quality.sample(db, sample_id),
        drawn=[[part.key, part.size, part.drawn] for part in await quality.parts_of(db, sample_id)],
        again=again,
        shown=[u for u in again.units if u[3]],
    )


@router.get("/samples/{sample_id}/frame.csv", dependencies=[requires("quality.read", reads=True)])
async def frame_as_csv(db: ReadDb, sample_id: UUID) -> Response:
    """The codes of the frame, each with its part: what an outsider draws the sample from. No case can be told from a code."""
    view, again = await quality.sample(db, sample_id), await quality.redraw(db, sample_id)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(("code", "part", "place", "drawn"))
    lines.writerows((code, safe_cell(part), place, then) for code, part, place, then, _n in again.units)
    return Response(
        text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{view.number}.csv"'},
    )


@router.post("/samples/{sample_id}/assignments", dependencies=[requires("quality.sample")])
async def assign(request: Request, db: Db, sample_id: UUID) -> Response:
    """Give out what is free, or take one back."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if typed.text("withdraw"):
                await quality.withdraw_review(db, db.actor, _key(typed.text("withdraw")))
            else:
                await quality.assign_files(
                    db,
                    db.actor,
                    sample_id,
                    assessors=[_key(each) for each in typed.many("assessors") if each],
                    due_at=_due(request, db, typed),
                    version=typed.version,
                )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, sample_id, refusal, typed)
    return go(f"/quality/samples/{sample_id}", said="done")


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as error:
        raise Invalid.at(
            "assessors", "required", "Elija al menos una persona del equipo evaluador."
        ) from error


def _due(request: Request, db: Session, typed: Typed) -> datetime:
    """The end of the last day, in the office's zone."""
    given = typed.text("days")
    if not given.isdecimal() or not 1 <= int(given) <= 366:
        raise Invalid.at("days", "range", "Entre 1 y 366 días.")
    zone = ZoneInfo(request.state.procedure.time_zone)
    last = db.now().astimezone(zone).date() + timedelta(days=int(given) + 1)
    return datetime.combine(last, time(), zone).astimezone(UTC)


@router.post("/samples/{sample_id}/release", dependencies=[requires("quality.sample")])
async def release(request: Request, db: Db, sample_id: UUID) -> Response:
    """Hand to their authors what is whole, or end the sample."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if typed.text("end"):
                await quality.end_sample(
                    db,
                    db.actor,
                    sample_id,
                    as_=typed.text("end"),
                    reason=typed.text("reason"),
                    version=typed.version,
                )
            else:
                await quality.release_sample(db, db.actor, sample_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, sample_id, refusal, typed)
    return go(f"/quality/samples/{sample_id}", said="done")
