"""Reading pairs: the list of those that wait, and one with both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, text

from app.core import storage
from app.core.crypto import place
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.core.statements import one_of
from app.identity.public import user_table
from app.people.pairs.models import DuplicatePair, PairJudgement, PersonMerge
from app.people.pairs.rules import Look, next_look, waits

Side = Mapping[str, Any]


# A case page names no more; the list of duplicates has them all.
MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair of the list. `sides` show what `pair_sides` says of each: names, birth, cases."""

    id: UUID
    score: float
    reasons: Sequence[Mapping[str, Any]]
    found_by: str
    found_at: datetime
    state: str
    round: int
    back_on: date | None
    missing: str | None
    version: int
    person_a: UUID
    person_b: UUID
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Judgement:
    round: int
    look: str
    verdict: str
    reasons: str
    missing: str | None
    back_on: date | None
    by: UUID
    name: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MergeView:
    id: UUID
    survivor_id: UUID
    merged_id: UUID
    state: str
    number: str | None
    merged_at: datetime
    merger: str
    moved: Sequence[Mapping[str, Any]]
    kept: Sequence[Mapping[str, Any]]
    undo_asked_by: UUID | None
    undo_reasons: str | None
    undone_at: datetime | None
    left_over: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with its answers of every round and its merges, the latest first. `next` is the look it waits for."""

    row: PairRow
    judgements: list[Judgement]
    merges: list[MergeView]
    next: str | None

    def has_looked(self, user_id: UUID) -> bool:
        return any(j.by == user_id and j.round == self.row.round for j in self.judgements)


async def pairs(
    db: ReadSession, *, state: str = "waiting", place: str = "", today: date, limit: int = 50
) -> list[PairRow]:
    """The pairs that the actor may judge, those that resemble most first.

    `state`: `waiting` (to look at today), `same` (confirmed, to merge), or any state. `place`: an office's or post's name.
    """
    d = DuplicatePair
    due = and_(d.state == "undecided", d.back_on <= today)
    wanted = {
        "waiting": or_(d.state.in_(("open", "judged", "disputed")), due),
        "": d.id.is_not(None),
    }.get(state, d.state == state)
    statement = select(d).where(wanted).order_by(d.score.desc(), d.id)
    found = await db.scalars(statement.limit(limit if not place else limit * 4))
    rows = await _rows(db, found)
    return [row for row in rows if not place or _at(row, place)][:limit]


def _at(row: PairRow, place: str) -> bool:
    return any(
        place in (case["office"], case["post"]) for side in row.sides for case in side.get("cases", ())
    )


async def _rows(db: ReadSession, found: Sequence[DuplicatePair]) -> list[PairRow]:
    sides: dict[tuple[UUID, str], Side] = {}
    asked = await db.rows(text("select * from pair_sides(:pairs)"), {"pairs": [p.id for p in found]})
    for pair_id, side, person_id, shown in asked:
        sides[pair_id, side] = {
            "person_id": person_id,
            **shown,
            "birth_date": date.fromisoformat(shown["birth_date"]),
        }
    return [
        PairRow(
            p.id,
            p.score,
            p.reasons,
            p.found_by,
            p.found_at,
            p.state,
            p.round,
            p.back_on,
            p.missing,
            p.version,
            p.person_a,
            p.person_b,
            (sides[p.id, "a"], sides[p.id, "b"]),
        )
        for p in found
        if (p.id, "a") in sides and (p.id, "b") in sides
    ]


async def pair(db: ReadSession, pair_id: UUID, *, today: date) -> PairView:
    """Raises `NotFound`, also for one of people whose cases are all somebody else's."""
    found = await db.get(DuplicatePair, pair_id)
    rows = await _rows(db, [found]) if found else []
    if not rows:
        raise NotFound
    judgements = await _judgements(db, pair_id)
    this_round = [j for j in judgements if j.round == rows[0].round]
    looks = [Look(j.look, j.verdict, j.by) for j in this_round]
    waiting = waits(rows[0].state, rows[0].back_on, today)
    upcoming = ("first" if rows[0].state == "undecided" else next_look(looks)) if waiting else None
    return PairView(rows[0], judgements, await _merges(db, pair_id), upcoming)


