"""Cases brought to a served decision, and challenged: for the tests of remedies and of what comes after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.cases import public as cases
from app.intake import public as intake
from app.remedies import public as remedies
from tests.assessing import endorsed, to_assessment
from tests.features.test_decisions import decide, serve
from tests.site import Site
from tests.world import World

GROUNDS = "La resolución no valoró la información del país que consta en el expediente."
LATE = "Estuvo hospitalizada durante todo el plazo; adjunta la epicrisis."
JUDGED = "El nexo con la opinión política imputada está acreditado por la información del país."
COUNSEL = "legal_representative"
JUDGE = "appeals_judge"


@dataclass(frozen=True)
class Scene:
    world: World
    case_id: UUID
    reference: str
    decision_id: UUID

    async def case(self, who: str = "supervisor") -> cases.CaseView:
        async with self.world.reading(who) as db:
            return await cases.case_view(db, self.reference)

    async def events(self, who: str = "supervisor") -> list[str]:
        async with self.world.reading(who) as db:
            return [e.name for e in await cases.timeline(db, self.case_id)]

    async def file(
        self, who: str = COUNSEL, *, kind: str = "appeal", late_reasons: str | None = None
    ) -> remedies.Filed:
        async with self.world.acting(who) as db:
            return await remedies.file_remedy(
                db,
                db.actor,
                self.decision_id,
                kind=kind,
                grounds=GROUNDS,
                late_reasons=late_reasons,
            )


async def represented(world: World, case_id: UUID, who: str = COUNSEL) -> None:
    async with world.acting("supervisor") as db:
        await cases.record_representation(
            db,
            db.actor,
            case_id,
            user_id=world.actor(who).user_id,
            mandate="Poder especial 44 de prueba",
            powers=cases.POWERS,
        )


async def rejected_and_served(
    world: World, household: list[intake.Member] | None = None, *, outcome: str = "rejected"
) -> Scene:
    """Decided by the Commission, served this morning, with a legal representative on the case."""
    registered = await to_assessment(world, household)
    await endorsed(world, registered.case_id, outcome=outcome)
    decision_id = await decide(world, registered.case_id)
    await serve(world, decision_id)
    await represented(world, registered.case_id)
    return Scene(world, registered.case_id, registered.reference, decision_id)


async def appealed(world: World, household: list[intake.Member] | None = None) -> tuple[Scene, UUID]:
    """Rejected, and appealed on the second day."""
    scene = await rejected_and_served(world, household)
    world.clock.advance(timedelta(days=1))
    return scene, (await scene.file()).remedy_id


async def judge(
    world: World,
    remedy_id: UUID,
    result: str,
    *,
    outcomes: dict[UUID, remedies.Judged] | None = None,
    instructions: Sequence[str] = (),
    reversal_grounds: Sequence[str] = ("country_information",),
    who: str = JUDGE,
) -> remedies.Judgment:
    async with world.acting(who) as db:
        return await remedies.decide_remedy(
            db,
            db.actor,
            remedy_id,
            result=result,
            reasons=JUDGED,
            outcomes=outcomes,
            instructions=instructions,
            reversal_grounds=reversal_grounds,
        )


async def voted_on_loss(site: Site, loss: str, *, choice: str = "for", signed: bool = True) -> str | None:
    """A procedure of loss brought to a sitting, voted on by all three and signed; the decision, where it carried."""
    members = [f"commission_member_{n}" for n in range(3)]
    called = [str(site.world.actor(one).user_id) for one in members]
    async with site.api("commission_secretary") as api:
        starts = (site.world.clock.now() + timedelta(hours=1)).isoformat()
        body: dict[str, Any] = {"starts_at": starts, "members": called, "presiding": called[0]}
        sitting = f"/api/v1/sittings/{(await api.post('/api/v1/sittings', json=body)).json()['id']}"
        put = await api.post(f"/api/v1{loss}/sitting", json={"sitting_id": sitting.rsplit("/", 1)[1]})
        assert put.status_code == 201, put.text
        item = put.json()["item"]
        assert (await api.post(f"{sitting}/attendance", json={"present": called})).status_code == 200
        opening = await api.post(f"{sitting}/opening", json={"early": True})
        assert opening.status_code == 200, opening.text
    for one in members:
        async with site.api(one) as api:
            ballot = {"item": item, "choice": choice, "reasons": "No hubo acto voluntario de acogerse."}
            cast = await api.post(f"{sitting}/votes", json=ballot)
            assert cast.status_code == 201, cast.text
    async with site.api("commission_secretary") as api:
        closed = await api.post(f"{sitting}/items/{item}/closing", json={})
        assert closed.status_code == 200, closed.text
    if choice == "for" and signed:
        async with site.api(members[0]) as api:
            done = await api.post(f"/api/v1/decisions/{closed.json()['decision']}/signature")
            assert done.status_code == 200, done.text
    decision: str | None = closed.json()["decision"]
    return decision
