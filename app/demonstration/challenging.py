"""The part of a case's story after a rejection: nothing, an appeal in time, or one that is late."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.decisions import public as decisions
from app.demonstration.land import Land
from app.demonstration.simulation import Story, Teller


class Challenging:
    """Mixed into a case's life."""

    teller: Teller
    land: Land
    registrar: Actor
    supervisor: Actor
    case_id: UUID
    decision_id: UUID | None
    recognised: bool
    remitted = False

    @property
    def now(self) -> datetime:
        return self.teller.now()

    async def notify(self, by: Actor) -> None:
        raise NotImplementedError

    async def challenge(self) -> Story:
        """Until the decision is final, or the case was sent back (`remitted`)."""
        chance, diary = self.teller.chance, self.land.diary
        self.remitted = False
        yield diary.after(self.now, chance.randint(6, 25), chance)
        secretary = self.land.institution.of("commission_secretary")[0]
        db = await self.teller.acting(secretary)
        await decisions.declare_final(db, secretary, self.case_id)
