"""Possible duplicates: the list, both sides of one, the answers of two people, the merge and its undoing."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.web import pair_shown as shown
from app.web.i18n import gettext as _
from app.web.match_words import search_in_words
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import role_name
from app.workflows.merge_persons import merge_persons, undo_merge

router = Router(prefix="/duplicates")
pairs = people.pairs
SHOWN = 50


@router.get("", dependencies=[requires("pair.read")])
async def list_pairs(
    request: Request,
    db: Db,
    state: Annotated[str, Query(max_length=20)] = "waiting",
    place: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The pairs that wait for an answer, those that resemble most first."""
    profile = await procedure_in_force(db)
    found = await pairs.pairs(db, state=state, place=place, today=profile.today(db.now()), limit=SHOWN)
    return page(
        request,
        db,
        "duplicates/list.html",
        rows=[_row(row) for row in found],
        filters=await _filters(db, state, place),
        search=search_in_words(await people.last_search(db)),
    )


@router.post("/search", dependencies=[requires("pair.search")])
async def search(db: Db) -> Response:
    """Have everybody looked through for who is registered twice."""
    await people.ask_search(db, db.actor)
    return go("/duplicates")


async def _filters(db: Session, state: str, place: str) -> list[dict[str, Any]]:
    places = [*(o.name for o in await identity.offices(db)), *(p.name for p in await identity.posts(db))]
    states = [
        ("waiting", _("por mirar")),
        *((s, shown.state_words(s)) for s in pairs.STATES if s != "judged"),
    ]
    return [
        {"name": "state", "label": _("Estado"), "options": states, "value": state},
        {
            "name": "place",
            "label": _("Lugar"),
            "options": [("", _("Todos")), *((p, p) for p in dict.fromkeys(places))],
            "value": place,
        },
    ]


def _row(row: people.pairs.PairRow) -> list[Any]:
    a, b = row.sides
    places = {case["office"] for side in row.sides for case in side["cases"]}
    reasons = shown.reasons_shown(row.reasons)
    return [
        {
            "text": f"{shown.name_of(a)} / {shown.name_of(b)}",
            "href": f"/duplicates/{row.id}",
            "sub": " / ".join(shown.born(side["birth_date"], side["birth_precision"]) for side in row.sides),
        },
        f"{round(row.score * 100)} %",
        "; ".join(r["text"] for r in reasons[:3]),
        ", ".join(sorted(places)) or "–",
        shown.state_words(row.state),
    ]


@router.get("/{pair_id}", dependencies=[requires("pair.read")])
async def one_pair(request: Request, db: Db, pair_id: UUID) -> HTMLResponse:
    """Both records side by side. The look is recorded for every file that is behind them."""
    return await _pair(request, db, pair_id)


