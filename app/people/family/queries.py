"""Reading a family across files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text

from app.core.database import ReadSession
from app.people.family.models import (
    DnaReferral,
    PersonRelation,
    ReunificationMember,
    ReunificationRequest,
    TracingMatch,
    TracingRequest,
)
from app.people.family.rules import other_way, unhcr_code


@dataclass(frozen=True, slots=True)
class DnaView:
    id: UUID
    laboratory: str
    referred_at: datetime
    expires_on: date
    result: str | None
    result_on: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RelationView:
    """`relative_id` is the `kind` of `person_id`. `reference` and `office` say where the relative's file is; `visible`: the
    reader may open it. `unhcr` is UNHCR's code where there is one."""

    id: UUID
    person_id: UUID
    relative_id: UUID
    relative: str
    birth_year: int
    kind: str
    unhcr: str | None
    proof: str
    paper: str
    since: date | None
    doubts: str
    reference: str | None
    office: str | None
    visible: bool
    recorded_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    dna: tuple[DnaView, ...]


@dataclass(frozen=True, slots=True)
class MatchView:
    id: UUID
    person_id: UUID
    score: float
    place: str
    answer: str
    passed_on_at: datetime | None


@dataclass(frozen=True, slots=True)
class TracingView:
    """A search. `asked`: it is about somebody of the reader's own case, who is to be asked; who looks is not said then."""

    id: UUID
    person_id: UUID | None
    kind: str
    name: str
    birth_date: date | None
    birth_precision: str
    nationality: str | None
    known: str
    consented: bool
    state: str
    opened_at: datetime
    asked: bool
    matches: tuple[MatchView, ...]


@dataclass(frozen=True, slots=True)
class AbroadView:
    id: UUID
    name: str
    kind: str
    birth_year: int | None
    papers: str
    decision: str | None
    reasons: str | None


@dataclass(frozen=True, slots=True)
class ReunificationView:
    id: UUID
    person_id: UUID
    country: str
    place: str
    documents: str
    filed_at: datetime
    state: str
    members: tuple[AbroadView, ...]


async def relations_of(db: ReadSession, person_ids: Sequence[UUID]) -> list[RelationView]:
    """The relations of those people, each seen from their side, also those that have ended."""
    told = await db.rows(text("select * from relatives_of(:persons)"), {"persons": list(person_ids)})
    r, d = PersonRelation, DnaReferral
    ids = {row.relation_id for row in told}
    rows = {one.id: one for one in await db.scalars(select(r).where(r.id.in_(ids)))}
    tests: dict[UUID, list[DnaView]] = {}
    for t in await db.scalars(select(d).where(d.relation_id.in_(ids)).order_by(d.referred_at)):
        view = DnaView(t.id, t.laboratory, t.referred_at, t.expires_on, t.result, t.result_on, t.result_note)
        tests.setdefault(t.relation_id, []).append(view)
    return [
        _relation(rows[row.relation_id], row, tuple(tests.get(row.relation_id, ())))
        for row in told
        if row.relation_id in rows
    ]


def _relation(r: PersonRelation, told: object, dna: tuple[DnaView, ...]) -> RelationView:
    of_person, name = told.of_person, told.name  # type: ignore[attr-defined]
    kind = r.kind if of_person == r.person_id else other_way(r.kind)
    return RelationView(
        r.id,
        of_person,
        told.person_id,  # type: ignore[attr-defined]
        name,
        told.birth_year,  # type: ignore[attr-defined]
        kind,
        unhcr_code(kind, told.sex),  # type: ignore[attr-defined]
        r.proof,
        r.paper,
        r.since,
        r.doubts,
        told.reference,  # type: ignore[attr-defined]
        told.office,  # type: ignore[attr-defined]
        told.visible,  # type: ignore[attr-defined]
        r.recorded_at,
        r.ended_at,
        r.end_reason,
        dna,
    )


async def searches_of(db: ReadSession, person_ids: Sequence[UUID]) -> list[TracingView]:
    """The searches of those people, and those that may be about them."""
    mine = set(person_ids)
    t, m = TracingRequest, TracingMatch
    about = select(m.request_id).where(m.person_id.in_(mine))
    requests = await db.scalars(
        select(t).where(t.person_id.in_(mine) | t.id.in_(about)).order_by(t.opened_at, t.id)
    )
    matches: dict[UUID, list[MatchView]] = {}
    wanted = select(m).where(m.request_id.in_([q.id for q in requests])).order_by(m.score.desc())
    for row in await db.scalars(wanted):
        view = MatchView(row.id, row.person_id, row.score, row.place, row.answer, row.passed_on_at)
        matches.setdefault(row.request_id, []).append(view)
    return [_search(q, tuple(matches.get(q.id, ())), mine) for q in requests]


def _search(q: TracingRequest, matches: tuple[MatchView, ...], mine: set[UUID]) -> TracingView:
    asked = q.person_id not in mine
    return TracingView(
        q.id,
        None if asked else q.person_id,
        q.kind,
        f"{q.given_names} {q.family_names}".strip(),
        q.birth_date,
        q.birth_precision,
        q.nationality,
        "" if asked else q.known,
        q.seeker_consented_at is not None,
        q.state,
        q.opened_at,
        asked,
        tuple(one for one in matches if not asked or one.person_id in mine),
    )


async def reunifications_of(db: ReadSession, person_ids: Sequence[UUID]) -> list[ReunificationView]:
    q, m = ReunificationRequest, ReunificationMember
    requests = await db.scalars(select(q).where(q.person_id.in_(list(person_ids))).order_by(q.filed_at, q.id))
    members: dict[UUID, list[AbroadView]] = {}
    rows = await db.scalars(select(m).where(m.request_id.in_([r.id for r in requests])).order_by(m.position))
    for row in rows:
        view = AbroadView(row.id, row.name, row.kind, row.birth_year, row.papers, row.decision, row.reasons)
        members.setdefault(row.request_id, []).append(view)
    return [
        ReunificationView(
            r.id,
            r.person_id,
            r.country,
            r.place,
            r.documents,
            r.filed_at,
            r.state,
            tuple(members.get(r.id, ())),
        )
        for r in requests
    ]


@dataclass(frozen=True, slots=True)
class InFile:
    """Somebody of a file, as far as it takes to say how two people are related."""

    person_id: UUID
    name: str
    birth_year: int


async def people_of_file(db: ReadSession, reference: str) -> list[InFile]:
    """Nobody of a sealed file, nor of one that does not exist."""
    rows = await db.rows(
        text("select * from people_of_file(:reference)"), {"reference": reference.strip().upper()}
    )
    return [InFile(*row) for row in rows]
