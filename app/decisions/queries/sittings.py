"""Sittings: the list, and one whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions import rules
from app.decisions.models import AgendaItem, Decision, Recusal, Sitting, SittingMember, Vote
from app.decisions.procedure import quorum_of
from app.decisions.values import ClaimOutcome, read_outcomes
from app.identity.public import user_table
from app.overrides.public import procedure_in_force
from app.people.public import person_table


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One line of the list. `settled` items have ended, one way or another."""

    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    items: int
    settled: int


@dataclass(frozen=True, slots=True)
class MemberView:
    user_id: UUID
    name: str
    seat: str
    presides: bool
    present_at: datetime | None


@dataclass(frozen=True, slots=True)
class VoteView:
    user_id: UUID
    choice: str
    reasons: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecusalView:
    user_id: UUID
    reasons: str
    found_in_record: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftOrDecision:
    id: UUID
    number: str
    status: str
    drafted_by: UUID


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with its votes. `why_not_closed` names what the closing of the vote still lacks, or is `None`.

    `why_not_closed` is one of `settled`, `sitting_not_open`, `quorum_unknown`, `no_quorum`, `votes_missing`.
    """

    id: UUID
    case_id: UUID
    position: int
    status: str
    reference: str
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    household_size: int
    due_at: datetime | None
    assessment_id: UUID
    proposal: tuple[ClaimOutcome, ...]
    note: str | None
    closed_at: datetime | None
    votes: Mapping[UUID, VoteView]
    recusals: Mapping[UUID, RecusalView]
    entitled: frozenset[UUID]
    tally: rules.Tally
    decision: DraftOrDecision | None
    signatories: frozenset[UUID]
    why_not_closed: str | None

    @property
    def missing(self) -> frozenset[UUID]:
        return self.entitled - frozenset(self.votes)

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are needed (`None`: not known), how sure that is, and how many are there."""

    minimum: int | None
    verification: str
    synthetic: bool
    present: int

    @property
    def met(self) -> bool:
        return self.minimum is not None and self.present >= self.minimum


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as its page shows it to this actor: an item that they may not see is not among `items`.

    `closed_to_me` are the positions of items from which the reader is recused, with the reasons.
    """

    id: UUID
    number: str
    body: str
    starts_at: datetime
    status: str
    convened_by: UUID
    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    quorum: Quorum
    members: tuple[MemberView, ...]
    items: tuple[ItemView, ...]
    closed_to_me: tuple[RecusalView, ...]

    def member(self, user_id: UUID) -> MemberView:
        return next(m for m in self.members if m.user_id == user_id)

    def item(self, item_id: UUID) -> ItemView:
        """Raises `NotFound`."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise NotFound


def _mine(db: ReadSession) -> ColumnElement[bool]:
    """A secretary's are their body's; a member's those that they were called to."""
    of_body: ColumnElement[bool] = Sitting.body == (db.actor.body or "")
    if db.actor.role != "commission_member":
        return of_body
    called = exists().where(SittingMember.sitting_id == Sitting.id, SittingMember.user_id == db.actor.user_id)
    return and_(of_body, called)


async def sittings(db: ReadSession, *, limit: int = 100) -> list[SittingRow]:
    """The actor's sittings, the latest first."""
    counted = (
        select(func.count(), func.count().filter(AgendaItem.status != "pending"))
        .where(AgendaItem.sitting_id == Sitting.id)
        .lateral("counted")
    )
    items, settled = counted.c
    rows = await db.rows(
        select(Sitting.id, Sitting.number, Sitting.body, Sitting.starts_at, Sitting.status, items, settled)
        .join(counted, Sitting.id.is_not(None))
        .where(_mine(db))
        .order_by(Sitting.starts_at.desc(), Sitting.id)
        .limit(limit)
    )
    return [SittingRow(*row) for row in rows]


async def sitting(db: ReadSession, sitting_id: UUID) -> SittingView:
    """One sitting whole, in seven queries however long its agenda. Raises `NotFound`, also when it is not the actor's."""
    found: Sitting | None = next(
        iter(await db.scalars(select(Sitting).where(Sitting.id == sitting_id, _mine(db)))), None
    )
    if found is None:
        raise NotFound
    members = await _members(db, sitting_id)
    present = [m.user_id for m in members if m.present_at is not None]
    quorum = await _quorum(db, found, len(present))
    votes, recusals, decisions = await _of_items(db, sitting_id)
    presiding = next(m.user_id for m in members if m.presides)
    items = [
        _item(found, row, present, presiding, votes.get(row.AgendaItem.id, {}), recusals, decisions, quorum)
        for row in await _item_rows(db, sitting_id)
    ]
    shown = {item.id for item in items}
    own = [
        by[db.actor.user_id] for item, by in recusals.items() if item not in shown and db.actor.user_id in by
    ]
    return SittingView(
        found.id,
        found.number,
        found.body,
        found.starts_at,
        found.status,
        found.convened_by,
        found.opened_at,
        found.closed_at,
        found.version,
        quorum,
        tuple(members),
        tuple(items),
        tuple(own),
    )