@router.get("/{pair_id}/{side}.jpg", dependencies=[requires("pair.read")])
async def photo(db: Db, pair_id: UUID, side: str) -> Response:
    """The photograph of one side. That it was looked at is on record with the page."""
    found = await pairs.photo_of_side(db, pair_id, side)
    if found is None:
        raise NotFound
    return Response(found, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@router.post("/{pair_id}/judgement", dependencies=[requires("pair.read")])
async def judge(request: Request, db: Db, pair_id: UUID) -> Response:
    typed = await typed_of(request)
    profile = await procedure_in_force(db)
    try:
        async with db.attempt():
            await pairs.judge(
                db,
                db.actor,
                pair_id,
                verdict=typed.text("verdict"),
                reasons=typed.text("reasons"),
                missing=typed.text("missing"),
                back_on=typed.day("back_on"),
                today=profile.today(db.now()),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _pair(request, db, pair_id, refusal, typed)
    return go(f"/duplicates/{pair_id}", said="saved")


@router.get("/{pair_id}/merge", dependencies=[requires("pair.merge")])
async def ask_merge(request: Request, db: Db, pair_id: UUID) -> HTMLResponse:
    return await _merge(request, db, pair_id)


@router.post("/{pair_id}/merge", dependencies=[requires("pair.merge")])
async def merge(request: Request, db: Db, pair_id: UUID) -> Response:
    typed = await typed_of(request)
    view = await _view(db, pair_id)
    try:
        async with db.attempt():
            side = typed.text("survivor")
            if side not in ("a", "b"):
                raise Invalid.at("survivor", "required", "Elija cuál de los dos registros queda.")
            a, b = view.row.sides
            await merge_persons(
                db,
                db.actor,
                pair_id,
                survivor=(a if side == "a" else b)["person_id"],
                picks=_picks(typed, side),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _merge(request, db, pair_id, refusal, typed)
    return go(f"/duplicates/{pair_id}", said="done")


def _picks(typed: Typed, survivor: str) -> dict[str, str]:
    given = {field: typed.text(f"pick-{field}") for field in pairs.FIELDS}
    return {
        f: "survivor" if side == survivor else "merged" for f, side in given.items() if side in ("a", "b")
    }


@router.post("/{pair_id}/undo-request", dependencies=[requires("pair.ask_undo")])
async def ask_undo(request: Request, db: Db, pair_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await pairs.ask_undo(db, db.actor, pair_id, reasons=typed.text("reasons"))
    except Refusal as refusal:
        return await _pair(request, db, pair_id, refusal, typed)
    return go(f"/duplicates/{pair_id}", said="saved")


@router.post("/{pair_id}/undo", dependencies=[requires("pair.undo")])
async def undo(request: Request, db: Db, pair_id: UUID) -> Response:
    try:
        async with db.attempt():
            await undo_merge(db, db.actor, pair_id)
    except Refusal as refusal:
        return await _pair(request, db, pair_id, refusal)
    return go(f"/duplicates/{pair_id}", said="done")


async def _view(db: Session, pair_id: UUID) -> people.pairs.PairView:
    profile = await procedure_in_force(db)
    return await pairs.pair(db, pair_id, today=profile.today(db.now()))


async def _looked(request: Request, db: Session, view: people.pairs.PairView) -> None:
    files = {UUID(case["case_id"]) for side in view.row.sides for case in side["cases"]}
    for case_id in sorted(files):
        await audit.looked(
            db,
            "page.pair",
            str(view.row.id),
            case_id=case_id,
            request_id=getattr(request.state, "request_id", None),
        )


async def _pair(
    request: Request,
    db: Session,
    pair_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await _view(db, pair_id)
    await _looked(request, db, view)
    profile = await procedure_in_force(db)
    last = view.merges[0] if view.merges else None
    return page(
        request,
        db,
        "duplicates/pair.html",
        refused_status(refusal) if refusal else 200,
        pair=view.row,
        names=[shown.name_of(side) for side in view.row.sides],
        photos=await pairs.photos_of_pair(db, pair_id),
        sealed=any(side["sealed"] for side in view.row.sides),
        lines=shown.compared(view.row.sides, profile),
        reasons=shown.reasons_shown(view.row.reasons),
        state=shown.state_words(view.row.state),
        answers=[_answer(j) for j in view.judgements],
        looks_next=shown.look_words(view.next) if view.next else None,
        cannot=_why_not(db, view),
        verdicts=[(v, shown.verdict_words(v)) for v in pairs.VERDICTS],
        merge=last,
        undo_mine=bool(last and last.undo_asked_by == db.actor.user_id),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


def _why_not(db: Session, view: people.pairs.PairView) -> str | None:
    """Why this person does not take the next look; `None` where they may."""
    if view.next is None:
        return None
    if view.has_looked(db.actor.user_id) and view.row.state != "undecided":
        return _("Usted ya respondió: la siguiente mirada es de otra persona.")
    if view.next == "first" and not identity.may(db.actor, "pair.judge"):
        return _("La primera mirada es de registro o de elegibilidad.")
    if view.next != "first" and not identity.may(db.actor, "pair.confirm"):
        return _("La segunda y la tercera mirada son de la supervisión.")
    return None


def _answer(given: people.pairs.Judgement) -> dict[str, Any]:
    return {
        "title": f"{shown.look_words(given.look)}: {shown.verdict_words(given.verdict)}",
        "at": given.at,
        "who": f"{given.name}, {role_name(given.role).lower()}",
        "text": " · ".join(part for part in (given.reasons, given.missing) if part),
        "warning": False,
    }


async def _merge(
    request: Request,
    db: Session,
    pair_id: UUID,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await _view(db, pair_id)
    if view.row.state != "same":
        return await _pair(request, db, pair_id, refusal or pairs.NotConfirmed())
    await _looked(request, db, view)
    return page(
        request,
        db,
        "duplicates/merge.html",
        refused_status(refusal) if refusal else 200,
        pair=view.row,
        points=_points(view.row.sides),
        sides=_sides(view.row.sides),
        fields=shown.fields_to_choose(view.row.sides),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


def _sides(sides: Sequence[shown.Side]) -> list[tuple[str, str]]:
    return [
        (name, f"{shown.name_of(side)} · {', '.join(case['reference'] for case in side['cases']) or '–'}")
        for name, side in zip("ab", sides, strict=True)
    ]


def _points(sides: Sequence[shown.Side]) -> list[str]:
    """What will follow, said before anything is done."""
    a, b = ({case["case_id"] for case in side["cases"]} for side in sides)
    points = [
        _(
            "Nada se pierde: los otros nombres quedan como otros nombres; documentos, necesidades y citas pasan a un solo registro."
        ),
        _("Cada expediente lo deja escrito y nombra al otro."),
        _("El número de documento que queda es el último que se dio."),
    ]
    if a & b:
        points.append(
            _(
                "Las dos están en un mismo expediente: la solicitud repetida se cierra y su documento deja de valer."
            )
        )
    if a ^ b:
        points.append(
            _(
                "Quedan dos solicitudes en dos expedientes, marcadas: aquí no se cierra ninguna. Puede desistirse de una, por escrito."
            )
        )
    points.append(_("Se puede deshacer: una persona lo pide y otra lo hace."))
    return points
