"""Confirming a draft: from a day on, a claim that is filed falls under it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid
from app.identity import public as identity
from app.overrides import errors, rules
from app.overrides.editions import forget_what_is_in_force, shipped
from app.overrides.models import ProcedureOverride
from app.overrides.queries import locked, one_at_a_time
from app.overrides.reading import new_defects, read_anew, weakened_by
from app.procedure import public as procedure


async def put_in_force(
    db: Session,
    actor: Actor,
    number: int,
    *,
    valid_from: date | None,
    because: str,
    version: int | None = None,
) -> None:
    """Put a draft in force from a day on. Cases that are already filed keep what they have.

    Four eyes: not by the one who uploaded it, unless nobody else holds the role (docs/decisions/0010); what takes safeguards
    away is never laid down by one person. Raises `NotFound`, `OverrideChanged`, `NotADraft`, `SecondPersonNeeded`, `HasDefects`,
    `WeakensAlone`, `Invalid`.
    """
    identity.demand(actor, "procedure.put_in_force")
    await one_at_a_time(db, shipped().country)
    override = await locked(db, number, version=version)
    if override.state != "draft":
        raise errors.NotADraft
    alone = await _alone(db, actor, override)
    because = rules.demand_reasons(because)
    day = rules.demand_day(valid_from, today=shipped().today(db.now()))
    _demand_its_version(override, day)
    await _demand_a_free_day(db, override, day)
    after = read_anew(override)
    if new_defects(override, after):
        raise errors.HasDefects
    less = weakened_by(override, after)
    if less and alone:
        raise errors.WeakensAlone
    override.state, override.valid_from, override.alone = "in_force", day, alone
    override.put_in_force_by, override.put_in_force_at = actor.user_id, db.now()
    override.put_in_force_because = because
    override.version += 1
    await db.flush()
    forget_what_is_in_force(db)
    await audit.looked(
        db,
        "procedure.put_in_force",
        str(procedure.Plain(override.profile_version, number)),
        detail={
            "sha256": override.digest,
            "from": day.isoformat(),
            "alone": alone,
            "weakens": [each.place for each in less],
        },
    )


async def others_who_may_confirm(db: ReadSession, uploaded_by: UUID) -> list[str]:
    """Who else than the one who uploaded it holds the role that confirms, by name."""
    return [c.name for c in await identity.colleagues(db, "administrator") if c.user_id != uploaded_by]


async def _alone(db: Session, actor: Actor, override: ProcedureOverride) -> bool:
    if actor.user_id != override.uploaded_by:
        return False
    if await others_who_may_confirm(db, override.uploaded_by):
        raise errors.SecondPersonNeeded
    return True


def _demand_its_version(override: ProcedureOverride, day: date) -> None:
    if shipped(day).version != override.profile_version:
        raise Invalid.at(
            "valid_from",
            "another_version",
            "Ese día rige la versión %(then)s de la norma, y este ajuste es para la %(its)s.",
            then=shipped(day).version,
            its=override.profile_version,
        )


async def _demand_a_free_day(db: Session, override: ProcedureOverride, day: date) -> None:
    other = await db.scalar(
        select(ProcedureOverride.number).where(
            ProcedureOverride.country == override.country,
            ProcedureOverride.profile_version == override.profile_version,
            ProcedureOverride.state == "in_force",
            ProcedureOverride.valid_from == day,
        )
    )
    if other is not None:
        raise Invalid.at(
            "valid_from",
            "taken",
            "Ese mismo día empieza a regir el ajuste %(number)s: retírelo antes, o elija otro día.",
            number=other,
        )
