"""Imports of existing caseloads: maps, files, every row, and the start by a second person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db
from app.edge.uploads import refuse_malware
from app.intake import public as intake

bulk = intake.bulk
router = Router(prefix="/imports", tags=["imports"], responses=PROBLEMS)
GATE = [requires("import.prepare")]


class MapBody(Body):
    """`content` is the TOML text."""

    content: Annotated[str, StringConstraints(strip_whitespace=False, max_length=bulk.LONGEST_MAP)]


class ReasonsBody(Body):
    reasons: Annotated[str, Field(max_length=20_000)]


class MapAnswer(BaseModel):
    """`uploaded_by` is null for a map that comes with the product."""

    name: str
    version: str
    label_es: str
    label_en: str
    uploaded_by: str | None
    uploaded_at: datetime | None


class ImportAnswer(BaseModel):
    """`state`: reading (every row is looked at), unreadable, checked, running, stopped, done, discarded. `counts` by the state of a
    row: ready, broken, changed (a difference to decide), kept (decided), unchanged, done, refused. `to_do` rows, `handled` of them."""

    id: UUID
    source: str
    map_name: str
    map_version: str
    file_name: str
    said: dict[str, Any]
    state: str
    rows: int
    households: int
    looked_at: int
    prepared_by: UUID
    prepared_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    reasons: str | None
    problem: dict[str, Any]
    finished_at: datetime | None
    counts: dict[str, int]
    warned: int
    to_do: int
    handled: int
    version: int


class ProblemAnswer(BaseModel):
    """`severity`: error, warning or difference; `cell` what stands there, empty for who may see no case content."""

    severity: str
    column: str
    rule: str
    message: str
    cell: str


class RowAnswer(BaseModel):
    """A row of the file, without a name. `reference`: the case that it became."""

    number: int
    key: str
    household: int
    state: str
    becomes: dict[str, Any]
    problems: list[ProblemAnswer]
    reference: str | None


class RowsAnswer(BaseModel):
    """`after` continues the list, or is null at its end."""

    rows: list[RowAnswer]
    after: int | None


class RowsQuery(BaseModel):
    state: Literal["ready", "broken", "changed", "kept", "unchanged", "done", "refused"] | None = None
    warned: bool = False
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0
    limit: Annotated[int, Query(ge=1, le=500)] = 50


class UploadQuery(BaseModel):
    """`map` names a column map; `name` is the file's, for people."""

    map: Annotated[str, Query(max_length=60)]
    name: Annotated[str, Query(max_length=200)] = "archivo"


@router.get("/maps", dependencies=GATE)
async def read_maps(db: Db) -> list[MapAnswer]:
    """The column maps that can be chosen."""
    return [MapAnswer.model_validate(view, from_attributes=True) for view in await bulk.maps(db)]


@router.post("/maps", status_code=201, dependencies=GATE)
async def keep_map(db: Db, body: MapBody) -> MapAnswer:
    """Keep a column map; the same text again is the same map. Faults are answered at their place."""
    await bulk.keep_map(db, db.actor, body.content)
    mapping = bulk.read_map(body.content)
    found = next(v for v in await bulk.maps(db) if (v.name, v.version) == (mapping.name, mapping.version))
    return MapAnswer.model_validate(found, from_attributes=True)


@router.get("", dependencies=GATE)
async def read_imports(db: Db) -> list[ImportAnswer]:
    """The latest first."""
    return [ImportAnswer.model_validate(view, from_attributes=True) for view in await bulk.imports(db)]


@router.post("", status_code=201, dependencies=GATE)
async def upload(
    request: Request, response: Response, db: Db, query: Annotated[UploadQuery, Query()]
) -> ImportAnswer:
    """Send a file as the body (XLSX or CSV): it is looked at row by row. The same file again is the same import."""
    map_id = await bulk.map_named(db, db.actor, query.map)
    content = await request.body()
    await refuse_malware(request, db, content)
    import_id = await bulk.upload(db, db.actor, file_name=query.name, content=content, map_id=map_id)
    response.headers["Location"] = f"/api/v1/imports/{import_id}"
    return await _answer(request, response, db, import_id)


