"""Giving, passing on and ending a mandate. The file opens with it and closes with it."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.cases.errors import (
    AlreadyRepresents,
    MandateEnded,
    NotARepresentative,
    WorkedOnTheirCase,
)
from app.cases.events import Recorded, record
from app.cases.mandates.models import Representation
from app.cases.mandates.rules import (
    COUNSEL,
    ENDED_BY_OFFICE,
    ENDED_BY_SELF,
    EXPIRED,
    GENERAL,
    SUBSTITUTE_ENDED,
    broken_rules,
)
from app.cases.opening import OpenCase, open_case
from app.cases.queries.history import handled_by
from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import ROLES, colleagues, demand

MANDATE_OVER = "mandate_over"


async def record_representation(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    user_id: UUID,
    mandate: str,
    powers: Collection[str] = GENERAL,
    claims: Collection[UUID] = (),
    valid_until: date | None = None,
    kind: str = "chosen",
    version: int | None = None,
) -> Recorded:
    """A legal representative takes the case on, by a mandate on file; the file opens to them until it ends.

    `claims`: for whom (none: for everybody); `valid_until`: its last day, in the office's zone. Nobody speaks for a person whose
    case they worked on for the authority. Raises `Invalid`, `NotARepresentative`, `AlreadyRepresents`, `WorkedOnTheirCase`.
    """
    demand(actor, "case.represent")
    opened = await open_case(db, case_id, version=version)
    made = await _mandate(
        db, actor, opened, user_id, mandate, powers, claims, valid_until=valid_until, kind=kind
    )
    return await record(
        db,
        actor,
        opened,
        "representation_recorded",
        claims=list(claims) or None,
        data={"representative": str(user_id), "mandate": str(made.id), "powers": sorted(made.powers)},
        admit=[f"{COUNSEL}:{user_id}"],
    )


async def name_substitute(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    user_id: UUID,
    valid_until: date | None,
    reasons: str,
    version: int | None = None,
) -> Recorded:
    """A representative passes the own mandate on to another for a time, with no more powers than they have themselves.

    Raises `NotFound` for somebody without a mandate here, and what `record_representation` raises.
    """
    demand(actor, "representation.substitute")
    opened = await open_case(db, case_id, version=version)
    own = await _in_force(db, case_id, actor.user_id)
    if own is None or own.substitute_of is not None:
        raise NotFound
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué se sustituye.")
    last = min((day for day in (valid_until, own.valid_until) if day is not None), default=None)
    made = await _mandate(
        db,
        actor,
        opened,
        user_id,
        own.mandate,
        own.powers,
        own.claims,
        valid_until=last,
        kind=own.kind,
        substitute_of=own.id,
    )
    return await record(
        db,
        actor,
        opened,
        "substitute_named",
        data={
            "representative": str(actor.user_id),
            "substitute": str(user_id),
            "mandate": str(made.id),
            "reasons": reasons.strip(),
        },
        admit=[f"{COUNSEL}:{user_id}"],
    )


async def end_representation(
    db: Session,
    actor: Actor,
    case_id: UUID,
    mandate_id: UUID,
    *,
    why: str,
    words: str,
    version: int | None = None,
) -> Recorded:
    """End a mandate, and with it those of its substitutes: the file closes to them at once.

    The office ends one that was revoked, a representative only the own one. `why`: `rules.ENDED_BY_OFFICE`, `ENDED_BY_SELF`.
    Raises `NotFound`, `Invalid`, `MandateEnded`.
    """
    demand(actor, "representation.end")
    own = actor.role == COUNSEL
    opened = await open_case(db, case_id, version=version)
    found = await _locked(db, case_id, mandate_id)
    if own and found.user_id != actor.user_id:
        raise NotFound
    if why not in (ENDED_BY_SELF if own else ENDED_BY_OFFICE):
        raise Invalid.at("why", "required", "Elija por qué termina.")
    if not words.strip():
        raise Invalid.at("words", "required", "Escriba en qué consta, o por qué.")
    return await _end(db, actor, opened, found, why, words.strip())


async def let_mandate_expire(db: Session, mandate_id: UUID) -> None:
    """The last day of a mandate is over: the file closes. Nothing to do where it ended before."""
    case_id = await db.scalar(select(Representation.case_id).where(Representation.id == mandate_id))
    if case_id is None:
        return
    opened = await open_case(db, case_id)
    found = await _locked(db, case_id, mandate_id)
    if found.until is None and _closes_at(opened, found) <= db.now():
        await _end(db, SYSTEM, opened, found, EXPIRED, "")


async def _mandate(
    db: Session,
    actor: Actor,
    opened: OpenCase,
    user_id: UUID,
    mandate: str,
    powers: Collection[str],
    claims: Collection[UUID],
    *,
    valid_until: date | None,
    kind: str,
    substitute_of: UUID | None = None,
) -> Representation:
    wrong = broken_rules(
        mandate,
        powers,
        claims,
        of_case={c.id for c in opened.claims},
        valid_until=valid_until,
        today=opened.profile.today(db.now()),
    )
    if wrong:
        raise Invalid(*wrong)
    if user_id not in {c.user_id for c in await colleagues(db, COUNSEL)}:
        raise NotARepresentative
    if await handled_by(db, opened.id, user_id, roles=set(ROLES) - {COUNSEL}):
        raise WorkedOnTheirCase
    if await _in_force(db, opened.id, user_id) is not None:
        raise AlreadyRepresents
    made = Representation(
        id=new_id(),
        case_id=opened.id,
        user_id=user_id,
        mandate=mandate.strip(),
        kind=kind,
        powers=sorted(set(powers)),
        claims=list(claims),
        substitute_of=substitute_of,
        since=db.now(),
        valid_until=valid_until,
        recorded_by=actor.user_id,
        until=None,
        ended_by=None,
        end_reason=None,
    )
    db.add(made)
    await db.flush()
    see_to_its_end(db, opened, made)
    return made


def see_to_its_end(db: Session, opened: OpenCase, mandate: Representation) -> None:
    """Have the worker close a mandate given for a time after its last day."""
    if mandate.valid_until is not None:
        db.later(MANDATE_OVER, {"mandate": str(mandate.id)}, at=_closes_at(opened, mandate))


def _closes_at(opened: OpenCase, mandate: Representation) -> datetime:
    """Midnight after the last day, where the office is."""
    assert mandate.valid_until is not None  # noqa: S101 - only asked of one given for a time
    after = mandate.valid_until + timedelta(days=1)
    return datetime.combine(after, time.min, ZoneInfo(opened.profile.time_zone))


async def _end(
    db: Session, actor: Actor, opened: OpenCase, found: Representation, why: str, words: str
) -> Recorded:
    if found.until is not None:
        raise MandateEnded
    r = Representation
    behind = list(await db.scalars(select(r).where(r.substitute_of == found.id, r.until.is_(None))))
    for mandate in (found, *behind):
        mandate.until, mandate.ended_by = db.now(), actor.user_id
        mandate.end_reason = why if mandate is found else SUBSTITUTE_ENDED
    await db.flush()
    return await record(
        db,
        actor,
        opened,
        "representation_ended",
        data={"representative": str(found.user_id), "mandate": str(found.id), "why": why, "words": words},
        dismiss=[f"{COUNSEL}:{mandate.user_id}" for mandate in (found, *behind)],
    )


async def _in_force(db: Session, case_id: UUID, user_id: UUID) -> Representation | None:
    r = Representation
    found: Representation | None = await db.scalar(
        select(r).where(r.case_id == case_id, r.user_id == user_id, r.until.is_(None))
    )
    return found


async def _locked(db: Session, case_id: UUID, mandate_id: UUID) -> Representation:
    found = await db.locked(Representation, mandate_id)
    if found is None or found.case_id != case_id:
        raise NotFound
    return found
