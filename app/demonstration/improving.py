"""What comes of quality's samples: a calibration with its differences discussed, findings, and a board of recommendations. All invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.demonstration.marking import (
    CONCLUSIONS,
    MADE_UP,
    MINOR,
    NOT_APPLICABLE,
    SIGNIFICANT,
    as_it_is,
    as_seen,
    said_of,
)
from app.demonstration.sampling import ASSESSORS, ROUNDS, House
from app.quality import public as quality
from app.workflows.measure_recommendation import check_figure, read_filters

INSTRUMENT = "interview"
# Where they differed in the session: what the first, the second and the others said.
DIFFERED: Mapping[str, Sequence[str]] = {
    "opening.understanding": ("correct", MINOR, MINOR, MINOR),
    "substance.inconsistencies": (MINOR, SIGNIFICANT, MINOR, SIGNIFICANT),
    "substance.guidelines": (NOT_APPLICABLE, "correct", NOT_APPLICABLE, NOT_APPLICABLE),
}
SETTLED: Mapping[str, tuple[str, str]] = {
    "opening.understanding": (MINOR, "La pregunta está y falta la respuesta de una de las dos partes: error menor. (texto ficticio)"),
    "substance.inconsistencies": (
        SIGNIFICANT, "Si la duda que no se planteó pesa después en la decisión, es significativo; si no pesa, menor. (texto ficticio)",
    ),
    "substance.guidelines": (NOT_APPLICABLE, "Sin indicio de que una directriz venga al caso, no corresponde. (texto ficticio)"),
}  # fmt: skip
CLOSING = "La respuesta de ambas partes debe constar; una duda que pesa y no se planteó es error significativo. (texto ficticio)"


@dataclass(frozen=True, slots=True)
class Step:
    """`by`: who it is addressed to, or the place of one of the assessors."""

    act: str
    on: date
    reason: str
    evidence: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation and what became of it. `of`: the round that it comes from, and the indicator that was often
    wrong there; `office` empty: to the Commission's secretary."""

    what: str
    stage: str
    proposed: date
    due: date
    proposer: int
    office: str = ""
    of: tuple[int, str] | None = None
    figure: str | None = None
    steps: tuple[Step, ...] = ()


