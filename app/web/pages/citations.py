"""Citing country information in an analysis: passages of the library, each cited whole or by the words selected, in one move."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.assessments import public as assessments
from app.coi import public as coi
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.assessment_parts import gathered, name_of
from app.web.pages.shown import field_errors, page, refused_status

router = Router(prefix="/assessments/{assessment_id}")
FOUND = 15


@router.get("/sources", dependencies=[requires("assessment.write")])
async def sources(
    request: Request, db: Db, assessment_id: UUID, q: str = "", place: str = "facts.0"
) -> HTMLResponse:
    """Passages to cite at a place; without words, the latest on the countries of the people of the case."""
    return await _sources(request, db, assessment_id, q, place)


@router.post("/citations", dependencies=[requires("assessment.write")])
async def cite(request: Request, db: Db, assessment_id: UUID) -> Response:
    """Cite the passage whose button was pressed, and go back to the analysis at the place."""
    form = await request.form()
    place, sent = str(form.get("place", "")), str(form.get("version", ""))
    try:
        async with db.attempt():
            await assessments.cite(
                db,
                db.actor,
                assessment_id,
                place=place,
                kind="country_source",
                ref=str(form.get("cite", "")),
                quote=str(form.get("quote", "")),
                version=int(sent) if sent.isdigit() else None,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _sources(
            request,
            db,
            assessment_id,
            str(form.get("q", "")),
            place,
            field_errors(refusal),
            status=refused_status(refusal),
        )
    part, _, name = place.partition(".")
    at = f"?fact={int(name) + 1}&said=saved#facts" if part == "facts" else f"?said=saved#issue-{name}-title"
    return RedirectResponse(f"/assessments/{assessment_id}{at}", 303)


async def _sources(
    request: Request,
    db: Session,
    assessment_id: UUID,
    words: str,
    place: str,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HTMLResponse:
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    countries = sorted({c for p in whole.persons.values() for c in p.nationalities})
    found = await coi.find(db, words, countries=() if words.strip() else countries, limit=FOUND)
    return page(
        request,
        db,
        "assessments/sources.html",
        status,
        analysis=whole,
        hits=found.hits,
        every_word=found.every_word,
        q=words,
        place=place,
        place_name=_named(whole, place),
        errors=errors or {},
    )


def _named(whole: Any, place: str) -> str:
    part, _, name = place.partition(".")
    if part == "facts" and name.isdigit():
        facts = whole.view.facts
        number = min(int(name), len(facts))
        return whole.facts[number]["text"] if number < len(facts) else ""
    return name_of(whole, place)
