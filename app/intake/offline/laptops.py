"""Enrolling a laptop, its own last word, and the day it is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, office_of
from app.intake.offline import rules
from app.intake.offline.errors import LaptopLost
from app.intake.offline.models import Laptop


async def enrol_laptop(db: Session, actor: Actor, *, label: str, public_key: Mapping[str, Any]) -> Laptop:
    """Take a laptop into the actor's post or office, with the public half of the key that it made for itself.

    Raises `Invalid` for a label or key that cannot be one.
    """
    demand(actor, "laptop.enrol")
    if not label.strip() or len(label) > rules.LONGEST_LABEL:
        raise Invalid.at("label", "required", "Escriba un nombre corto para el equipo.")
    if not rules.is_public_key(public_key):
        raise Invalid.at("public_key", "not_a_key", "La llave pública debe ser P-256, sin su parte secreta.")
    office = await office_of(db, actor)
    if office is None:
        raise Invalid.at("office", "required", "Su usuario no tiene puesto ni oficina.")
    laptop = Laptop(
        id=new_id(),
        label=label.strip(),
        post_id=actor.post_id,
        office_id=office,
        public_key={name: public_key[name] for name in ("kty", "crv", "x", "y")},
        kid=rules.key_id(public_key),
        enrolled_by=actor.user_id,
        enrolled_at=db.now(),
        key_until=db.now() + rules.KEY_LASTS,
        lost_at=None,
        lost_by=None,
        lost_reason=None,
        last_seen_at=db.now(),
        last_seen_by=actor.user_id,
        unsent=0,
        oldest_unsent_at=None,
    )
    db.add(laptop)
    await db.flush()
    await audit.looked(db, "laptop.enrolled", str(laptop.id))
    return laptop


async def hear_from(
    db: Session, actor: Actor, laptop_id: UUID, *, unsent: int, oldest_unsent_at: datetime | None
) -> Laptop:
    """Note a laptop's own word about what it has not sent yet. Raises `NotFound`, `LaptopLost`."""
    demand(actor, "laptop.enrol")
    laptop = await working(db, laptop_id)
    laptop.last_seen_at, laptop.last_seen_by = db.now(), actor.user_id
    laptop.unsent, laptop.oldest_unsent_at = unsent, oldest_unsent_at if unsent else None
    await db.flush()
    return laptop


async def report_laptop_lost(db: Session, actor: Actor, laptop_id: UUID, *, reasons: str) -> Laptop:
    """The laptop is gone: what it signs from now on counts for nothing. Raises `NotFound`, `Invalid`, `LaptopLost`."""
    demand(actor, "laptop.report_lost")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba qué pasó con el equipo.")
    laptop = await working(db, laptop_id)
    laptop.lost_at, laptop.lost_by, laptop.lost_reason = db.now(), actor.user_id, reasons.strip()
    await db.flush()
    await audit.looked(db, "laptop.lost", str(laptop_id), detail={"reasons": reasons.strip()})
    return laptop


async def working(db: Session, laptop_id: UUID) -> Laptop:
    """The laptop, locked. Raises `NotFound`, `LaptopLost`."""
    laptop = await db.locked(Laptop, laptop_id)
    if laptop is None:
        raise NotFound
    if laptop.lost_at is not None:
        raise LaptopLost
    return laptop
