"""The part of a case's story in the hands of the officer and the supervisor: analysis, review, sometimes once more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.demonstration import arguing, texts
from app.demonstration.land import Land
from app.demonstration.simulation import Story, Teller


class Analysing:
    """Mixed into a case's life."""

    teller: Teller
    land: Land
    officer: Actor
    case_id: UUID
    recognised: bool

    @property
    def now(self) -> datetime:
        return self.teller.now()

    def reviewing(self) -> Actor:
        """Who reviews today."""
        raise NotImplementedError

    def supervisors(self) -> Sequence[Actor]:
        """Those of the case's office."""
        raise NotImplementedError

    async def be_assessed(self) -> Story:
        """Until the analysis is endorsed."""
        chance, diary = self.teller.chance, self.land.diary
        yield diary.after(self.now, int(chance.triangular(2, 45, 8)), chance)
        await self._write()
        yield diary.after(self.now, int(chance.triangular(0, 8, 1)), chance)
        reviewer = self.reviewing()
        if chance.random() < 0.12:
            db = self.teller.acting(reviewer)
            await arguing.comment(db, reviewer, self._assessment)
            await assessments.give_back(db, reviewer, self._assessment, comment=texts.RETURNED)
            yield diary.after(self.now, int(chance.triangular(1, 12, 4)), chance)
            await self._write(answering=True)
            yield diary.after(self.now, int(chance.triangular(0, 10, 2)), chance)
            reviewer = self.reviewing()
        if await self._endorsed_by(reviewer) == "to_countersign":
            yield diary.after(self.now, int(chance.triangular(0, 8, 1)), chance)
            office = self.supervisors()
            await self._endorsed_by(next(each for each in office if each.user_id != reviewer.user_id))

    async def _endorsed_by(self, reviewer: Actor) -> str:
        db = self.teller.acting(reviewer)
        whole = dict.fromkeys(assessments.checklist(), "yes")
        return await assessments.endorse(db, reviewer, self._assessment, checklist=whole)

    _assessment: UUID

    async def _write(self, *, answering: bool = False) -> None:
        db = self.teller.acting(self.officer)
        outcome = "recognised_convention" if self.recognised else "rejected"
        self._assessment = await assessments.start(db, self.officer, self.case_id)
        opened = await cases.open_case(db, self.case_id)
        await assessments.save(
            db,
            self.officer,
            self._assessment,
            summary=texts.SUMMARY,
            facts=await arguing.facts_of(db, self.case_id, opened.case.reference),
            analysis=texts.analysis(outcome, self.teller.chance),
            recommendations=[
                {
                    "claim_id": str(opened.principal.id),
                    "outcome": outcome,
                    "reasons": texts.REASONS,
                    "categories": {} if self.recognised else texts.CATEGORIES,
                }
            ],
        )
        for point in await assessments.instructions_of(db, self.case_id):
            if point.answer is None:
                await assessments.answer_instruction(db, self.officer, point.id, answer=texts.FOLLOWED)
        if answering:
            await arguing.answer_comments(db, self.officer, self._assessment)
        await assessments.submit(db, self.officer, self._assessment)
