"""The pages of a batch: its list, how far it is, and each act on a page that names its consequence. The same for every kind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web import batch_shown
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, frame_for, go, page, refused_status
from app.web.rendering import fragment

batches = cases.batches
# What approving a list takes besides: a body of several has voted on it.
Approve = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shown:
    """How one kind of batch names itself: `home` is the page of its rules, `title` and `about` are of one batch."""

    home: str
    back: Callable[[], str]
    title: Callable[[procedure.Profile, cases.batches.BatchView], str]
    approval: Callable[[cases.batches.BatchView], list[str]]
    approving: Approve = batches.approve


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a batch: its address, who may, what the page says before, and what it does."""

    path: str
    permission: str
    words: Callable[[cases.batches.BatchView, Shown], dict[str, Any]]
    do: Callable[[Session, UUID, Typed], Awaitable[None]]


def _approve(approving: Approve) -> Callable[[Session, UUID, Typed], Awaitable[None]]:
    async def approve(db: Session, batch_id: UUID, typed: Typed) -> None:
        await approving(db, db.actor, batch_id, reasons=typed.text("reasons"), version=typed.version)

    return approve


async def _stop(db: Session, batch_id: UUID, typed: Typed) -> None:
    await batches.stop(db, db.actor, batch_id, reasons=typed.text("reasons"))


async def _resume(db: Session, batch_id: UUID, _typed: Typed) -> None:
    await batches.resume(db, db.actor, batch_id)


async def _discard(db: Session, batch_id: UUID, _typed: Typed) -> None:
    await batches.discard(db, db.actor, batch_id)


def _approval_words(view: cases.batches.BatchView, shown: Shown) -> dict[str, Any]:
    waiting = view.counts["waiting"]
    return {
        "title": _("Aprobar y aplicar"),
        "consequence": ngettext(
            "Se aplica, en su nombre, a %(n)s expediente.",
            "Se aplica, en su nombre, a %(n)s expedientes.",
            waiting,
        )
        % {"n": waiting},
        "points": shown.approval(view),
        "button": _("Aprobar y aplicar"),
        "reasons": _("Por qué: queda en cada expediente"),
    }


def _stop_words(_view: cases.batches.BatchView, _shown: Shown) -> dict[str, Any]:
    return {
        "title": _("Detener"),
        "consequence": _("Lo hecho queda hecho. Los demás expedientes esperan hasta que alguien siga."),
        "points": [],
        "button": _("Detener"),
        "reasons": _("Por qué se detiene"),
    }


def _resume_words(_view: cases.batches.BatchView, _shown: Shown) -> dict[str, Any]:
    return {
        "title": _("Seguir con lo que falta"),
        "consequence": _("Vale la aprobación que ya consta. Lo que no se pudo se vuelve a intentar."),
        "points": [],
        "button": _("Seguir"),
        "reasons": None,
    }


def _discard_words(_view: cases.batches.BatchView, _shown: Shown) -> dict[str, Any]:
    return {
        "title": _("Cerrar esta lista"),
        "consequence": _(
            "No se hace nada más con ella. Lo hecho queda hecho; después se puede preparar otra."
        ),
        "points": [],
        "button": _("Cerrar esta lista"),
        "reasons": None,
    }


def _acts_of(kind: cases.batches.Kind, shown: Shown) -> tuple[Act, ...]:
    return (
        Act("approval", kind.approves, _approval_words, _approve(shown.approving)),
        Act("stop", kind.reads, _stop_words, _stop),
        Act("resumption", kind.reads, _resume_words, _resume),
        Act("discard", kind.prepares, _discard_words, _discard),
    )


def pages_of(kind: cases.batches.Kind, shown: Shown) -> Router:
    """The pages of one kind of batch, below its home."""
    router = Router(prefix=f"{shown.home}/batches")

    @router.get("/{batch_id}", dependencies=[requires(kind.reads)])
    async def batch(
        request: Request, db: Db, batch_id: UUID, state: str = "", after: int = 0
    ) -> HTMLResponse:
        """The list: who is in it, who is not and why, and how far it is."""
        return await _list(request, db, kind, shown, batch_id, state=state, after=after)

    @router.get("/{batch_id}/progress", dependencies=[requires(kind.reads)])
    async def progress(request: Request, db: Db, batch_id: UUID) -> Response:
        """The bar alone, for a page that asks again by itself; without script, the page is loaded again."""
        if "HX-Request" not in request.headers:
            return go(f"{shown.home}/batches/{batch_id}")
        view = await batches.batch(db, kind.name, batch_id)
        request.state.frame = frame_for(db.actor, await procedure_in_force(db))
        context = {"progress": batch_shown.progress(view), "base": f"{shown.home}/batches/{batch_id}"}
        return HTMLResponse(fragment(request, "batches/batch.html", "progress_bar", **context))

    @router.get("/{batch_id}/removals/{reference}", dependencies=[requires(kind.reads)])
    async def ask_to_take_out(request: Request, db: Db, batch_id: UUID, reference: str) -> HTMLResponse:
        return await _ask_removal(request, db, kind, shown, batch_id, reference)

    @router.post("/{batch_id}/removals/{reference}", dependencies=[requires(kind.reads)])
    async def take_out(request: Request, db: Db, batch_id: UUID, reference: str) -> Response:
        typed = await typed_of(request)
        await batches.batch(db, kind.name, batch_id)
        case_id = await batches.case_in(db, batch_id, reference)
        try:
            async with db.attempt():
                await batches.take_out(db, db.actor, batch_id, case_id=case_id, reasons=typed.text("reasons"))
        except Refusal as refusal:
            return await _ask_removal(request, db, kind, shown, batch_id, reference, refusal, typed)
        return go(f"{shown.home}/batches/{batch_id}", said="done")

    for act in _acts_of(kind, shown):
        _route(router, kind, shown, act)
    return router