async def _quorum(db: ReadSession, found: Sitting, present: int) -> Quorum:
    """The one that the sitting was opened with; before that, the procedure's."""
    fact = quorum_of(await procedure_in_force(db), found.body)
    verification, synthetic = (fact.verification, fact.synthetic) if fact else ("unknown", False)
    minimum = found.quorum if found.quorum is not None else (fact.value if fact else None)
    return Quorum(minimum, verification, synthetic, present)


async def _members(db: ReadSession, sitting_id: UUID) -> list[MemberView]:
    m = SittingMember
    rows = await db.rows(
        select(m.user_id, user_table.c.name, m.seat, m.presides, m.present_at)
        .join(user_table, user_table.c.id == m.user_id)
        .where(m.sitting_id == sitting_id)
        .order_by(m.presides.desc(), m.seat, user_table.c.name)
    )
    return [MemberView(*row) for row in rows]


async def _item_rows(db: ReadSession, sitting_id: UUID) -> Iterable[Any]:
    case, person = cases.case_table.c, person_table.c
    return await db.rows(
        select(
            AgendaItem,
            case.reference,
            case.household_size,
            func.nullif(case.next_due_at, cases.NEVER).label("next_due_at"),
            person.given_names,
            person.family_names,
            person.birth_date,
            person.nationalities,
        )
        .join(cases.case_table, case.id == AgendaItem.case_id)
        .join(person_table, person.id == case.principal_person_id)
        .where(AgendaItem.sitting_id == sitting_id)
        .order_by(AgendaItem.position)
    )


async def _of_items(
    db: ReadSession, sitting_id: UUID
) -> tuple[
    dict[UUID, dict[UUID, VoteView]], dict[UUID, dict[UUID, RecusalView]], dict[UUID, DraftOrDecision]
]:
    """Votes, recusals and decisions by item."""
    items = select(AgendaItem.id).where(AgendaItem.sitting_id == sitting_id)
    votes: dict[UUID, dict[UUID, VoteView]] = {}
    for v in await db.scalars(select(Vote).where(Vote.item_id.in_(items)).order_by(Vote.at)):
        votes.setdefault(v.item_id, {})[v.user_id] = VoteView(v.user_id, v.choice, v.reasons, v.at)
    recusals: dict[UUID, dict[UUID, RecusalView]] = {}
    # The items themselves are hidden from who is recused: their own recusals are found by the member.
    own_or_seen = Recusal.item_id.in_(items) | (Recusal.user_id == db.actor.user_id)
    for r in await db.scalars(select(Recusal).where(own_or_seen).order_by(Recusal.at)):
        recusals.setdefault(r.item_id, {})[r.user_id] = RecusalView(
            r.user_id, r.reasons, r.found_in_record, r.at
        )
    decided = await db.rows(
        select(Decision.item_id, Decision.id, Decision.number, Decision.status, Decision.drafted_by).where(
            Decision.item_id.in_(items), Decision.status != "discarded"
        )
    )
    return votes, recusals, {item_id: DraftOrDecision(*rest) for item_id, *rest in decided}


def _item(
    found: Sitting,
    row: Any,
    present: Iterable[UUID],
    presiding: UUID,
    votes: dict[UUID, VoteView],
    recusals: dict[UUID, dict[UUID, RecusalView]],
    decisions: dict[UUID, DraftOrDecision],
    quorum: Quorum,
) -> ItemView:
    item: AgendaItem = row.AgendaItem
    recused = recusals.get(item.id, {})
    entitled = rules.entitled(present, votes, recused)
    count = rules.tally((v.choice for v in votes.values()), entitled=len(entitled), recused=len(recused))
    return ItemView(
        item.id,
        item.case_id,
        item.position,
        item.status,
        row.reference,
        row.given_names,
        row.family_names,
        row.birth_date,
        row.nationalities,
        row.household_size,
        row.next_due_at,
        item.assessment_id,
        read_outcomes(item.proposal),
        item.note,
        item.closed_at,
        votes,
        recused,
        entitled,
        count,
        decisions.get(item.id),
        rules.signatories(presiding, voted=frozenset(votes), recused=frozenset(recused)),
        _why_not_closed(found, item, count, quorum),
    )


def _why_not_closed(found: Sitting, item: AgendaItem, count: rules.Tally, quorum: Quorum) -> str | None:
    if item.status != "pending":
        return "settled"
    if found.status != "open":
        return "sitting_not_open"
    if quorum.minimum is None:
        return "quorum_unknown"
    if count.entitled < quorum.minimum:
        return "no_quorum"
    return "votes_missing" if count.missing else None
