"""A household like the one that the design tells of: five people from Venezuela, at Peñas Blancas a few days ago."""

from datetime import UTC, date, datetime, timedelta

from app.cases import public as cases
from app.demonstration.households import Household
from app.demonstration.land import Land
from app.demonstration.life import Life, Way
from app.demonstration.simulation import Simulation, Story, Teller
from app.documents.public import Desk
from app.intake.public import Arrival, Member
from app.people.public import NewPaper, NewPerson

CAME = datetime(2026, 11, 17, 15, 40, tzinfo=UTC)


def _member(
    given: str, family: str, born: date, sex: str, relation: str, *, needs: tuple[str, ...] = ()
) -> Member:
    phone = "+506 6000 0142" if relation == "principal" else None
    papers = (NewPaper("passport", "V-0000142", "VEN"),) if relation == "principal" else ()
    return Member(
        NewPerson(
            given,
            family,
            born,
            sex,
            ("VEN",),
            languages=("es",),
            phone=phone,
            papers=papers,
            needs=needs,
            lodging="Albergue municipal, La Cruz (ficticio)" if relation == "principal" else None,
        ),
        relation,
    )


HOUSEHOLD = Household(
    (
        _member(
            "Yorlenis Beatriz", "Guédez Marcano", date(1991, 3, 14), "female", "principal", needs=("SV-VO",)
        ),
        _member("Darwin Alexis", "Pereira Luque", date(1988, 11, 2), "male", "spouse"),
        _member("Sara Valentina", "Pereira Guédez", date(2014, 6, 1), "female", "child"),
        _member("Jhoan Elías", "Pereira Guédez", date(2019, 1, 19), "male", "child", needs=("SM-CI",)),
        _member("Keyla Dayana", "Mejía Portillo", date(2012, 5, 20), "female", "separated_child"),
    ),
    Arrival(
        date(2026, 11, 17),
        "Peñas Blancas",
        "a pie y en autobús",
        "Dice que la amenazaron por denunciar extorsiones; viajaron nueve semanas y una niña se les unió en el camino.",
    ),
    "VEN",
    "es",
)


class FamilyLife(Life):
    """Registered, taken over, admitted, assigned to the officer whose sign-in is printed, and waiting for the interview."""

    async def story(self) -> Story:
        staff = self.land.institution
        self.officer = staff.of("eligibility_officer", self.way.office)[0]
        self.registrar = staff.of("registration_officer", self.way.office)[0]
        self.supervisor = staff.of("supervisor", self.way.office)[0]
        await self.register()
        yield self.now + timedelta(hours=3)
        db = self.teller.acting(self.registrar)
        await cases.take_over(db, self.registrar, self.case_id, desk=Desk())
        yield self.after(1)
        db = self.teller.acting(self.registrar)
        await cases.admit(db, self.registrar, self.case_id, desk=Desk())
        yield self.after(1)
        await self.assign()
        yield self.now + timedelta(minutes=30)
        await self.book(ahead=6)


def begin_family(simulation: Simulation, land: Land, way: Way) -> None:
    """Have them arrive."""

    def tell(teller: Teller) -> Story:
        return FamilyLife(teller, land, way, HOUSEHOLD).story()

    simulation.begin("the family", CAME, tell)
