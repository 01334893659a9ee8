"""The invented institution: offices and posts from the profile, somebody in every role, rooms, interpreters, a machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
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
    ("quality_assessor", "calidad", 2),
    ("auditor", "auditoria", 1),
    ("data_protection_officer", "datos", 1),
    ("administrator", "administracion", 1),
)
INTERPRETED = ("zh", "ru", "uk", "ht", "ne", "ar", "en") * 2
# One sign-in for each role, to try. The mission's family is at Peñas Blancas and Liberia.
SIGN_INS = (
    ("border_liaison_officer", "frontera.penas-blancas"),
    ("registration_officer", "registro.liberia.1"),
    ("eligibility_officer", "elegibilidad.liberia.1"),
    ("supervisor", "supervision.liberia.1"),
    ("commission_secretary", "secretaria.comision"),
    ("commission_member", "comision.1"),
    ("appeals_clerk", "secretaria.tribunal"),
    ("appeals_judge", "tribunal.1"),
    ("documentation_officer", "documentos.liberia.1"),
    ("legal_representative", "representante.1"),
    ("child_protection_officer", "ninez.1"),
    ("quality_assessor", "calidad.1"),
    ("auditor", "auditoria.1"),
    ("data_protection_officer", "datos.1"),
    ("administrator", "administracion.1"),
)
# One of the Commission came from the unit whose cases it decides, so that a recusal is found in the record.
FORMER_SUPERVISOR_UNTIL = datetime(2025, 6, 30, tzinfo=UTC)
FORMER_OFFICE = "san_jose"
STAFF = (
    "Adriana Solís", "Bernardo Araya", "Cecilia Monge", "Diego Ureña", "Eugenia Brenes", "Fabián Quirós",
    "Grettel Mora", "Hugo Alfaro", "Ileana Campos", "Jorge Zúñiga", "Kattia Rojas", "Leonardo Vargas",
    "Marcela Chacón", "Norman Badilla", "Olga Esquivel", "Pablo Carvajal", "Raquel Segura", "Sergio Ulate",
    "Tatiana Porras", "Ulises Barrantes", "Vilma Sandí", "Walter Jiménez", "Xinia Coto", "Yolanda Madrigal",
    "Zaida Arguedas", "Alonso Fallas", "Beatriz Lobo", "Cristian Abarca", "Dunia Méndez", "Esteban Piedra",
)  # fmt: skip


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
        found = await scheduling.add_interpreter(db, name=name, sex=sex, languages=[language, "es"])
        made.interpreters.setdefault(language, []).append(found)
    return made


async def add_machine(db: Session) -> None:
    """The machine that may ask whether removal is barred. Added last of all: where it is, the caseload is complete."""
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
            db, office_id=at, name=f"Sala {n}", child_friendly=n == 1, step_free=n < ROOMS
        )
        for n in range(1, ROOMS + 1)
    ]


async def _seat_bodies(made: Institution, hiring: "_Hiring", profile: procedure.Profile) -> None:
    await hiring.hire("commission_secretary", "secretaria.comision", body="commission")
    for n, ministry in enumerate(profile.bodies["commission"].members, 1):
        member = await hiring.hire("commission_member", f"comision.{n}", body="commission", seat=ministry.es)
    await hiring.grant(
        member,
        "supervisor",
        f"former.{FORMER_OFFICE}",
        office_id=made.offices[FORMER_OFFICE],
        until=FORMER_SUPERVISOR_UNTIL,
    )
    await hiring.hire("appeals_clerk", "secretaria.tribunal", body="tribunal")
    for n, seat in enumerate(profile.bodies["tribunal"].members, 1):
        await hiring.hire("appeals_judge", f"tribunal.{n}", body="tribunal", seat=seat.es)


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
        return user

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
