"""The story of the Commission: it meets on a fixed day, takes the oldest cases first, votes, and its decisions are signed."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions
from app.demonstration import texts
from app.demonstration.deployment import Institution
from app.demonstration.diary import Diary
from app.demonstration.land import Land
from app.demonstration.life import Life
from app.demonstration.simulation import Story, Teller

FIRST_SITTING = date(2024, 3, 5)
EVERY = timedelta(weeks=1)
HOUR = time(13, 30)
AGENDA_BEFORE = timedelta(days=5)
MOST_CASES = 30
AN_ITEM = timedelta(minutes=6)


def sitting_days(diary: Diary, last: date) -> list[datetime]:
    """When the Commission meets: every week on the same day, on the next working day after a holiday."""
    days = ((last - FIRST_SITTING) // EVERY) + 1
    planned = (FIRST_SITTING + n * EVERY for n in range(days))
    return [diary.at(diary.working_days(day, day + timedelta(days=14))[0], HOUR) for day in planned]


async def convene(db: Session, institution: Institution, at: datetime) -> UUID:
    """Call all three members for a day."""
    secretary = institution.of("commission_secretary")[0]
    members = [member.user_id for member in institution.of("commission_member")]
    db.play(secretary)
    return await decisions.convene(db, secretary, starts_at=at, members=members, presiding=members[0])


class Commission:
    """One sitting: its agenda some days before, then the day itself."""

    def __init__(self, teller: Teller, land: Land, at: datetime, sitting: UUID) -> None:
        self.teller, self.land, self.at, self.sitting = teller, land, at, sitting
        self.secretary = land.institution.of("commission_secretary")[0]
        self.members = list(land.institution.of("commission_member"))

    async def story(self) -> Story:
        """A sitting with nothing on its agenda is called off."""
        agenda = await self._set_agenda(self.sitting)
        yield self.at
        if agenda:
            async for moment in self._sit(self.sitting, agenda):
                yield moment
        else:
            db = self.teller.acting(self.secretary)
            await decisions.cancel_sitting(db, self.secretary, self.sitting)

    async def _set_agenda(self, sitting: UUID) -> list[tuple[UUID, Life]]:
        db = self.teller.acting(self.secretary)
        taken, self.land.docket[:] = self.land.docket[:MOST_CASES], self.land.docket[MOST_CASES:]
        return [
            (await decisions.put_on_agenda(db, self.secretary, sitting, case_id=life.case_id), life)
            for life in taken
        ]

    async def _sit(self, sitting: UUID, agenda: list[tuple[UUID, Life]]) -> Story:
        chance, secretary = self.teller.chance, self.secretary
        present = self.members if chance.random() < 0.5 else self.members[:2]
        db = self.teller.acting(secretary)
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
                db = self.teller.acting(secretary)
                await decisions.send_back(
                    db, secretary, sitting, item_id=item_id, instruction=texts.SENT_BACK
                )
                self._wake(life)
            else:
                await self._decide(sitting, item_id, life, voters)
        yield self.teller.now() + AN_ITEM
        db = self.teller.acting(secretary)
        await decisions.close_sitting(db, secretary, sitting)

    async def _leave(self, sitting: UUID, item_id: UUID, life: Life) -> None:
        """Too few of them may judge this case: it waits for a fuller room."""
        db = self.teller.acting(self.secretary)
        await decisions.defer(
            db, self.secretary, sitting, item_id=item_id, reasons="No hay quórum para este expediente."
        )
        self.land.docket.insert(0, life)

    async def _decide(self, sitting: UUID, item_id: UUID, life: Life, voters: list[Actor]) -> None:
        against = self.teller.chance.random() < 0.05
        for place, member in enumerate(voters):
            db = self.teller.acting(member)
            dissent = against and place == len(voters) - 1
            await decisions.vote(
                db,
                member,
                sitting,
                item_id=item_id,
                choice="against" if dissent else "for",
                reasons="No comparte la valoración de la prueba." if dissent else "",
            )
        db = self.teller.acting(self.secretary)
        closed = await decisions.close_item(db, self.secretary, sitting, item_id=item_id)
        if closed.decision_id is None:
            if closed.result == "sent_back":
                self._wake(life)
            else:
                self.land.docket.insert(0, life)
            return
        signer = next(m for m in voters if m is self.members[0] or self.members[0] not in voters)
        db = self.teller.acting(signer)
        await decisions.sign(db, signer, closed.decision_id, on_paper=False)
        life.decision_id = closed.decision_id
        self._wake(life)

    def _wake(self, life: Life) -> None:
        self.teller.simulation.wake(life.teller, self.teller.now() + timedelta(minutes=1))
