"""Numbers set aside for laptops, so that a paper printed with no line is final.

They come from the same sequence, through the same shuffle, as numbers given online: the database gives each value once, and keeps
each core once (`reserved_numbers`), each code once, and each number for one person only (`provisional_documents`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from app.audit import public as audit
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id, random_code
from app.core.secrets import document_key
from app.documents.checking import reserve_status_indices, withdraw_status_indices
from app.documents.models import NumberBlock, ProvisionalDocument, ReservedNumber
from app.documents.numbers import are_national, numbered, series_of
from app.documents.numbers import core as core_of
from app.documents.rules import last_day, may_work
from app.documents.tokens import token as tokens
from app.identity.public import demand
from app.procedure import public as procedure

MOST_AT_ONCE = 100
# What a laptop may hold unused: enough for the largest post's worst week with no line, little enough to lose.
MOST_UNUSED = 200
LASTS = timedelta(days=90)


class TooManyUnused(Conflict):
    message = "Este equipo tiene %(unused)s números sin usar; puede tener %(most)s como máximo."


@dataclass(frozen=True, slots=True)
class Entry:
    """What one paper takes: the digits after the series, the code of its address, its place in the status list."""

    core: str
    code: str
    status_index: int


@dataclass(frozen=True, slots=True)
class Block:
    id: UUID
    entries: tuple[Entry, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper that is in somebody's hand already: what was printed on it, and when (UTC). `token` is the text of its QR."""

    entry: Entry
    printed_at: datetime
    valid_from: date
    valid_until: date
    token: str


@dataclass(frozen=True, slots=True)
class PrintedFor:
    """Of whoever was typed, what a paper tells. `nationality` is the first one, empty for the stateless."""

    nationality: str
    birth_date: date


async def reserve(db: Session, actor: Actor, laptop_id: UUID, *, count: int) -> Block:
    """Set numbers aside for a laptop, which the caller holds locked. Raises `Invalid`, `TooManyUnused`."""
    demand(actor, "laptop.enrol")
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid.at("count", "out_of_range", "Pida entre 1 y %(most)s números.", most=MOST_AT_ONCE)
    unused = (await unused_of(db, [laptop_id])).get(laptop_id, 0)
    if unused + count > MOST_UNUSED:
        raise TooManyUnused(unused=unused, most=MOST_UNUSED)
    block = NumberBlock(
        id=new_id(),
        laptop_id=laptop_id,
        taken_by=actor.user_id,
        taken_at=db.now(),
        until=db.now() + LASTS,
        withdrawn_at=None,
    )
    db.add(block)
    await db.flush()
    rows = await db.rows(
        text("select nextval('document_numbers') as value from generate_series(1, :count)"), {"count": count}
    )
    places = await reserve_status_indices(db, count)
    entries = tuple(
        Entry(core_of(row.value, _key()), random_code(), place)
        for row, place in zip(rows, places, strict=True)
    )
    db.add(
        *(
            ReservedNumber(
                core=entry.core,
                block_id=block.id,
                code=entry.code,
                status_index=entry.status_index,
                used_at=None,
                used_by=None,
            )
            for entry in entries
        )
    )
    await db.flush()
    await audit.looked(db, "laptop.numbers", str(laptop_id), detail={"block": str(block.id), "count": count})
    return Block(block.id, entries, block.until)


