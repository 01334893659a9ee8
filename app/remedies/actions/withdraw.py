"""The applicant gives a remedy up."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents.public import Desk
from app.identity.public import demand
from app.remedies import errors, rules
from app.remedies.loading import open_remedy


async def withdraw_remedy(
    db: Session,
    actor: Actor,
    remedy_id: UUID,
    *,
    statement: str,
    signed: bool,
    explained_in: str = "",
    claims: list[UUID] | None = None,
    version: int | None = None,
) -> cases.Recorded:
    """Withdraw a pending remedy by a statement that the applicant signed: the decision becomes final.

    `explained_in` is the language (ISO 639) in which it was explained that the decision becomes final and removal is no longer
    barred. With `claims`, only those: the remedy goes on for the others, for one person never binds another. Raises `NotFound`, `NotPending`, `RemedyChanged`, `Invalid`,
    `BeyondYourMandate`.
    """
    demand(actor, "remedy.withdraw")
    open_ = await open_remedy(db, remedy_id, version=version)
    if not signed:
        raise Invalid.at(
            "signed", "required", "La persona tiene que firmar que desiste por su propia voluntad."
        )
    if not explained_in.strip():
        raise Invalid.at(
            "explained_in", "required", "Diga en qué idioma se le explicó lo que significa desistir."
        )
    remedy, opened = open_.remedy, open_.opened
    if remedy.status != "pending":
        raise errors.NotPending
    where = opened.profile.event(rules.WITHDRAWN).leaves
    reached = [c.id for c in opened.claims if c.stage in where]
    leaving = reached if claims is None else [opened.claim(claim_id).id for claim_id in claims]
    await cases.demand_power(db, actor, opened.id, "withdraw", leaving)
    if set(leaving) >= set(reached):
        remedy.status, remedy.decided_at = "withdrawn", db.now()
    remedy.version += 1
    return await cases.record(
        db,
        actor,
        opened,
        rules.WITHDRAWN,
        claims=leaving,
        data={
            "remedy": str(remedy.id),
            "statement": cases.check_reasons(statement),
            "explained_in": explained_in.strip(),
        },
        desk=Desk(),
    )
