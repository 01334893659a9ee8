"""The family of a case, also across files: what is on record, and one form for each thing that is written down."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.web import family_shown as shown
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.family_acts.act import Act, Found
from app.web.pages.family_acts.relations import RELATIONS
from app.web.pages.family_acts.reunification import REUNIFICATION
from app.web.pages.family_acts.tracing import TRACING
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}/family")
family = people.family


ACTS: Mapping[str, Act] = MappingProxyType({**RELATIONS, **TRACING, **REUNIFICATION})


@router.get("", dependencies=[requires("family.read")])
async def overview(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Relations and how they are proven, searches, and requests to bring the family."""
    header = await case_header(request, db, reference, tab="family")
    found = await _found(db, header)
    references = await people.biometrics.references_of(db, list(header.persons))
    return page(
        request,
        db,
        "family/family.html",
        header=header,
        relations=shown.relations_shown(header, found.relations),
        searches=shown.searches_shown(header, found.searches),
        reunifications=shown.reunifications_shown(header, found.reunifications),
        references=[(shown.name(header, r.person_id), r.system, r.identifier) for r in references],
        acts=[(n, act.title()) for n, act in ACTS.items() if identity.may(db.actor, act.permission)],
    )


@router.get("/{act}", dependencies=[requires("family.read")])
async def ask(request: Request, db: Db, reference: str, act: str, file: str = "") -> HTMLResponse:
    return await _ask(request, db, reference, act, file=file)


@router.post("/{act}", dependencies=[requires("family.read")])
async def take(request: Request, db: Db, reference: str, act: str) -> Response:
    typed = await typed_of(request)
    wanted = _act(act)
    header = await case_header(request, db, reference, tab="family")
    try:
        async with db.attempt():
            done = await wanted.do(db, typed, header.case.profile.today(db.now()))
    except Refusal as refusal:
        return await _ask(request, db, reference, act, file=typed.text("file"), refusal=refusal, typed=typed)
    if isinstance(done, people.family.Reached):
        return page(request, db, "family/reached.html", header=header, reached=done)
    return go(f"/cases/{reference}/family", said="saved")


def _act(act: str) -> Act:
    if act not in ACTS:
        raise NotFound
    return ACTS[act]


async def _ask(
    request: Request,
    db: Session,
    reference: str,
    act: str,
    *,
    file: str = "",
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    wanted = _act(act)
    identity.demand(db.actor, wanted.permission)
    header = await case_header(request, db, reference, tab="family")
    there = await family.people_of_file(db, file) if file else []
    if there:
        # Whoever types references one after the other reads who is in the files of other offices: it is in the record.
        await audit.looked(db, "family.other_file", file.strip().upper(), request_id=request.state.request_id)
    elsewhere = [(str(p.person_id), f"{p.name}, {p.birth_year}") for p in there]
    return page(
        request,
        db,
        "family/act.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        act=act,
        what=wanted.title(),
        lead=wanted.lead(),
        fields=wanted.fields(header, await _found(db, header), elsewhere),
        file=file,
        asks_for_a_file=act == "relate",
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _found(db: Session, header: CaseHeader) -> Found:
    ids = list(header.persons)
    return Found(
        await family.relations_of(db, ids),
        await family.searches_of(db, ids),
        await family.reunifications_of(db, ids),
    )
