"""Handing in a writing, reading it, answering it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select, text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, user_table
from app.representation.errors import AlreadyAnswered, FilingChanged
from app.representation.models import Filing
from app.representation.rules import broken_rules, counts_on

COUNSEL = "legal_representative"

_F = Filing
_FIELDS = (
    _F.id, _F.case_id, _F.number, _F.kind, _F.title, _F.body, _F.claims, _F.digest, _F.filed_by, _F.filed_as, _F.handed_in_by,
    _F.received_at, _F.counts_on, _F.answer, _F.answered_at, user_table.c.name, _F.version,
)  # fmt: skip
_VIEWS = select(*_FIELDS).select_from(_F).outerjoin(user_table, user_table.c.id == _F.answered_by)
_OF_CASE = _VIEWS.where(_F.case_id == bindparam("case")).order_by(_F.received_at.desc(), _F.id.desc())
_UNANSWERED = (
    select(cases.case_table.c.reference, *_FIELDS)
    .select_from(_F)
    .join(cases.case_table, cases.case_table.c.id == _F.case_id)
    .outerjoin(user_table, user_table.c.id == _F.answered_by)
    .where(_F.answered_at.is_(None), _F.kind != "evidence")
    .order_by(_F.received_at, _F.id)
    .limit(bindparam("most"))
)
_UNANSWERED_OF = _UNANSWERED.where(cases.case_table.c.assigned_to == bindparam("officer"))


@dataclass(frozen=True, slots=True)
class FilingView:
    """One writing as it came, with its answer."""

    id: UUID
    case_id: UUID
    number: str
    kind: str
    title: str
    body: str
    claims: list[UUID]
    digest: str
    filed_by: UUID
    filed_as: str
    handed_in_by: str
    received_at: datetime
    counts_on: date
    answer: str | None
    answered_at: datetime | None
    answered_by_name: str | None
    version: int


async def hand_in(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    title: str,
    body: str,
    files: int = 0,
    claims: Collection[UUID] = (),
    handed_in_by: str = "",
    version: int | None = None,
) -> UUID:
    """Take in a writing for the case: by counsel within the mandate, or by an officer for the person in front of them.

    `files`: how many come with it (`workflows.hand_in`). `handed_in_by`: who brought it, where that is not the actor. It counts from
    the day it came, or the next working one. Raises `Invalid`, `BeyondYourMandate`.
    """
    demand(actor, "filing.hand_in")
    await cases.demand_power(db, actor, case_id, "file", claims)
    if actor.role == COUNSEL and not claims:
        # Without a name it is for everybody of the file: for everybody whom they speak for.
        claims = await cases.covered_claims(db, actor, case_id)
    wrong = broken_rules(kind, title, body, files=files)
    if wrong:
        raise Invalid(*wrong)
    if actor.role != COUNSEL and not handed_in_by.strip():
        raise Invalid.at("handed_in_by", "required", "Escriba quién lo entrega.")
    opened = await cases.open_case(db, case_id, version=version)
    if unknown := set(claims) - {c.id for c in opened.claims}:
        raise Invalid.at("claims", "unknown", "Marque personas de este expediente.", n=len(unknown))
    today = opened.profile.today(db.now())
    number: int = await db.scalar(text("select nextval('filing_numbers')"))
    filing = Filing(
        id=new_id(),
        case_id=case_id,
        number=f"E-{number:06d}-{today.year}",
        kind=kind,
        title=title.strip(),
        body=body.strip(),
        claims=list(claims),
        digest=hashlib.sha256(f"{title.strip()}\n{body.strip()}".encode()).hexdigest(),
        filed_by=actor.user_id,
        filed_as=actor.role,
        handed_in_by=handed_in_by.strip() if actor.role != COUNSEL else actor.name,
        received_at=db.now(),
        counts_on=counts_on(opened.profile, db.now(), await cases.office_code(db, opened.case.office_id)),
        answer=None,
        answered_at=None,
        answered_by=None,
    )
    db.add(filing)
    await db.flush()
    await cases.record(
        db,
        actor,
        opened,
        "filing_received",
        claims=list(claims) or None,
        data={"filing": str(filing.id), "number": filing.number, "kind": kind},
    )
    return filing.id


async def answer_filing(
    db: Session, actor: Actor, filing_id: UUID, *, words: str, version: int | None = None
) -> None:
    """Answer a writing, in words that whoever handed it in reads. Once. Raises `NotFound`, `Invalid`, `AlreadyAnswered`, `FilingChanged`."""
    demand(actor, "filing.answer")
    if not words.strip():
        raise Invalid.at("answer", "required", "Escriba la respuesta.")
    case_id = await db.scalar(select(Filing.case_id).where(Filing.id == filing_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id)
    filing = await db.locked(Filing, filing_id)
    if filing is None:
        raise NotFound
    if filing.answered_at is not None:
        raise AlreadyAnswered
    if version is not None and version != filing.version:
        raise FilingChanged
    filing.answer, filing.answered_at, filing.answered_by = words.strip(), db.now(), actor.user_id
    filing.version += 1
    await db.flush()
    await cases.record(
        db,
        actor,
        opened,
        "filing_answered",
        claims=filing.claims or None,
        data={"filing": str(filing.id), "number": filing.number},
    )


async def filings_of(db: ReadSession, case_id: UUID) -> list[FilingView]:
    """The writings of the case that the actor may read, the last first."""
    return [FilingView(*row) for row in await db.rows(_OF_CASE, {"case": case_id})]


async def filing(db: ReadSession, filing_id: UUID) -> FilingView:
    """One of them. Raises `NotFound`."""
    row = await db.row(_VIEWS.where(Filing.id == filing_id))
    if row is None:
        raise NotFound
    return FilingView(*row)


async def unanswered(
    db: ReadSession, *, assigned_to: UUID | None = None, most: int = 50
) -> list[tuple[str, FilingView]]:
    """What waits for an answer among the cases that the actor sees, the oldest first, each with its case's reference."""
    rows = await db.rows(
        _UNANSWERED if assigned_to is None else _UNANSWERED_OF, {"officer": assigned_to, "most": most}
    )
    return [(row[0], FilingView(*row[1:])) for row in rows]
