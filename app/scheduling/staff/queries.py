"""Reading who interviews and interprets, and what a person asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity import public as identity
from app.identity.public import user_table
from app.people import public as people
from app.scheduling.staff.models import (
    Interpreter,
    InterpreterConflict,
    InterpreterRating,
    InterviewerFacts,
    InterviewWishes,
)
from app.scheduling.staff.rules import InterpreterView, Interviewer, Person, Wishes, sound

QUALITY = text("select interpreter_id, ratings, score from interpreter_quality()")
ASKS_A_WOMAN = "woman_interviewer"


@dataclass(frozen=True, slots=True)
class ConflictView:
    id: UUID
    interpreter_id: UUID
    interpreter: str
    person_id: UUID
    kind: str
    note: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class RatingView:
    appointment_id: UUID
    score: int
    note: str
    by: str
    at: datetime


async def interviewer(db: ReadSession, user_id: UUID) -> Interviewer:
    """What a user brings to an interview. Raises `NotFound` for nobody's account."""
    found = await interviewers(db, [user_id])
    if not found:
        raise NotFound
    return found[0]


async def interviewers(db: ReadSession, user_ids: Iterable[UUID]) -> list[Interviewer]:
    """The same of several, by name. Of whom nothing was written down little is known: see `Interviewer`."""
    f, u = InterviewerFacts, user_table.c
    rows = await db.rows(
        select(u.id, u.name, f)
        .select_from(user_table.outerjoin(f.__table__, f.user_id == u.id))
        .where(u.id.in_(list(user_ids)))
        .order_by(u.name, u.id)
    )
    return [_interviewer(*row) for row in rows]


def _interviewer(user_id: UUID, name: str, facts: InterviewerFacts | None) -> Interviewer:
    if facts is None:
        return Interviewer(user_id, name)
    return Interviewer(
        user_id, name, tuple(facts.languages), facts.sex, frozenset(facts.trained_for), facts.version
    )


async def interviewers_of(db: ReadSession, office_id: UUID) -> list[Interviewer]:
    """Who interviews at an office now, by name."""
    at = await identity.colleagues(db, "eligibility_officer", office_id=office_id)
    return await interviewers(db, [one.user_id for one in at])


async def interpreters(
    db: ReadSession, language: str | None = None, *, everybody: bool = False
) -> list[InterpreterView]:
    """Interpreters who are called, of one language or of all, by name; `everybody` with those who are not."""
    i = Interpreter
    statement = select(i).order_by(i.name, i.id)
    if not everybody:
        statement = statement.where(i.active, i.suspended_on.is_(None))
    rated = {row.interpreter_id: row for row in await db.rows(QUALITY)}
    found = [_interpreter(row, rated.get(row.id)) for row in await db.scalars(statement)]
    return [one for one in found if language is None or one.speaks(language)]


async def interpreter(db: ReadSession, interpreter_id: UUID) -> InterpreterView:
    """Raises `NotFound`."""
    row = await db.get(Interpreter, interpreter_id)
    if row is None:
        raise NotFound
    rated = {each.interpreter_id: each for each in await db.rows(QUALITY)}
    return _interpreter(row, rated.get(interpreter_id))


def _interpreter(row: Interpreter, rated: Any) -> InterpreterView:
    return InterpreterView(
        id=row.id,
        name=row.name,
        sex=row.sex,
        languages=tuple(row.languages),
        communities=tuple(row.communities or ()),
        trained_for=frozenset(row.trained_for or ()),
        offices=tuple(row.offices or ()),
        user_id=row.user_id,
        active=row.active,
        suspended_on=row.suspended_on,
        suspended_why=row.suspended_why,
        version=row.version,
        ratings=rated.ratings if rated else 0,
        score=rated.score if rated else None,
    )


async def ratings_of(db: ReadSession, interpreter_id: UUID) -> list[RatingView]:
    """The ratings that the actor may read, the latest first."""
    r = InterpreterRating
    rows = await db.rows(
        select(r.appointment_id, r.score, r.note, user_table.c.name, r.at)
        .join(user_table, user_table.c.id == r.by)
        .where(r.interpreter_id == interpreter_id)
        .order_by(r.at.desc(), r.id.desc())
        .limit(50)
    )
    return [RatingView(*row) for row in rows]


async def wishes_of(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, Wishes]:
    """What each person asked of their interviews; who asked for nothing is not there."""
    w = InterviewWishes
    rows = await db.scalars(select(w).where(w.person_id.in_(list(person_ids))))
    return {
        row.person_id: Wishes(
            row.interviewer_sex,
            row.interpreter_sex,
            row.refuses_own_community,
            tuple(row.communities),
            row.version,
        )
        for row in rows
    }


async def conflicts_with(db: ReadSession, person_ids: Iterable[UUID]) -> list[ConflictView]:
    """Interpreters who know these people, or whom they do not want."""
    c = InterpreterConflict
    rows = await db.rows(
        select(
            c.id,
            c.interpreter_id,
            Interpreter.name,
            c.person_id,
            c.kind,
            c.note,
            user_table.c.name,
            c.noted_at,
        )
        .join(Interpreter, Interpreter.id == c.interpreter_id)
        .join(user_table, user_table.c.id == c.noted_by)
        .where(c.person_id.in_(list(person_ids)), c.ended_at.is_(None))
        .order_by(Interpreter.name, c.id)
    )
    return [ConflictView(*row) for row in rows]


async def asked_sex(db: ReadSession, person_id: UUID) -> str | None:
    """The sex that who asks must have: what the person asked for, or what their needs do (`woman_interviewer`)."""
    asks = (await people.asked_of(db, [person_id])).get(person_id, ())
    if ASKS_A_WOMAN in asks:
        return "female"
    wished = (await wishes_of(db, [person_id])).get(person_id)
    return wished.interviewer_sex if wished else None


async def asked_trainings(db: ReadSession, person_id: UUID, *, child: bool) -> frozenset[str]:
    """What who asks must be trained for: a child's interview (UNHCR procedural standards 2.8.4), and what the person's needs demand."""
    wanted = await people.trainings_of(db, person_id)
    return wanted | {"children"} if child else wanted


async def person_for(db: ReadSession, case_id: UUID, profile: people.Profile) -> Person:
    """Whom an interview is with, as far as it decides who may interpret."""
    wishes = (await wishes_of(db, [profile.id])).get(profile.id, Wishes())
    counsel = await cases.representatives_of(db, case_id)
    known = {c.interpreter_id: c.kind for c in await conflicts_with(db, [profile.id])}
    return Person(
        wishes,
        frozenset([*profile.nationalities, *wishes.communities]),
        known,
        frozenset(r.user_id for r in counsel),
        frozenset(sound(r.name) for r in counsel),
    )
