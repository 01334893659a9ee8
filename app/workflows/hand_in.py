"""A writing with its files, and the receipt for it."""

from collections.abc import Collection, Sequence
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.documents import public as documents
from app.documents.public import papers
from app.representation import public as representation
from app.workflows.print_document import LANGUAGES, Printed, country_name


async def hand_in(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    title: str,
    body: str,
    files: Sequence[tuple[str, bytes]],
    claims: Collection[UUID] = (),
    handed_in_by: str = "",
    version: int | None = None,
) -> UUID:
    """Take in a writing with all its files (name, content), or none of it. Raises what the two rooms raise."""
    filing_id = await representation.hand_in(
        db,
        actor,
        case_id,
        kind=kind,
        title=title,
        body=body,
        files=len(files),
        claims=claims,
        handed_in_by=handed_in_by,
        version=version,
    )
    for name, content in files:
        await documents.attach(
            db, actor, case_id, kind="filing", name=name, content=content, about=about(filing_id)
        )
    return filing_id


def about(filing_id: UUID) -> str:
    """What its files are about."""
    return f"filing:{filing_id}"


async def print_receipt(
    db: ReadSession, reference: str, filing_id: UUID, *, kind: str, language: str
) -> Printed:
    """The receipt as PDF/UA-1; `kind` in words of that language. Raises `NotFound`."""
    case = await cases.case_view(db, reference)
    found = await representation.filing(db, filing_id)
    if found.case_id != case.id:
        raise NotFound
    files = await documents.attachments_of(db, case.id, about=about(filing_id))
    paper = papers.ReceiptPaper(
        number=found.number,
        reference=reference,
        kind=kind,
        title=found.title,
        handed_in_by=found.handed_in_by,
        received_at=found.received_at.astimezone(ZoneInfo(case.profile.time_zone)),
        counts_on=found.counts_on,
        country=country_name(case.country, "es"),
        authority=next(iter(case.profile.documents.values())).issuer,
        digest=found.digest,
        files=[papers.ReceivedFile(f.name, f.digest) for f in files],
    )
    code = cast("papers.Language", language if language in LANGUAGES else "es")
    return Printed(f"{found.number}.pdf", papers.receipt(paper, language=code), case.id)
