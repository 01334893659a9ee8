"""Samples of quality over the simulated years: drawn, assessed by four people, some files by two, released, answered. All invented.

Each step is the action that a person would take, as that person, on its day. A caseload too small for a sample has none.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.database import Database, Session
from app.core.errors import Invalid
from app.demonstration.deployment import Institution
from app.demonstration.marking import CONCLUSIONS, MADE_UP, as_it_is, as_seen
from app.quality import public as quality

ASSESSORS = "quality_assessor"
ANSWERS_IN_TEN = 3
AGREED = (
    f"De acuerdo: desde ahora lo dejo escrito. {MADE_UP}",
    f"Gracias; en la siguiente entrevista usé la lista de preguntas. {MADE_UP}",
)
NOT_AGREED = (
    f"La pregunta se hizo antes de empezar el acta; por eso no consta. Pido que se considere. {MADE_UP}",
    f"En ese expediente el paso no correspondía, y así lo anoté. {MADE_UP}",
)
HOUR, FRIDAY = time(15, 10), 4


@dataclass(frozen=True, slots=True)
class Round:
    """One sample and its days. `until_now`: of a sample still being worked on, how many in ten assessments are submitted."""

    plan: quality.Plan
    drawn: date
    due: date
    released: date | None
    closed: date | None = None
    until_now: int = 10


ROUNDS = (
    Round(
        quality.Plan(
            "Entrevistas de enero a junio de 2025 (datos ficticios)", ("interview",),
            quality.Frame(work="interview", since=date(2025, 1, 1), until=date(2025, 6, 30)),
            24, double_share=Decimal("0.25"), lot="demostración: entrevistas de 2025",
        ),
        date(2025, 7, 14), date(2025, 8, 29), date(2025, 9, 8), date(2025, 10, 6),
    ),
    Round(
        quality.Plan(
            "Decisiones de enero a junio de 2026, más rechazos (datos ficticios)", ("decision", "notification"),
            quality.Frame(work="decision", since=date(2026, 1, 1), until=date(2026, 6, 30)),
            30, "oversampled", ("office",), {"rejected": 3, "child": 2}, Decimal("0.2"), "demostración: decisiones de 2026",
        ),
        date(2026, 7, 13), date(2026, 9, 11), date(2026, 9, 18),
    ),
    Round(
        quality.Plan(
            "Entrevistas de agosto a octubre de 2026 (datos ficticios)", ("interview",),
            quality.Frame(work="interview", since=date(2026, 8, 1), until=date(2026, 10, 31)),
            16, "stratified", ("office",), {}, Decimal("0.25"), "demostración: entrevistas de otoño",
        ),
        date(2026, 11, 5), date(2026, 12, 18), None, until_now=6,
    ),
)  # fmt: skip


@dataclass(slots=True)
class House:
    """Where and as whom it happens. `drawn`: the samples there are, in the order of `ROUNDS`, none where the frame was too small."""

    database: Database
    clock: SetClock
    institution: Institution
    seed: str
    zone: str
    drawn: list[UUID | None] = field(default_factory=list)

    @property
    def assessors(self) -> Sequence[Actor]:
        return self.institution.of(ASSESSORS)

    @property
    def leads(self) -> Sequence[Actor]:
        """Who draws each round, assigns it and hands it over."""
        return [self.assessors[number % 2] for number in range(len(ROUNDS))]

    def on(self, day: date) -> None:
        """Go on at an hour of the office on that day."""
        self.clock.set(datetime.combine(day, HOUR, UTC))

    def later(self) -> None:
        self.clock.advance(timedelta(minutes=7))

    def half_a_day_later(self, turn: int) -> None:
        """In the afternoon, or on the morning of the next working day."""
        self.clock.advance(timedelta(hours=5 if turn % 2 == 0 else 19))
        while self.clock.now().weekday() > FRIDAY:
            self.clock.advance(timedelta(days=1))

    def chance(self, *names: object) -> Random:
        return Random(":".join((self.seed, *map(str, names))))


async def sample(house: House) -> None:
    """Every round, up to what is still being worked on."""
    for each, lead in zip(ROUNDS, house.leads, strict=True):
        house.drawn.append(await _draw(house, each, lead))


async def _draw(house: House, each: Round, lead: Actor) -> UUID | None:
    house.on(each.drawn)
    try:
        async with house.database.writing(lead) as db:
            sample_id = await quality.draw_sample(db, lead, each.plan, zone=house.zone)
    except Invalid:
        return None
    async with house.database.writing(lead) as db:
        due = datetime.combine(each.due, time(23, 59), ZoneInfo(house.zone)).astimezone(UTC)
        team = [one.user_id for one in house.assessors]
        await quality.assign_files(db, lead, sample_id, assessors=team, due_at=due)
    return sample_id


async def assess(house: House, number: int, lead: Actor) -> None:
    """The assessments of one round, by each of the team; then what is whole goes to its authors."""
    each, sample_id = ROUNDS[number], house.drawn[number]
    if sample_id is None:
        return
    async with house.database.writing(lead) as db:
        places = await quality.assignments_of(db, sample_id)
        codes = {file.id: file.code for file in await quality.files_of(db, sample_id)}
    of = defaultdict(list)
    for place in places:
        if place.purpose == "assessment":
            of[place.assessor_id].append(place)
    for who in house.assessors:
        house.on(each.drawn + timedelta(days=4))
        await _assess_own(
            house, who, sorted(of[who.user_id], key=lambda p: (codes[p.file_id], p.instrument)), codes, each
        )
    if each.released is not None:
        await _release(house, each, sample_id, lead)


async def _assess_own(
    house: House, who: Actor, places: Sequence[quality.AssignmentView], codes: Mapping[UUID, str], each: Round
) -> None:
    whole = len(places) * each.until_now // 10
    async with house.database.writing(who) as db:
        for done, place in enumerate(places[: whole + 1]):
            code = codes[place.file_id]
            await _assess_one(db, house, place, code, submit=done < whole)
            house.half_a_day_later(done)


async def _assess_one(
    db: Session, house: House, place: quality.AssignmentView, code: str, *, submit: bool
) -> None:
    """As the file deserves, seen by one of two; what is not submitted yet is half done."""
    instrument = quality.instrument(place.instrument)
    marks = as_seen(
        as_it_is(instrument, house.chance(code, place.instrument)),
        house.chance(code, place.instrument, place.slot),
    )
    if not submit:
        marks = dict(list(marks.items())[: len(marks) // 2])
    conclusion = house.chance(code, "conclusion", place.slot).choice(CONCLUSIONS) if submit else ""
    version = await quality.save_marks(db, db.actor, place.id, marks=marks, conclusion=conclusion)
    if submit:
        house.later()
        await quality.submit_review(db, db.actor, place.id, version=version)


async def _release(house: House, each: Round, sample_id: UUID, lead: Actor) -> None:
    house.on(each.released or each.due)
    async with house.database.writing(lead) as db:
        await quality.release_sample(db, lead, sample_id)
        places = await quality.assignments_of(db, sample_id)
    for place in sorted(places, key=lambda p: (p.file_id, p.instrument, p.slot)):
        if place.purpose == "assessment" and place.state == "released":
            await _answer(house, place)
    if each.closed is not None:
        house.on(each.closed)
        async with house.database.writing(lead) as db:
            await quality.end_sample(
                db,
                lead,
                sample_id,
                as_="closed",
                reason="Resultados vistos en la reunión de octubre. (texto ficticio)",
            )


async def _answer(house: House, place: quality.AssignmentView) -> None:
    """Some of the authors say something; who had errors in it sometimes does not agree."""
    chance = house.chance("answer", place.id)
    if chance.randrange(10) >= ANSWERS_IN_TEN:
        return
    house.later()
    async with house.database.reading(house.assessors[0]) as db:
        line = (await quality.review(db, place.id)).line
    author = next(
        (a for held in house.institution.staff.values() for a in held if a.user_id == line.author_id), None
    )
    if author is None or line.score is None or line.answered:
        return
    agrees = line.score.correct == line.score.applicable or chance.random() < 0.7
    async with house.database.writing(author) as db:
        await quality.answer_review(
            db, author, place.id, agrees=agrees, text=chance.choice(AGREED if agrees else NOT_AGREED)
        )
