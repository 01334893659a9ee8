"""One sitting, whole."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions import counting, rules
from app.decisions.chamber_models import Attendance
from app.decisions.models import AgendaItem, Decision, Recusal, Sitting, SittingMember, Vote
from app.decisions.procedure import quorum_of
from app.decisions.queries.sitting_list import own_sittings
from app.decisions.queries.sitting_views import (
    DraftOrDecision,
    ItemView,
    MemberView,
    Quorum,
    RecusalView,
    SittingView,
    StayView,
    VoteView,
)
from app.decisions.values import read_outcomes
from app.identity.public import user_table
from app.overrides.public import procedure_in_force
from app.people.public import person_table


async def sitting(db: ReadSession, sitting_id: UUID) -> SittingView:
    """One sitting whole, in nine queries however long its agenda. Raises `NotFound`, also when it is not the actor's."""
    found: Sitting | None = next(
        iter(await db.scalars(select(Sitting).where(Sitting.id == sitting_id, own_sittings(db)))), None
    )
    if found is None:
        raise NotFound
    members = await _members(db, sitting_id)
    votes, recusals, decisions = await _of_items(db, sitting_id)
    body = (await procedure_in_force(db)).bodies[found.body]
    compulsory = frozenset(m.es for m in body.members if m.compulsory)
    quorum = await _quorum(db, found, members)
    room = _Room(found, members, quorum, votes, recusals, decisions, compulsory)
    opened = await _files_opened(db, sitting_id)
    items = [_item(room, row, opened.get(row.AgendaItem.id, {})) for row in await _item_rows(db, sitting_id)]
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
        found.kind,
        found.grounds,
        found.called_by,
        found.urgent,
        found.circulated_at,
        found.because,
        found.resumes_at,
        room.quorum,
        tuple(members),
        await _stays(db, sitting_id),
        tuple(items),
        tuple(own),
    )


async def _quorum(db: ReadSession, found: Sitting, members: list[MemberView]) -> Quorum:
    """The one that the sitting was opened with; before that, the procedure's."""
    profile = await procedure_in_force(db)
    fact, body = quorum_of(profile, found.body), profile.bodies[found.body]
    verification, synthetic = (fact.verification, fact.synthetic) if fact else ("unknown", False)
    minimum = found.quorum if found.quorum is not None else (fact.value if fact else None)
    seated = counting.sitting_for(_called(members), present=_present(members))
    return Quorum(minimum, verification, synthetic, len(seated), counting.compulsory_missing(seated, body))


def _called(members: Iterable[MemberView]) -> list[counting.Called]:
    return [counting.Called(m.user_id, m.seat, m.place) for m in members]


def _present(members: Iterable[MemberView]) -> frozenset[UUID]:
    return frozenset(m.user_id for m in members if m.present_at is not None)


async def _members(db: ReadSession, sitting_id: UUID) -> list[MemberView]:
    m = SittingMember
    rows = await db.rows(
        select(m.user_id, user_table.c.name, m.seat, m.presides, m.present_at, m.place, m.remote)
        .join(user_table, user_table.c.id == m.user_id)
        .where(m.sitting_id == sitting_id)
        .order_by(m.presides.desc(), m.seat, m.place, user_table.c.name)
    )
    return [MemberView(*row) for row in rows]


async def _stays(db: ReadSession, sitting_id: UUID) -> tuple[StayView, ...]:
    a = Attendance
    rows = await db.rows(
        select(a.user_id, a.came_at, a.left_at, a.remote)
        .where(a.sitting_id == sitting_id)
        .order_by(a.came_at, a.id)
    )
    return tuple(StayView(*row) for row in rows)


async def _files_opened(db: ReadSession, sitting_id: UUID) -> dict[UUID, dict[UUID, datetime]]:
    """By item, who of those called has opened the file, and when first (migration 0230)."""
    opened: dict[UUID, dict[UUID, datetime]] = {}
    asked = text("select item_id, user_id, first_at from files_opened(:sitting)")
    for item_id, user_id, first_at in await db.rows(asked, {"sitting": sitting_id}):
        opened.setdefault(item_id, {})[user_id] = first_at
    return opened


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
        votes.setdefault(v.item_id, {})[v.user_id] = VoteView(
            v.user_id, v.choice, v.reasons, v.at, v.concurring, v.changed_at
        )
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


@dataclass(frozen=True, slots=True)
class _Room:
    """What every item of a sitting is read against."""

    sitting: Sitting
    members: list[MemberView]
    quorum: Quorum
    votes: dict[UUID, dict[UUID, VoteView]]
    recusals: dict[UUID, dict[UUID, RecusalView]]
    decisions: dict[UUID, DraftOrDecision]
    compulsory: frozenset[str]

    @property
    def presiding(self) -> UUID:
        return next(m.user_id for m in self.members if m.presides)


def _item(room: _Room, row: Any, opened_by: Mapping[UUID, datetime]) -> ItemView:
    item: AgendaItem = row.AgendaItem
    cast, recused = room.votes.get(item.id, {}), room.recusals.get(item.id, {})
    seated = _seated(room, item, cast, recused)
    votes = {user: vote for user, vote in cast.items() if user in seated.values()}
    count = counting.tally((v.choice for v in votes.values()), entitled=len(seated), recused=len(recused))
    quorum = item.count.get("quorum", room.quorum.minimum)
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
        seated,
        quorum if isinstance(quorum, int) else None,
        bool(item.count.get("by_casting_vote")),
        count,
        item.put_at,
        item.asked,
        opened_by,
        room.decisions.get(item.id),
        rules.signatories(room.presiding, voted=frozenset(votes), recused=frozenset(recused)),
        _why_not_closed(room, item, seated, count),
    )


def _seated(
    room: _Room, item: AgendaItem, cast: Collection[UUID], recused: Collection[UUID]
) -> Mapping[str, UUID]:
    """As it was counted, once it was; until then, as the room is now."""
    counted = item.count.get("seats")
    if isinstance(counted, dict):
        return {seat: UUID(str(user)) for seat, user in counted.items()}
    return counting.sitting_for(
        _called(room.members), present=_present(room.members), voted=cast, recused=recused
    )


def _why_not_closed(
    room: _Room, item: AgendaItem, seated: Mapping[str, UUID], count: counting.Tally
) -> str | None:
    if item.status != "pending":
        return "settled"
    if room.sitting.status != "open":
        return "sitting_not_open"
    if room.quorum.minimum is None:
        return "quorum_unknown"
    if len(seated) < room.quorum.minimum:
        return "no_quorum"
    if any(seat not in seated for seat in room.compulsory):
        return "compulsory_seat_empty"
    return "votes_missing" if count.missing else None
