"""Two who may be registered twice, and a couple of whom one goes on in a file of her own. Invented like everybody here."""

from datetime import UTC, date, datetime, timedelta

from app.cases import public as cases
from app.demonstration.households import Household
from app.demonstration.land import Land
from app.demonstration.life import Life, Way
from app.demonstration.simulation import Simulation, Story, Teller
from app.intake.public import Arrival, Member
from app.people import public as people
from app.people.public import NewPaper, NewPerson
from app.workflows.register_arrival import register_arrival

CAME = datetime(2026, 11, 18, 16, 20, tzinfo=UTC)
LOOKED = "El pasaporte es el mismo y la foto también; los nombres se escribieron de oído en el otro puesto."
BECAUSE = "Pide seguir por separado: denuncia agresiones de su pareja y no quiere que sepa dónde está."


def _arrival(said: str) -> Arrival:
    return Arrival(date(2026, 11, 17), "Peñas Blancas", "a pie y en autobús", said)


def _person(given: str, family: str, born: date, sex: str, country: str, **more: object) -> NewPerson:
    return NewPerson(given, family, born, sex, (country,), languages=("es",), **more)  # type: ignore[arg-type]


# As the household of `family`, heard by somebody else two days later.
AGAIN = Household(
    (
        Member(
            _person(
                "Yorlenys Beatris",
                "Guedez Marcano",
                date(1991, 3, 14),
                "female",
                "VEN",
                papers=(NewPaper("passport", "V-0000142", "VEN"),),
            ),
            "principal",
        ),
    ),
    _arrival("Dice que ya contó su historia en otra ventanilla y que perdió el papel."),
    "VEN",
    "es",
)
BROTHERS = (
    Household(
        (
            Member(
                _person(
                    "José Ángel", "Urbina Cerda", date(1997, 4, 9), "male", "NIC", phone="+505 5550 0171"
                ),
                "principal",
            ),
        ),
        _arrival("Dice que lo buscan por repartir volantes."),
        "NIC",
        "es",
    ),
    Household(
        (
            Member(
                _person(
                    "Ángel José", "Urbina Cerda", date(1997, 9, 4), "male", "NIC", phone="+505 5550 0171"
                ),
                "principal",
            ),
        ),
        _arrival("Dice que a su hermano y a él los buscan por repartir volantes."),
        "NIC",
        "es",
    ),
)
COUPLE = Household(
    (
        Member(_person("Rafael Antonio", "Mairena Solís", date(1984, 2, 20), "male", "NIC"), "principal"),
        Member(_person("Tamara Isabel", "Obando Ríos", date(1989, 7, 3), "female", "NIC"), "spouse"),
        Member(_person("Lía Isabel", "Mairena Obando", date(2016, 10, 8), "female", "NIC"), "child"),
    ),
    _arrival("Dice que les quemaron el negocio."),
    "NIC",
    "es",
)


class Twice(Life):
    """Registered as at any desk, where whoever may be the same is put before people."""

    async def story(self) -> Story:
        await self._arrive()
        yield self.after(1)

    async def _arrive(self) -> None:
        if self.household is None:
            return
        actor = self._at_the_desk()
        done = await register_arrival(
            self.teller.acting(actor),
            actor,
            self.household.members,
            self.household.arrival,
            office_id=self.land.institution.offices[self.way.office],
        )
        self.case_id, self.reference = done.case_id, done.reference


class Judged(Twice):
    """One person has answered that it is the same; another has yet to confirm it."""

    async def story(self) -> Story:
        await self._arrive()
        yield self.after(1)
        registrar = self.land.institution.of("registration_officer", self.way.office)[0]
        db = self.teller.acting(registrar)
        today = self.land.diary.local(self.now)
        theirs = {c.person_id for c in (await cases.look_at(db, self.case_id)).claims}
        for row in await people.pairs.pairs(db, today=today, limit=200):
            if row.state == "open" and theirs & {row.person_a, row.person_b}:
                await people.pairs.judge(db, registrar, row.id, verdict="same", reasons=LOOKED, today=today)


class Apart(Life):
    """A couple; she goes on with their daughter in a file that he does not find."""

    async def story(self) -> Story:
        await self.register()
        yield self.after(1)
        registrar = self.land.institution.of("registration_officer", self.way.office)[0]
        db = self.teller.acting(registrar)
        _he, *leaving = (await cases.look_at(db, self.case_id)).claims
        await cases.households.split(
            db, registrar, self.case_id, claims=[c.id for c in leaving], reasons=BECAUSE, hide=True
        )


def begin_kin(simulation: Simulation, land: Land, way: Way) -> None:
    """Have them arrive."""
    lives = ((Judged, AGAIN), (Twice, BROTHERS[0]), (Twice, BROTHERS[1]), (Apart, COUPLE))
    for number, (life, household) in enumerate(lives):

        def tell(teller: Teller, life: type[Life] = life, household: Household = household) -> Story:
            return life(teller, land, way, household).story()

        simulation.begin(f"kin {number}", CAME + timedelta(hours=number), tell)