async def unused_of(db: ReadSession, laptop_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many numbers each laptop can still print."""
    n, b = ReservedNumber, NumberBlock
    rows = await db.rows(
        select(b.laptop_id, func.count())
        .join(n, n.block_id == b.id)
        .where(
            b.laptop_id.in_(list(laptop_ids)),
            n.used_at.is_(None),
            b.withdrawn_at.is_(None),
            b.until > db.now(),
        )
        .group_by(b.laptop_id)
    )
    return {row[0]: row[1] for row in rows}


async def withdraw_numbers(db: Session, actor: Actor, laptop_id: UUID) -> int:
    """The laptop is gone: what it has not sent is not valid. Returns how many numbers that makes."""
    demand(actor, "laptop.report_lost")
    n, b = ReservedNumber, NumberBlock
    unsent = await db.scalars(
        select(n.status_index)
        .join(b, b.id == n.block_id)
        .where(b.laptop_id == laptop_id, n.used_at.is_(None), b.withdrawn_at.is_(None))
        .with_for_update(of=n)
    )
    await withdraw_status_indices(db, unsent)
    for block in await db.scalars(
        select(NumberBlock)
        .where(NumberBlock.laptop_id == laptop_id, NumberBlock.withdrawn_at.is_(None))
        .with_for_update()
    ):
        block.withdrawn_at = db.now()
    await db.flush()
    return len(unsent)


async def why_not_usable(db: Session, laptop_id: UUID, entry: Entry, *, item_id: UUID) -> str | None:
    """Why a number cannot be taken for what it was printed for; `None` where it can. The entry is locked until the commit.

    `unknown`: not set aside for this laptop; `used`: for another item; `withdrawn`: the laptop was declared lost.
    """
    row = await db.row(
        select(ReservedNumber, NumberBlock.laptop_id, NumberBlock.withdrawn_at, NumberBlock.taken_at)
        .join(NumberBlock, NumberBlock.id == ReservedNumber.block_id)
        .where(ReservedNumber.core == entry.core)
        .with_for_update(of=ReservedNumber)
    )
    if row is None or row.laptop_id != laptop_id:
        return "unknown"
    reserved: ReservedNumber = row[0]
    if (reserved.code, reserved.status_index) != (entry.code, entry.status_index):
        return "unknown"
    if reserved.used_at is not None and reserved.used_by != item_id:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return None


def why_not_honest(
    paper: PrintedPaper,
    *,
    laptop_key: Mapping[str, object],
    kind: str,
    holder: PrintedFor,
    profiles: Sequence[procedure.Profile],
) -> str | None:
    """Why a paper does not say what the law lets it say; `None` where it does.

    `profiles`: the procedure in force, and the one that the laptop had. `paper_term`: it would live longer than either lets it;
    `paper_token`: its QR was not signed by that laptop, or says something else than the paper, or lets somebody work too early.
    """
    rules = [(p.document(kind), p) for p in profiles if kind in p.documents]
    ends = [last_day(rule, paper.valid_from, p) for rule, p in rules if rule.valid.value is not None]
    if not ends or paper.valid_until > max(ends) or paper.valid_until < paper.valid_from:
        return "paper_term"
    if not paper.token:
        return None
    current = profiles[0]
    try:
        token = tokens.opened(paper.token, ZoneInfo(current.time_zone))
        claims = tokens.proved(token, laptop_key)
    except (tokens.NotAToken, tokens.WrongSignature):
        return "paper_token"
    national = are_national(current)
    number = numbered(
        paper.entry.core,
        series=series_of(holder.nationality if national else current.country),
        national=national,
    )
    works = any(may_work(rule, holder.birth_date, paper.valid_from, p) for rule, p in rules)
    same = (claims.number, claims.index, claims.valid_from, claims.valid_until) == (
        number,
        paper.entry.status_index,
        paper.valid_from,
        paper.valid_until,
    )
    return None if same and (works or not claims.may_work) else "paper_token"


async def mark_used(db: Session, entries: Iterable[Entry], *, item_id: UUID) -> None:
    """These numbers are on papers now, for ever."""
    for entry in entries:
        reserved = await db.locked(ReservedNumber, entry.core)
        if reserved is not None:
            reserved.used_at, reserved.used_by = db.now(), item_id
    await db.flush()


async def retire(db: Session, entries: Iterable[Entry], *, item_id: UUID) -> None:
    """These numbers are on papers that do not stand: nobody gets them again, and whoever checks one is told so."""
    standing = list(entries)
    await mark_used(db, standing, item_id=item_id)
    await withdraw_status_indices(db, [entry.status_index for entry in standing])


async def honour(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    claim: cases.Claim,
    paper: PrintedPaper,
    *,
    kind: str,
    origin: str,
) -> None:
    """Write a paper that was printed for somebody who had a file already, as a document of that claim.

    The paper that was given last is the one that holds, as everywhere: an earlier one gives way to it, and it gives way to a later
    one. Nobody loses a day by it. A claim that is over has no valid paper. `origin`: the nationality that was typed, which the
    printed number tells.
    """
    d = ProvisionalDocument
    held = await db.scalar(
        select(d).where(d.claim_id == claim.id, d.status.in_(("active", "suspended"))).with_for_update()
    )
    national = are_national(opened.profile)
    series = series_of(origin if national else opened.profile.country)
    last = held is None or held.issued_at <= paper.printed_at
    document = ProvisionalDocument(
        id=new_id(),
        case_id=opened.id,
        claim_id=claim.id,
        person_id=claim.person_id,
        kind=held.kind if held else kind,
        number=numbered(paper.entry.core, series=series, national=national),
        code=paper.entry.code,
        status=held.status if held and last else "replaced" if held else "closed",
        may_work=held.may_work if held else False,
        valid_from=paper.valid_from,
        valid_until=max(paper.valid_until, held.valid_until) if held and last else paper.valid_until,
        printed_until=paper.valid_until,
        issued_at=paper.printed_at,
        issued_by=actor.user_id,
        status_index=paper.entry.status_index,
        replaces=held.id if held and last else None,
        issue_reason="procedure",
        handed_over_at=paper.printed_at,
        handed_over_by=actor.user_id,
        ended_at=None if held and last else db.now(),
        end_reason=None if held and last else "same_person",
    )
    if held and last:
        held.status, held.ended_at, held.end_reason = "replaced", db.now(), "same_person"
        # Before the other is written: the database itself refuses a second one that has not ended.
        await db.flush()
    db.add(document)
    await db.flush()


@cache
def _key() -> bytes:
    return document_key()
