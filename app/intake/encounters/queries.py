"""Reading contacts at the border and sheets of paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from app.cases.public import case_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import post_table, user_table
from app.intake.encounters.models import Encounter, EncounterCount, EncounterLook, EncounterSheet
from app.intake.encounters.rules import MISTAKE, REFUSED

MOST = 50


@dataclass(frozen=True, slots=True)
class EncounterView:
    """A contact as it stands. `reference`: the case that came of it, where the actor may see that; `looked_at`: the second look."""

    id: UUID
    post: str
    at: datetime
    by: str
    recorded_at: datetime
    outcome: str
    nationality: str
    sex: str
    age: int | None
    age_group: str
    name: str | None
    refusal_ground: str | None
    refusal_words: str | None
    referred_to: str | None
    has_case: bool
    reference: str | None
    corrects: UUID | None
    correction_reason: str | None
    looked_at: datetime | None

    @property
    def needs_a_look(self) -> bool:
        """Somebody said that they are afraid, was not let in, and no supervisor has looked at it."""
        return self.outcome == REFUSED and self.looked_at is None and not self.has_case


@dataclass(frozen=True, slots=True)
class LookView:
    at: datetime
    by: str
    finding: str
    note: str


@dataclass(frozen=True, slots=True)
class History:
    """A contact with the rows that it took the place of, latest first, what was found on a second look, and what replaced it."""

    current: EncounterView
    earlier: tuple[EncounterView, ...]
    looks: tuple[LookView, ...]
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class CountView:
    outcome: str
    refusal_ground: str | None
    nationality: str
    sex: str
    age_group: str
    number: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """A count on paper as it stands."""

    id: UUID
    post: str
    day: date
    number: str
    entered_at: datetime
    entered_by: str
    corrects: UUID | None
    correction_reason: str | None
    counts: tuple[CountView, ...]

    @property
    def people(self) -> int:
        return sum(count.number for count in self.counts)


async def encounters(
    db: ReadSession,
    *,
    outcome: str | None = None,
    to_look_at: bool = False,
    before: datetime | None = None,
    limit: int = MOST,
) -> list[EncounterView]:
    """The contacts that stand at the actor's post, or the posts of their office: the latest first, before that moment."""
    later = aliased(Encounter)
    conditions: list[ColumnElement[bool]] = [
        ~exists().where(later.corrects == Encounter.id),
        Encounter.outcome != MISTAKE,
    ]
    if outcome:
        conditions.append(Encounter.outcome == outcome)
    if to_look_at:
        conditions += [
            Encounter.outcome == REFUSED,
            Encounter.case_id.is_(None),
            ~exists().where(EncounterLook.encounter_id == Encounter.id),
        ]
    if before:
        conditions.append(Encounter.at < before)
    rows = await db.rows(
        _encounters(*conditions).order_by(Encounter.at.desc(), Encounter.id.desc()).limit(limit)
    )
    return [EncounterView(*row) for row in rows]


async def encounter(db: ReadSession, encounter_id: UUID) -> History:
    """One contact with its history. Raises `NotFound`."""
    found = await db.rows(_encounters(Encounter.id == encounter_id))
    if not found:
        raise NotFound
    current = EncounterView(*found[0])
    earlier: list[EncounterView] = []
    before = current.corrects
    while before is not None:
        earlier.append(EncounterView(*(await db.rows(_encounters(Encounter.id == before)))[0]))
        before = earlier[-1].corrects
    k = EncounterLook
    looks = await db.rows(
        select(k.at, user_table.c.name, k.finding, k.note)
        .join(user_table, user_table.c.id == k.by)
        .where(k.encounter_id.in_([current.id, *(each.id for each in earlier)]))
        .order_by(k.at.desc())
    )
    replaced = await db.scalar(select(Encounter.id).where(Encounter.corrects == encounter_id))
    return History(current, tuple(earlier), tuple(LookView(*row) for row in looks), replaced)


async def sheets(db: ReadSession, *, limit: int = MOST) -> list[SheetView]:
    """The sheets that stand, the latest day first."""
    later = aliased(EncounterSheet)
    return await _sheets(db, ~exists().where(later.corrects == EncounterSheet.id), limit=limit)


async def sheet(db: ReadSession, sheet_id: UUID) -> SheetView:
    """Raises `NotFound`."""
    for found in await _sheets(db, EncounterSheet.id == sheet_id, limit=1):
        return found
    raise NotFound


def _encounters(*conditions: ColumnElement[bool]) -> Select[Any]:
    e, looked = (
        Encounter,
        select(func.max(EncounterLook.at)).where(EncounterLook.encounter_id == Encounter.id),
    )
    return (
        select(
            e.id,
            post_table.c.name,
            e.at,
            user_table.c.name,
            e.recorded_at,
            e.outcome,
            e.nationality,
            e.sex,
            e.age,
            e.age_group,
            e.name,
            e.refusal_ground,
            e.refusal_words,
            e.referred_to,
            e.case_id.is_not(None),
            case_table.c.reference,
            e.corrects,
            e.correction_reason,
            looked.scalar_subquery(),
        )
        .join(post_table, post_table.c.id == e.post_id)
        .join(user_table, user_table.c.id == e.by)
        .outerjoin(case_table, case_table.c.id == e.case_id)
        .where(*conditions)
    )


async def _sheets(db: ReadSession, *conditions: ColumnElement[bool], limit: int) -> list[SheetView]:
    s, c = EncounterSheet, EncounterCount
    found = await db.rows(
        select(
            s.id,
            post_table.c.name,
            s.day,
            s.number,
            s.entered_at,
            user_table.c.name,
            s.corrects,
            s.correction_reason,
        )
        .join(post_table, post_table.c.id == s.post_id)
        .join(user_table, user_table.c.id == s.entered_by)
        .where(*conditions)
        .order_by(s.day.desc(), s.id.desc())
        .limit(limit)
    )
    counted: dict[UUID, list[CountView]] = {}
    rows: Sequence[Any] = await db.rows(
        select(c.sheet_id, c.outcome, c.refusal_ground, c.nationality, c.sex, c.age_group, c.number)
        .where(c.sheet_id.in_([row.id for row in found]))
        .order_by(c.outcome, c.nationality, c.age_group, c.sex)
    )
    for row in rows:
        counted.setdefault(row.sheet_id, []).append(CountView(*row[1:]))
    return [SheetView(*(*row, tuple(counted.get(row.id, ())))) for row in found]
