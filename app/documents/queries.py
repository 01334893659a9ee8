"""Reading documents, and the public check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, text

from app.cases.public import case_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.documents.models import ProvisionalDocument
from app.identity.public import user_table
from app.people.public import person_table


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: UUID
    claim_id: UUID
    person_id: UUID
    kind: str
    number: str
    code: str
    status: str
    may_work: bool
    valid_from: date
    valid_until: date
    issued_at: datetime
    end_reason: str | None
    status_index: int
    # The last day on its paper: an event may have prolonged it since.
    printed_until: date
    issue_reason: str | None = None
    extended_at: datetime | None = None
    suspended_at: datetime | None = None
    ended_at: datetime | None = None
    handed_over_at: datetime | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class PrintableDocument:
    """A document with what its paper shows of the person."""

    document: DocumentView
    case_id: UUID
    reference: str
    given_names: str
    family_names: str
    aliases: list[str]
    birth_date: date
    birth_precision: str
    sex: str
    nationalities: list[str]
    languages: list[str]
    country: str
    profile_version: str


_VIEW = (
    ProvisionalDocument.id,
    ProvisionalDocument.claim_id,
    ProvisionalDocument.person_id,
    ProvisionalDocument.kind,
    ProvisionalDocument.number,
    ProvisionalDocument.code,
    ProvisionalDocument.status,
    ProvisionalDocument.may_work,
    ProvisionalDocument.valid_from,
    ProvisionalDocument.valid_until,
    ProvisionalDocument.issued_at,
    ProvisionalDocument.end_reason,
    ProvisionalDocument.status_index,
    ProvisionalDocument.printed_until,
    ProvisionalDocument.issue_reason,
    ProvisionalDocument.extended_at,
    ProvisionalDocument.suspended_at,
    ProvisionalDocument.ended_at,
    ProvisionalDocument.handed_over_at,
    user_table.c.name,
)


_OF_CASE = (
    select(*_VIEW)
    .join(user_table, user_table.c.id == ProvisionalDocument.issued_by)
    .where(ProvisionalDocument.case_id == bindparam("case"))
    .order_by(
        ProvisionalDocument.claim_id, ProvisionalDocument.issued_at.desc(), ProvisionalDocument.id.desc()
    )
)


async def documents_of(db: ReadSession, case_id: UUID) -> list[DocumentView]:
    """All documents ever given in the case, the newest first for each claim."""
    rows = await db.rows(_OF_CASE, {"case": case_id})
    return [DocumentView(*row) for row in rows]


async def of_case(db: ReadSession, reference: str, document_id: UUID) -> DocumentView:
    """A document of that case. Raises `NotFound`, also for one of another case."""
    d, c = ProvisionalDocument, case_table.c
    row = await db.row(
        select(*_VIEW)
        .join(case_table, c.id == d.case_id)
        .join(user_table, user_table.c.id == d.issued_by)
        .where(d.id == document_id, c.reference == reference)
    )
    if row is None:
        raise NotFound
    return DocumentView(*row)


async def lasting_number(db: ReadSession, person_ids: Iterable[UUID]) -> str | None:
    """The number that stays with a person who has been known under several records: the last that was given, as
    the counter gives it (`issuing`)."""
    d = ProvisionalDocument
    theirs = (
        select(d.number)
        .where(d.person_id.in_(list(person_ids)))
        .order_by(d.issued_at.desc(), d.id.desc())
        .limit(1)
    )
    found: str | None = await db.scalar(theirs)
    return found


async def printable(db: ReadSession, number: str) -> PrintableDocument:
    """The active document with that number. Raises `NotFound`, also when it is not the actor's to see."""
    d = ProvisionalDocument
    row = await db.row(
        _printable().where(d.number == number, d.status == "active").order_by(d.issued_at.desc())
    )
    if row is None:
        raise NotFound
    return PrintableDocument(DocumentView(*row[: len(_VIEW)]), *row[len(_VIEW) :])


async def printable_many(db: ReadSession, documents: Iterable[UUID]) -> dict[UUID, PrintableDocument]:
    """Those documents with what their papers show, as far as the actor may see them; whatever their status."""
    wanted = list(documents)
    rows = await db.rows(_printable().where(ProvisionalDocument.id.in_(wanted)))
    found = (PrintableDocument(DocumentView(*row[: len(_VIEW)]), *row[len(_VIEW) :]) for row in rows)
    return {each.document.id: each for each in found}


def _printable() -> Select[Any]:
    d, p, c = ProvisionalDocument, person_table.c, case_table.c
    return (
        select(
            *_VIEW,
            c.id,
            c.reference,
            p.given_names,
            p.family_names,
            p.aliases,
            p.birth_date,
            p.birth_precision,
            p.sex,
            p.nationalities,
            p.languages,
            c.country,
            c.profile_version,
        )
        .join(person_table, p.id == d.person_id)
        .join(case_table, c.id == d.case_id)
        .join(user_table, user_table.c.id == d.issued_by)
    )


async def removal_is_barred(
    db: ReadSession,
    *,
    number: str | None = None,
    family_names: str | None = None,
    given_names: str | None = None,
    birth_date: date | None = None,
) -> bool:
    """Is the removal of this person barred? By document number, or by exact names and birth date."""
    barred: bool = await db.scalar(
        text("select removal_is_barred(:number, :family, :given, :born)"),
        {"number": number, "family": family_names, "given": given_names, "born": birth_date},
    )
    return barred
