"""The part of a case's story after a rejection: nothing, an appeal in time, or one that is late."""

from datetime import datetime
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.decisions import public as decisions
from app.demonstration import texts
from app.demonstration.land import Land
from app.demonstration.simulation import Story, Teller
from app.remedies import public as remedies


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
        if chance.random() < 0.38:
            representative = chance.choice(self.land.institution.of("legal_representative"))
            db = self.teller.acting(self.registrar)
            await cases.record_representation(
                db,
                self.registrar,
                self.case_id,
                user_id=representative.user_id,
                mandate="Poder especial (ficticio)",
            )
            yield diary.after(self.now, chance.randint(0, 2), chance)
            remedy = await self._file(representative, late=None)
        else:
            yield diary.after(self.now, chance.randint(6, 25), chance)
            secretary = self.land.institution.of("commission_secretary")[0]
            db = self.teller.acting(secretary)
            await decisions.declare_final(db, secretary, self.case_id)
            if chance.random() >= 0.05:
                return
            yield diary.after(self.now, chance.randint(2, 30), chance)
            remedy = await self._file(self.registrar, late=texts.LATE)
            yield diary.after(self.now, chance.randint(2, 15), chance)
            if not await self._admit(remedy):
                return
        async for moment in self._judged(remedy):
            yield moment

    async def _file(self, by: Actor, *, late: str | None) -> UUID:
        if self.decision_id is None:
            raise RuntimeError("there is no decision to challenge")
        db = self.teller.acting(by)
        filed = await remedies.file_remedy(
            db, by, self.decision_id, kind="appeal", grounds=texts.GROUNDS, late_reasons=late
        )
        return filed.remedy_id

    async def _admit(self, remedy: UUID) -> bool:
        judge = self._judge()
        db = self.teller.acting(judge)
        if self.teller.chance.random() < 0.6:
            await remedies.admit_late(db, judge, remedy, reasons=texts.LATE_ADMITTED)
            return True
        await remedies.refuse_late(db, judge, remedy, reasons=texts.LATE_REFUSED)
        return False

    async def _judged(self, remedy: UUID) -> Story:
        chance, diary = self.teller.chance, self.land.diary
        yield diary.after(self.now, int(chance.triangular(10, 110, 50)), chance)
        judge = self._judge()
        db = self.teller.acting(judge)
        result = chance.choices(("upheld", "overturned", "remitted"), (68, 16, 16))[0]
        opened = await cases.open_case(db, self.case_id)
        if result == "overturned":
            outcomes = {
                opened.principal.id: remedies.Judged(
                    "recognised_convention", ("political_opinion",), None, texts.OVERTURNED
                )
            }
            done = await remedies.decide_remedy(
                db,
                judge,
                remedy,
                result=result,
                reasons=texts.OVERTURNED,
                outcomes=outcomes,
                reversal_grounds=["country_information"],
            )
        elif result == "remitted":
            await remedies.decide_remedy(
                db,
                judge,
                remedy,
                result=result,
                reasons=texts.REMITTED,
                instructions=[texts.INSTRUCTION],
                reversal_grounds=["credibility", "facts"],
            )
            self.remitted = True
            self.recognised = chance.random() < 0.5
            return
        else:
            done = await remedies.decide_remedy(db, judge, remedy, result=result, reasons=texts.UPHELD)
        self.decision_id = done.decision_id
        yield diary.after(self.now, int(chance.triangular(2, 25, 6)), chance)
        await self.notify(self.land.institution.of("appeals_clerk")[0])

    def _judge(self) -> Actor:
        return self.teller.chance.choice(self.land.institution.of("appeals_judge"))
