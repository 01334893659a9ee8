"""What comes from and goes to others: services with two referrals, a small import of an invented registry, a transfer that waits."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import SYSTEM, Actor
from app.core.database import Database, Session
from app.demonstration.deployment import sign_ins
from app.identity import public as identity
from app.intake.public import bulk
from app.procedure import public as procedure
from app.referrals import public as referrals
from app.workflows import import_caseload

HEADERS = (
    "ID persona;Expediente;Nombres;Apellidos;Nacimiento;Sexo;Nacionalidad;Parentesco;Presentación;Estado;Desde;Resultado;"
    "Oficina;Oficial;Próxima cita;Carné;Pasaporte;Teléfono"
)
PEOPLE = (
    "Ana Lucía;Sintética Uno", "Bayardo;Sintético Dos", "Celia;Sintética Tres", "Denis;Sintético Cuatro",
    "Eloísa;Sintética Cinco", "Fermín;Sintético Seis", "Gloria;Sintética Siete", "Hilario;Sintético Ocho",
    "Irma;Sintética Nueve", "Justo;Sintético Diez",
)  # fmt: skip
STATES = ("Por entrevistar", "En análisis", "Notificado", "Por entrevistar", "En comisión")
SERVICES = (
    ("Centro de salud (ficticio)", ("health", "disability"), "Liberia", 24),
    ("Casa segura (ficticia)", ("shelter", "gbv_survivor"), "Se dice por teléfono", 2),
    ("Consultorio jurídico (ficticio)", ("legal_aid",), "Liberia y por teléfono", 72),
)
REASONS = "Se mudó con su hermana y vive ahora cerca de esa oficina."


async def bring(database: Database, profile: procedure.Profile) -> None:
    """All of it, in the name of the supervisor of the first office. Invented, and said to be."""
    signs = {one.role: one.username for one in sign_ins(profile)}
    async with database.writing(SYSTEM) as db:
        supervisor = await identity.actor_by_username(db, signs["supervisor"], ["supervisor"])
        administrator = await identity.actor_by_username(db, signs["administrator"], ["administrator"])
        if supervisor is None or administrator is None or supervisor.office_id is None:
            return
        db.play(supervisor)
        await _refer(db, supervisor)
        await _propose(db, supervisor)
        map_id = await bulk.map_named(db, supervisor, "ejemplo")
        content = _file().encode()
        import_id = await bulk.upload(
            db, supervisor, file_name="registro-ficticio.csv", content=content, map_id=map_id
        )
    await import_caseload.look(database, import_id)
    async with database.writing(SYSTEM) as db:
        db.play(administrator)
        await bulk.start(db, administrator, import_id, reasons="Registro ficticio de la demostración")
    await import_caseload.write(database, import_id)


async def _refer(db: Session, supervisor: Actor) -> None:
    made = [
        await referrals.keep_service(
            db,
            supervisor,
            referrals.ServiceFacts(
                name=name, kinds=kinds, offices=[supervisor.office_id] if supervisor.office_id else [],
                places=places, languages=["es"], hours="8:00 a 16:00", channel="phone", contact="+506 6000 0190",
                capacity="", response_hours=hours,
            ),
        )
        for name, kinds, places, hours in SERVICES
    ]  # fmt: skip
    for service, kind, urgent, needed in (
        (made[0], "health", False, "Control de embarazo"),
        (made[1], "shelter", True, "Dónde dormir esta noche"),
    ):
        found = await _somebody(db, supervisor, skip=int(urgent))
        if found is not None:
            case_id, claim_id = found
            today = db.now().date()
            consent = referrals.Consent(
                given=True, how="De palabra, en español (ficticio)", on=today - timedelta(days=1)
            )
            await referrals.refer(
                db, supervisor, case_id, claim_id=claim_id, service_id=service, kind=kind, urgent=urgent,
                needed=needed, parts=referrals.LEAST, consent=consent,
            )  # fmt: skip


async def _propose(db: Session, supervisor: Actor) -> None:
    found = await _somebody(db, supervisor, skip=4)
    others = [office.id for office in await identity.offices(db) if office.id != supervisor.office_id]
    if found is not None and others:
        await cases.propose_transfer(db, supervisor, found[0], office_id=others[0], reasons=REASONS)


async def _somebody(db: Session, supervisor: Actor, *, skip: int) -> tuple[UUID, UUID] | None:
    case, claim = cases.case_table.c, cases.claim_table.c
    row = await db.row(
        select(case.id, claim.id.label("claim"))
        .join(claim.id.table, (claim.case_id == case.id) & (claim.position == 0))
        .where(case.office_id == supervisor.office_id, case.stage == "awaiting_interview")
        .order_by(case.registered_at.desc(), case.id)
        .offset(skip)
        .limit(1)
    )
    return None if row is None else (row.id, row.claim)


def _file() -> str:
    rows = [HEADERS]
    for n, person in enumerate(PEOPLE, start=1):
        state = STATES[n % len(STATES)]
        since = "" if n % 4 == 0 else f"{n + 2:02}/09/2026"
        head = (
            f"F-{n:03};VIEJO-{n:03};{person};{n + 3:02}/0{n % 9 + 1}/{1970 + n * 2};{'MF'[n % 2]};Nicaragua"
        )
        rows.append(f"{head};Titular;{n + 1:02}/08/2026;{state};{since};;;;;;N{n:07};")
        child = f"F-{n:03}b;VIEJO-{n:03};Niñez {n};Sintética;ca. {2012 + n % 8};F;Nicaragua"
        rows.append(f"{child};Hija;{n + 1:02}/08/2026;{state};{since};;;;;;;")
    # One that cannot come in, so that the report shows what that looks like.
    rows.append("F-099;VIEJO-099;Con error;Sintético;31/02/1980;F;Nicaragua;Titular;01/08/2026;Otro;;;;;;;;")
    return "\n".join(rows)
