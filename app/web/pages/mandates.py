"""Who represents in a case: the mandates there are and were, recording one, ending one, passing the own one on."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.web import mandate_words as words
from app.web.i18n import gettext as _
from app.web.pages.case_header import case_header
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}/representation")


@router.get("", dependencies=[requires("representation.read")])
async def show(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await show_mandates(request, db, reference)


async def show_mandates(
    request: Request,
    db: Session,
    reference: str,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    *,
    ending: UUID | None = None,
    at: Mapping[str, str] = MappingProxyType({}),
) -> HTMLResponse:
    """The page, with why what was asked on it was refused: of `ending` a mandate, at that mandate; `at` names the field where the
    refusal's own has another name on the page."""
    header = await case_header(request, db, reference, tab="representation")
    mandates = await cases.representatives_of(db, header.case.id, ended=True)
    known = await identity.colleagues(db, "legal_representative")
    held = {m.user_id for m in mandates if m.until is None}
    own = next((m for m in mandates if m.until is None and m.user_id == db.actor.user_id), None)
    of_claim = {c.id: header.persons[c.person_id] for c in header.case.claims}
    return page(
        request,
        db,
        "cases/representation.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        mandates=[words.mandate(m, of_claim, db.actor) for m in mandates],
        own=own,
        colleagues=[(str(c.user_id), c.name) for c in known if c.user_id not in held],
        claims=[(str(claim), _named(person)) for claim, person in of_claim.items()],
        powers=list(words.power_words().items()),
        endings=list(words.ending_words(db.actor.role).items()),
        values=typed.values if typed and not ending else {"powers": list(cases.GENERAL)},
        ended=typed.values if typed and ending else {},
        ending=ending,
        errors={at.get(name, name): said for name, said in field_errors(refusal).items()} if refusal else {},
    )


def _named(person: people.Profile) -> str:
    return person.name


@router.post("", dependencies=[requires("case.represent")])
async def record(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await cases.record_representation(
                db,
                db.actor,
                await cases.case_id_of(db, reference),
                user_id=chosen(typed.text("representative"), "representative", _("Elija quién representa.")),
                mandate=typed.text("mandate"),
                powers=[power for power in typed.many("powers") if power],
                claims=[
                    chosen(claim, "claims", _("Marque personas de este expediente."))
                    for claim in typed.many("claims")
                    if claim
                ],
                valid_until=typed.day("valid_until"),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_mandates(request, db, reference, refusal, typed)
    return go(f"/cases/{reference}/representation", said="saved")


@router.post("/substitute", dependencies=[requires("representation.substitute")])
async def substitute(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await cases.name_substitute(
                db,
                db.actor,
                await cases.case_id_of(db, reference),
                user_id=chosen(typed.text("substitute"), "substitute", _("Elija quién sustituye.")),
                valid_until=typed.day("valid_until"),
                reasons=typed.text("reasons"),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_mandates(request, db, reference, refusal, typed)
    return go(f"/cases/{reference}/representation", said="saved")


@router.post("/{mandate_id}/end", dependencies=[requires("representation.end")])
async def end(request: Request, db: Db, reference: str, mandate_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            await cases.end_representation(
                db,
                db.actor,
                await cases.case_id_of(db, reference),
                mandate_id,
                why=typed.text("why"),
                words=typed.text("words"),
                version=typed.version,
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return await show_mandates(request, db, reference, refusal, typed, ending=mandate_id)
    # Who ended the own mandate sees the case no more.
    own = db.actor.role == "legal_representative"
    return go("/" if own else f"/cases/{reference}/representation", said="mandate_ended")
