"""The desk of a single authority: recommendations to answer, drafts to sign; for its secretary, what could be laid on it."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.assessments import public as assessments
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.web import sitting_shown
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.typed import typed_id

router = Router(prefix="/desk")


def answer_words() -> dict[str, str]:
    return {
        "agrees": _("De acuerdo con la recomendación"),
        "in_part": _("De acuerdo en parte"),
        "disagrees": _("En desacuerdo"),
        "returns": _("Devolver para ampliar el análisis"),
    }


@router.get("", dependencies=[requires("sitting.read")])
async def desk(request: Request, db: Db) -> HTMLResponse:
    """What waits for the authority: a child's claim first."""
    return await _desk(request, db)


@router.post("", dependencies=[requires("sitting.manage")])
async def bring(request: Request, db: Db) -> Response:
    """The secretary lays recommendations on the authority's desk."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            authority = typed_id(typed.text("authority"), "authority")
            for reference in typed.many("cases"):
                case_id = await cases.case_id_of(db, reference)
                await decisions.bring_to_desk(db, db.actor, case_id, authority=authority)
    except Refusal as refusal:
        return await _desk(request, db, refusal, typed)
    return go("/desk", said="on_the_desk")


@router.get("/{reference}", dependencies=[requires("sitting.vote")])
async def ask(request: Request, db: Db, reference: str) -> HTMLResponse:
    """One recommendation with everything it rests on one click away, and the answer to it."""
    return await _one(request, db, reference)


@router.post("/{reference}", dependencies=[requires("sitting.vote")])
async def rule(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            case_id = await cases.case_id_of(db, reference)
            made = await decisions.rule_alone(
                db,
                db.actor,
                case_id,
                answer=typed.text("answer"),
                reasons=typed.text("reasons"),
                outcomes=_outcomes(typed),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _one(request, db, reference, refusal, typed)
    return go(f"/decisions/{made}" if made else "/desk", said="ruled" if made else "sent_back_alone")


def _outcomes(typed: Typed) -> dict[UUID, str]:
    return {
        typed_id(name.removeprefix("outcome-"), "outcomes"): str(value)
        for name, value in typed.values.items()
        if name.startswith("outcome-") and value
    }


async def _desk(
    request: Request, db: Session, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    profile, manages = await procedure_in_force(db), identity.may(db.actor, "sitting.manage")
    body = db.actor.body or ""
    people_of = await identity.colleagues(db, "commission_member", body=body) if manages else []
    return page(
        request,
        db,
        "sittings/desk.html",
        refused_status(refusal) if refusal else 200,
        body=profile.bodies[body].label.in_(language()) if body in profile.bodies else "",
        single=body in profile.bodies and profile.bodies[body].kind in decisions.SINGLE,
        waiting=await decisions.on_the_desk(db),
        unsigned=await decisions.to_sign(db),
        manages=manages,
        authorities=[(str(one.user_id), one.name) for one in people_of],
        days_left_of=lambda case: sitting_shown.days_left_of(profile, db.now(), case),
        values=dict(typed.values)
        if typed
        else {"authority": str(people_of[0].user_id) if len(people_of) == 1 else ""},
        errors=field_errors(refusal) if refusal else {},
    )


async def _one(
    request: Request, db: Session, reference: str, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    case = await cases.case_view(db, reference)
    await audit.looked(db, "page.desk", reference, case_id=case.id, request_id=request.state.request_id)
    analysis = await assessments.endorsed(db, case.id)
    if analysis is None:
        raise NotFound
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    recommended = {one.claim_id: one for one in analysis.recommendations}
    claims = [
        {
            "field": f"outcome-{c.id}",
            "name": persons[c.person_id].name,
            "outcome": recommended[c.id].outcome,
            "label": case.profile.outcomes[recommended[c.id].outcome].label.in_(language()),
            "reasons": recommended[c.id].reasons,
        }
        for c in case.claims
        if c.id in recommended and c.person_id in persons
    ]
    return page(
        request,
        db,
        "sittings/ruling.html",
        refused_status(refusal) if refusal else 200,
        case=case,
        analysis=analysis,
        claims=claims,
        outcomes=_choices(case.profile),
        answers=list(answer_words().items()),
        answer_words=answer_words(),
        earlier=await decisions.rulings_of(db, case.id),
        values=dict(typed.values) if typed else {one["field"]: one["outcome"] for one in claims},
        errors=field_errors(refusal) if refusal else {},
    )


def _choices(profile: procedure.Profile) -> list[tuple[str, str]]:
    return [
        (name, one.label.in_(language()))
        for name, one in profile.outcomes.items()
        if one.protects or one.refuses
    ]
