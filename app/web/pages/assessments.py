"""The assessment: a case's tab, and the page of two panes on which it is written."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.assessments import public as assessments
from app.assessments.public import AssessmentView
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal, Stale
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.transaction import Db
from app.identity import public as identity
from app.interviews import public as interviews
from app.people import public as people
from app.web import analysis_form
from app.web.analysis import Analysis, contents, finding_names, indicator_names, shown, status_names
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.limits import due
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status, sentence

router = APIRouter()


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
async def read(request: Request, db: Db, assessment_id: UUID, fact: int = 0) -> HTMLResponse:
    """To be written by its author while it is a draft, to be read by everybody else. `fact` opens one for writing, counted from 1."""
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    if not may_write(db, whole):
        return page(request, db, "assessments/reading.html", analysis=whole, **await _around(db, whole))
    number = _open_fact(view, fact)
    return await _writing(request, db, whole, number, analysis_form.values_of(view, whole.case, number))


@router.post("/assessments/{assessment_id}", dependencies=[requires("assessment.write")])
async def save(request: Request, db: Db, assessment_id: UUID, version: IfMatch) -> Response:
    """Save, and then what the button said: cite, open another fact, remove one, submit. Autosave gets the new version and no page."""
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    form = await request.form()
    autosaved = "x-autosave" in request.headers
    typed = analysis_form.read(form, view, whole.case, autosaved=autosaved)
    sent = str(form.get("version", ""))
    read_version = version if version is not None else int(sent) if sent.isdigit() else None
    submitting = form.get("do") == "submit"
    try:
        if not autosaved:
            typed.check()
        async with db.attempt():
            saved = await assessments.save(
                db,
                db.actor,
                assessment_id,
                summary=typed.summary,
                facts=typed.facts,
                analysis=typed.analysis,
                recommendations=typed.recommendations,
                version=read_version,
            )
            if submitting:
                await assessments.submit(db, db.actor, assessment_id)
    except Refusal as refusal:
        if autosaved or not may_write(db, whole):
            raise
        if isinstance(refusal, Stale):
            return _conflict(request, db, whole, typed, refusal)
        errors = analysis_form.at_fields(field_errors(refusal), typed)
        return await _writing(
            request, db, whole, typed.fact, typed.values, errors, status=refused_status(refusal)
        )
    if autosaved:
        answer = Response(status_code=204)
        etag(answer, saved)
        return answer
    if submitting:
        return go(f"/cases/{view.reference}/assessment", said="done")
    return _onward(assessment_id, form, whole, typed)


def _conflict(
    request: Request, db: Session, whole: Analysis, typed: analysis_form.Typed, refusal: Refusal
) -> HTMLResponse:
    """Nothing was overwritten; what was typed stands here to be copied over."""
    saved = analysis_form.values_of(whole.view, whole.case, typed.fact)
    kept = [(_("Texto"), text) for text in analysis_form.unsaved(typed.values, saved)]
    return page(
        request,
        db,
        "errors/conflict.html",
        refused_status(refusal),
        reason=sentence(refusal),
        kept=kept,
        again_href=f"/assessments/{whole.view.id}",
    )


def _onward(assessment_id: UUID, form: Any, whole: Analysis, typed: analysis_form.Typed) -> Response:
    """Back to the page, at the place that the button was about."""
    here, do = f"/assessments/{assessment_id}", str(form.get("do", ""))
    if entry := form.get("cite"):
        anchors = {row["entry"]: row["anchor"] for part in whole.record for row in part["rows"]}
        return RedirectResponse(f"{here}?fact={typed.fact + 1}#{anchors.get(str(entry), 'facts')}", 303)
    if do.startswith("open-"):
        return RedirectResponse(f"{here}?fact={do.removeprefix('open-')}#facts", 303)
    if do == "remove":
        return RedirectResponse(f"{here}#facts", 303)
    return RedirectResponse(f"{here}?fact={typed.fact + 1}&said=saved", 303)


async def gathered(request: Request, db: Session, view: AssessmentView) -> Analysis:
    """Everything about one assessment, and the look written into the record of access."""
    case = await cases.case_view(db, view.reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    records = []
    if identity.may(db.actor, "interview.read"):
        held = await interviews.interviews_of(db, case.id)
        records = [await interviews.transcript(db, one.id) for one in reversed(held)]
    await audit.looked(
        db, "page.assessment", view.reference, case_id=case.id, request_id=request.state.request_id
    )
    return shown(view, case, persons, records)


def may_write(db: Session, whole: Analysis) -> bool:
    """The author, while it is a draft and the case is theirs: what `assessments.save` enforces."""
    mine = db.actor.user_id == whole.view.author_id == whole.case.assigned_to
    return mine and whole.view.status == "draft" and identity.may(db.actor, "assessment.write")


def _open_fact(view: AssessmentView, wanted: int) -> int:
    """The fact to be open: the one asked for, else the first that is unfinished, else a new one at the end."""
    if wanted > 0:
        return min(wanted - 1, len(view.facts))
    broken = [int(m.field.split(".")[1]) for m in view.missing if m.field.startswith("facts.")]
    return broken[0] if broken else len(view.facts) if not view.facts else len(view.facts) - 1


async def _writing(
    request: Request,
    db: Session,
    whole: Analysis,
    fact: int,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HTMLResponse:
    outcomes = [(name, o.label.in_(language())) for name, o in whole.case.profile.decided_outcomes.items()]
    grounds = [
        (code, label.in_(language())) for code, label in assessments.all_grounds(whole.case.profile).items()
    ]
    return page(
        request,
        db,
        "assessments/writing.html",
        status,
        analysis=whole,
        fact=fact,
        values=values,
        errors=errors or {},
        open_cites=[
            {"value": value} | whole.codes.of(analysis_form.unpacked(value)) for value in values["fact-cite"]
        ],
        contents=contents(whole),
        outcomes=outcomes,
        grounds=grounds,
        findings=list(finding_names().items()),
        indicators=list(indicator_names().items()),
        **await _around(db, whole),
    )


def _return_of(view: AssessmentView | None) -> assessments.ReviewView | None:
    """The review that sent the version back, if one did."""
    return next((r for r in view.reviews if r.outcome == "returned"), None) if view else None


async def _around(db: Session, whole: Analysis) -> dict[str, Any]:
    limits = await cases.limits_of(db, whole.case.id, ended=False)
    running = [limit for limit in limits if limit.binds == "authority"]
    versions = await assessments.assessments_of(db, whole.case.id)
    before = next((v for v in versions if v.number == whole.view.number - 1), None)
    return {
        "statuses": status_names(),
        "due": due(running[0], whole.case.profile, db.now()) if running else None,
        "last_review": _return_of(before) if whole.view.status == "draft" else _return_of(whole.view),
        "may_review": whole.view.status == "submitted" and identity.may(db.actor, "assessment.review"),
    }
