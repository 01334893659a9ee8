"""What the counter reads: who has come, what ends soon, what waits to be handed over. Never a word of the claim.

One list at a time, a page after the last row of the one before; each in one statement, however long the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    Uuid,
    and_,
    cast,
    func,
    literal,
    select,
    tuple_,
)

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.documents.models import CounterVisit, DocumentPrint, ProvisionalDocument
from app.documents.rules import HELD, LOOKS_AHEAD, LOOKS_BACK, OPEN_VISIT, TOLD_BEFORE
from app.identity.public import user_table
from app.people import public as people

LISTS = ("waiting", "requested", "expiring", "unprinted", "undelivered", "suspended")
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: who, which paper, and the visit where there is one."""

    claim_id: UUID
    reference: str
    given_names: str
    family_names: str
    document_id: UUID | None
    number: str | None
    kind: str | None
    status: str | None
    valid_until: date | None
    printed_until: date | None
    handed_over_at: datetime | None
    photo_at: datetime | None
    visit_id: UUID | None
    visit_state: str | None
    visit_number: int | None
    wants: str | None
    asked_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Lines:
    """`after` continues the list; `None` at its end."""

    rows: Sequence[Line]
    after: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    waiting: int
    expiring: int
    requested: int
    unprinted: int
    undelivered: int
    suspended: int
    soon: int


async def queue(
    db: ReadSession, office_id: UUID, which: str, *, today: date, after: str | None = None, limit: int = 25
) -> Lines:
    """A list of the office's counter: waiting, expiring (60 days ahead, and 30 back), requested, unprinted, undelivered,
    suspended."""
    by_visit = which in ("waiting", "requested")
    condition, order = _what(which, office_id, today)
    statement = _lines(by_visit=by_visit).where(*condition)
    if after:
        statement = statement.where(tuple_(*order) > _place(after, order))
    rows = await db.rows(statement.add_columns(*order).order_by(*order).limit(limit + 1))
    shown = rows[:limit]
    last = shown[-1][-2:] if len(rows) > limit else None
    return Lines(
        [Line(*row[:-2]) for row in shown],
        f"{last[0].isoformat()}_{last[1]}" if last else None,
    )


async def counts(db: ReadSession, office_id: UUID, *, today: date) -> Counts:
    """How long each list is, and how many end within 30 days, in one statement."""
    d, v, c = ProvisionalDocument, CounterVisit, cases.case_table.c
    of_office = select(func.count()).select_from(d).join(cases.case_table, c.id == d.case_id)

    def documents(which: str) -> Any:
        return of_office.where(*_what(which, office_id, today)[0]).scalar_subquery()

    def visits(which: str) -> Any:
        return select(func.count()).select_from(v).where(*_what(which, office_id, today)[0]).scalar_subquery()

    soon = of_office.where(
        *_what("expiring", office_id, today)[0], d.valid_until <= today + TOLD_BEFORE
    ).scalar_subquery()
    row = await db.row(
        select(
            visits("waiting"),
            documents("expiring"),
            visits("requested"),
            documents("unprinted"),
            documents("undelivered"),
            documents("suspended"),
            soon,
        )
    )
    return Counts(*row)


async def find(db: ReadSession, typed: str, number: str | None) -> list[Line]:
    """Who may be standing at the counter: by document number, by reference, or by name. Only whom the actor may see."""
    typed = typed.strip()
    if not typed:
        return []
    k, d = cases.claim_table.c, ProvisionalDocument
    c, p = cases.case_table.c, people.person_table.c
    if number is not None:
        own = select(d.claim_id).where(d.number == number)
        condition: ColumnElement[bool] = k.id.in_(own)
        alike: list[Any] = []
    else:
        condition = k.case_id.in_((await cases.found_by(db, typed))[:MOST_FOUND])
        alike = [func.word_similarity(people.search_name(typed, ""), p.search_name).desc()]
    statement = (
        _lines(by_visit=False, everyone=True).where(condition).order_by(*alike, c.reference, k.position)
    )
    return [Line(*row) for row in await db.rows(statement.limit(MOST_FOUND))]


async def called_by(db: ReadSession, user_id: UUID) -> list[Line]:
    """Who was called to this user's counter and is not done, the one called last first."""
    v = CounterVisit
    statement = (
        _lines(by_visit=True)
        .where(v.called_by == user_id, v.state == "called")
        .order_by(v.called_at.desc(), v.id)
    )
    return [Line(*row) for row in await db.rows(statement)]


