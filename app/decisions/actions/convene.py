"""Calling a body together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Integer, cast, func, select, text

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.counting import Called
from app.decisions.models import Sitting, SittingMember
from app.decisions.policies import demand_secretary
from app.decisions.queries.seats import who_may_sit
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure

DAY = timedelta(days=1)
OPENS = time(9)
# Months and years as a notice has them: never shorter than the law's.
LENGTHS = {
    "hour": timedelta(hours=1),
    "day": DAY,
    "calendar_day": DAY,
    "week": 7 * DAY,
    "month": 31 * DAY,
    "year": 366 * DAY,
}


@dataclass(frozen=True, slots=True)
class Extraordinary:
    """Why a sitting is called out of turn: who of the members had it called, on what grounds, and whether it is so urgent that
    the agenda goes round later than the rules ask for."""

    called_by: UUID
    grounds: str
    urgent: bool = False


async def convene(
    db: Session,
    actor: Actor,
    *,
    starts_at: datetime,
    members: Sequence[UUID],
    presiding: UUID,
    extraordinary: Extraordinary | None = None,
) -> UUID:
    """Convene the secretary's body for a time. Members hold a seat of it that day, or stand in for its holder: an alternate may be
    called besides, and sits only where the holder does not. One of them presides.

    Numbers run by body and year. Raises `Invalid`, `NotAMemberOfTheBody`, `SecretaryDoesNotVote`.
    """
    demand_secretary(actor)
    body, profile = actor.body or "", await procedure_in_force(db)
    day = starts_at.astimezone(profile.zone).date()
    _check_time(profile, body, starts_at, db.now(), extraordinary)
    called = await _called(db, actor, body, members, day)
    if presiding not in called:
        raise Invalid.at("presiding", "not_convened", "Elija quién preside entre las personas convocadas.")
    _check_extraordinary(extraordinary, called)
    sitting = Sitting(
        id=new_id(),
        body=body,
        number=await _next_number(db, body, day.year),
        starts_at=starts_at,
        status="convened",
        convened_by=actor.user_id,
        opened_at=None,
        closed_at=None,
        quorum=None,
        kind="extraordinary" if extraordinary else "ordinary",
        grounds=extraordinary.grounds.strip() if extraordinary else "",
        called_by=extraordinary.called_by if extraordinary else None,
        urgent=extraordinary.urgent if extraordinary else False,
        circulated_at=None,
        because="",
        resumes_at=None,
        version=1,
    )
    db.add(sitting)
    await db.flush()
    db.add(
        *(
            SittingMember(
                sitting_id=sitting.id,
                user_id=one.user_id,
                seat=one.seat,
                place=one.place,
                presides=one.user_id == presiding,
                present_at=None,
                remote=False,
            )
            for one in called.values()
        )
    )
    await db.flush()
    return sitting.id


def _check_time(
    profile: procedure.Profile,
    body: str,
    starts_at: datetime,
    now: datetime,
    extraordinary: Extraordinary | None,
) -> None:
    if starts_at <= now:
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    sits = profile.bodies[body].sits
    notice = (sits.urgent_notice if extraordinary else sits.notice).value
    if notice is None or (extraordinary and extraordinary.urgent):
        return
    if not enough_notice(profile, notice, now, starts_at):
        raise Invalid.at(
            "starts_at",
            "too_soon",
            "Se convoca con esta antelación al menos: %(notice)s.",
            notice=notice.in_words("es"),
        )


def enough_notice(
    profile: procedure.Profile, notice: procedure.Span, now: datetime, starts_at: datetime
) -> bool:
    """Is the sitting called that long before? Working days are the administration's, in its own zone."""
    if notice.unit == "working_day":
        return (
            procedure.working_days_between(profile, profile.today(now), profile.today(starts_at))
            >= notice.count
        )
    return starts_at - now >= notice.count * LENGTHS[notice.unit]


def first_start(profile: procedure.Profile, body: str, now: datetime, office: str | None = None) -> datetime:
    """Nine o'clock of the first working day of the office for which the body can still be called with the notice that its rules ask."""
    notice = profile.bodies[body].sits.notice.value
    day = profile.today(now, office)
    while True:
        day = procedure.next_working_day(profile, day, office=office)
        start = datetime.combine(day, OPENS, profile.zone_of(office))
        if notice is None or enough_notice(profile, notice, now, start):
            return start


def _check_extraordinary(extraordinary: Extraordinary | None, called: Mapping[UUID, Called]) -> None:
    if extraordinary is None:
        return
    if not extraordinary.grounds.strip():
        raise Invalid.at("grounds", "required", "Escriba por qué se convoca de forma extraordinaria.")
    if extraordinary.called_by not in called:
        raise Invalid.at("called_by", "not_convened", "Elija quién la pidió entre las personas convocadas.")


async def _called(
    db: Session, actor: Actor, body: str, members: Sequence[UUID], day: date
) -> dict[UUID, Called]:
    if not members:
        raise Invalid.at("members", "required", "Convoque a quienes integran el órgano.")
    if actor.user_id in members:
        raise errors.SecretaryDoesNotVote
    able = await who_may_sit(db, body, day)
    if not set(members) <= set(able):
        raise errors.NotAMemberOfTheBody
    called = {user: able[user] for user in members}
    if len({(one.seat, one.place) for one in called.values()}) < len(called):
        raise Invalid.at("members", "seat_twice", "Convoque a una sola persona por cada puesto.")
    return called


async def _next_number(db: Session, body: str, year: int) -> str:
    # Two secretaries at once: the second waits for the first, and takes the number after.
    await db.execute(text("select pg_advisory_xact_lock(hashtext(:what))"), {"what": f"sittings of {body}"})
    last = await db.scalar(
        select(func.max(cast(func.split_part(Sitting.number, "-", 1), Integer))).where(
            Sitting.body == body, Sitting.number.like(f"%-{year}")
        )
    )
    return f"{(last or 0) + 1}-{year}"