def _route(router: Router, kind: cases.batches.Kind, shown: Shown, act: Act) -> None:
    async def asks(request: Request, db: Db, batch_id: UUID) -> Response:
        return await _ask(request, db, kind, shown, batch_id, act)

    async def takes(request: Request, db: Db, batch_id: UUID) -> Response:
        typed = await typed_of(request)
        await batches.batch(db, kind.name, batch_id)
        try:
            async with db.attempt():
                await act.do(db, batch_id, typed)
        except Refusal as refusal:
            return await _ask(request, db, kind, shown, batch_id, act, refusal, typed)
        return go(f"{shown.home}/batches/{batch_id}", said="done")

    path, gate = f"/{{batch_id}}/{act.path}", [requires(act.permission)]
    router.add_api_route(path, asks, methods=["GET"], name=f"ask_{kind.name}_{act.path}", dependencies=gate)
    router.add_api_route(path, takes, methods=["POST"], name=f"{kind.name}_{act.path}", dependencies=gate)


async def _list(
    request: Request,
    db: Session,
    kind: cases.batches.Kind,
    shown: Shown,
    batch_id: UUID,
    *,
    state: str,
    after: int,
) -> HTMLResponse:
    view = await batches.batch(db, kind.name, batch_id)
    await audit.looked(db, "page.batch", str(batch_id), request_id=request.state.request_id)
    chosen = state if state in batches.STATES else None
    # Who runs the system sees how far a batch is, and nobody's case.
    listed = identity.may(db.actor, kind.lists)
    found = batches.BatchPage([], None)
    if listed:
        found = await batches.cases_of(db, batch_id, state=chosen, after=max(0, min(after, 2**31 - 1)))
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "batches/batch.html",
        view=view,
        kind=kind.name,
        home=shown.home,
        back=shown.back(),
        base=f"{shown.home}/batches/{batch_id}",
        title=shown.title(profile, view),
        progress=batch_shown.progress(view),
        acts=batch_shown.acts(view, db.actor),
        rows=batch_shown.rows(found.lines, profile, visible=await _visible(db, found.lines)),
        listed=listed,
        after=found.after,
        state=chosen,
        states=batch_shown.case_words(),
    )


async def _visible(db: Session, lines: list[cases.batches.BatchLine]) -> frozenset[str]:
    """Which of these cases the actor may open: a list shows a reference of others, and nothing more."""
    if not identity.may(db.actor, "case.read"):
        return frozenset()
    return await cases.visible_among(db, [line.reference for line in lines])


async def _ask(
    request: Request,
    db: Session,
    kind: cases.batches.Kind,
    shown: Shown,
    batch_id: UUID,
    act: Act,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await batches.batch(db, kind.name, batch_id)
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "batches/act.html",
        refused_status(refusal) if refusal else 200,
        home=shown.home,
        about=shown.title(profile, view),
        back=f"{shown.home}/batches/{batch_id}",
        version=view.version,
        step=act.words(view, shown),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _ask_removal(
    request: Request,
    db: Session,
    kind: cases.batches.Kind,
    shown: Shown,
    batch_id: UUID,
    reference: str,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await batches.batch(db, kind.name, batch_id)
    await batches.case_in(db, batch_id, reference)
    step = {
        "title": _("Sacar de la lista el expediente %(reference)s") % {"reference": reference},
        "consequence": _("Se tramita por separado, como siempre. Nada se decide contra nadie."),
        "points": [],
        "button": _("Sacar de la lista"),
        "reasons": _("Por qué"),
    }
    return page(
        request,
        db,
        "batches/act.html",
        refused_status(refusal) if refusal else 200,
        home=shown.home,
        about=shown.title(await procedure_in_force(db), view),
        back=f"{shown.home}/batches/{batch_id}",
        version=view.version,
        step=step,
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def lists_of(db: Session, kind: cases.batches.Kind, shown: Shown) -> list[dict[str, Any]]:
    """The batches of the actor's body or office, as the page of their rules lists them."""
    profile = await procedure_in_force(db)
    return [
        {
            "href": f"{shown.home}/batches/{view.id}",
            "title": shown.title(profile, view),
            "prepared_at": view.prepared_at,
            "preparer": view.preparer,
            "words": batch_shown.state_words()[view.state],
            "handled": view.handled,
            "to_do": view.to_do,
        }
        for view in await batches.batches(db, kind.name)
    ]
