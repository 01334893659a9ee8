"""The story of the Commission: it meets on a fixed day, takes the oldest cases first, votes, and its decisions are signed."""

from datetime import date, time, timedelta
from uuid import UUID

from app.core.actor import Actor
from app.decisions import public as decisions
from app.demonstration import texts
from app.demonstration.land import Land
from app.demonstration.life import Life
from app.demonstration.simulation import Story, Teller

EVERY = timedelta(weeks=2)
HOUR = time(13, 30)
CALLED_BEFORE, AGENDA_BEFORE = timedelta(days=12), timedelta(days=5)
MOST_CASES = 30
AN_ITEM = timedelta(minutes=6)


class Commission:
    """Sits every other week, from `first` on."""

    def __init__(self, teller: Teller, land: Land, first: date) -> None:
        self.teller, self.land, self.day = teller, land, first
        self.secretary = land.institution.of("commission_secretary")[0]
        self.members = list(land.institution.of("commission_member"))

    async def story(self) -> Story:
        """Without end; the simulation stops it."""
        while True:
            # A holiday moves the sitting to the next working day.
            day = self.land.diary.working_days(self.day, self.day + timedelta(days=14))[0]
            starts_at = self.land.diary.at(day, HOUR)
            yield starts_at - CALLED_BEFORE
            db = await self.teller.acting(self.secretary)
            sitting = await decisions.convene(
                db,
                self.secretary,
                starts_at=starts_at,
                members=[m.user_id for m in self.members],
                presiding=self.members[0].user_id,
            )
            yield starts_at - AGENDA_BEFORE
            agenda = await self._set_agenda(sitting)
            yield starts_at
            async for moment in self._sit(sitting, agenda):
                yield moment
            self.day += EVERY

    async def _set_agenda(self, sitting: UUID) -> list[tuple[UUID, Life]]:
        db = await self.teller.acting(self.secretary)
        taken, self.land.docket[:] = self.land.docket[:MOST_CASES], self.land.docket[MOST_CASES:]
        return [
            (await decisions.put_on_agenda(db, self.secretary, sitting, case_id=life.case_id), life)
            for life in taken
        ]

    async def _sit(self, sitting: UUID, agenda: list[tuple[UUID, Life]]) -> Story:
        chance, secretary = self.teller.chance, self.secretary
        present = self.members if chance.random() < 0.8 else self.members[:2]
        db = await self.teller.acting(secretary)
        await decisions.record_attendance(db, secretary, sitting, present=[m.user_id for m in present])
        await decisions.open_sitting(db, secretary, sitting)
        view = await decisions.sitting(db, sitting)
        for item_id, life in agenda:
            yield self.teller.now() + AN_ITEM
            entitled = view.item(item_id).entitled
            voters = [m for m in present if m.user_id in entitled]
            if len(voters) < (view.quorum.minimum or 0):
                await self._leave(sitting, item_id, life)
            elif chance.random() < 0.02:
                db = await self.teller.acting(secretary)
                await decisions.send_back(
                    db, secretary, sitting, item_id=item_id, instruction=texts.SENT_BACK
                )
                self._wake(life)
            else:
                await self._decide(sitting, item_id, life, voters)
        yield self.teller.now() + AN_ITEM
        db = await self.teller.acting(secretary)
        await decisions.close_sitting(db, secretary, sitting)

    async def _leave(self, sitting: UUID, item_id: UUID, life: Life) -> None:
        """Too few of them may judge this case: it waits for a fuller room."""
        db = await self.teller.acting(self.secretary)
        await decisions.defer(
            db, self.secretary, sitting, item_id=item_id, reasons="No hay quórum para este expediente."
        )
        self.land.docket.insert(0, life)

    async def _decide(self, sitting: UUID, item_id: UUID, life: Life, voters: list[Actor]) -> None:
        against = self.teller.chance.random() < 0.05
        for place, member in enumerate(voters):
            db = await self.teller.acting(member)
            dissent = against and place == len(voters) - 1
            await decisions.vote(
                db,
                member,
                sitting,
                item_id=item_id,
                choice="against" if dissent else "for",
                reasons="No comparte la valoración de la prueba." if dissent else "",
            )
        db = await self.teller.acting(self.secretary)
        closed = await decisions.close_item(db, self.secretary, sitting, item_id=item_id)
        if closed.decision_id is None:
            if closed.result == "sent_back":
                self._wake(life)
            else:
                self.land.docket.insert(0, life)
            return
        signer = next(m for m in voters if m is self.members[0] or self.members[0] not in voters)
        db = await self.teller.acting(signer)
        await decisions.sign(db, signer, closed.decision_id)
        life.decision_id = closed.decision_id
        self._wake(life)

    def _wake(self, life: Life) -> None:
        self.teller.simulation.wake(life.teller, self.teller.now() + timedelta(minutes=1))
