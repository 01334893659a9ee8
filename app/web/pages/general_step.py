"""The general form: any step of a country's procedure that has no screen of its own, with what follows shown before."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core import idempotency
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.procedure import public as procedure
from app.web import step_shown
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status, sentence, zone_of
from app.web.step_shown import FIELD
from app.web.typed import PARTS, typed_moment
from app.workflows.record_step import record_step

router = Router(prefix="/cases/{reference}/steps")


@router.get("/{event}", dependencies=[requires("case.record_step")])
async def ask(request: Request, db: Db, reference: str, event: str) -> HTMLResponse:
    """The form of the step, with what follows from it where that does not depend on the answers."""
    case = await cases.case_view(db, reference)
    return await _form(request, db, case, cases.form_event(case.profile, event), key=str(uuid4()))


@router.post("/{event}", dependencies=[requires("case.record_step")])
async def take(request: Request, db: Db, reference: str, event: str) -> Response:
    """Record the step; one that ends a claim is shown once more before. What was typed is kept whatever happens."""
    case = await cases.case_view(db, reference)
    known = cases.form_event(case.profile, event)
    typed = await typed_of(request)
    key = typed.text("key") or str(uuid4())
    try:
        async with db.attempt():
            told = _told(typed, known, case)
            done = f"/cases/{reference}"
            request_digest = idempotency.digest("POST", request.url.path, repr(told).encode())
            if await idempotency.earlier_answer(db, key, request_digest) is not None:
                return go(done, said="step_recorded")
            if not typed.ticked("confirmed"):
                foreseen = await cases.foresee(db, db.actor, case.id, event, told)
                if foreseen.ends:
                    return await _second_look(request, db, case, known, typed, foreseen, key=key)
            await record_step(db, db.actor, case.id, event, told, version=typed.version)
            await idempotency.keep(db, key, request_digest, idempotency.Answer(303, "", done))
    except idempotency.IdempotencyKeyReused as refusal:
        return await _form(request, db, case, known, typed=typed, refusal=refusal, key=str(uuid4()))
    except Refusal as refusal:
        return await _form(request, db, case, known, typed=typed, refusal=refusal, key=key)
    return go(done, said="step_recorded")


def _told(typed: Typed, event: procedure.Event, case: cases.CaseView) -> cases.Told:
    """What the form says. Raises `Invalid` at the field for a day or an hour that does not exist."""
    answers: dict[str, Any] = {}
    for asked in event.asks:
        name = FIELD + asked.name
        given = typed.day(name) if asked.kind == "day" else typed.text(name)
        if given:
            answers[asked.name] = given
    at = None
    if any(typed.text(f"at-{part}") for part in PARTS):
        at = typed_moment(
            {f"at-{part}": typed.text(f"at-{part}") for part in PARTS}, "at", zone_of(case.profile)
        )
    return cases.Told(answers, typed.text("reasons"), _claims(typed), at)


def _claims(typed: Typed) -> list[UUID] | None:
    """Those that were ticked; None where the form had nobody to choose between."""
    if not typed.ticked("choose"):
        return None
    try:
        return [UUID(claim) for claim in typed.many("claims")]
    except ValueError as error:
        raise Invalid.at("claims", "required", "Elija uno de la lista.") from error


async def _form(
    request: Request,
    db: Session,
    case: cases.CaseView,
    event: procedure.Event,
    *,
    key: str,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    claims = await step_shown.concerned(db, case, event)
    names = await step_shown.names_of(db, case)
    outlook = await cases.outlook(db, db.actor, case.id, event.name)
    follows = outlook if isinstance(outlook, cases.Foreseen) else None
    limits = await cases.limits_of(db, case.id)
    return page(
        request,
        db,
        "steps/step.html",
        refused_status(refusal) if refusal else 200,
        case=case,
        name=names.get(case.claims[0].id, ""),
        event=event,
        what=event.label.in_(language()),
        basis=case.profile.cite(event),
        fields=step_shown.fields(event, claims),
        choose=len(claims) > 1,
        follows=step_shown.follows_in_words(follows, case, names) if follows else None,
        background=step_shown.background(event, case.profile, limits),
        impossible=sentence(outlook) if isinstance(outlook, Refusal) else None,
        values=typed.values if typed else {"claims": [claim for claim, _name in claims]},
        errors=field_errors(refusal) if refusal else {},
        version=(typed.text("version") if typed else "") or case.version,
        key=key,
    )


async def _second_look(
    request: Request,
    db: Session,
    case: cases.CaseView,
    event: procedure.Event,
    typed: Typed,
    foreseen: cases.Foreseen,
    *,
    key: str,
) -> HTMLResponse:
    names = await step_shown.names_of(db, case)
    hidden = {
        name: value
        for name, value in typed.values.items()
        if name not in ("csrf_token", "confirmed", "key", "version")
    }
    return page(
        request,
        db,
        "steps/second_look.html",
        case=case,
        name=names.get(case.claims[0].id, ""),
        what=event.label.in_(language()),
        ends=[names.get(claim, "") for claim in foreseen.ends],
        follows=step_shown.follows_in_words(foreseen, case, names),
        hidden=hidden,
        version=typed.text("version") or case.version,
        key=key,
    )
