"""The invented institution: offices and posts from the profile, somebody in every role, rooms, interpreters, a machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.demonstration.seating import seats
from app.identity import public as identity
from app.procedure import public as procedure
from app.scheduling import public as scheduling

PASSWORD = "acogida de demostración"  # noqa: S105 - printed at every start: these people do not exist
MACHINE = "consulta-frontera"
MACHINE_SECRET = "secreto de demostración"  # noqa: S105 - the same
ROOMS = 3
AT_OFFICE = (
    ("registration_officer", "registro", 2),
    ("eligibility_officer", "elegibilidad", 4),
    ("supervisor", "supervision", 2),
    ("documentation_officer", "documentos", 1),
)
ELSEWHERE = (
    ("legal_representative", "representante", 4),
    ("child_protection_officer", "ninez", 2),
    ("quality_assessor", "calidad", 4),
    ("auditor", "auditoria", 1),
    ("data_protection_officer", "datos", 1),
    ("administrator", "administracion", 2),
    ("coi_researcher", "ipo", 2),
)
# To which community an interpreter belongs, for who does not want one of their own.
COMMUNITIES = {"zh": ("CHN",), "ru": ("RUS",), "uk": ("UKR",), "ht": ("HTI",), "ne": ("NPL",)}
INTERPRETED = ("zh", "ru", "uk", "ht", "ne", "ar", "en") * 2
# One of the deciding body came from the unit whose cases it decides, so that a recusal is found in the record.
FORMER_SUPERVISOR_UNTIL = datetime(2025, 6, 30, tzinfo=UTC)
STAFF = (
    "Adriana Solís", "Bernardo Araya", "Cecilia Monge", "Diego Ureña", "Eugenia Brenes", "Fabián Quirós",
    "Grettel Mora", "Hugo Alfaro", "Ileana Campos", "Jorge Zúñiga", "Kattia Rojas", "Leonardo Vargas",
    "Marcela Chacón", "Norman Badilla", "Olga Esquivel", "Pablo Carvajal", "Raquel Segura", "Sergio Ulate",
    "Tatiana Porras", "Ulises Barrantes", "Vilma Sandí", "Walter Jiménez", "Xinia Coto", "Yolanda Madrigal",
    "Zaida Arguedas", "Alonso Fallas", "Beatriz Lobo", "Cristian Abarca", "Dunia Méndez", "Esteban Piedra",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whom to sign in as, to try a role. `at` is the body, for the roles that have their seat in one."""

    role: str
    username: str
    at: str = ""


@dataclass(slots=True)
class Institution:
    """Who and what there is, for the simulation to act with. Sequences are in a fixed order."""

    offices: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, list[UUID]] = field(default_factory=dict)
    interpreters: dict[str, list[UUID]] = field(default_factory=dict)
    staff: dict[tuple[str, str], list[Actor]] = field(default_factory=dict)

    def of(self, role: str, place: str = "") -> Sequence[Actor]:
        """Who holds `role`: at an office or post by its code, or anywhere."""
        return self.staff[role, place]


async def set_up(db: Session, profile: procedure.Profile) -> Institution:
    """Make the deployment in an empty database. Everybody has the same password."""
    made = Institution()
    hiring = _Hiring(db, made, identity.hashed(PASSWORD))
    for office in profile.offices:
        await _open_office(db, made, hiring, office.code, office.label.es)
    for post in profile.posts:
        at = await identity.open_post(
            db, code=post.code, name=post.label.es, kind=post.kind, office_id=made.offices[post.office]
        )
        made.posts[post.code] = post.office
        await hiring.hire("border_liaison_officer", f"frontera.{_word(post.code)}", post.code, post_id=at)
    await _seat_bodies(made, hiring, profile)
    for role, word, how_many in ELSEWHERE:
        for n in range(1, how_many + 1):
            await hiring.hire(role, f"{word}.{n}")
    for n, language in enumerate(INTERPRETED):
        name, sex = hiring.name(), ("female", "male")[n % 2]
        found = await scheduling.add_interpreter(
            db, name=name, sex=sex, languages=[language, "es"], communities=COMMUNITIES.get(language, ())
        )
        made.interpreters.setdefault(language, []).append(found)
    return made


