"""One laptop at the first post, with numbers to print, and one registration from it that somebody has to look at. All invented."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.ids import new_id
from app.demonstration.deployment import sign_ins
from app.identity import public as identity
from app.intake.public import offline
from app.people import public as people
from app.procedure import public as procedure
from app.workflows import laptops
from app.workflows.take_in_item import take_in_item

NUMBERS, WAITING = 40, 2


async def prepare_laptop(db: Session, profile: procedure.Profile) -> None:
    """Enrol it, give it numbers, and send the household that was registered last once more: a person has to say who they are."""
    first = next(sign_ins(profile))
    actor = await identity.actor_by_username(db, first.username, [first.role])
    if actor is None:
        return
    db.play(actor)
    laptop = await laptops.enrol_laptop(db, actor, label="Equipo de demostración", public_key=_public_key())
    await laptops.take_numbers(db, actor, laptop.id, count=NUMBERS)
    await _send_again(db, actor, laptop.id)
    since = db.now() - timedelta(hours=5)
    await offline.hear_from(db, actor, laptop.id, unsent=WAITING, oldest_unsent_at=since)
    db.play(SYSTEM)


def _public_key() -> Mapping[str, str]:
    """Of a key whose private half nobody keeps: this laptop prints nothing."""
    numbers = generate_private_key(SECP256R1()).public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32)).decode().rstrip("=") for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


async def _send_again(db: Session, actor: Actor, laptop_id: UUID) -> None:
    case = cases.case_table.c
    latest = await db.row(
        select(case.principal_person_id, case.office_id)
        .where(case.registered_at < db.now())
        .order_by(case.registered_at.desc(), case.id)
        .limit(1)
    )
    if latest is None:
        return
    known = (await people.profiles(db, [latest.principal_person_id]))[latest.principal_person_id]
    typed_at = db.now() - timedelta(hours=3)
    content = {
        "laptop_id": str(laptop_id),
        "order": 1,
        "typed_at": typed_at.isoformat(),
        "sent_at": db.now().isoformat(),
        "registration": {
            "persons": [_typed(known)],
            "arrival": {"circumstances": "Texto inventado para la demostración."},
            "office_id": str(latest.office_id),
        },
        "papers": [],
        "photos": [],
    }
    content = json.loads(json.dumps(content))
    await take_in_item(db, actor, offline.Sent(new_id(), laptop_id, 1, typed_at, db.now(), content))


def _typed(known: people.Profile) -> dict[str, Any]:
    """The same person as another officer heard them: the last of the names missing, another telephone."""
    return {
        "given_names": known.given_names.split(" ")[0],
        "family_names": known.family_names,
        "birth_date": known.birth_date.isoformat(),
        "birth_precision": known.birth_precision,
        "sex": known.sex,
        "nationalities": known.nationalities,
        "stateless": known.stateless,
        "languages": known.languages,
        "phone": "+506 6000 0188",
        "relation": "principal",
        "papers": [{"kind": p.kind, "number": p.number, "country": p.country} for p in known.papers],
    }