BOARD = (
    Advice(
        "Avisar de la cita dos veces y por dos canales", "interview",
        date(2025, 9, 18), date(2025, 12, 15), 0, "liberia", None, "no_shows",
        (
            Step("accept", date(2025, 9, 30), "La oficina lo había visto también."),
            Step("start", date(2025, 10, 13), "Se empieza con los avisos por teléfono."),
            Step("implement", date(2025, 11, 14), "Los dos avisos salen desde esa semana.", "Lista de avisos de noviembre (ficticia)"),
            Step("verify", date(2026, 6, 10), "Se miraron los avisos de cuarenta citas de mayo.", "Acta de lectura 3-2026 (ficticia)", 1),
        ),
    ),
    Advice(
        "Poner la respuesta de la persona y de quien interpreta en la plantilla del acta", "interview",
        date(2025, 9, 18), date(2026, 1, 30), 1, "liberia", (0, "opening.understanding"), None,
        (
            Step("accept", date(2025, 10, 6), "Es un cambio pequeño."),
            Step("start", date(2025, 10, 20), "Se pidió la plantilla nueva."),
            Step("implement", date(2026, 1, 22), "La plantilla cambió.", "Plantilla 7 (ficticia)"),
            Step("send_back", date(2026, 3, 4), "La plantilla está, pero tres oficiales usan todavía la anterior.", "", 2),
            Step("implement", date(2026, 5, 11), "Se retiró la plantilla anterior.", "Correo a la oficina del 8 de mayo (ficticio)"),
        ),
    ),
    Advice(
        "Notificar dentro de los diez días hábiles de firmada la resolución", "notification",
        date(2026, 2, 9), date(2026, 8, 31), 1, "", None, "deadlines",
        (
            Step("accept", date(2026, 2, 24), "Se reparte la notificación entre secretaría y oficinas."),
            Step("start", date(2026, 3, 9), "Hay un calendario de notificaciones."),
            Step("implement", date(2026, 4, 20), "Se notifica cada semana.", "Calendario de abril a junio (ficticio)"),
        ),
    ),
    Advice(
        "Añadir a la guía de entrevista una pregunta de aclaración por cada duda que vaya a pesar en la decisión", "interview",
        date(2026, 3, 16), date(2026, 9, 30), 0, "liberia", (0, "substance.inconsistencies"), "overturn",
        (
            Step("accept", date(2026, 4, 7), "Se encargó a dos oficiales."),
            Step("start", date(2026, 5, 4), "Falta la parte de niñas y niños."),
        ),
    ),
    Advice(
        "Revisar con quien supervisa toda decisión que cite información del país de más de dos años", "decision",
        date(2026, 9, 24), date(2027, 1, 29), 2, "san_jose", (1, "risk.coi"), "overturn",
        (Step("accept", date(2026, 10, 12), "Se hará desde enero, con la unidad de información del país."),),
    ),
    Advice(
        "Que la Comisión lea el acta completa de toda entrevista antes de votar", "decision",
        date(2026, 9, 24), date(2026, 12, 18), 3, "", (1, "credibility.put"), None,
        (Step("decline", date(2026, 10, 20), "Con treinta expedientes por sesión no es posible; se propone leer el resumen firmado."),),
    ),
    Advice(
        "Escribir en cada expediente por qué pasó el plazo, cuando pasa", "decision",
        date(2026, 10, 5), date(2026, 11, 13), 0, "liberia", (1, "efficiency.time"), "deadlines",
    ),
    Advice(
        "Examinar siempre la protección complementaria antes de rechazar", "decision",
        date(2026, 11, 9), date(2027, 2, 26), 1, "liberia", (1, "legal.complementary"),
    ),
)  # fmt: skip


async def calibrate(house: House) -> None:
    """One session over a file of the first round, discussed and settled; one over a file of the last, with two of four still to score."""
    first, last = house.drawn[0], house.drawn[-1]
    if first is not None:
        session = await _convene(
            house, first, date(2025, 7, 21), "Calibración de julio de 2025 (datos ficticios)"
        )
        await _score(house, session, house.assessors)
        await _settle(house, session)
    if last is not None:
        session = await _convene(
            house, last, date(2026, 11, 10), "Calibración de noviembre (datos ficticios)"
        )
        await _score(house, session, house.assessors[1:3])


async def _convene(house: House, sample_id: UUID, day: date, title: str) -> UUID:
    lead = house.assessors[0]
    house.on(day)
    async with house.database.writing(lead) as db:
        files = await quality.files_of(db, sample_id)
        file = next((each for each in reversed(files) if each.reviews == 1), files[-1])
        # Who is still to assess it blind has no seat.
        to_assess = {
            p.assessor_id
            for p in await quality.assignments_of(db, sample_id)
            if p.file_id == file.id and p.state in ("assigned", "started")
        }
        return await quality.convene(
            db,
            lead,
            title=title,
            file_id=file.id,
            instrument=INSTRUMENT,
            assessors=[one.user_id for one in house.assessors if one.user_id not in to_assess],
            score_by=day + timedelta(days=14),
        )


async def _score(house: House, session: UUID, by: Sequence[Actor]) -> None:
    """Alike but for what they differed in."""
    for who in by:
        house.clock.advance(timedelta(days=1))
        place = house.assessors.index(who)
        async with house.database.writing(who) as db:
            view = await quality.calibration(db, session)
            seat = next((each for each in view.seats if each.user_id == who.user_id), None)
            if seat is None:
                continue
            deserved = as_it_is(quality.instrument(INSTRUMENT), house.chance("calibration"))
            chance = house.chance(session, place)
            marks = as_seen(deserved, chance, otherwise=0) | {
                name: said_of(name, said[place], chance) for name, said in DIFFERED.items()
            }
            version = await quality.save_marks(
                db, who, seat.review_id, marks=marks, conclusion=chance.choice(CONCLUSIONS)
            )
            await quality.submit_review(db, who, seat.review_id, version=version)