@router.get("/{import_id}", dependencies=GATE)
async def read_import(request: Request, response: Response, db: Db, import_id: UUID) -> ImportAnswer:
    """One import with its figures: how far it is."""
    return await _answer(request, response, db, import_id)


@router.get("/{import_id}/rows", dependencies=GATE)
async def read_rows(
    request: Request, db: Db, import_id: UUID, query: Annotated[RowsQuery, Query()]
) -> RowsAnswer:
    """Every row: what it becomes, what is wrong with it, what became of it. In pages."""
    view = await bulk.one(db, import_id)
    await audit.looked(db, "import.rows", str(import_id), request_id=request.state.request_id)
    found = await bulk.rows_of(
        db, import_id, state=query.state, warned=query.warned, after=query.after, limit=query.limit
    )
    cells = db.actor.role != "administrator" and view.scope == bulk.scope_of(db.actor)
    return RowsAnswer(rows=[_row(row, cells=cells) for row in found.rows], after=found.after)


@router.post("/{import_id}/start", dependencies=[requires("import.start")])
async def start(
    request: Request, response: Response, db: Db, import_id: UUID, body: ReasonsBody, version: IfMatch
) -> ImportAnswer:
    """Have the good rows written, in the caller's name; never by who uploaded the file. Twice is once."""
    await bulk.start(db, db.actor, import_id, reasons=body.reasons, version=version)
    return await _answer(request, response, db, import_id)


@router.post("/{import_id}/stop", dependencies=GATE)
async def stop(request: Request, response: Response, db: Db, import_id: UUID) -> ImportAnswer:
    """No further household after those in hand. `start` goes on."""
    await bulk.stop(db, db.actor, import_id)
    return await _answer(request, response, db, import_id)


@router.post("/{import_id}/discard", dependencies=GATE)
async def discard(request: Request, response: Response, db: Db, import_id: UUID) -> ImportAnswer:
    """Close the import: what its rows say is erased, what was written stays."""
    await bulk.discard(db, db.actor, import_id)
    return await _answer(request, response, db, import_id)


@router.post("/{import_id}/rows/{number}/decision", dependencies=GATE)
async def decide(
    request: Request, response: Response, db: Db, import_id: UUID, number: int, body: ReasonsBody
) -> ImportAnswer:
    """A row that differs from what was imported: looked at, with reasons. The case does not change."""
    await bulk.keep_difference(db, db.actor, import_id, number, reasons=body.reasons)
    return await _answer(request, response, db, import_id)


async def _answer(request: Request, response: Response, db: Session, import_id: UUID) -> ImportAnswer:
    view = await bulk.one(db, import_id)
    await audit.looked(db, "import.read", str(import_id), request_id=request.state.request_id)
    etag(response, view.version)
    return ImportAnswer.model_validate(view, from_attributes=True)


def _row(row: bulk.RowView, *, cells: bool) -> RowAnswer:
    return RowAnswer(
        number=row.number,
        key=row.key,
        household=row.household,
        state=row.state,
        becomes=dict(row.becomes),
        problems=[
            ProblemAnswer(
                severity=p["severity"],
                column=p["column"],
                rule=p["rule"],
                message=_message(p, cells=cells),
                cell=p["cell"] if cells else "",
            )
            for p in row.problems
        ],
        reference=row.reference,
    )


def _message(problem: Mapping[str, Any], *, cells: bool) -> str:
    """The problem as a sentence; what stood in a cell and what stands there now only for who may see it."""
    if not cells and problem["rule"] == "changed":
        return "Dice otra cosa que al importarla."
    return str(problem["message"]) % problem["values"] if problem["values"] else str(problem["message"])
