"""A question goes to the unit without anything of the case, is taken by one of its researchers, answered with passages, or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.coi import rules
from app.coi.errors import NotOpenNow, RequestChanged, TakenByAnother
from app.coi.models import CoiAnswerPassage, CoiDocument, CoiPassage, CoiRequest, CoiRequestCase
from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.errors import FieldError, Forbidden, Invalid, NotFound, said
from app.core.ids import new_id
from app.identity.public import demand
from app.people import public as people

ASKED, ANSWERED = "coi_asked", "coi_answered"
TRIBUNAL = ("appeals_clerk", "appeals_judge")
OPEN = ("asked", "taken")
LONGEST_WAIT = timedelta(days=180)
MOST_PASSAGES = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `nobody_named`: the asker says that a word which is also a name of the case means somebody or something else."""

    text: str
    countries: Sequence[str]
    topics: Sequence[str]
    due_on: date
    confidential: bool
    nobody_named: bool = False


async def ask(
    db: Session, actor: Actor, case_id: UUID, question: Question, *, version: int | None = None
) -> UUID:
    """Ask the unit. Of the case it learns the countries and topics that the asker chose, and the instance: no name, no reference.

    Raises `NotFound`, `CaseChanged`, `Invalid` with every broken rule, also for words that point at somebody of the case.
    """
    demand(actor, "coi.ask")
    opened = await cases.open_case(db, case_id, version=version)
    if broken := [*_broken(question, db.now().date()), *await _naming(db, opened, question)]:
        raise Invalid(*broken)
    instance = "appeal" if actor.role in TRIBUNAL else "first"
    request = CoiRequest(
        id=new_id(),
        instance=instance,
        question=question.text.strip(),
        countries=list(question.countries),
        topics=list(question.topics),
        due_on=question.due_on,
        confidential=question.confidential,
        state="asked",
        asked_at=db.now(),
        taken_at=None,
        taken_by=None,
        answered_at=None,
        answered_by=None,
        answer="",
        balance="",
        version=1,
    )
    db.add(request)
    await db.flush()
    db.add(
        CoiRequestCase(
            request_id=request.id, case_id=case_id, instance=instance, asked_by=actor.user_id, read_at=None
        )
    )
    await cases.record(db, actor, opened, ASKED, data={"request": str(request.id)})
    return request.id


async def take_request(db: Session, actor: Actor, request_id: UUID, *, version: int | None = None) -> None:
    """A researcher has it in hand. Raises `NotFound`, `RequestChanged`, `NotOpenNow`, `TakenByAnother`."""
    demand(actor, "coi.answer")
    request = await _open(db, request_id, version)
    if request.taken_by == actor.user_id:
        return
    if request.taken_by is not None:
        raise TakenByAnother
    request.state, request.taken_by, request.taken_at = "taken", actor.user_id, db.now()
    request.version += 1


async def answer_request(
    db: Session,
    actor: Actor,
    request_id: UUID,
    *,
    answer: str,
    balance: str,
    passage_ids: Sequence[UUID],
    version: int | None = None,
) -> None:
    """Answer with passages, or say that nothing was found: an answer too. `balance` is what was looked for that says the opposite.

    Raises `NotFound`, `RequestChanged`, `NotOpenNow`, `TakenByAnother`, `Invalid`.
    """
    demand(actor, "coi.answer")
    request = await _open(db, request_id, version)
    if request.taken_by not in (None, actor.user_id):
        raise TakenByAnother
    if broken := [*_answer_broken(answer, balance), *await _passages_broken(db, request_id, passage_ids)]:
        raise Invalid(*broken)
    request.state, request.answer, request.balance = "answered", answer.strip(), balance.strip()
    request.answered_at, request.answered_by = db.now(), actor.user_id
    request.taken_by = request.taken_by or actor.user_id
    request.taken_at = request.taken_at or db.now()
    request.version += 1
    for position, passage_id in enumerate(dict.fromkeys(passage_ids), start=1):
        db.add(CoiAnswerPassage(request_id=request_id, passage_id=passage_id, position=position))
    # The unit cannot open the case: what goes into its record is written by the worker.
    db.later(ANSWERED, {"request": str(request_id)}, at=db.now())


