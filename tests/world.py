"""A small deployment for a test: offices, a border post, one person in each role, rooms. All of it invented."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from app.core.actor import SYSTEM, Actor
from app.core.clock import SetClock
from app.core.database import Database, ReadSession, Session
from app.core.ids import new_id
from app.identity import public as identity
from app.identity.models import Credential, RoleGrant, User
from app.identity.queries import _ACTOR, _actor
from app.intake import public as intake
from app.people import public as people
from app.scheduling import public as scheduling
from app.workflows.register_arrival import Booking, Registered, register_arrival

# A Tuesday, 8:00 in San José, far from any holiday.
MORNING = datetime(2026, 11, 10, 14, 0, tzinfo=UTC)
PASSWORD = "una frase larga de prueba"
# What the officers of the tests may hear.
TRAINED = ("children", "gender_violence")
SEATS = ("Trabajo y Seguridad Social", "Seguridad Pública", "Relaciones Exteriores y Culto")


@cache
def password_hash() -> str:
    return identity.hashed(PASSWORD)


@dataclass
class World:
    """`app` is the database as requests see it (under row-level security), `system` as the worker does."""

    app: Database
    system: Database
    clock: SetClock
    tag: str
    office: UUID
    other_office: UUID
    post: UUID
    other_post: UUID
    room: UUID
    interpreter: UUID
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.actors[name]

    def username(self, name: str) -> str:
        return f"{name}.{self.tag}"

    @asynccontextmanager
    async def acting(self, who: str | Actor) -> AsyncIterator[Session]:
        """A committed transaction as one of the cast, under row-level security."""
        actor = self.actors[who] if isinstance(who, str) else who
        async with self.app.writing(actor) as db:
            yield db

    @asynccontextmanager
    async def reading(self, who: str | Actor) -> AsyncIterator[ReadSession]:
        actor = self.actors[who] if isinstance(who, str) else who
        async with self.app.reading(actor) as db:
            yield db

    async def register(
        self,
        household: list[intake.Member] | None = None,
        *,
        who: str = "border_liaison_officer",
        booking: bool = False,
        found_by: people.FoundBy | None = None,
    ) -> Registered:
        """A household registered at the post for the office; alone and adult unless one is given.

        Everybody in these tests has the same names: nobody is looked for unless the test asks.
        """
        starts = self.clock.now() + timedelta(days=7)
        booked = Booking(self.room, starts, "es") if booking else None
        async with self.acting(who) as db:
            return await register_arrival(
                db,
                db.actor,
                household or [adult()],
                arrival(),
                office_id=self.office,
                booking=booked,
                found_by=found_by,
            )


def adult(
    given: str = "Yorlenis Beatriz", family: str = "Guédez Marcano", **changes: object
) -> intake.Member:
    values: dict[str, object] = {
        "given_names": given,
        "family_names": family,
        "birth_date": date(1991, 3, 14),
        "sex": "female",
        "nationalities": ("VEN",),
        "languages": ("es",),
        "phone": "+506 6000 0142",
    }
    return intake.Member(people.NewPerson(**(values | changes)), "principal")  # type: ignore[arg-type]


def relative(
    given: str, born: date, relation: str, *, sex: str = "female", **changes: object
) -> intake.Member:
    values: dict[str, object] = {
        "given_names": given,
        "family_names": "Pereira Guédez",
        "birth_date": born,
        "sex": sex,
        "nationalities": ("VEN",),
        "languages": ("es",),
    }
    return intake.Member(people.NewPerson(**(values | changes)), relation)  # type: ignore[arg-type]


def family_of_five() -> list[intake.Member]:
    """Two adults, three children, one of them not theirs."""
    return [
        adult(),
        relative("Darwin Alexis", date(1988, 11, 2), "spouse", sex="male"),
        relative("Sara Valentina", date(2014, 6, 1), "child"),
        relative("Jhoan Elías", date(2019, 1, 19), "child", sex="male"),
        relative("Keyla Dayana", date(2012, 5, 20), "separated_child", family_names="Mejía Portillo"),
    ]


def arrival() -> intake.Arrival:
    return intake.Arrival(
        date(2026, 11, 9), "Peñas Blancas", "a pie", "Dice que la amenazaron por denunciar."
    )


async def build_world(app: Database, system: Database, clock: SetClock) -> World:
    tag = uuid4().hex[:8]
    async with system.writing(SYSTEM) as db:
        office = await identity.open_office(db, code=f"liberia-{tag}", name="Liberia")
        other_office = await identity.open_office(db, code=f"upala-{tag}", name="Upala")
        post = await identity.open_post(
            db, code=f"penas-{tag}", name="Peñas Blancas", kind="land", office_id=office
        )
        other_post = await identity.open_post(
            db, code=f"chiles-{tag}", name="Los Chiles", kind="land", office_id=other_office
        )
        room = await scheduling.open_room(
            db, office_id=office, name="Sala 1", child_friendly=True, step_free=True
        )
        interpreter = await scheduling.add_interpreter(
            db, name="Intérprete de prueba", sex="female", languages=["es"]
        )
        world = World(app, system, clock, tag, office, other_office, post, other_post, room, interpreter)
        cast = _cast(world)
        await _hire(db, world, *cast)
        for name, role, _place in cast:
            if role == "eligibility_officer":
                # Who asked for a woman is heard by one.
                await scheduling.keep_interviewer(
                    db, SYSTEM, world.actor(name).user_id, languages=["es"], sex="female", trained_for=TRAINED
                )
    return world


def _cast(world: World) -> list[tuple[str, str, dict[str, object]]]:
    here: dict[str, object] = {"office_id": world.office}
    there: dict[str, object] = {"office_id": world.other_office}
    commission: dict[str, object] = {"body": "commission"}
    tribunal: dict[str, object] = {"body": "tribunal"}
    return [
        ("border_liaison_officer", "border_liaison_officer", {"post_id": world.post}),
        ("other_border_liaison_officer", "border_liaison_officer", {"post_id": world.other_post}),
        ("registration_officer", "registration_officer", here),
        ("other_registration_officer", "registration_officer", there),
        ("eligibility_officer", "eligibility_officer", here),
        ("second_eligibility_officer", "eligibility_officer", here),
        ("other_eligibility_officer", "eligibility_officer", there),
        ("supervisor", "supervisor", here),
        ("other_supervisor", "supervisor", there),
        ("documentation_officer", "documentation_officer", here),
        ("commission_secretary", "commission_secretary", commission),
        *(
            (f"commission_member_{n}", "commission_member", {**commission, "seat": s})
            for n, s in enumerate(SEATS)
        ),
        ("appeals_clerk", "appeals_clerk", tribunal),
        ("appeals_judge", "appeals_judge", tribunal),
        ("legal_representative", "legal_representative", {}),
        ("other_legal_representative", "legal_representative", {}),
        ("child_protection_officer", "child_protection_officer", {}),
        ("quality_assessor", "quality_assessor", {}),
        ("coi_researcher", "coi_researcher", {}),
        ("auditor", "auditor", {}),
        ("data_protection_officer", "data_protection_officer", {}),
        ("administrator", "administrator", {}),
    ]


async def _hire(db: Session, world: World, *cast: tuple[str, str, dict[str, object]]) -> None:
    """All of them in a few statements: one by one they took as long as most tests."""
    users = {name: new_id() for name, _role, _place in cast}
    db.add(
        *(
            User(
                id=user,
                username=world.username(name),
                name=name.replace("_", " ").title(),
                language="es",
                active=True,
            )
            for name, user in users.items()
        )
    )
    await db.flush()
    hashed, now = password_hash(), db.now()
    db.add(*(Credential(user_id=u, password_hash=hashed, changed_at=now, failures=0) for u in users.values()))
    db.add(
        *(
            RoleGrant(id=new_id(), user_id=users[name], role=role, since=now, **place)
            for name, role, place in cast
        )
    )
    await db.flush()
    found = await db.rows(_ACTOR.where(User.id.in_(users.values())))
    actors = {row.RoleGrant.user_id: _actor(row.RoleGrant, row.name, row.place) for row in found}
    world.actors |= {name: actors[user] for name, user in users.items()}


async def also_holds(world: World, name: str, role: str, as_name: str, **place: object) -> Actor:
    """Give one of the cast a second role; the same person under another grant."""
    async with world.system.writing(SYSTEM) as db:
        user = world.actors[name].user_id
        grant = await identity.grant_role(db, user, role, **place)  # type: ignore[arg-type]
        actor = await identity.actor_by_grant(db, grant, user)
    assert actor is not None
    world.actors[as_name] = actor
    return actor
