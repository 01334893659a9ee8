"""Who is there, from when until when, and the opening."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.chamber import Chamber, enter
from app.decisions.chamber_models import Attendance
from app.decisions.models import SittingMember
from app.decisions.policies import demand_secretary
from app.decisions.procedure import known_quorum
from app.overrides.public import procedure_in_force


async def record_attendance(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    present: Collection[UUID],
    remote: Collection[UUID] = (),
    version: int | None = None,
) -> None:
    """Say which of the members called are there now, and which of those by video; each stay is kept with its hours.

    Raises `NotAMemberOfTheBody` for somebody who was not called, `RemoteNotOnRecord` where the profile has no attendance by
    video, `SittingOver`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    if not set(present) | set(remote) <= set(chamber.members):
        raise errors.NotAMemberOfTheBody
    body = (await procedure_in_force(db)).bodies[chamber.sitting.body]
    if remote and body.sits.remote.value is not True:
        raise errors.RemoteNotOnRecord
    for user, member in chamber.members.items():
        here, by_video = user in present or user in remote, user in remote
        if here and member.present_at is not None and member.remote == by_video:
            continue
        if member.present_at is not None:
            await _leave(db, member)
        if here:
            _come(db, member, remote=by_video)
    await db.flush()


def _come(db: Session, member: SittingMember, *, remote: bool) -> None:
    member.present_at, member.remote = db.now(), remote
    db.add(
        Attendance(
            id=new_id(),
            sitting_id=member.sitting_id,
            user_id=member.user_id,
            came_at=db.now(),
            left_at=None,
            remote=remote,
        )
    )


async def _leave(db: Session, member: SittingMember) -> None:
    member.present_at, member.remote = None, False
    await everybody_leaves(db, member.sitting_id, member.user_id)


async def everybody_leaves(db: Session, sitting_id: UUID, user_id: UUID | None = None) -> None:
    """End the stay of that member, or of all of them when the sitting ends."""
    await db.flush()
    stays = update(Attendance).where(Attendance.sitting_id == sitting_id, Attendance.left_at.is_(None))
    if user_id is not None:
        stays = stays.where(Attendance.user_id == user_id)
    await db.execute(stays.values(left_at=db.now()))


async def open_sitting(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    presiding: UUID | None = None,
    early: bool = False,
    version: int | None = None,
) -> None:
    """Open the sitting. The quorum is the one that the procedure has today, and is kept with the sitting.

    `presiding` names who presides instead, when the one called to it is absent. `early` says that it is opened before the day it
    was called for on purpose. Raises `QuorumUnknown`, `NoQuorum`, `CompulsorySeatEmpty`, `PresidingAbsent`, `SittingNotConvened`,
    `Invalid` before its day without `early`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    sitting = chamber.sitting
    if sitting.status != "convened":
        raise errors.SittingNotConvened
    profile = await procedure_in_force(db)
    day = profile.today(sitting.starts_at)
    if day > profile.today(db.now()) and not early:
        raise Invalid.at(
            "early",
            "before_its_day",
            "La sesión está convocada para el %(day)s. Confirme que se abre antes de ese día.",
            day=f"{day:%d/%m/%Y}",
        )
    minimum = known_quorum(profile, sitting.body)
    chamber.demand_quorum(profile.bodies[sitting.body], minimum, chamber.seated)
    if presiding is not None:
        _let_preside(chamber, presiding)
    if chamber.presiding.user_id not in chamber.present:
        raise errors.PresidingAbsent
    sitting.status, sitting.opened_at, sitting.quorum = "open", db.now(), minimum
    await db.flush()


def _let_preside(chamber: Chamber, user_id: UUID) -> None:
    if user_id not in chamber.present:
        raise errors.PresidingAbsent
    for user, member in chamber.members.items():
        member.presides = user == user_id
