"""A small library of country information, a question to its unit with the answer, and what colleagues noted on a case. All invented."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.coi import public as coi
from app.core.actor import SYSTEM, Actor
from app.core.database import Database, Session
from app.demonstration.deployment import sign_ins
from app.identity import public as identity
from app.procedure import public as procedure

MADE_UP = {
    "es": "Texto inventado para la demostración: ni el lugar ni los hechos existen.",
    "en": "Text invented for the demonstration: neither the place nor the facts exist.",
}


@dataclass(frozen=True, slots=True)
class Invented:
    """A source of the demonstration. Its places have names that no country has."""

    title: str
    kind: str
    reliability: str
    days_old: int
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    language: str
    paragraphs: tuple[str, ...]


SOURCES = (
    Invented(
        "Denuncias en el municipio ficticio de Río Sereno (documento ficticio)", "academic", "moderate", 110,
        ("NIC",), ("police", "state_protection", "indigenous_peoples"), "es",
        ("En Río Sereno, de doce comunidades visitadas, nueve dijeron que la policía no recibió sus denuncias.",
         "Quienes insistieron esperaron tres meses por una respuesta; ninguna fue por escrito.",
         "La defensoría ficticia del lugar acompañó cuatro denuncias, y las cuatro fueron recibidas."),
    ),
    Invented(
        "Tierras comunales en Loma Callada, 2024 a 2026 (documento ficticio)", "national_ngo", "moderate", 260,
        ("NIC",), ("land", "indigenous_peoples", "organised_crime"), "es",
        ("Entre 2024 y 2026 se contaron once desalojos en Loma Callada, siete sin orden de un juez.",
         "Las familias desplazadas se quedaron en la cabecera; dos intentaron regresar y desistieron."),
    ),
    Invented(
        "Journalists in the invented province of Sandmoor (fictitious document)", "international_ngo", "high", 40,
        ("VEN",), ("press", "political_opposition"), "en",
        ("Three of the four radio stations of Sandmoor had stopped their news by June; one was searched twice.",
         "Two detained reporters were released without charge; both had been threatened by telephone before."),
    ),
    Invented(
        "Extorsión a transportistas en Puerto Abrojo (documento ficticio)", "media", "low", 500,
        ("HND", "SLV"), ("organised_crime", "state_protection"), "es",
        ("Un diario inventado cuenta que en Puerto Abrojo los transportistas pagan cada semana; no nombra fuentes.",),
    ),
)  # fmt: skip
QUESTION = "¿Puede una mujer sola obtener protección de la policía fuera de la capital? (consulta ficticia)"
ANSWER = "Según las dos fuentes ficticias citadas, depende del lugar y de que alguien la acompañe. (respuesta ficticia)"


async def furnish(database: Database, profile: procedure.Profile) -> None:
    """The library, and, where an officer has a case, a question asked from it and what was noted on it."""
    signs = {one.role: one.username for one in sign_ins(profile)}
    async with database.writing(SYSTEM) as db:
        unit = await identity.actor_by_username(db, signs["coi_researcher"], ["coi_researcher"])
        officer = await identity.actor_by_username(db, signs["eligibility_officer"], ["eligibility_officer"])
        if unit is None or officer is None:
            return
        db.play(unit)
        made = [await _add(db, unit, each) for each in SOURCES]
        case_id = await _case_of(db, officer)
        if case_id is not None:
            await _ask(db, officer, unit, case_id, made[0])
            await _note(db, officer, case_id)


async def _add(db: Session, unit: Actor, invented: Invented) -> UUID:
    today = db.now().date()
    published = today - timedelta(days=invented.days_old)
    return await coi.add_source(
        db,
        unit,
        coi.SourceFacts(
            title=invented.title,
            publisher="Editorial ficticia de la demostración",
            publisher_kind=invented.kind,
            reliability=invented.reliability,
            reliability_why="Inventada: la valoración muestra cómo se escribe una.",
            published_on=published,
            countries=invented.countries,
            topics=invented.topics,
            language=invented.language,
            text="\n\n".join((*invented.paragraphs, MADE_UP[invented.language])),
            expires_on=max(published + timedelta(days=700), today + timedelta(days=30)),
        ),
    )


async def _ask(db: Session, officer: Actor, unit: Actor, case_id: UUID, source: UUID) -> None:
    db.play(officer)
    question = coi.Question(
        QUESTION, ["NIC"], ["women", "police"], db.now().date() + timedelta(days=10), confidential=False
    )
    asked = await coi.ask(db, officer, case_id, question)
    db.play(unit)
    await coi.answer_request(
        db,
        unit,
        asked,
        answer=ANSWER,
        balance="Se buscó quien dijera que siempre protege, y nada se halló. (ficticio)",
        passage_ids=[p.id for p in (await coi.passages_of(db, source, 1))[:2]],
    )


async def _note(db: Session, officer: Actor, case_id: UUID) -> None:
    db.play(officer)
    await cases.notes.write_note(
        db, officer, case_id, body="Pidió que no se la cite los lunes: ese día cuida a su madre. (ficticio)"
    )
    await cases.notes.add_task(
        db,
        officer,
        case_id,
        title="Pedir la constancia médica (ficticia)",
        due_on=db.now().date() + timedelta(days=5),
    )


async def _case_of(db: Session, officer: Actor) -> UUID | None:
    case = cases.case_table.c
    found: UUID | None = await db.scalar(
        select(case.id)
        .where(case.assigned_to == officer.user_id, case.stage == "awaiting_interview")
        .order_by(case.registered_at.desc(), case.id)
        .limit(1)
    )
    return found
