"""Reading imports: how far one is, its rows by keyset, the maps."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.intake.bulk.maps import read_map, shipped
from app.intake.bulk.models import ColumnMapText, Import, ImportRow
from app.intake.bulk.prepare import EVERYWHERE, scope_of

STATES = ("ready", "broken", "changed", "kept", "unchanged", "done", "refused")


@dataclass(frozen=True, slots=True)
class MapView:
    """A map that can be chosen. `id` None: it comes with the product and was not used yet."""

    id: UUID | None
    name: str
    version: str
    label_es: str
    label_en: str
    uploaded_by: str | None
    uploaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import with its figures: `counts` has every state of a row, `warned` those with a warning."""

    id: UUID
    source: str
    map_name: str
    map_version: str
    scope: str
    file_name: str
    file_size: int
    said: Mapping[str, Any]
    state: str
    rows: int
    households: int
    looked_at: int
    prepared_by: UUID
    preparer: str
    prepared_at: datetime
    approved_by: UUID | None
    approver: str | None
    approved_at: datetime | None
    reasons: str | None
    problem: Mapping[str, Any]
    finished_at: datetime | None
    version: int
    counts: Mapping[str, int]
    warned: int

    @property
    def to_do(self) -> int:
        return self.counts["ready"] + self.handled

    @property
    def handled(self) -> int:
        return self.counts["done"] + self.counts["refused"]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the file, without a name: what it becomes, what is wrong, what became of it."""

    number: int
    key: str
    household: int
    position: int
    state: str
    becomes: Mapping[str, Any]
    problems: Sequence[Mapping[str, Any]]
    reference: str | None


@dataclass(frozen=True, slots=True)
class RowPage:
    """`after` continues the list, or is `None` at its end."""

    rows: list[RowView]
    after: int | None


async def maps(db: ReadSession) -> list[MapView]:
    """The maps that were uploaded, newest first, then those that come with the product."""
    m = ColumnMapText
    rows = await db.rows(
        select(m.id, m.name, m.version, m.label_es, m.label_en, user_table.c.name, m.uploaded_at)
        .join(user_table, user_table.c.id == m.uploaded_by)
        .order_by(m.uploaded_at.desc(), m.id.desc())
    )
    found = [MapView(*row) for row in rows]
    have = {view.name for view in found}
    own = [read_map(text) for name, text in shipped().items() if name not in have]
    return [*found, *(MapView(None, o.name, o.version, o.label.es, o.label.en, None, None) for o in own)]


async def map_text(db: ReadSession, name: str, version: str) -> str:
    """A map as it was uploaded. Raises `NotFound`."""
    m = ColumnMapText
    found: str | None = await db.scalar(select(m.content).where(m.name == name, m.version == version))
    if found is not None:
        return found
    if name in shipped() and read_map(shipped()[name]).version == version:
        return shipped()[name]
    raise NotFound


async def one(db: ReadSession, import_id: UUID) -> ImportView:
    """Raises `NotFound`."""
    found = await _views(db, Import.id == import_id)
    if not found:
        raise NotFound
    return found[0]


async def imports(db: ReadSession, *, limit: int = 50) -> list[ImportView]:
    """Those of the actor's office and of the whole deployment, or all for who belongs to none; the latest first."""
    return await _views(db, limit=limit)


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    scope = scope_of(actor)
    return true() if scope == EVERYWHERE else Import.scope.in_((scope, EVERYWHERE))


async def _views(db: ReadSession, *conditions: ColumnElement[bool], limit: int = 1) -> list[ImportView]:
    preparer, approver = aliased(user_table), aliased(user_table)
    rows = await db.rows(
        select(
            Import,
            ColumnMapText.name.label("map_name"),
            ColumnMapText.version.label("map_version"),
            preparer.c.name.label("preparer"),
            approver.c.name.label("approver"),
        )
        .join(ColumnMapText, ColumnMapText.id == Import.map_id)
        .join(preparer, preparer.c.id == Import.prepared_by)
        .outerjoin(approver, approver.c.id == Import.approved_by)
        .where(_seen_by(db.actor), *conditions)
        .order_by(Import.prepared_at.desc(), Import.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    counted = await _counted(db, [row.Import.id for row in rows])
    return [_view(row, counted.get(row.Import.id, {})) for row in rows]


def _view(row: Any, counted: Mapping[str, tuple[int, int]]) -> ImportView:
    i: Import = row.Import
    return ImportView(
        i.id,
        i.source,
        row.map_name,
        row.map_version,
        i.scope,
        i.file_name,
        i.file_size,
        i.said,
        i.state,
        i.rows,
        i.households,
        i.looked_at,
        i.prepared_by,
        row.preparer,
        i.prepared_at,
        i.approved_by,
        row.approver,
        i.approved_at,
        i.reasons,
        i.problem,
        i.finished_at,
        i.version,
        {state: counted.get(state, (0, 0))[0] for state in STATES},
        sum(warned for state, (_, warned) in counted.items() if state == "ready"),
    )


async def _counted(db: ReadSession, ids: list[UUID]) -> dict[UUID, dict[str, tuple[int, int]]]:
    r = ImportRow
    rows = await db.rows(
        select(r.import_id, r.state, func.count(), func.count().filter(r.warns))
        .where(r.import_id.in_(ids))
        .group_by(r.import_id, r.state)
    )
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    for import_id, state, count, warned in rows:
        found.setdefault(import_id, {})[state] = (count, warned)
    return found


async def rows_of(
    db: ReadSession,
    import_id: UUID,
    *,
    state: str | None = None,
    warned: bool = False,
    after: int = 0,
    limit: int = 50,
) -> RowPage:
    """The rows in the order of the file, or those in one state, or those with a warning. The caller read the import before."""
    r = ImportRow
    statement = (
        select(r.number, r.key, r.household, r.position, r.state, r.becomes, r.problems, r.reference)
        .where(r.import_id == import_id, r.number > after)
        .order_by(r.number)
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(r.state == state)
    if warned:
        statement = statement.where(r.warns)
    found = [RowView(*row) for row in await db.rows(statement)]
    more = len(found) > limit
    found = found[:limit]
    return RowPage(found, found[-1].number if more else None)


async def all_rows(db: ReadSession, import_id: UUID) -> AsyncIterator[RowView]:
    """Every row, for the report, some at a time."""
    after: int | None = 0
    while after is not None:
        page = await rows_of(db, import_id, after=after, limit=5000)
        for row in page.rows:
            yield row
        after = page.after