@dataclass(frozen=True, slots=True)
class PrintView:
    id: UUID
    document_id: UUID
    copy: int
    form: str
    reason: str
    note: str | None
    printer: str | None
    batch_id: UUID | None
    position: int | None
    printed_at: datetime
    printed_by: str
    spoilt_at: datetime | None


async def prints_of(db: ReadSession, documents: Iterable[UUID]) -> dict[UUID, list[PrintView]]:
    """Every copy of those documents, the latest first."""
    p = DocumentPrint
    rows = await db.rows(
        select(
            *(p.id, p.document_id, p.copy, p.form, p.reason, p.note, p.printer, p.batch_id, p.position),
            *(p.printed_at, user_table.c.name, p.spoilt_at),
        )
        .join(user_table, user_table.c.id == p.printed_by)
        .where(p.document_id.in_(list(documents)))
        .order_by(p.document_id, p.copy.desc())
    )
    found: dict[UUID, list[PrintView]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(PrintView(*row))
    return found


def _lines(*, by_visit: bool, everyone: bool = False) -> Select[Any]:
    """The columns of a line, from the visits, from the documents, or from every claim."""
    k, d, v = cases.claim_table.c, ProvisionalDocument, CounterVisit
    c, p, photo = cases.case_table.c, people.person_table.c, people.photo_table.c
    of_claim = and_(d.claim_id == k.id, d.status.in_(HELD))
    open_visit = and_(v.claim_id == k.id, v.state.in_(OPEN_VISIT))
    columns = (
        *(k.id, c.reference, p.given_names, p.family_names),
        *(d.id, d.number, d.kind, d.status, d.valid_until, d.printed_until, d.handed_over_at),
        photo.taken_at,
        *(v.id, v.state, v.number, v.wants, v.asked_at),
    )
    if by_visit:
        joined = (
            select(*columns).select_from(v).join(cases.claim_table, k.id == v.claim_id).outerjoin(d, of_claim)
        )
    elif everyone:
        joined = (
            select(*columns).select_from(cases.claim_table).outerjoin(d, of_claim).outerjoin(v, open_visit)
        )
    else:
        joined = (
            select(*columns)
            .select_from(d)
            .join(cases.claim_table, k.id == d.claim_id)
            .outerjoin(v, open_visit)
        )
    return (
        joined.join(cases.case_table, c.id == k.case_id)
        .join(people.person_table, p.id == k.person_id)
        .outerjoin(people.photo_table, and_(photo.person_id == p.id, photo.replaced_at.is_(None)))
    )


def _what(which: str, office_id: UUID, today: date) -> tuple[list[ColumnElement[bool]], list[Any]]:
    """The rows of a list, and what it is ordered by."""
    d, v, c = ProvisionalDocument, CounterVisit, cases.case_table.c
    if which in ("waiting", "requested"):
        states = ("waiting", "called") if which == "waiting" else ("requested",)
        return [v.office_id == office_id, v.state.in_(states)], [v.asked_at, v.id]
    here = c.office_id == office_id
    if which == "expiring":
        ahead = d.valid_until.between(today - LOOKS_BACK, today + LOOKS_AHEAD)
        return [here, d.status == "active", ahead], [d.valid_until, d.id]
    if which == "suspended":
        return [here, d.status == "suspended"], [d.suspended_at, d.id]
    printed = _is_printed() if which == "undelivered" else ~_is_printed()
    return [here, d.status == "active", d.handed_over_at.is_(None), printed], [d.issued_at, d.id]


def _is_printed() -> ColumnElement[bool]:
    p = DocumentPrint
    return (
        select(literal(1))
        .where(p.document_id == ProvisionalDocument.id, p.spoilt_at.is_(None))
        .correlate(ProvisionalDocument)
        .exists()
    )


def _place(after: str, order: Sequence[Any]) -> Any:
    """Where a page begins. Raises `Invalid` for what no page gave."""
    at, _, last = after.partition("_")
    try:
        read = date.fromisoformat(at) if isinstance(order[0].type, Date) else datetime.fromisoformat(at)
        kind = Date if isinstance(order[0].type, Date) else DateTime(timezone=True)
        return tuple_(cast(literal(read), kind), cast(literal(UUID(last)), Uuid))
    except ValueError as wrong:
        raise Invalid.at("after", "not_a_page", "Esa página no existe.") from wrong