async def _judgements(db: ReadSession, pair_id: UUID) -> list[Judgement]:
    j = PairJudgement
    rows = await db.rows(
        select(
            *(j.round, j.look, j.verdict, j.reasons, j.missing, j.back_on),
            *(j.judged_by, user_table.c.name, j.judged_role, j.judged_at),
        )
        .join(user_table, user_table.c.id == j.judged_by)
        .where(j.pair_id == pair_id)
        .order_by(j.round, j.judged_at, j.id)
    )
    return [Judgement(*row) for row in rows]


async def _merges(db: ReadSession, pair_id: UUID) -> list[MergeView]:
    m = PersonMerge
    rows = await db.rows(
        select(
            *(m.id, m.survivor_id, m.merged_id, m.state, m.number, m.merged_at, user_table.c.name),
            *(m.moved, m.kept, m.undo_asked_by, m.undo_reasons, m.undone_at, m.left_over),
        )
        .join(user_table, user_table.c.id == m.merged_by)
        .where(m.pair_id == pair_id)
        .order_by(m.merged_at.desc(), m.id.desc())
    )
    return [MergeView(*row) for row in rows]


async def photos_of_pair(db: ReadSession, pair_id: UUID) -> dict[str, UUID]:
    """Side (`a`, `b`) → its photograph's identifier, for whoever judges the pair."""
    rows = await db.rows(text("select side, photo_id from pair_photos(:pair)"), {"pair": pair_id})
    return {row.side: row.photo_id for row in rows}


async def photo_of_side(db: ReadSession, pair_id: UUID, side: str) -> bytes | None:
    """The photograph as JPEG; `None` where there is none."""
    photo = (await photos_of_pair(db, pair_id)).get(side)
    return await storage.get(photo, at=place("person_photos", photo, "content")) if photo else None


async def also_known_of(db: ReadSession, person_ids: Sequence[UUID]) -> dict[UUID, list[Mapping[str, Any]]]:
    """What merges left known of people besides what their records say, for who may see the pair."""
    m = PersonMerge
    rows = await db.rows(
        select(m.survivor_id, m.also).where(m.survivor_id.in_(list(person_ids)), m.state != "undone")
    )
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    for person_id, also in rows:
        if also:
            found.setdefault(person_id, []).append(also)
    return found


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another file of a person of a case. `visible`: the actor may open it."""

    person_id: UUID
    reference: str
    office: str
    stage: str
    visible: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A pair that waits for a look, by the person of a case who is in it."""

    id: UUID
    person_id: UUID
    reasons: Sequence[Mapping[str, Any]]


_WAITING = (
    select(DuplicatePair.id, DuplicatePair.person_a, DuplicatePair.person_b, DuplicatePair.reasons)
    .where(
        or_(one_of(DuplicatePair.person_a, "persons"), one_of(DuplicatePair.person_b, "persons")),
        DuplicatePair.state.in_(("open", "judged", "disputed")),
    )
    .order_by(DuplicatePair.score.desc(), DuplicatePair.id)
    .limit(MOST_WAITING)
)


async def waiting_for(db: ReadSession, person_ids: Sequence[UUID]) -> list[WaitingPair]:
    """The pairs of these people that wait for somebody and that the actor may judge, the likeliest first."""
    wanted = list(person_ids)
    rows = await db.rows(_WAITING, {"persons": wanted})
    return [
        WaitingPair(row.id, row.person_a if row.person_a in wanted else row.person_b, row.reasons)
        for row in rows
    ]


async def other_cases_of(db: ReadSession, case_id: UUID) -> list[OtherCase]:
    rows = await db.rows(text("select * from other_cases_of(:case)"), {"case": case_id})
    return [OtherCase(*row) for row in rows]