def sign_ins(profile: procedure.Profile) -> Iterator[SignIn]:
    """One for each role, at the first border post and the office that it belongs to, and one for each role in each body."""
    first = profile.posts[0]
    yield SignIn("border_liaison_officer", f"frontera.{_word(first.code)}")
    for role, word, _ in AT_OFFICE[:-1]:
        yield SignIn(role, f"{word}.{_word(first.office)}.1")
    shown = set()
    for seat in seats(profile):
        if (seat.role, seat.body) not in shown:
            shown.add((seat.role, seat.body))
            yield SignIn(seat.role, seat.username, profile.bodies[seat.body].label.es)
    role, word, _ = AT_OFFICE[-1]
    yield SignIn(role, f"{word}.{_word(first.office)}.1")
    for role, word, _ in ELSEWHERE:
        yield SignIn(role, f"{word}.1")


async def add_machine(db: Session) -> None:
    """An insurer's machine that may check documents, and the one that may ask whether removal is barred.

    That one last of all: where it is, the caseload is complete.
    """
    await identity.add_machine(
        db,
        client_id="seguro-ficticio",
        name="Caja de seguro (ficticia)",
        secret=MACHINE_SECRET,
        scopes=["document.verify"],
    )
    await identity.add_machine(
        db,
        client_id=MACHINE,
        name="Consulta de frontera (ficticia)",
        secret=MACHINE_SECRET,
        scopes=["removal.check"],
    )


async def is_complete(db: Session) -> bool:
    """Was a deployment set up here, and its caseload loaded to the end?"""
    return await identity.recognise_machine(db, MACHINE, MACHINE_SECRET) is not None


async def _open_office(db: Session, made: Institution, hiring: "_Hiring", code: str, name: str) -> None:
    made.offices[code] = at = await identity.open_office(db, code=code, name=name)
    for role, word, how_many in AT_OFFICE:
        for n in range(1, how_many + 1):
            await hiring.hire(role, f"{word}.{_word(code)}.{n}", code, office_id=at)
    made.rooms[code] = [
        await scheduling.open_room(
            db, office_id=at, name=f"Sala {n}", child_friendly=n == 1, step_free=n < ROOMS, video=n == ROOMS
        )
        for n in range(1, ROOMS + 1)
    ]


async def _seat_bodies(made: Institution, hiring: "_Hiring", profile: procedure.Profile) -> None:
    """Who sits in each body that the profile gives a seat to; the roles of an office have their people there."""
    for seat in seats(profile):
        await hiring.hire(seat.role, seat.username, body=seat.body, seat=seat.title)
    members = made.staff.get(("commission_member", ""), [])
    # A single authority has no other member to go on with.
    if len(members) > 1:
        former = former_office(profile)
        await hiring.grant(
            members[-1].user_id,
            "supervisor",
            f"former.{former}",
            office_id=made.offices[former],
            until=FORMER_SUPERVISOR_UNTIL,
        )


def former_office(profile: procedure.Profile) -> str:
    """Where that member was a supervisor before."""
    return profile.offices[0].code


class _Hiring:
    """Adds users with the next invented name."""

    def __init__(self, db: Session, made: Institution, password_hash: str) -> None:
        self._db, self._made, self._hash, self._names = db, made, password_hash, _names()

    def name(self) -> str:
        return next(self._names)

    async def hire(self, role: str, username: str, place: str = "", **grant: object) -> UUID:
        user = await identity.add_user(
            self._db, username=username, name=self.name(), password_hash=self._hash
        )
        await self.grant(user, role, place, **grant)
        if role == "eligibility_officer":
            await self._interviews(user, len(self._made.of(role, place)))
        return user

    async def _interviews(self, user: UUID, nth: int) -> None:
        """What is on record of who interviews: given names alternate, a woman's and a man's."""
        given = (await identity.names(self._db, [user]))[user].split(" ", 1)[0]
        place = [name.split(" ", 1)[0] for name in STAFF].index(given)
        await scheduling.keep_interviewer(
            self._db,
            SYSTEM,
            user,
            languages=("es", "en") if nth % 2 else ("es",),
            sex=("female", "male")[place % 2],
            trained_for=("children", "gender_violence") if nth <= 2 else (),
        )

    async def grant(self, user: UUID, role: str, place: str, **grant: object) -> None:
        given = await identity.grant_role(self._db, user, role, **grant)  # type: ignore[arg-type]
        actor = await identity.actor_by_grant(self._db, given, user)
        if actor is None:
            raise RuntimeError("a grant that has just been given is not in force")
        self._made.staff.setdefault((role, place), []).append(actor)


def _names() -> Iterator[str]:
    """Different names without end, each marked as of nobody: given names and surnames of `STAFF` shifted against each other."""
    parts = [name.split(" ", 1) for name in STAFF]
    for shift in count():
        for n, (given, _) in enumerate(parts):
            yield f"{given} {parts[(n + shift) % len(parts)][1]} (persona ficticia)"


def _word(code: str) -> str:
    return code.replace("_", "-")
