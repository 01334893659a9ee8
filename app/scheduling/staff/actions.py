"""Writing down who interviews and interprets, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Stale
from app.core.ids import new_id
from app.identity import public as identity
from app.identity.public import demand
from app.scheduling.errors import RatedAlready
from app.scheduling.models import Appointment
from app.scheduling.staff import rules
from app.scheduling.staff.models import (
    Interpreter,
    InterpreterRating,
    InterviewerFacts,
)

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class InterpreterFacts:
    """What is kept of an interpreter. `offices` none: every one. `suspended_why` none: not suspended."""

    name: str
    sex: str
    languages: Sequence[str]
    communities: Sequence[str] = ()
    trained_for: Sequence[str] = ()
    offices: Sequence[UUID] = ()
    user_id: UUID | None = None
    active: bool = True
    suspended_why: str | None = None


async def keep_interviewer(
    db: Session,
    actor: Actor,
    user_id: UUID,
    *,
    languages: Sequence[str],
    sex: str,
    trained_for: Sequence[str] = (),
    version: int | None = None,
) -> None:
    """What a user brings to an interview. Raises `NotFound`, `Invalid`, `Stale`."""
    demand(actor, "calendar.manage")
    if not await identity.names(db, [user_id]):
        raise NotFound
    spoken = _languages(languages)
    _check(sex, trained_for)
    facts = await db.locked(InterviewerFacts, user_id)
    if version is not None and version != (facts.version if facts else 0):
        raise Stale
    facts = facts or InterviewerFacts(user_id=user_id, version=0)
    facts.languages, facts.sex, facts.trained_for = spoken, sex, sorted(set(trained_for))
    facts.changed_by, facts.changed_at = actor.user_id, db.now()
    facts.version += 1
    db.add(facts)
    await db.flush()


async def keep_interpreter(
    db: Session,
    actor: Actor,
    facts: InterpreterFacts,
    *,
    interpreter_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Write an interpreter down, or change one. A suspension has its reason, and what is booked stays booked, for somebody to look at.

    Raises `NotFound`, `Invalid`, `Stale`.
    """
    demand(actor, "calendar.manage")
    row = await db.locked(Interpreter, interpreter_id) if interpreter_id else None
    if interpreter_id and row is None:
        raise NotFound
    if row and version is not None and version != row.version:
        raise Stale
    if not facts.name.strip():
        raise Invalid.at("name", "required", "Escriba el nombre.")
    if facts.suspended_why is not None and len(facts.suspended_why.strip()) < 10:
        raise Invalid.at("suspended_why", "too_short", "Escriba por qué queda suspendido.")
    spoken = _languages(facts.languages)
    _check(facts.sex, facts.trained_for)
    if not set(facts.offices) <= {office.id for office in await identity.offices(db)}:
        raise Invalid.at("offices", "unknown", "Elija oficinas de la lista.")
    if row is None:
        row = Interpreter(id=new_id(), version=0, suspended_on=None)
        db.add(row)
    row.name, row.sex, row.languages = facts.name.strip(), facts.sex, spoken
    row.communities = [each.strip() for each in facts.communities if each.strip()]
    row.trained_for, row.offices = sorted(set(facts.trained_for)), list(facts.offices)
    row.user_id, row.active = facts.user_id, facts.active
    if facts.suspended_why is None:
        row.suspended_on = row.suspended_why = None
    else:
        row.suspended_on = row.suspended_on or db.now().date()
        row.suspended_why = facts.suspended_why.strip()
    row.version += 1
    await db.flush()
    return row.id


async def add_interpreter(db: Session, *, name: str, sex: str, languages: list[str], **more: Any) -> UUID:
    """An interpreter of a deployment that is being set up."""
    interpreter = Interpreter(
        id=new_id(),
        name=name,
        sex=sex,
        languages=languages,
        communities=list(more.get("communities", ())),
        trained_for=list(more.get("trained_for", ())),
        offices=[],
        user_id=None,
        active=True,
        suspended_on=None,
        suspended_why=None,
        version=1,
    )
    db.add(interpreter)
    await db.flush()
    return interpreter.id


async def rate(db: Session, actor: Actor, appointment_id: UUID, *, score: int, note: str = "") -> None:
    """Say how an interview was interpreted, once it was held. Raises `NotFound`, `Invalid`, `RatedAlready`."""
    demand(actor, "interpreter.rate")
    appointment = await db.get(Appointment, appointment_id)
    if appointment is None or appointment.interpreter_id is None:
        raise NotFound
    if appointment.state != "kept":
        raise Invalid.at("score", "not_held", "Se valora una interpretación que ya ocurrió.")
    if not rules.WORST <= score <= rules.BEST:
        raise Invalid.at("score", "required", "Elija de 1 a 5.")
    before = select(InterpreterRating.id).where(
        InterpreterRating.appointment_id == appointment_id, InterpreterRating.by == actor.user_id
    )
    if await db.scalar(before):
        raise RatedAlready
    db.add(
        InterpreterRating(
            id=new_id(),
            interpreter_id=appointment.interpreter_id,
            case_id=appointment.case_id,
            appointment_id=appointment_id,
            score=score,
            note=note.strip()[:LONGEST_NOTE],
            by=actor.user_id,
            at=db.now(),
        )
    )
    await db.flush()


def _languages(given: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(each.strip() for each in given if each.strip()))
    if not found or any(not 2 <= len(each) <= 35 for each in found):
        raise Invalid.at("languages", "required", "Escriba al menos un idioma.")
    return found


def _check(sex: str, trained_for: Sequence[str]) -> None:
    if sex not in rules.SEXES:
        raise Invalid.at("sex", "required", "Elija una opción.")
    if not set(trained_for) <= set(rules.TRAININGS):
        raise Invalid.at("trained_for", "unknown", "Elija capacitaciones de la lista.")
