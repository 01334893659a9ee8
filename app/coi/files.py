"""The file of a source, as its publisher made it: a PDF, sealed, with the digest of its content."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.coi.models import CoiVersion
from app.coi.rules import MOST_BYTES
from app.core import storage
from app.core.crypto import place
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A PDF by its content, never by its name."""

    name: str
    content: bytes
    digest: str


def source_file(name: str, content: bytes) -> SourceFile:
    """Raises `Invalid` at `file` for what is no PDF or too large."""
    if len(content) > MOST_BYTES:
        raise Invalid.at(
            "file",
            "too_large",
            "El archivo pesa demasiado: use uno de %(megabytes)s MB como máximo.",
            megabytes=20,
        )
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Invalid.at("file", "not_a_pdf", "El archivo no es un PDF completo.")
    plain = "".join(c for c in name if c.isprintable() and c not in '/\\"<>')[-120:]
    return SourceFile(plain or "fuente.pdf", content, hashlib.sha256(content).hexdigest())


async def keep_file(version_id: UUID, file: SourceFile) -> None:
    """Seal it under the version that it belongs to. Raises `storage.NoRoom`."""
    await storage.put(version_id, file.content, at=_place(version_id))


async def file_of(db: ReadSession, document_id: UUID, number: int) -> tuple[str, bytes]:
    """Name and content of a version's file. Raises `NotFound`."""
    v = CoiVersion
    row = await db.row(
        select(v.id, v.file_name).where(v.document_id == document_id, v.number == number, v.file_digest != "")
    )
    content = await storage.get(row.id, at=_place(row.id)) if row else None
    if row is None or content is None:
        raise NotFound
    return row.file_name, content


async def rewrap_files(db: Session) -> int:
    """Wrap every file's key under the current master key. Returns how many were under another."""
    found = await db.scalars(select(CoiVersion.id).where(CoiVersion.file_digest != ""))
    return sum([await storage.rewrap(version, at=_place(version)) for version in found])


def _place(version_id: UUID) -> str:
    return place("coi_versions", version_id, "file")
