"""What is best for a child: the procedures of a case, opening one, its report, its decision; and the children who wait."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.best_interests import public as best
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.people import public as people
from app.web import best_interests_words as words
from app.web.i18n import gettext as _
from app.web.pages.case_header import ADULT, case_header
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()
OPTIONS = PANEL = 4


@router.get("/children", dependencies=[requires("best_interests.write")])
async def children(request: Request, db: Db, after: str = "") -> HTMLResponse:
    """Children of open cases: who answers for each, and how far their best-interests procedure is."""
    await audit.looked(db, "page.children", "open", request_id=request.state.request_id)
    profile = request.state.procedure
    today = profile.today(db.now())
    found, following = await best.waiting_children(
        db,
        born_after=_years_before(today, ADULT),
        stages=[stage.name for stage in profile.stages if stage.open],
        after=_place(after),
    )
    return page(
        request,
        db,
        "best_interests/children.html",
        children=[(child, people.age_on(child.birth_date, today)) for child in found],
        states=words.state_words(),
        onward=f"{following[0].isoformat()}_{following[1]}" if following else None,
    )


def _years_before(day: date, years: int) -> date:
    # Whoever was born on 29 February is of age on 28 February or 1 March; the later one keeps the child's protection.
    return (
        day.replace(year=day.year - years)
        if (day.month, day.day) != (2, 29)
        else date(day.year - years, 2, 28)
    )


@router.get("/cases/{reference}/best-interests", dependencies=[requires("best_interests.read")])
async def show_all(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await _show_all(request, db, reference)


async def _show_all(
    request: Request, db: Session, reference: str, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="best_interests")
    of_claim = {c.id: header.persons[c.person_id] for c in header.case.claims}
    minors = [
        (str(claim), person.name)
        for claim, person in of_claim.items()
        if people.age_on(person.birth_date, header.today) < ADULT
    ]
    procedures = await best.procedures_of(db, header.case.id)
    return page(
        request,
        db,
        "best_interests/list.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        procedures=[(p, of_claim[p.claim_id].name) for p in procedures],
        children=minors,
        kinds=words.kind_words(),
        reasons=words.reason_words(),
        states=words.state_words(),
        values=typed.values if typed else {"claim": minors[0][0] if len(minors) == 1 else ""},
        errors=field_errors(refusal) if refusal else {},
    )


@router.post("/cases/{reference}/best-interests", dependencies=[requires("best_interests.write")])
async def open_procedure(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            review_of = typed.text("review_of")
            made = await best.open_procedure(
                db,
                db.actor,
                await cases.case_id_of(db, reference),
                claim_id=chosen(typed.text("claim"), "claim", _("Elija de quién es.")),
                kind=typed.text("kind"),
                reason=typed.text("reason"),
                review_of=UUID(review_of) if review_of else None,
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show_all(request, db, reference, refusal, typed)
    return go(f"/best-interests/{made}")


@router.get("/best-interests/{best_interests_id}", dependencies=[requires("best_interests.read")])
async def show(request: Request, db: Db, best_interests_id: UUID) -> HTMLResponse:
    return await _show(request, db, best_interests_id)


async def _show(
    request: Request,
    db: Session,
    procedure_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    found = await best.best_interests(db, procedure_id)
    header = await case_header(request, db, await cases.reference_of(db, found.case_id), tab="best_interests")
    person = next(header.persons[c.person_id] for c in header.case.claims if c.id == found.claim_id)
    return page(
        request,
        db,
        "best_interests/procedure.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        procedure=found,
        person=person,
        kind=words.kind_words()[found.kind],
        reason=words.reason_words()[found.reason],
        state=words.state_words()[found.state],
        options=range(1, OPTIONS + 1),
        panel=range(1, PANEL + 1),
        writes=found.state == "draft",
        own=found.author_id == db.actor.user_id,
        values=typed.values if typed else _values(found.report),
        errors=field_errors(refusal) if refusal else {},
    )


def _values(report: best.Report) -> dict[str, Any]:
    given: dict[str, Any] = report.model_dump(mode="json", exclude={"options"})
    given["heard"] = "1" if report.heard else ""
    for n, option in enumerate(report.options, start=1):
        given |= {f"option-{n}-{name}": value for name, value in option.model_dump().items()}
    return given


def _report(typed: Typed) -> dict[str, Any]:
    parts = ("how_heard", "words", "family", "safety", "development", "sources", "recommendation")
    options = [
        {name: typed.text(f"option-{n}-{name}") for name in ("what", "in_favour", "against")}
        for n in range(1, OPTIONS + 1)
    ]
    return {
        **{name: typed.text(name) for name in parts},
        "heard": typed.ticked("heard"),
        "options": [option for option in options if any(option.values())],
    }


@router.post("/best-interests/{best_interests_id}", dependencies=[requires("best_interests.write")])
async def write(request: Request, db: Db, best_interests_id: UUID) -> Response:
    """Keep what is written, and hand it to who decides where that was asked for."""
    typed = await typed_of(request)

    async def act() -> None:
        version = await best.write(
            db, db.actor, best_interests_id, report=_report(typed), version=typed.version
        )
        if typed.text("then") == "submit":
            await best.submit(db, db.actor, best_interests_id, version=version)

    return await _done(request, db, best_interests_id, act, typed)


@router.post("/best-interests/{best_interests_id}/decision", dependencies=[requires("best_interests.write")])
async def determine(request: Request, db: Db, best_interests_id: UUID) -> Response:
    typed = await typed_of(request)

    async def act() -> None:
        await best.determine(
            db,
            db.actor,
            best_interests_id,
            chosen=typed.text("chosen"),
            reasons=typed.text("reasons"),
            dissent=typed.text("dissent"),
            panel=[
                best.Panelist(
                    name=typed.text(f"panel-{n}-name"),
                    body=typed.text(f"panel-{n}-body"),
                    undertaking_on=typed.day(f"panel-{n}-on"),
                )
                for n in range(1, PANEL + 1)
                if typed.text(f"panel-{n}-name")
            ],
            follow_up_on=typed.day("follow_up_on"),
            version=typed.version,
        )

    return await _done(request, db, best_interests_id, act, typed)


async def _done(
    request: Request, db: Session, procedure_id: UUID, act: Callable[[], Awaitable[None]], typed: Typed
) -> Response:
    try:
        async with db.attempt():
            await act()
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(request, db, procedure_id, refusal, typed)
    return go(f"/best-interests/{procedure_id}", said="saved")


def _place(given: str) -> tuple[datetime, UUID] | None:
    moment, _sep, key = given.partition("_")
    try:
        return (datetime.fromisoformat(moment.replace(" ", "+")), UUID(key)) if given else None
    except ValueError as error:
        raise Invalid.at(
            "after", "not_a_place", "Esa página ya no existe: empiece desde el principio."
        ) from error
