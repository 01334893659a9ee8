"""A laptop comes into use, takes numbers, and is lost: its key, its numbers and itself together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.documents import public as documents
from app.identity.public import demand
from app.intake.public import offline

# What a laptop signed on its key's last day is believed for as long as a paper may live.
PAPERS_LIVE = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Standing:
    """A laptop, and how many numbers it can still print."""

    laptop: offline.LaptopView
    numbers_left: int


async def enrol_laptop(
    db: Session, actor: Actor, *, label: str, public_key: Mapping[str, Any]
) -> offline.Laptop:
    """Take a laptop into the actor's post or office, and believe what it signs. Raises `Invalid`."""
    laptop = await offline.enrol_laptop(db, actor, label=label, public_key=public_key)
    await documents.enrol_key(
        db,
        actor,
        issuer=f"laptop:{laptop.id}",
        jwk=laptop.public_key,
        until=laptop.key_until + PAPERS_LIVE,
    )
    return laptop


async def take_numbers(db: Session, actor: Actor, laptop_id: UUID, *, count: int) -> documents.Block:
    """Numbers for a laptop of the actor's own. Raises `NotFound`, `LaptopLost`, `KeyOver`, `Invalid`, `TooManyUnused`."""
    demand(actor, "laptop.enrol")
    laptop = await offline.working(db, laptop_id)
    if laptop.key_until <= db.now():
        raise offline.KeyOver
    return await documents.reserve(db, actor, laptop_id, count=count)


async def report_laptop_lost(db: Session, actor: Actor, laptop_id: UUID, *, reasons: str) -> int:
    """Its key and its numbers are withdrawn in the same moment: papers that it did not send are not valid.

    Returns how many numbers that makes. Raises `NotFound`, `Invalid`, `LaptopLost`.
    """
    laptop = await offline.report_laptop_lost(db, actor, laptop_id, reasons=reasons)
    await documents.revoke_key(db, actor, laptop.kid, because=reasons)
    return await documents.withdraw_numbers(db, actor, laptop_id)


async def standing_laptops(db: ReadSession) -> list[Standing]:
    """The laptops of the actor's post or office."""
    found = await offline.laptops(db)
    left = await documents.unused_of(db, [laptop.id for laptop in found])
    return [Standing(laptop, left.get(laptop.id, 0)) for laptop in found]
