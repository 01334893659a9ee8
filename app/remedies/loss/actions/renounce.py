"""Giving a status up, by the person, freely."""

from collections.abc import Mapping
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents.public import Desk
from app.identity.public import demand
from app.people import public as people
from app.remedies import rules as filing
from app.remedies.loss import errors, rules

OUTCOME = "renounced"


async def renounce(
    db: Session,
    actor: Actor,
    case_id: UUID,
    claim_id: UUID,
    *,
    statement: str,
    explained_in: str,
    interpreter: str,
    checks: Mapping[str, bool],
    signed: bool,
    version: int | None = None,
) -> cases.Recorded:
    """One adult gives their own status up: nobody does it for another, and a child's is not given up.

    `explained_in` is the language in which it was said what follows; `checks` answer `NO_PRESSURE`, asked alone. Those who hold
    theirs by this person's are told that an own claim keeps it. Raises `NotFound`, `NotKnownHere`, `StatusNotHeld`,
    `ChildsStatus`, `PressureSuspected`, `CaseChanged`, `Invalid`, and what the procedure refuses.
    """
    demand(actor, "loss.renounce")
    opened = await cases.open_case(db, case_id, version=version)
    if rules.RENOUNCED not in opened.profile.events_by_name or OUTCOME not in opened.profile.outcomes:
        raise errors.NotKnownHere
    claim = opened.claim(claim_id)
    if not rules.protects(opened.profile, claim.outcome):
        raise errors.StatusNotHeld
    if not explained_in.strip():
        raise Invalid.at("explained_in", "required", "Diga en qué idioma se le explicó lo que significa.")
    if not signed:
        raise Invalid.at(
            "signed", "required", "La persona tiene que firmar que renuncia por su propia voluntad."
        )
    await _demand_adult(db, opened, claim.person_id)
    if rules.pressed(checks):
        raise errors.PressureSuspected
    return await cases.record(
        db,
        actor,
        opened,
        rules.RENOUNCED,
        claims=[claim_id],
        outcomes={claim_id: OUTCOME},
        data={
            "statement": filing.sentence("statement", statement),
            "explained_in": explained_in.strip(),
            "interpreter": interpreter.strip(),
            "checks": list(rules.NO_PRESSURE),
        },
        satisfied=["signed_statement", "explained", "no_pressure"],
        desk=Desk(),
    )


async def _demand_adult(db: Session, opened: cases.OpenCase, person_id: UUID) -> None:
    born = (await people.profiles(db, [person_id]))[person_id].birth_date
    majority = opened.profile.majority_age.value or 18
    if people.age_on(born, opened.profile.today(db.now())) < majority:
        raise errors.ChildsStatus
