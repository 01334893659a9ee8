"""The part of a case's story up to the signed interview: waiting, booking, not coming, abandoning, being heard."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.ids import new_id
from app.demonstration import texts
from app.demonstration.households import Household
from app.demonstration.land import Land
from app.demonstration.simulation import Story, Teller
from app.documents.public import Desk
from app.interviews import public as interviews
from app.scheduling import public as scheduling

# Median wait for an interview, in working days, by year: the backlog grows.
WAIT = {2023: 130, 2024: 235, 2025: 320, 2026: 280}
SPREAD = 0.55
NOTICE_WEEKS = 6


class Hearing:
    """Mixed into a case's life."""

    teller: Teller
    land: Land
    officer: Actor
    registrar: Actor
    supervisor: Actor
    household: Household | None
    case_id: UUID
    heard = False

    @property
    def now(self) -> datetime:
        return self.teller.now()

    async def be_heard(self) -> Story:
        """Sets `heard` when an interview was held; otherwise the case was abandoned, or waits."""
        wait = int(WAIT[self.now.year] * self.teller.chance.lognormvariate(0, SPREAD))
        yield self.land.diary.after(self.now, max(3, wait - 20), self.teller.chance)
        missed = 0
        while not self.heard:
            appointment, starts_at = await self.book(ahead=self._wait_again(missed))
            yield starts_at
            if self.teller.chance.random() >= (0.09, 0.5, 0.25)[min(missed, 2)]:
                async for moment in self._interview(appointment):
                    yield moment
                return
            missed += 1
            yield starts_at + (timedelta(minutes=40) if missed % 2 else timedelta(hours=4))
            await self._note_absence(appointment)
            if missed % 2 == 0:
                async for moment in self._abandon():
                    yield moment
                if self._closed:
                    return
            yield self.land.diary.after(self.now, self.teller.chance.randint(1, 5), self.teller.chance)

    _closed = False

    def _wait_again(self, missed: int) -> int:
        return self.teller.chance.randint(10, 30) if missed else self.teller.chance.randint(14, 42)

    async def book(self, *, ahead: int) -> tuple[UUID, datetime]:
        """The first time, `ahead` days from now, at which a room, the officer and an interpreter are free."""
        db = self.teller.acting(self.officer)
        language = self.household.language if self.household else "es"
        staff = self.land.institution
        found = staff.interpreters.get(language, ())
        interpreter = found[self.land.part % len(found)] if found else None
        today = self.land.diary.local(self.now)
        people = [self.officer.user_id, *([interpreter] if interpreter else [])]
        office = self.officer.office_id
        rooms = next(staff.rooms[code] for code, at in staff.offices.items() if at == office)
        room, starts_at = self.land.diary.book(today + timedelta(days=ahead), rooms, people)
        booked = await self._booked(room, starts_at, language, interpreter)
        # Every twentieth would rather come earlier.
        if self.case_id.int % 20 == 0:
            await scheduling.wait(db, self.officer, self.case_id, note="Puede venir cualquier día.")
        return booked, starts_at

    async def _booked(self, room: UUID, starts_at: datetime, language: str, interpreter: UUID | None) -> UUID:
        """With who has the case; where the person would have somebody of another sex, with their consent written down."""
        db = self.teller.acting(self.officer)

        async def book(waivers: Sequence[scheduling.Waiver] = ()) -> UUID:
            return await scheduling.book(
                db,
                self.officer,
                self.case_id,
                room_id=room,
                starts_at=starts_at,
                language=language,
                interviewer_id=self.officer.user_id,
                interpreter_id=interpreter,
                waivers=waivers,
            )

        try:
            return await book()
        except scheduling.NotFitting as lacking:
            return await book(
                [scheduling.Waiver(one.rule, texts.WAIVED, "La persona") for one in lacking.fields]
            )

    async def _note_absence(self, appointment: UUID) -> None:
        """By the officer at once; where they forget, the calendar has noted it meanwhile."""
        db = self.teller.acting(self.officer)
        try:
            await scheduling.miss(db, self.officer, appointment, cause="No llegó y no avisó.")
        except scheduling.NotBooked:
            return

    async def _abandon(self) -> Story:
        """Notice, weeks to answer, an answer or the end; sometimes a way back. Sets `_closed` when it ended there."""
        chance, diary = self.teller.chance, self.land.diary
        yield diary.after(self.now, chance.randint(2, 15), chance)
        db = self.teller.acting(self.registrar)
        await cases.give_abandonment_notice(db, self.registrar, self.case_id)
        if chance.random() < 0.3:
            yield diary.after(self.now, chance.randint(3, 25), chance)
            db = self.teller.acting(self.registrar)
            await cases.answer_abandonment_notice(db, self.registrar, self.case_id, reasons=texts.REOPENING)
            return
        yield diary.after(self.now + timedelta(weeks=NOTICE_WEEKS, days=1), chance.randint(2, 20), chance)
        db = self.teller.acting(self.supervisor)
        try:
            await cases.abandon(
                db,
                self.supervisor,
                self.case_id,
                reasons="No respondió al aviso ni hay noticias.",
                desk=Desk(),
            )
        except cases.NeedsUnmet:
            # A child of the household has no guardian: the case stays where it is.
            self._closed = True
            return
        if chance.random() >= 0.12:
            self._closed = True
            return
        yield diary.after(self.now, chance.randint(20, 120), chance)
        db = self.teller.acting(self.supervisor)
        await cases.reopen(
            db,
            self.supervisor,
            self.case_id,
            ground="good_cause",
            reasons=texts.REOPENING,
            desk=Desk(),
        )

    async def _interview(self, appointment: UUID) -> Story:
        officer = self.officer
        db = self.teller.acting(officer)
        interview = await interviews.start(
            db, officer, self.case_id, appointment_id=appointment, present=self._beside()
        )
        language = self.household.language if self.household else "es"
        if language != "es":
            await interviews.take_oath(db, officer, interview)
        yield self.now + timedelta(minutes=50)
        db = self.teller.acting(officer)
        if self._beside():
            # A child is not asked for so long without a break.
            await interviews.pause(db, officer, interview, asked_by="best_interests_officer")
            await interviews.resume(db, officer, interview)
        for topic, question, answer in self._questions():
            await interviews.record_entry(
                db,
                officer,
                interview,
                entry_id=new_id(),
                kind="question",
                topic=topic,
                text=question,
                adverse=texts.PUT.get(topic),
            )
            await interviews.record_entry(
                db, officer, interview, entry_id=new_id(), kind="answer", topic=topic, text=answer
            )
        await interviews.start_read_back(db, officer, interview)
        yield self.now + timedelta(minutes=25)
        db = self.teller.acting(officer)
        await interviews.mark_read(db, officer, interview)
        record = await interviews.transcript(db, interview)
        for participant in record.participants:
            await interviews.sign(
                db, officer, interview, participant_id=participant.id, method="drawn", drawing=texts.SIGNATURE
            )
        self.heard = True

    def _questions(self) -> Sequence[tuple[str, str, str]]:
        """The first and some others, in their order."""
        return texts.QUESTIONS[:1] + tuple(
            q for q in texts.QUESTIONS[1:] if self.teller.chance.random() < 0.12
        )

    def _beside(self) -> Sequence[interviews.Present]:
        guardian = self.household.members[0].guardian if self.household else None
        if guardian is None:
            return []
        watching = interviews.Present("best_interests_officer", texts.BEST_INTERESTS)
        return [interviews.Present("guardian", guardian.name), watching]