async def _settle(house: House, session: UUID) -> None:
    house.clock.advance(timedelta(days=3))
    lead = house.assessors[0]
    for turn, (indicator, (mark, note)) in enumerate(SETTLED.items()):
        who = house.assessors[turn % len(house.assessors)]
        house.later()
        async with house.database.writing(who) as db:
            await quality.settle_indicator(db, who, session, indicator=indicator, mark=mark, note=note)
    async with house.database.writing(lead) as db:
        await quality.close_session(db, lead, session, conclusion=CLOSING)


async def recommend(house: House) -> None:
    """Every advice of the board, with its finding where its round has one, and the steps that it took."""
    found: dict[int, Sequence[quality.Recurring]] = {}
    for advice in BOARD:
        proposer = house.assessors[advice.proposer]
        house.on(advice.proposed)
        async with house.database.writing(proposer) as db:
            finding, evidence = await _finding(db, house, advice, found)
            one = await _propose(db, house, advice, finding, evidence)
        for step in advice.steps:
            await _take(house, one, advice, step)


async def _finding(
    db: Session, house: House, advice: Advice, found: dict[int, Sequence[quality.Recurring]]
) -> tuple[UUID | None, str]:
    """What it rests on: counted from the assessments, as its page would."""
    if advice.of is None:
        return None, f"De la reunión de coordinación y de las cifras del semestre. {MADE_UP}"
    number, indicator = advice.of
    since, until = ROUNDS[number].drawn, ROUNDS[number].released or ROUNDS[number].due
    if number not in found:
        figures = await quality.quality_figures(db, since=since, until=until, zone=house.zone)
        found[number] = figures.recurring
    each = next((one for one in found[number] if one.indicator == indicator), None)
    if each is None:
        return None, f"De la lectura de expedientes del período. {MADE_UP}"
    question = next(i.question for i in quality.instrument(each.instrument).indicators if i.id == indicator)
    finding = await quality.note_finding(
        db,
        db.actor,
        quality.Found(
            advice.stage, each.instrument, indicator, f"No siempre se cumple: {question.es} (muestra ficticia)",
            since, until, each.files, each.of_files,
        ),
    )  # fmt: skip
    return finding, f"En {each.files} de {each.of_files} expedientes evaluados. {MADE_UP}"


async def _propose(db: Session, house: House, advice: Advice, finding: UUID | None, evidence: str) -> UUID:
    check_figure(advice.figure)
    office = house.institution.offices[advice.office] if advice.office else None
    return await quality.propose(
        db,
        db.actor,
        quality.Proposal(
            stage=advice.stage,
            what=advice.what,
            evidence=evidence,
            addressee="supervisor" if office else "commission_secretary",
            office=office,
            due_on=advice.due,
            figure=advice.figure,
            direction=("up" if advice.figure == "deadlines" else "down") if advice.figure else None,
        ),
        finding_id=finding,
        figure_filters=read_filters(office=office) if advice.figure else None,
    )


async def _take(house: House, one: UUID, advice: Advice, step: Step) -> None:
    staff = house.institution
    if step.by is not None:
        who = staff.of(ASSESSORS)[step.by]
    elif advice.office:
        who = staff.of("supervisor", advice.office)[0]
    else:
        who = staff.of("commission_secretary")[0]
    house.on(step.on)
    async with house.database.writing(who) as db:
        await quality.move(
            db, who, one, step.act, reason=f"{step.reason} (texto ficticio)", evidence=step.evidence
        )
