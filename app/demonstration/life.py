"""The story of one case, from the desk to its end or to the day on which the simulation stops.

What happens and how long it takes is drawn from chance; every step is the action that a person would take, as that
person. Shares and waiting times are the demonstration's own and say nothing about any real office.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.decisions import public as decisions
from app.demonstration import arguing, texts
from app.demonstration.analysing import Analysing
from app.demonstration.challenging import Challenging
from app.demonstration.contact import say_how_to_be_reached
from app.demonstration.deployment import FORMER_SUPERVISOR_UNTIL, former_office
from app.demonstration.hearing import Hearing
from app.demonstration.households import Household, household
from app.demonstration.land import Land
from app.demonstration.simulation import PARKED, Story, Teller
from app.documents.public import Desk
from app.intake.public import NewGuardian
from app.workflows.register_arrival import register_arrival

# Of a hundred claims, how many the demonstration recognises by country of origin; and by how much those who analyse them differ, in
# the order of an office. One of the first office differs more, so that there is something to see where outcomes are held against
# chance. All of it is made up: neither a country nor a person is meant.
RECOGNISED = {"NIC": 62, "VEN": 68, "CUB": 44, "COL": 40}
RECOGNISED_ELSEWHERE = 54
LEANINGS = (2, -3, 4, -3)
APART_AT, APART, BY = "liberia", 2, -22


@dataclass(frozen=True, slots=True)
class Way:
    """Where and how a case comes in: a post of an office (`""`: at the office itself)."""

    office: str
    post: str
    post_kind: str
    place: str


class Life(Hearing, Analysing, Challenging):
    """One case, and who deals with it."""

    def __init__(self, teller: Teller, land: Land, way: Way, given: Household | None = None) -> None:
        self.teller, self.land, self.way = teller, land, way
        self.household = given
        chance = self.chance = teller.chance
        staff = land.institution
        self.officer = chance.choice(staff.of("eligibility_officer", way.office))
        self.registrar = chance.choice(staff.of("registration_officer", way.office))
        self.supervisor = chance.choice(staff.of("supervisor", way.office))
        self._lot = chance.randrange(100)
        self.recognised = False
        self.case_id: UUID
        self.reference = ""
        self.decision_id: UUID | None = None
        self.over = False

    def after(self, working_days: int) -> datetime:
        return self.land.diary.after(self.now, working_days, self.chance)

    def drawn(self, least: int, usual: int, most: int) -> datetime:
        """A moment some working days from now, most often `usual`."""
        return self.after(int(self.chance.triangular(least, most + 1, usual)))

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    async def story(self) -> Story:
        """All of it."""
        async for moment in self._begin():
            yield moment
        if self.over:
            return
        if self.happens(0.05):
            yield self.drawn(10, 60, 200)
            await self.withdraw()
            return
        async for moment in self.be_heard():
            yield moment
        while self.heard and not self.over:
            async for moment in self._decided():
                yield moment

    async def _begin(self) -> Story:
        await self.register()
        yield self.drawn(0, 0, 4)
        db = self.teller.acting(self.registrar)
        await cases.take_over(db, self.registrar, self.case_id, desk=Desk())
        yield self.drawn(0, 1, 4)
        if self.happens(0.012):
            async for moment in self._turned_away():
                yield moment
            return
        db = self.teller.acting(self.registrar)
        admitted = await cases.admit(db, self.registrar, self.case_id, desk=Desk())
        await arguing.declare(db, self.registrar, self.case_id, str(admitted.case_id))
        yield self.drawn(0, 4, 25)
        await self.assign()
        if self.happens(0.02):
            async for moment in self.rest():
                yield moment

    async def _turned_away(self) -> Story:
        """Inadmissible, served, and in half of the cases challenged."""
        self.over, self.recognised = True, False
        db = self.teller.acting(self.supervisor)
        await decisions.declare_inadmissible(db, self.supervisor, self.case_id, reasons=texts.INADMISSIBLE)
        self.decision_id = (await decisions.decisions_of(db, self.case_id))[0].id
        yield self.drawn(2, 6, 20)
        await self.notify(self.registrar)
        if self.happens(0.5):
            async for moment in self.challenge():
                yield moment

    async def _decided(self) -> Story:
        """Assessed, decided, served, challenged; not `over` when it was sent back on the way."""
        async for moment in self.be_assessed():
            yield moment
        self._come_before_the_commission()
        yield PARKED
        # Without a decision the Commission wants to know more.
        if self.decision_id is not None:
            yield self.drawn(3, 9, 30)
            await self.serve()
            if not self.recognised:
                async for moment in self.challenge():
                    yield moment
            self.over = self.recognised or not self.remitted

    def _come_before_the_commission(self) -> None:
        self.decision_id = None
        self.land.docket.append(self)

    async def register(self) -> None:
        """At the post, or at the office."""
        actor = self._at_the_desk()
        db = self.teller.acting(actor)
        today = self.land.diary.local(self.now)
        self.household = self.household or household(
            self.chance, today, place=self.way.place, kind=self.way.post_kind
        )
        done = await register_arrival(
            db,
            actor,
            self.household.members,
            self.household.arrival,
            office_id=self.land.institution.offices[self.way.office],
            found_by=None,
        )
        self.case_id, self.reference = done.case_id, done.reference
        self.recognised = self._lot < self._recognised_in_a_hundred(self.household.origin)
        await say_how_to_be_reached(db, actor, done.persons[0], done.reference)

    def _recognised_in_a_hundred(self, origin: str) -> int:
        place = self.land.institution.of("eligibility_officer", self.way.office).index(self.officer)
        apart = BY if (self.way.office, place) == (APART_AT, APART) else LEANINGS[place % len(LEANINGS)]
        return RECOGNISED.get(origin, RECOGNISED_ELSEWHERE) + apart

    async def assign(self) -> None:
        db = self.teller.acting(self.supervisor)
        await cases.assign(db, self.supervisor, self.case_id, officer_id=self.officer.user_id)

    async def withdraw(self) -> None:
        db = self.teller.acting(self.registrar)
        # Nobody withdraws for a child of the household who has no guardian: such a case stays where it is.
        with suppress(cases.ChildWithoutGuardian):
            await cases.withdraw(
                db, self.registrar, self.case_id, statement=texts.WITHDRAWAL, signed=True, desk=Desk()
            )

    async def rest(self) -> Story:
        """The case is suspended for a while."""
        yield self.drawn(5, 20, 60)
        db = self.teller.acting(self.supervisor)
        await cases.suspend(db, self.supervisor, self.case_id, reasons=texts.SUSPENSION)
        yield self.drawn(20, 40, 90)
        db = self.teller.acting(self.supervisor)
        await cases.resume(db, self.supervisor, self.case_id)

    async def serve(self) -> None:
        """The first-instance decision is served, by the Commission's secretary or at the office."""
        secretary = self.land.institution.of("commission_secretary")[0]
        by = secretary if self.happens(0.5) else self.registrar
        await self.notify(by)

    async def notify(self, by: Actor) -> None:
        if self.decision_id is None:
            raise RuntimeError("there is no decision to serve")
        db = self.teller.acting(by)
        channel = self.chance.choices(("in_person", "in_office", "representative", "post"), (6, 2, 1, 1))[0]
        today = self.land.diary.local(self.now)
        guardian = self._guardian_on(today)
        await decisions.notify(
            db,
            by,
            self.decision_id,
            channel=channel,
            served_at=self.now - timedelta(minutes=10),
            served_to=guardian.name if guardian else "La persona solicitante",
            served_as="guardian" if guardian else "self",
            proof="Acta de notificación firmada (ficticia)",
            effective_on=today,
            reasons="Se le entregó y se le explicó ese día (ficticio).",
        )

    def _guardian_on(self, day: date) -> NewGuardian | None:
        """Who answers for a principal applicant who is a child on that day."""
        principal = self.household.members[0] if self.household else None
        if principal is None or not self.land.diary.profile.is_child_on(principal.person.birth_date, day):
            return None
        return principal.guardian

    def _at_the_desk(self) -> Actor:
        staff = self.land.institution
        if self.way.post:
            return staff.of("border_liaison_officer", self.way.post)[0]
        return self.registrar

    def reviewing(self) -> Actor:
        """A supervisor of the office; in one office, for a time, somebody who sits on the Commission today."""
        staff = self.land.institution
        former = former_office(self.land.diary.profile)
        if self.way.office == former and self.now < FORMER_SUPERVISOR_UNTIL and self.happens(0.3):
            return staff.of("supervisor", f"former.{former}")[0]
        return self.chance.choice(self.supervisors())

    def supervisors(self) -> Sequence[Actor]:
        """Those of the case's office."""
        return self.land.institution.of("supervisor", self.way.office)
