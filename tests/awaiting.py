"""Cases brought to the Commission's door through the gate itself. The analysis is put there as a row: its own tests write one."""

from uuid import UUID

from app.assessments.models import Assessment
from app.cases import public as cases
from app.core.ids import new_id
from app.intake import public as intake
from tests.assessing import CATEGORIES
from tests.world import World

SUMMARY = "Los hechos se aceptan; no se halla nexo con un motivo de la Convención."
REASONS = "La amenaza fue de un particular y por una deuda."
SUBMITTED = ["assessment_complete", "complementary_and_statelessness_examined"]


async def case_awaiting_decision(
    world: World, household: list[intake.Member] | None = None, *, outcome: str = "rejected"
) -> UUID:
    """A case with an endorsed analysis that recommends `outcome` for the principal applicant; the others follow."""
    registered = await world.register(household)
    case_id = registered.case_id
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, case_id)
        await cases.admit(db, db.actor, case_id)
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, case_id, officer_id=world.actor("eligibility_officer").user_id)
    await assess(world, case_id, outcome=outcome, held=True)
    return case_id


async def assess(world: World, case_id: UUID, *, outcome: str, held: bool = False, number: int = 1) -> None:
    """From assessment to the Commission, with a recommendation."""
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, case_id)
        if held:
            await cases.record(db, db.actor, opened, "interview_held", satisfied=["signed"])
        row = Assessment(
            id=new_id(),
            case_id=case_id,
            number=number,
            author_id=db.actor.user_id,
            status="endorsed",
            summary=SUMMARY,
            facts=[],
            analysis={},
            recommendations=[
                {
                    "claim_id": str(opened.principal.id),
                    "outcome": outcome,
                    "grounds": ["political_opinion"] if outcome.startswith("recognised") else [],
                    "article": "Ley 8764, art. 106",
                    "reasons": REASONS,
                    "categories": CATEGORIES if outcome == "rejected" else {},
                }
            ],
            created_at=db.now(),
            changed_at=db.now(),
            submitted_at=db.now(),
            version=1,
        )
        db.add(row)
        await cases.record(db, db.actor, opened, "assessment_submitted", satisfied=SUBMITTED)
    async with world.acting("supervisor") as db:
        opened = await cases.open_case(db, case_id)
        await cases.record(db, db.actor, opened, "endorsed", satisfied=["not_the_author"])