async def withdraw_request(
    db: Session, actor: Actor, request_id: UUID, *, version: int | None = None
) -> None:
    """Whoever asked, or a colleague who has the case, no longer needs it. Raises `NotFound`, `RequestChanged`, `NotOpenNow`."""
    demand(actor, "coi.ask")
    request = await _open(db, request_id, version)
    asked = await db.get(CoiRequestCase, request_id)
    if asked is None:
        raise NotFound
    if asked.instance != ("appeal" if actor.role in TRIBUNAL else "first"):
        raise Forbidden
    request.state = "withdrawn"
    request.version += 1


async def mark_answer_read(db: Session, actor: Actor, request_id: UUID) -> None:
    """Whoever asked has opened the answer: it no longer waits in their day."""
    request = await db.get(CoiRequest, request_id)
    if request is None or request.state != "answered":
        return
    asked = await db.locked(CoiRequestCase, request_id)
    if asked is not None and asked.asked_by == actor.user_id and asked.read_at is None:
        asked.read_at = db.now()


async def record_answer(db: Session, request_id: UUID) -> None:
    """Write into the case's record that the unit answered; once, however often it is asked to."""
    asked = await db.get(CoiRequestCase, request_id)
    if asked is None:
        return
    opened = await cases.open_case(db, asked.case_id)
    e = cases.event_table.c
    there = await db.scalar(
        select(e.id).where(
            e.case_id == asked.case_id, e.name == ANSWERED, e.data["request"].astext == str(request_id)
        )
    )
    if there is None:
        await cases.record(db, SYSTEM, opened, ANSWERED, data={"request": str(request_id)})


async def _open(db: Session, request_id: UUID, version: int | None) -> CoiRequest:
    request = await db.locked(CoiRequest, request_id)
    if request is None:
        raise NotFound
    if version is not None and version != request.version:
        raise RequestChanged
    if request.state not in OPEN:
        raise NotOpenNow
    return request


def _broken(question: Question, today: date) -> list[FieldError]:
    broken = rules.about_broken(question.countries, question.topics)
    if not question.text.strip():
        broken.append(FieldError("question", "required", "Escriba qué necesita saber."))
    if len(question.text) > rules.LONGEST_WORDS:
        broken.append(
            FieldError(
                "question",
                "too_long",
                "Use %(limit)s caracteres como máximo.",
                {"limit": rules.LONGEST_WORDS},
            )
        )
    if not today <= question.due_on <= today + LONGEST_WAIT:
        broken.append(
            FieldError("due_on", "out_of_range", "Escriba un día desde hoy y dentro de seis meses.")
        )
    return broken


async def _naming(db: Session, opened: cases.OpenCase, question: Question) -> list[FieldError]:
    """Nobody of the case may be told by the question."""
    profiles = await people.profiles(db, [claim.person_id for claim in opened.claims])
    names = [(p.given_names, p.family_names) for p in profiles.values()]
    numbers = [opened.case.reference, *(p.phone or "" for p in profiles.values())]
    found, sure = rules.naming(question.text, names, numbers)
    if sure:
        words = said(
            "La pregunta señala a una persona del expediente (%(words)s). Escríbala sin decir de quién se trata."
        )
        return [FieldError("question", "names_somebody", words, {"words": ", ".join(sorted(found))})]
    if found and not question.nobody_named:
        words = said(
            "«%(words)s» también es un nombre del expediente. Cámbielo, o marque que no se refiere a la persona."
        )
        return [FieldError("question", "may_name_somebody", words, {"words": ", ".join(sorted(found))})]
    return []


def _answer_broken(answer: str, balance: str) -> list[FieldError]:
    broken: list[FieldError] = []
    if not answer.strip():
        broken.append(
            FieldError("answer", "required", "Escriba la respuesta, o que no se encontró información.")
        )
    if not balance.strip():
        broken.append(
            FieldError("balance", "required", "Diga qué se buscó que dijera lo contrario, y qué se halló.")
        )
    return broken


async def _passages_broken(db: Session, request_id: UUID, passage_ids: Sequence[UUID]) -> list[FieldError]:
    """Of the library, or added for this question: never what is confidential to another case."""
    wanted = set(passage_ids)
    p, d = CoiPassage, CoiDocument
    fit = await db.scalars(
        select(p.id)
        .join(d, d.id == p.document_id)
        .where(
            p.id.in_(list(wanted)),
            d.withdrawn_at.is_(None),
            d.request_id.is_(None) | (d.request_id == request_id),
        )
    )
    if len(wanted) > MOST_PASSAGES or set(fit) != wanted:
        return [
            FieldError(
                "passages", "unknown", "Elija pasajes de la biblioteca o de una fuente de esta consulta."
            )
        ]
    return []
