"""Uploading a map and a file; the file is read and every row looked at by the worker. Nothing of it is in any case yet."""

import asyncio
import hashlib
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.intake.bulk import errors
from app.intake.bulk.maps import ColumnMap, digest_of, read_map, shipped
from app.intake.bulk.models import OPEN, ColumnMapText, Import, ImportFile
from app.intake.bulk.reading import MEGABYTE, Table, read_table
from app.intake.bulk.rules.rows import ambiguous_columns, missing_columns

READ = "import_read"
# So much is read while the uploader waits, to say at once what is wrong with it.
READ_AT_ONCE = 2 * MEGABYTE
EVERYWHERE = "all"


def scope_of(actor: Actor) -> str:
    """Whose imports the actor sees: those of the office, or for who belongs to none, of the whole deployment."""
    return f"office:{actor.office_id}" if actor.office_id is not None else EVERYWHERE


async def keep_map(db: Session, actor: Actor, content: str) -> UUID:
    """Keep a column map. The same text again is the same map. Raises `BrokenMap`, `MapTaken`."""
    demand(actor, "import.prepare")
    mapping = read_map(content)
    map_id = new_id()
    await db.execute(
        insert(ColumnMapText)
        .values(
            id=map_id,
            name=mapping.name,
            version=mapping.version,
            label_es=mapping.label.es,
            label_en=mapping.label.en,
            digest=digest_of(content),
            content=content,
            uploaded_by=actor.user_id,
            uploaded_at=db.now(),
        )
        .on_conflict_do_nothing()
    )
    m = ColumnMapText
    found = await db.row(select(m.id, m.digest).where(m.name == mapping.name, m.version == mapping.version))
    if found.digest != digest_of(content):
        raise errors.MapTaken
    kept: UUID = found.id
    return kept


async def map_named(db: Session, actor: Actor, name: str) -> UUID:
    """The newest map of that name; one that comes with the product is kept on first use. Raises `NoSuchMap`."""
    m = ColumnMapText
    found: UUID | None = await db.scalar(
        select(m.id).where(m.name == name).order_by(m.uploaded_at.desc(), m.id.desc()).limit(1)
    )
    if found is not None:
        return found
    if name not in shipped():
        raise errors.NoSuchMap
    return await keep_map(db, actor, shipped()[name])


async def map_of(db: ReadSession, map_id: UUID) -> ColumnMap:
    """Raises `NoSuchMap`."""
    content = await db.scalar(select(ColumnMapText.content).where(ColumnMapText.id == map_id))
    if content is None:
        raise errors.NoSuchMap
    return read_map(content)


async def upload(db: Session, actor: Actor, *, file_name: str, content: bytes, map_id: UUID) -> UUID:
    """Take a file in to be looked at. The same file again, while its import is open, is the same import.

    Raises `UnreadableFile`, `NoSuchMap`, `ImportOpenAlready`.
    """
    demand(actor, "import.prepare")
    mapping = await map_of(db, map_id)
    if len(content) <= READ_AT_ONCE:
        await asyncio.to_thread(check_columns, mapping, content)
    digest, scope = hashlib.sha256(content).hexdigest(), scope_of(actor)
    i = Import
    going = await db.row(
        select(i.id, i.file_digest, i.map_id).where(
            i.source == mapping.source, i.scope == scope, i.state.in_(OPEN)
        )
    )
    if going is not None:
        if going.file_digest == digest and going.map_id == map_id:
            same: UUID = going.id
            return same
        raise errors.ImportOpenAlready
    taken = Import(
        id=new_id(),
        source=mapping.source,
        map_id=map_id,
        scope=scope,
        file_name=file_name[:200] or "archivo",
        file_digest=digest,
        file_size=len(content),
        said={},
        state="reading",
        prepared_by=actor.user_id,
        prepared_role=actor.role,
        prepared_at=db.now(),
        problem={},
    )
    db.add(taken)
    await db.flush()
    db.add(ImportFile(import_id=taken.id, content=content))
    await db.flush()
    db.later(READ, {"import": str(taken.id)}, at=db.now())
    return taken.id


def check_columns(mapping: ColumnMap, content: bytes) -> Table:
    """Read it and look for the columns that the map needs. Raises `UnreadableFile`."""
    table = read_table(content, sheet=mapping.sheet, header_row=mapping.header_row)
    if missing := missing_columns(mapping, table):
        raise errors.UnreadableFile(
            "Faltan columnas que la plantilla nombra: %(names)s.",
            "missing_columns",
            names=", ".join(f"«{name}»" for name in missing[:10]),
        )
    if twice := ambiguous_columns(mapping, table):
        raise errors.UnreadableFile(
            "Hay encabezados repetidos y no se sabe cuál vale: %(names)s.",
            "repeated_columns",
            names=", ".join(f"«{name}»" for name in twice[:10]),
        )
    return table


async def take(db: Session, actor: Actor, import_id: UUID, *, version: int | None = None) -> Import:
    """The import, locked. Raises `NotFound` for one that is not the actor's, `ImportChanged`."""
    found = await db.locked(Import, import_id)
    if found is None or (EVERYWHERE not in (scope_of(actor), found.scope) and scope_of(actor) != found.scope):
        raise NotFound
    if version is not None and version != found.version:
        raise errors.ImportChanged
    return found


async def erase_file(db: Session, import_id: UUID) -> None:
    """The file is not needed any more."""
    await db.execute(update(ImportFile).where(ImportFile.import_id == import_id).values(content=b""))
