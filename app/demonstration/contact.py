"""How the simulated people say that they may be reached: most by their own telephone, some only with care."""

from random import Random
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.notices import public as notices

_WAYS = (
    (6, notices.Told("La propia persona", phone="safe")),
    (2, notices.Told("La propia persona", phone="shared", note="Teléfono de la familia (ficticio).")),
    (1, notices.Told("La propia persona", phone="unsafe", no_messages=True, note="Otra persona revisa el teléfono (ficticio).")),
    (1, notices.Told("Su hija", phone="safe", reads=False, note="No sabe leer (ficticio).")),
)  # fmt: skip


async def say_how_to_be_reached(db: Session, actor: Actor, person_id: UUID, reference: str) -> None:
    """Ask the person, or not: of one in four nobody asked yet. Drawn from the reference, so that nothing else is drawn otherwise."""
    chance = Random(f"contact:{reference}")
    if chance.random() < 0.25:
        return
    (told,) = chance.choices([way for _, way in _WAYS], [weight for weight, _ in _WAYS])
    await notices.keep_contact(db, actor, person_id, told)
