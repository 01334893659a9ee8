"""A step that has no screen of its own: recorded on the general form, and what would follow from it shown before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases import errors
from app.cases.actions.admit import check_reasons
from app.cases.events import DocumentDesk, Recorded, ask, record
from app.cases.models import Claim
from app.cases.opening import OpenCase, look_at, open_case
from app.cases.rules import leaves_from
from app.cases.situation import situation_of
from app.cases.step_rules import REASONS, Answers, read_answers
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Conflict, Forbidden, Invalid, Refusal
from app.identity.public import demand
from app.procedure import public as procedure

OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a step: answers by name, reasons, the claims concerned (all that it may leave from when left
    out), and when it happened (UTC; now when left out)."""

    answers: Mapping[str, Any]
    reasons: str = ""
    claims: Sequence[UUID] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would follow. `ends`: the claims that would be open no longer; `rules`: the limits of the case by key."""

    follows: procedure.Consequences
    ends: tuple[UUID, ...]
    rules: Mapping[UUID, str]


async def record_step(
    db: Session,
    actor: Actor,
    case_id: UUID,
    name: str,
    told: Told,
    *,
    desk: DocumentDesk,
    version: int | None = None,
) -> Recorded:
    """Record an event of the case's procedure that the general form takes.

    Raises `NotFound`, `CaseChanged`, `NoSuchStep`, `HasItsOwnPage`, `Invalid` at each field, and what the procedure refuses.
    """
    demand(actor, "case.record_step")
    opened = await open_case(db, case_id, version=version)
    event = form_event(opened.profile, name)
    answers = _answers(event, told)
    claims = _concerned(opened, event, told.claims)
    outcome = answers.data.get(OUTCOME)
    return await record(
        db,
        actor,
        opened,
        name,
        claims=[c.id for c in claims],
        data=answers.data,
        outcomes={c.id: str(outcome) for c in claims} if outcome is not None else None,
        satisfied=answers.met,
        at=_moment(opened, told.at, db.now()),
        desk=desk,
    )


async def foresee(db: ReadSession, actor: Actor, case_id: UUID, name: str, told: Told) -> Foreseen:
    """What would follow if it were recorded so. Nothing is written. Raises as `record_step` does."""
    demand(actor, "case.record_step")
    opened = await look_at(db, case_id)
    event = form_event(opened.profile, name)
    answers = _answers(event, told)
    return await _foreseen(db, actor, opened, event, answers, told)


async def outlook(db: ReadSession, actor: Actor, case_id: UUID, name: str) -> Foreseen | Refusal | None:
    """The same before anything is answered: None where it depends on the answers, the refusal where it is not possible now."""
    demand(actor, "case.record_step")
    opened = await look_at(db, case_id)
    event = form_event(opened.profile, name)
    # Every listed cause prolongs alike: the first stands for whichever will be chosen.
    data = {a.name: a.choices[0].name for a in event.asks if a.choices and a.name == "cause"}
    try:
        return await _foreseen(db, actor, opened, event, Answers(data, frozenset(event.needs)), Told({}))
    except errors.NeedsUnmet:
        return None
    except (Conflict, Forbidden) as refusal:
        return refusal


def form_event(profile: procedure.Profile, name: str) -> procedure.Event:
    """The event that the general form records. Raises `NoSuchStep`, `HasItsOwnPage`."""
    event = profile.events_by_name.get(name)
    if event is None:
        raise errors.NoSuchStep
    if not event.form:
        raise errors.HasItsOwnPage(event=event.label.es)
    return event


def _answers(event: procedure.Event, told: Told) -> Answers:
    answers = read_answers(event, told.answers)
    if REASONS not in event.needs:
        return answers
    reasons = check_reasons(told.reasons)
    return Answers({**answers.data, REASONS: reasons}, answers.met | {REASONS})


async def _foreseen(
    db: ReadSession,
    actor: Actor,
    opened: OpenCase,
    event: procedure.Event,
    answers: Answers,
    told: Told,
) -> Foreseen:
    at = _moment(opened, told.at, db.now()) or db.now()
    claims = _concerned(opened, event, told.claims)
    outcome = answers.data.get(OUTCOME)
    occurrence = procedure.Occurrence(
        event.name,
        actor.role,
        at,
        tuple(c.id for c in claims),
        answers.data,
        {c.id: str(outcome) for c in claims} if outcome is not None else {},
        answers.met,
    )
    situation = await situation_of(db, opened, at=at, event=event.name, data=answers.data)
    follows = ask(opened.profile, situation, occurrence)
    before = {c.id: opened.profile.stages_by_name[c.stage] for c in opened.claims}
    ends = tuple(
        claim
        for claim, stage in follows.stages.items()
        if before[claim].open and not opened.profile.stage(stage).open
    )
    return Foreseen(follows, ends, {d.id: d.rule for d in (*opened.deadlines, *opened.missed)})


def _concerned(opened: OpenCase, event: procedure.Event, wanted: Sequence[UUID] | None) -> list[Claim]:
    """The claims that the step is about. Raises `NotFound` for one of another case, `Invalid` for none."""
    if wanted is None:
        here = leaves_from(opened.profile, event.name)
        return [c for c in opened.claims if c.stage in here]
    if not wanted:
        raise Invalid.at("claims", "required", "Marque a quién concierne.")
    return [opened.claim(claim) for claim in dict.fromkeys(wanted)]


def _moment(opened: OpenCase, at: datetime | None, now: datetime) -> datetime | None:
    if at is None:
        return None
    if at > now:
        raise Invalid.at("at", "in_the_future", "Lo que todavía no ha pasado no se puede registrar.")
    if at < opened.case.registered_at:
        raise Invalid.at("at", "before_registration", "No puede ser anterior al registro del expediente.")
    return at
