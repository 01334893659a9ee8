"""Importing an existing caseload: maps, a file, every row looked at, and the start by a second person."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.web import import_shown as shown
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, frame_for, go, page, refused_status
from app.web.rendering import fragment

bulk = intake.bulk
router = Router(prefix="/imports")
GATE = [requires("import.prepare")]
ADMINISTRATOR = "administrator"


@router.get("", dependencies=GATE)
async def show_all(request: Request, db: Db) -> HTMLResponse:
    return await _home(request, db)


@router.post("", dependencies=GATE)
async def upload(request: Request, db: Db) -> Response:
    """Take a file in; the worker looks at every row."""
    typed = await typed_of(request)
    try:
        async with db.attempt():
            content, name = await _file(request, "file")
            map_id = await bulk.map_named(db, db.actor, typed.text("map"))
            import_id = await bulk.upload(db, db.actor, file_name=name, content=content, map_id=map_id)
            await audit.looked(db, "import.upload", str(import_id), request_id=request.state.request_id)
    except Refusal as refusal:
        return await _home(request, db, refusal, typed.values)
    return go(f"/imports/{import_id}")


@router.post("/maps", dependencies=GATE)
async def upload_map(request: Request, db: Db) -> Response:
    """Keep a column map."""
    try:
        async with db.attempt():
            content, _name = await _file(request, "map_file", most=bulk.LONGEST_MAP)
            await bulk.keep_map(db, db.actor, _decoded(content))
    except Refusal as refusal:
        return await _home(request, db, refusal)
    return go("/imports", said="saved")


@router.get("/maps/{name}/{version}.toml", dependencies=GATE)
async def download_map(db: Db, name: str, version: str) -> Response:
    """The map as it was uploaded."""
    return Response(
        await bulk.map_text(db, name, version),
        media_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plantilla.toml"'},
    )


@router.get("/{import_id}", dependencies=GATE)
async def show(
    request: Request, db: Db, import_id: UUID, state: str = "", warned: str = "", after: int = 0
) -> HTMLResponse:
    view = await bulk.one(db, import_id)
    await audit.looked(db, "page.import", str(import_id), request_id=request.state.request_id)
    chosen = state if state in bulk.STATES else None
    after = max(0, min(after, 2**31 - 1))
    found = await bulk.rows_of(db, import_id, state=chosen, warned=bool(warned), after=after)
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "imports/import.html",
        view=view,
        base=f"/imports/{import_id}",
        said=shown.said_words(view),
        problem=shown.problem_words(view),
        progress=shown.progress(view),
        acts=shown.acts(view, db.actor),
        rows=shown.rows(found, profile, cells=_sees_cells(db, view)),
        after=found.after,
        state=chosen,
        warned=bool(warned),
        states={name: words for name, words in shown.row_words().items() if view.counts[name]},
        opens_cases=db.actor.role != ADMINISTRATOR,
    )


@router.get("/{import_id}/progress", dependencies=GATE)
async def progress(request: Request, db: Db, import_id: UUID) -> Response:
    """The bar alone; without script, the page is loaded again."""
    if "HX-Request" not in request.headers:
        return go(f"/imports/{import_id}")
    view = await bulk.one(db, import_id)
    request.state.frame = frame_for(db.actor, await procedure_in_force(db))
    context = {"progress": shown.progress(view), "base": f"/imports/{import_id}"}
    return HTMLResponse(fragment(request, "imports/import.html", "progress_bar", **context))


@router.get("/{import_id}/report.csv", dependencies=GATE)
async def report(request: Request, db: Db, import_id: UUID) -> Response:
    """Every row of the file, with each thing to say of it."""
    view = await bulk.one(db, import_id)
    await audit.looked(db, "import.report", str(import_id), request_id=request.state.request_id)
    profile, cells = await procedure_in_force(db), _sees_cells(db, view)
    lines = [shown.report_head()]
    lines += [shown.report_lines(row, profile, cells=cells) async for row in bulk.all_rows(db, import_id)]
    return Response(
        "\ufeff" + "".join(lines),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="informe.csv"'},
    )


@router.get("/{import_id}/rows/{number}", dependencies=GATE)
async def ask_difference(request: Request, db: Db, import_id: UUID, number: int) -> HTMLResponse:
    return await _ask(request, db, import_id, _difference_words(number))


@router.post("/{import_id}/rows/{number}", dependencies=GATE)
async def decide_difference(request: Request, db: Db, import_id: UUID, number: int) -> Response:
    typed = await typed_of(request)
    await bulk.one(db, import_id)
    try:
        async with db.attempt():
            await bulk.keep_difference(db, db.actor, import_id, number, reasons=typed.text("reasons"))
    except Refusal as refusal:
        return await _ask(request, db, import_id, _difference_words(number), refusal, typed)
    return go(f"/imports/{import_id}?state=changed", said="done")


Do = Callable[[Session, UUID, Typed], Awaitable[None]]


async def _start(db: Session, import_id: UUID, typed: Typed) -> None:
    await bulk.start(db, db.actor, import_id, reasons=typed.text("reasons"), version=typed.version)


async def _stop(db: Session, import_id: UUID, _typed: Typed) -> None:
    await bulk.stop(db, db.actor, import_id)


async def _discard(db: Session, import_id: UUID, _typed: Typed) -> None:
    await bulk.discard(db, db.actor, import_id)


def _start_words(view: bulk.ImportView) -> dict[str, Any]:
    return {
        "title": _("Importar"),
        "consequence": _("Se escriben, en su nombre, %(n)s filas. No se deshace.")
        % {"n": view.counts["ready"]},
        "points": [
            _("Cada grupo entra completo o no entra."),
            _("Nada se decide, no se emite ningún documento y no sale ningún aviso."),
            _(
                "Los plazos corren desde las fechas que constan; donde falta una, el expediente queda por completar."
            ),
        ],
        "button": _("Importar"),
        "reasons": _("Por qué: queda en el registro de la importación"),
    }


def _stop_words(_view: bulk.ImportView) -> dict[str, Any]:
    return {
        "title": _("Detener"),
        "consequence": _("Lo importado queda importado. Lo demás espera hasta que alguien siga."),
        "points": [],
        "button": _("Detener"),
        "reasons": None,
    }


def _discard_words(_view: bulk.ImportView) -> dict[str, Any]:
    return {
        "title": _("Cerrar esta importación"),
        "consequence": _("Se borra lo que decían sus filas. Lo importado queda como está."),
        "points": [],
        "button": _("Cerrar esta importación"),
        "reasons": None,
    }


def _difference_words(number: int) -> Callable[[bulk.ImportView], dict[str, Any]]:
    return lambda _view: {
        "title": _("Dejar resuelta la diferencia de la fila %(row)s") % {"row": number},
        "consequence": _("El expediente no cambia. Si algo hay que corregir en él, se corrige en su página."),
        "points": [],
        "button": _("Dejar resuelta"),
        "reasons": _("Qué se decidió y por qué"),
    }


def _route(path: str, permission: str, words: Callable[[bulk.ImportView], dict[str, Any]], do: Do) -> None:
    async def asks(request: Request, db: Db, import_id: UUID) -> Response:
        return await _ask(request, db, import_id, words)

    async def takes(request: Request, db: Db, import_id: UUID) -> Response:
        typed = await typed_of(request)
        await bulk.one(db, import_id)
        try:
            async with db.attempt():
                await do(db, import_id, typed)
                await audit.looked(db, f"import.{path}", str(import_id), request_id=request.state.request_id)
        except Refusal as refusal:
            return await _ask(request, db, import_id, words, refusal, typed)
        return go(f"/imports/{import_id}", said="done")

    gate = [requires(permission)]
    router.add_api_route(
        f"/{{import_id}}/{path}", asks, methods=["GET"], name=f"ask_import_{path}", dependencies=gate
    )
    router.add_api_route(
        f"/{{import_id}}/{path}", takes, methods=["POST"], name=f"import_{path}", dependencies=gate
    )


_route("start", "import.start", _start_words, _start)
_route("stop", "import.prepare", _stop_words, _stop)
_route("discard", "import.prepare", _discard_words, _discard)


async def _ask(
    request: Request,
    db: Session,
    import_id: UUID,
    words: Callable[[bulk.ImportView], dict[str, Any]],
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await bulk.one(db, import_id)
    return page(
        request,
        db,
        "batches/act.html",
        refused_status(refusal) if refusal else 200,
        home="/imports",
        about=view.file_name,
        back=f"/imports/{import_id}",
        version=view.version,
        step=words(view),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _home(
    request: Request, db: Session, refusal: Refusal | None = None, values: Mapping[str, Any] | None = None
) -> HTMLResponse:
    english = language() == "en"
    maps = await bulk.maps(db)
    return page(
        request,
        db,
        "imports/imports.html",
        refused_status(refusal) if refusal else 200,
        maps=[
            {
                "name": m.name,
                "version": m.version,
                "label": m.label_en if english else m.label_es,
                "by": m.uploaded_by,
                "at": m.uploaded_at,
                "href": f"/imports/maps/{m.name}/{m.version}.toml",
            }
            for m in maps
        ],
        imports=[
            {"view": view, "words": shown.state_words()[view.state], "href": f"/imports/{view.id}"}
            for view in await bulk.imports(db)
        ],
        limit=bulk.LARGEST_FILE // (1024 * 1024),
        values=values or {},
        errors=field_errors(refusal) if refusal else {},
    )


def _sees_cells(db: Session, view: bulk.ImportView) -> bool:
    """What stands in a cell is for the office whose file it is. Others see rules and rows, and nobody's data (domain.md, "Roles")."""
    return db.actor.role != ADMINISTRATOR and view.scope == bulk.scope_of(db.actor)


async def _file(request: Request, name: str, *, most: int = bulk.LARGEST_FILE) -> tuple[bytes, str]:
    chosen = (await request.form()).get(name)
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        raise Invalid.at(name, "required", "Elija un archivo.")
    return await chosen.read(most + 1), chosen.filename


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Invalid.at("map_file", "not_utf8", "La plantilla no está en UTF-8.") from fault
