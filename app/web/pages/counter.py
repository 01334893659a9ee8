"""The counter: who has come, what ends soon, what is printed and handed over."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Forbidden, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web.i18n import gettext as _
from app.web.pages import document_words as words
from app.web.pages.case_step import chosen
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.counter import search
from app.workflows.print_batch import print_batch_paper, print_copy_paper

router = Router(prefix="/documents")
SHOWN = 25
# Lists of papers that can be printed together.
PRINTED_TOGETHER = ("waiting", "requested", "expiring", "unprinted", "undelivered")


@router.get("", dependencies=[requires("counter.read")])
async def counter(
    request: Request,
    db: Db,
    show: str = "waiting",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=90)] = "",
    came: Annotated[int, Query(ge=0, lt=100_000)] = 0,
) -> HTMLResponse:
    """One list at a time, and whoever was searched for. `came`: the number just given, to be told to whoever waits."""
    return await _counter(request, db, show=show, q=q, after=after, came=came)


async def _counter(
    request: Request,
    db: Session,
    *,
    show: str,
    q: str = "",
    after: str = "",
    came: int = 0,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    if db.actor.office_id is None:
        raise Forbidden
    profile = await procedure_in_force(db)
    today = profile.today(db.now())
    which = show if show in documents.LISTS else "waiting"
    found = await search(db, q) if q.strip() else []
    if q.strip():
        # Whose papers came up, never what was typed: that is a name, and the record has none.
        for subject in dict.fromkeys(line.reference for line in found) or ["–"]:
            await audit.looked(db, "page.counter", subject)
    lines = await documents.queue(
        db, db.actor.office_id, which, today=today, after=after or None, limit=SHOWN
    )
    called = await documents.called_by(db, db.actor.user_id)
    counts = await documents.counts(db, db.actor.office_id, today=today)
    return page(
        request,
        db,
        "documents/counter.html",
        status,
        errors=errors or {},
        show=which,
        q=q,
        found=[_row(line, db, profile) for line in found],
        rows=[_row(line, db, profile) for line in lines.rows],
        next_after=lines.after,
        called=[_row(line, db, profile) for line in called],
        came=came,
        lists=_lists(counts, which),
        soon=counts.soon,
        wants=words.options(words.wants_words()),
        forms=words.options(words.form_words()),
        works=identity.may(db.actor, "counter.work"),
        prints=identity.may(db.actor, "counter.work") and which in PRINTED_TOGETHER,
        batches=await documents.batches_of(db, db.actor.office_id),
        form_words=words.form_words(),
    )


def _lists(counts: documents.Counts, show: str) -> list[dict[str, Any]]:
    return [
        {
            "count": getattr(counts, name),
            "label": label,
            "href": f"/documents?show={name}",
            "current": name == show,
        }
        for name, label in words.list_words().items()
    ]


def _row(line: documents.Line, db: Session, profile: Any) -> dict[str, Any]:
    today = profile.today(db.now())
    return {
        "line": line,
        "href": f"/cases/{line.reference}/documents",
        "number": documents.shown(profile, line.number) if line.number else "",
        "term": words.term_words(line),
        "status": words.status_words(line.status, line.valid_until, today)
        if line.status and line.valid_until
        else None,
        "photo": words.photo_words(line.photo_at, db.now()),
        "wants": words.wants_words().get(line.wants or "", ""),
        "days": (line.valid_until - today).days if line.valid_until else None,
    }


@router.post("/visits", dependencies=[requires("counter.work")])
async def check_in(request: Request, db: Db) -> Response:
    """Somebody has come."""
    typed = await typed_of(request)

    async def act() -> str:
        claim = chosen(typed.text("claim"), "claim", _("Elija a quién."))
        number = await documents.check_in(db, db.actor, claim_id=claim, wants=typed.text("wants"))
        return f"/documents?came={number}"

    return await _do(request, db, act, q=typed.text("q"), said=None)


@router.post("/next", dependencies=[requires("counter.work")])
async def call_next(request: Request, db: Db) -> Response:
    """Call whoever has waited longest."""

    async def act() -> str:
        await documents.call_next(db, db.actor)
        return "/documents"

    return await _do(request, db, act)


@router.post("/visits/{visit_id}/{what}", dependencies=[requires("counter.work")])
async def visit(request: Request, db: Db, visit_id: UUID, what: str) -> Response:
    """Call this person, or say that they are done (`done`) or gone (`left`)."""

    async def act() -> str:
        if what == "call":
            await documents.call(db, db.actor, visit_id)
        else:
            await documents.end_visit(db, db.actor, visit_id, came=what == "done")
        return "/documents"

    return await _do(request, db, act)


@router.post("/batches", dependencies=[requires("counter.work")])
async def print_together(request: Request, db: Db) -> Response:
    """One PDF of what was marked."""
    typed = await typed_of(request)

    async def act() -> str:
        marked = [UUID(one) for one in typed.many("documents") if one]
        form = typed.text("form") if typed.text("form") in documents.FORMS else "a4"
        made = await documents.print_batch(db, db.actor, marked, form=form, printer=typed.text("printer"))
        return f"/documents/batches/{made}"

    return await _do(request, db, act, show=typed.text("show"))


@router.get("/batches/{print_batch_id}.pdf", dependencies=[requires("counter.work")])
async def batch_paper(request: Request, db: Db, print_batch_id: UUID) -> Response:
    return await handed_over(request, db, await print_batch_paper(db, print_batch_id), "document")


@router.get("/batches/{print_batch_id}", dependencies=[requires("counter.work")])
async def batch(request: Request, db: Db, print_batch_id: UUID) -> HTMLResponse:
    """How far a batch has come, and the way on after a jam."""
    return await _batch(request, db, print_batch_id)


async def _batch(
    request: Request, db: Session, batch_id: UUID, *, status: int = 200, errors: dict[str, str] | None = None
) -> HTMLResponse:
    found = await documents.batch_of(db, batch_id)
    placed = await documents.placed_in(db, batch_id)
    papers = await documents.printable_many(db, [copy.document_id for copy in placed])
    profile = await procedure_in_force(db)
    rows = [
        {
            "position": copy.position,
            "number": documents.shown(profile, papers[copy.document_id].document.number),
            "name": f"{papers[copy.document_id].given_names} {papers[copy.document_id].family_names}".strip(),
            "reference": papers[copy.document_id].reference,
            "nth": copy.copy,
            "done": copy.position <= found.printed_until,
        }
        for copy in placed
        if copy.document_id in papers
    ]
    return page(
        request,
        db,
        "documents/batch.html",
        status,
        batch=found,
        rows=rows,
        form=words.form_words()[found.form],
        errors=errors or {},
    )


@router.post("/batches/{print_batch_id}/{what}", dependencies=[requires("counter.work")])
async def batch_act(request: Request, db: Db, print_batch_id: UUID, what: str) -> Response:
    """The paper jammed from a position on (`jam`), or everything came out well (`end`)."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if what == "jam":
                given = typed.text("position")
                position = int(given) if given.isdecimal() and len(given) < 5 else 0
                await documents.go_on_from(
                    db, db.actor, print_batch_id, position=position, version=typed.version
                )
            else:
                await documents.finish(db, db.actor, print_batch_id, version=typed.version)
    except Refusal as refusal:
        return await _batch(
            request, db, print_batch_id, status=refused_status(refusal), errors=field_errors(refusal)
        )
    return go(f"/documents/batches/{print_batch_id}", said="done")


@router.get("/prints/{print_id}.pdf", dependencies=[requires("document.print")])
async def copy_paper(request: Request, db: Db, print_id: UUID) -> Response:
    return await handed_over(request, db, await print_copy_paper(db, print_id), "document")


async def _do(
    request: Request, db: Session, act: Any, *, show: str = "waiting", q: str = "", said: str | None = "done"
) -> Response:
    try:
        async with db.attempt():
            address = await act()
    except Refusal as refusal:
        return await _counter(
            request, db, show=show, q=q, status=refused_status(refusal), errors=field_errors(refusal)
        )
    return go(address, said=said)
