"""What the pages of an assessment share: everything about one, gathered; who may write; and the page on which it is written."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.assessments import public as assessments
from app.assessments.public import AssessmentView
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.identity import public as identity
from app.interviews import public as interviews
from app.people import public as people
from app.web.assessing.fields import unpacked
from app.web.assessing.names import doubt_names, finding_names, indicator_names, place_name, status_names
from app.web.assessing.shown import Analysis, contents, shown
from app.web.i18n import language
from app.web.limits import due, still_due
from app.web.pages.shown import page


async def gathered(request: Request, db: Session, view: AssessmentView) -> Analysis:
    """Everything about one assessment, and the look written into the record of access."""
    case = await cases.case_view(db, view.reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    records = []
    if identity.may(db.actor, "interview.read"):
        held = await interviews.interviews_of(db, case.id)
        records = [await interviews.transcript(db, one.id) for one in reversed(held)]
    cited = await assessments.citations_of(db, case.id, view.facts, view.analysis)
    await audit.looked(
        db, "page.assessment", view.reference, case_id=case.id, request_id=request.state.request_id
    )
    return shown(view, case, persons, records, cited)


def may_write(db: Session, whole: Analysis) -> bool:
    """The author, while it is a draft and the case is theirs: what `assessments.save` enforces."""
    mine = db.actor.user_id == whole.view.author_id == whole.case.assigned_to
    return mine and whole.view.status == "draft" and identity.may(db.actor, "assessment.write")


async def comments_of(db: Session, whole: Analysis) -> list[dict[str, Any]]:
    """The comments of the reviews, each with its place in words and where its passage stands in this version."""
    positions = {claim.id: claim.position for claim in whole.case.claims}
    found = await assessments.comments_on(db, whole.case.id, whole.view.content, positions)
    return [{"view": each, "place": name_of(whole, each.place)} for each in found]


def name_of(whole: Analysis, place: str) -> str:
    """A place of the analysis in words."""
    numbers = {assessments.key_of(fact, n): n + 1 for n, fact in enumerate(whole.view.facts)}
    names = {row["claim"].position: row["name"] for row in whole.results}
    return place_name(whole.case.profile, place, numbers, names)


async def writing_page(
    request: Request,
    db: Session,
    whole: Analysis,
    fact: int,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    target: str = "fact",
    status: int = 200,
) -> HTMLResponse:
    """The analysis to be written, with the fact at that position open; `target`: where an answer is cited."""
    profile = whole.case.profile
    named = {name: issue.label.in_(language()) for name, issue in assessments.issues(profile).items()}
    return page(
        request,
        db,
        "assessments/writing.html",
        status,
        analysis=whole,
        fact=fact,
        target=target,
        target_name=named.get(target),
        values=values,
        errors=errors or {},
        packs={name: _packs(whole, values.get(name, [])) for name in values if name.endswith("-cite")},
        contents=contents(whole),
        outcomes=[(name, o.label.in_(language())) for name, o in profile.decided_outcomes.items()],
        refusing=[name for name, o in profile.decided_outcomes.items() if o.refuses and name != "excluded"],
        grounds=[(c, label.in_(language())) for c, label in assessments.all_grounds(profile).items()],
        categories=[
            (code, c.label.in_(language())) for code, c in assessments.reason_categories(profile).items()
        ],
        findings=list(finding_names().items()),
        indicators=list(indicator_names().items()),
        doubts=list(doubt_names().items()),
        comments=[each for each in await comments_of(db, whole) if each["view"].state != "resolved"],
        **await around(db, whole),
    )


def _packs(whole: Analysis, ticked: list[str]) -> list[dict[str, Any]]:
    return [{"value": value} | whole.codes.of(unpacked(value)) for value in ticked]


async def around(db: Session, whole: Analysis) -> dict[str, Any]:
    """What stands around an analysis: its state in words, what is due, why it came back, who may review it."""
    limits = still_due(whole.case, await cases.limits_of(db, whole.case.id))
    ours = [limit for limit in limits if limit.binds == "authority"]
    versions = await assessments.assessments_of(db, whole.case.id)
    before = next((v for v in versions if v.number == whole.view.number - 1), None)
    waits = {"submitted": "assessment.review", "to_countersign": "assessment.countersign"}
    return {
        "statuses": status_names(),
        "due": due(ours[0], whole.case.profile, db.now()) if ours else None,
        "before": before,
        "last_review": _return_of(before) if whole.view.status == "draft" else _return_of(whole.view),
        "may_review": whole.view.status in waits and identity.may(db.actor, waits[whole.view.status]),
    }


def _return_of(view: AssessmentView | None) -> assessments.ReviewView | None:
    """The review that sent the version back, if one did."""
    return next((r for r in view.reviews if r.outcome == "returned"), None) if view else None
