"""The assessment: a case's tab, and the page of two panes on which it is written."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.assessments import public as assessments
from app.assessments.public import AssessmentView
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal, Stale
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web.assessing import form as forms
from app.web.assessing.names import review_names, status_names
from app.web.assessing.shown import Analysis, shown
from app.web.i18n import language
from app.web.pages.assessment_parts import around, comments_of, gathered, may_write, name_of, writing_page
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status, sentence

router = Router()


@router.get("/cases/{reference}/assessment", dependencies=[requires("assessment.read")])
async def tab(request: Request, db: Db, reference: str) -> HTMLResponse:
    """The versions that the actor may see, the newest with its recommendation, and what they may do."""
    header = await case_header(request, db, reference, tab="assessment")
    versions = await assessments.assessments_of(db, header.case.id)
    newest = shown(versions[0], header.case, header.persons, ()) if versions else None
    return page(
        request,
        db,
        "assessments/tab.html",
        header=header,
        versions=versions,
        newest=newest,
        statuses=status_names(),
        reviewed=review_names(),
        may_start=_may_start(db, header.case, versions),
        stage=header.case.profile.stage(header.case.stage).label.in_(language()),
    )


def _may_start(db: Session, case: cases.CaseView, versions: list[AssessmentView]) -> bool:
    mine = case.assigned_to == db.actor.user_id and identity.may(db.actor, "assessment.write")
    going_on = versions and versions[0].status == "draft" and versions[0].author_id == db.actor.user_id
    return mine and case.stage in case.profile.event("assessment_started").leaves and not going_on


@router.post("/cases/{reference}/assessment", dependencies=[requires("assessment.write")])
async def start(db: Db, reference: str) -> Response:
    """Begin, or go on with the open draft."""
    case_id = await cases.case_id_of(db, reference)
    return go(f"/assessments/{await assessments.start(db, db.actor, case_id)}")


@router.get("/assessments/{assessment_id}", dependencies=[requires("assessment.read")])
async def read(
    request: Request, db: Db, assessment_id: UUID, fact: int = 0, at: str = "fact"
) -> HTMLResponse:
    """To be written by its author while it is a draft, to be read by everybody else. `fact` opens one for writing, counted from 1;
    `at` is where an answer is cited."""
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    if not may_write(db, whole):
        return page(
            request,
            db,
            "assessments/reading.html",
            analysis=whole,
            comments=await comments_of(db, whole),
            **await around(db, whole),
        )
    number = _open_fact(view, fact)
    target = at if at in view_issues(whole) else "fact"
    values = forms.values_of(view, whole.case, number)
    return await writing_page(request, db, whole, number, values, target=target)


def view_issues(whole: Analysis) -> frozenset[str]:
    """The issues of the case's profile, by name."""
    return frozenset(assessments.issues(whole.case.profile))


@router.post("/assessments/{assessment_id}", dependencies=[requires("assessment.write")])
async def save(request: Request, db: Db, assessment_id: UUID, version: IfMatch) -> Response:
    """Save, and then what the button said: cite, open another fact, remove one, submit. Autosave gets the new version and no page."""
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    form = await request.form()
    autosaved = "x-autosave" in request.headers
    typed = forms.read(form, view, whole.case, autosaved=autosaved)
    sent = str(form.get("version", ""))
    read_version = version if version is not None else int(sent) if sent.isdigit() else None
    submitting = form.get("do") == "submit"
    try:
        if not autosaved:
            typed.check()
        async with db.attempt():
            saved = await _saved(db, assessment_id, typed, read_version)
            if submitting:
                await assessments.submit(db, db.actor, assessment_id)
    except Refusal as refusal:
        if autosaved or not may_write(db, whole):
            raise
        return await _refused(request, db, whole, typed, refusal)
    if autosaved:
        answer = Response(status_code=204)
        etag(answer, saved)
        return answer
    if submitting:
        return go(f"/cases/{view.reference}/assessment", said="submitted")
    return _onward(assessment_id, form, whole, typed)


async def _saved(db: Session, assessment_id: UUID, typed: forms.Typed, version: int | None) -> int:
    return await assessments.save(
        db,
        db.actor,
        assessment_id,
        summary=typed.summary,
        facts=typed.facts,
        analysis=typed.analysis,
        recommendations=typed.recommendations,
        version=version,
    )


async def _refused(
    request: Request, db: Session, whole: Analysis, typed: forms.Typed, refusal: Refusal
) -> HTMLResponse:
    if isinstance(refusal, Stale):
        return _conflict(request, db, whole, typed, refusal)
    errors = forms.at_fields(field_errors(refusal), typed)
    return await writing_page(
        request,
        db,
        whole,
        typed.fact,
        typed.values,
        errors,
        target=typed.target,
        status=refused_status(refusal),
    )


def _conflict(
    request: Request, db: Session, whole: Analysis, typed: forms.Typed, refusal: Refusal
) -> HTMLResponse:
    """Nothing was overwritten; what was typed stands here against what is saved, to be copied over."""
    saved = forms.values_of(whole.view, whole.case, typed.fact)
    kept = [
        {
            "place": name_of(whole, forms.place_of(field, typed, whole.view)),
            "runs": assessments.words(was, now),
            "text": now,
        }
        for field, was, now in forms.unsaved(typed.values, saved)
    ]
    return page(
        request,
        db,
        "assessments/conflict.html",
        refused_status(refusal),
        analysis=whole,
        reason=sentence(refusal),
        kept=kept,
        again_href=f"/assessments/{whole.view.id}",
    )


def _onward(assessment_id: UUID, form: Any, whole: Analysis, typed: forms.Typed) -> Response:
    """Back to the page, at the place that the button was about."""
    here, do = f"/assessments/{assessment_id}", str(form.get("do", ""))
    at = f"?fact={typed.fact + 1}" + (f"&at={typed.target}" if typed.target != "fact" else "")
    if entry := form.get("cite"):
        anchors = {row["entry"]: row["anchor"] for part in whole.record for row in part["rows"]}
        return RedirectResponse(f"{here}{at}#{anchors.get(str(entry), 'facts')}", 303)
    if do.startswith("at-") and do.removeprefix("at-") in {"fact", *view_issues(whole)}:
        return RedirectResponse(
            f"{here}?fact={typed.fact + 1}&at={do.removeprefix('at-')}#transcript-title", 303
        )
    if do.startswith("open-"):
        return RedirectResponse(f"{here}?fact={do.removeprefix('open-')}#facts", 303)
    if do == "remove":
        return RedirectResponse(f"{here}#facts", 303)
    return RedirectResponse(f"{here}{at}&said=saved", 303)


def _open_fact(view: AssessmentView, wanted: int) -> int:
    """The fact to be open: the one asked for, else the first that is unfinished, else a new one at the end."""
    if wanted > 0:
        return min(wanted - 1, len(view.facts))
    broken = [int(m.field.split(".")[1]) for m in view.missing if m.field.startswith("facts.")]
    return broken[0] if broken else len(view.facts) if not view.facts else len(view.facts) - 1
