"""The file of a decision: drawn once before anybody signs, kept at each signature, never made again."""

import asyncio
import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core import crypto, storage
from app.core.database import ReadSession, Session
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.signing.fields import with_fields
from app.decisions.signing.models import DecisionPaper
from app.decisions.texts import drawing
from app.decisions.texts.compose import Text
from app.documents.public import papers
from app.procedure import public as procedure

_SIGNATURE_OF = {"es": "Firma de {name}", "en": "Signature of {name}"}


async def last(db: ReadSession, decision_id: UUID) -> DecisionPaper | None:
    """The newest revision; `None` before the first signature, and of decisions from before papers were kept."""
    found: DecisionPaper | None = await db.scalar(
        select(DecisionPaper)
        .where(DecisionPaper.decision_id == decision_id)
        .order_by(DecisionPaper.revision.desc())
        .limit(1)
    )
    return found


async def content_of(paper: DecisionPaper) -> bytes:
    """Byte for byte what was kept. Raises `SignatureNotKept` where the file is gone, `crypto.NotReadable` where it was touched."""
    content = await storage.get(paper.file, at=sealed_at(paper.file))
    if content is None or hashlib.sha256(content).hexdigest() != paper.digest:
        raise errors.SignatureNotKept
    return content


async def begin(
    db: Session,
    decision: Decision,
    text: Text,
    profile: procedure.Profile,
    signatories: Sequence[papers.Signatory],
    dissents: Sequence[tuple[str, str]] = (),
) -> tuple[int, bytes]:
    """The paper as it stands: the newest revision, or drawn now with a place for each signatory: revision 0, or the next where a text was withdrawn."""
    kept = await last(db, decision.id)
    if kept is not None and kept.withdrawn_at is None:
        return kept.revision, await content_of(kept)
    first = kept.revision + 1 if kept else 0
    at = db.now().astimezone(profile.zone)
    names = [_SIGNATURE_OF[text.language].format(name=one.name) for one in signatories]

    def made() -> bytes:
        drawn = drawing.drawn(text, signatories=signatories, dissents=dissents, dated=at, draft=False)
        return with_fields(drawn, names)

    content = await asyncio.to_thread(made)
    await keep(db, decision, first, content)
    return first, content


async def keep(db: Session, decision: Decision, revision: int, content: bytes) -> DecisionPaper:
    """One more revision. The file is on the disk before the row: a row that is committed always has its file."""
    file = new_id()
    await storage.put(file, content, at=sealed_at(file))
    paper = DecisionPaper(
        decision_id=decision.id,
        revision=revision,
        case_id=decision.case_id,
        file=file,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=db.now(),
    )
    db.add(paper)
    await db.flush()
    return paper


async def rewrap(db: Session) -> int:
    """Wrap every paper's key under the current master key. Returns how many were under another."""
    files = await db.scalars(select(DecisionPaper.file))
    return sum([await storage.rewrap(file, at=sealed_at(file)) for file in files])


def sealed_at(file: UUID) -> str:
    """The place that a paper is sealed for."""
    return crypto.place("decision_papers", file, "content")
