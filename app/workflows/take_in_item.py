"""What a laptop sends: registered at once where it fits, kept for a person to look at where it does not. Never lost, never twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.audit import public as audit
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Conflict, Invalid
from app.documents import public as documents
from app.identity import public as identity
from app.intake import public as intake
from app.intake.public import offline
from app.overrides.public import ProcedureUnreadable, edition, procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.workflows.offline_kit import given_at_once
from app.workflows.register_arrival import Registered, register_arrival

# The interview is booked far enough ahead for the office to prepare.
FIRST_SLOT_AFTER_DAYS = 7
# A paper printed around midnight may bear the day before or after.
NEAR = timedelta(days=1)
# Nobody types on a laptop that is not in use yet: what says so was typed under a wrong clock that was set right before it was sent, or
# wants an earlier day of filing. As long as a clock may be off and nobody sees it.
WRONG_BY_DAYS = timedelta(days=2)
Reason = dict[str, object]


class PaperNotIssued(Conflict):
    """A paper was printed that the procedure in force does not give."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the item: `registered`, `clash`, `joined`, `sent_back` or `refused`, and the answer for the laptop."""

    item_id: UUID
    state: str
    answer: Mapping[str, Any]
    refusal: Invalid | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    registered: Registered
    appointment: Mapping[str, Any] | None


async def take_in_item(
    db: Session, actor: Actor, sent: offline.Sent, *, broken: Invalid | None = None
) -> Taken:
    """Take in one item, in its turn. Sent again, it gets the same answer and nothing happens twice. `broken`: what is wrong with
    its shape.

    What breaks a rule is `refused` with every field, and may be corrected; what does not fit with what is known here is a `clash`.
    Raises `AnotherItem`, `NumberTaken`, `EarlierMissing`, `TooManyItems`; then nothing is written.
    """
    identity.demand(actor, "registration.create")
    known = await offline.expect(db, actor, sent)
    if known is not None and not _is_new(known, sent):
        return Taken(sent.id, known.state, known.answer, replayed=True)
    try:
        async with db.attempt():
            if broken is not None:
                raise broken
            reasons = await _reasons(db, sent)
            if not reasons:
                done = await register_typed(db, actor, sent)
                return await _registered(db, actor, sent, known, done)
    except Invalid as refusal:
        item = await offline.keep_item(
            db, actor, sent, known, state=offline.REFUSED, answer={}, reasons=_of_fields(refusal)
        )
        return Taken(item.id, item.state, {}, refusal)
    except PaperNotIssued:
        reasons = [{"code": "paper_not_issued"}]
    except IntegrityError as twice:
        if "ex_provisional_documents_number_person" not in str(twice.orig):
            raise
        reasons = [{"code": "number_used"}]
    return await _kept(db, actor, sent, known, reasons)


def _is_new(known: offline.OfflineItem, sent: offline.Sent) -> bool:
    """A correction of what came back; or what was refused, which may fit by now."""
    return known.state == offline.REFUSED or known.digest != offline.digest(sent.content)


async def register_typed(
    db: Session,
    actor: Actor,
    sent: offline.Sent,
    *,
    received_at: datetime | None = None,
    without: Collection[int] = (),
) -> Outcome:
    """The household, its papers as they were printed, and the interview that was asked for. All or nothing.

    `received_at`: when it first came, where a person decided about it since; `without`: whose printed paper does not stand, by
    place in the household. They get another.
    Raises `Invalid`, `PaperNotIssued`, and the database's own error where a number is somebody else's.
    """
    content, received = sent.content, received_at or db.now()
    office = await _office(db, content)
    happened = offline.happened_at(sent.typed_at, sent.sent_at, received)
    printed = {n: paper for n, paper in printed_papers(sent, received).items() if n not in without}
    desk = documents.Desk(printed)
    done = await register_arrival(
        db,
        actor,
        offline.household(content),
        offline.arrival(content),
        office_id=office,
        desk=desk,
        found_by="offline",
        typed=intake.Typed(sent.laptop_id, happened, sent.typed_at, sent.sent_at, received),
    )
    if desk.honoured != set(printed):
        raise PaperNotIssued
    await documents.mark_used(db, [paper.entry for paper in printed.values()], item_id=sent.id)
    await db.flush()
    await db.execute(text("set constraints ex_provisional_documents_number_person immediate"))
    appointment = await _first_free(db, actor, done, content) if content.get("appointment") else None
    return Outcome(done, appointment)


def printed_papers(sent: offline.Sent, received_at: datetime) -> dict[int, documents.PrintedPaper]:
    """By the person's place in the household."""
    printed_at = offline.happened_at(sent.typed_at, sent.sent_at, received_at)
    return {
        int(said["person"]): documents.PrintedPaper(
            documents.Entry(said["core"], said["code"], int(said["status_index"])),
            printed_at,
            date.fromisoformat(said["valid_from"]),
            date.fromisoformat(said["valid_until"]),
            said.get("token") or "",
        )
        for said in sent.content.get("papers") or ()
    }


async def _registered(
    db: Session, actor: Actor, sent: offline.Sent, known: offline.OfflineItem | None, done: Outcome
) -> Taken:
    registered, answer = done.registered, answer_of(done)
    item = await offline.keep_item(
        db, actor, sent, known, state=offline.REGISTERED, answer=answer, case_id=registered.case_id
    )
    await offline.announce(db, item.id, announced(sent.content))
    await audit.looked(db, "offline.registered", str(item.id), case_id=registered.case_id)
    return Taken(item.id, item.state, answer)


def answer_of(done: Outcome) -> dict[str, Any]:
    """What the laptop is told of a registration."""
    return {
        "reference": done.registered.reference,
        "persons": [str(person) for person in done.registered.persons],
        "appointment": done.appointment,
    }


async def _kept(
    db: Session,
    actor: Actor,
    sent: offline.Sent,
    known: offline.OfflineItem | None,
    reasons: Sequence[Reason],
) -> Taken:
    answer = {"href": f"/register/clashes/{sent.id}", "reasons": [str(r["code"]) for r in reasons]}
    item = await offline.keep_item(
        db, actor, sent, known, state=offline.CLASH, answer=answer, reasons=reasons
    )
    await offline.announce(db, item.id, announced(sent.content))
    await audit.looked(db, "offline.clash", str(item.id))
    return Taken(item.id, item.state, answer)


def announced(content: offline.Content) -> list[offline.Announced]:
    return [
        offline.Announced(int(said["person"]), said["digest"], int(said["size"]))
        for said in content.get("photos") or ()
    ]


async def _reasons(db: Session, sent: offline.Sent) -> list[Reason]:
    """Everything for which a person has to look at it first. Raises `Invalid`."""
    return [
        *await _of_laptop(db, sent),
        *await _of_papers(db, sent),
        *await _of_people(db, sent.content),
    ]


async def _of_laptop(db: Session, sent: offline.Sent) -> list[Reason]:
    laptop = await db.get(offline.Laptop, sent.laptop_id)
    if laptop is None:
        return [{"code": "laptop_unknown"}]
    reasons: list[Reason] = [{"code": "laptop_lost"}] if laptop.lost_at is not None else []
    if offline.happened_at(sent.typed_at, sent.sent_at, db.now()) < laptop.enrolled_at - WRONG_BY_DAYS:
        reasons.append({"code": "typed_too_early"})
    return reasons


async def _of_papers(db: Session, sent: offline.Sent) -> list[Reason]:
    """Everything about the printed papers: their numbers, their days, and whether they say what the law lets them say."""
    papers = printed_papers(sent, db.now())
    if not papers:
        return []
    profile, reasons = await procedure_in_force(db), list[Reason]()
    profiles = [profile, *await _edition_of_laptop(db, profile, sent.content)]
    kinds = given_at_once(profile)
    laptop = await db.get(offline.Laptop, sent.laptop_id)
    persons = [member.person for member in offline.household(sent.content)]
    for index, paper in papers.items():
        if index >= len(persons):
            raise Invalid.at("papers", "nobody", "Hay un papel de una persona que no está en el registro.")
        why = await documents.why_not_usable(db, sent.laptop_id, paper.entry, item_id=sent.id)
        codes = [f"number_{why}"] if why else []
        if abs(paper.valid_from - profile.today(paper.printed_at)) > NEAR:
            codes.append("paper_dates")
        elif laptop is not None and kinds:
            person = persons[index]
            holder = documents.PrintedFor(next(iter(person.nationalities), ""), person.birth_date)
            wrong = documents.why_not_honest(
                paper, laptop_key=laptop.public_key, kind=kinds[0], holder=holder, profiles=profiles
            )
            codes += [wrong] if wrong else []
        reasons += [{"code": code, "person": index} for code in codes]
    return reasons


async def _edition_of_laptop(
    db: Session, profile: procedure.Profile, content: offline.Content
) -> list[procedure.Profile]:
    """The procedure that the laptop had, where it is known and another than the one in force."""
    had = content.get("edition")
    if not had or had == profile.version:
        return []
    try:
        return [await edition(db, profile.country, str(had))]
    except ProcedureUnreadable:
        return []


async def _of_people(db: Session, content: offline.Content) -> list[Reason]:
    """People who were registered already, as far as one can tell: by another post, or while there was no line."""
    persons = [member.person for member in offline.household(content)]
    found = await people.candidates_of(db, [people.described(person, persons) for person in persons])
    return [
        {
            "code": "person_known",
            "person": index,
            "person_id": str(near.person_id),
            "reference": near.reference,
            "score": near.score,
        }
        for index, candidates in enumerate(found)
        for near in candidates
        if near.likely
    ]


async def _office(db: Session, content: offline.Content) -> UUID:
    wanted = UUID(str(content["registration"]["office_id"]))
    if wanted not in {office.id for office in await identity.offices(db)}:
        raise Invalid.at("registration.office_id", "unknown", "Esa oficina ya no existe. Elija otra.")
    return wanted


async def _first_free(
    db: Session, actor: Actor, done: Registered, content: offline.Content
) -> Mapping[str, Any] | None:
    """Book the first free interview at the office of the file; None leaves it to the office."""
    case = await cases.case_view(db, done.reference)
    found = await scheduling.offer(db, case.id, limit=1, days_ahead=FIRST_SLOT_AFTER_DAYS)
    for slot in found.slots:
        try:
            async with db.attempt():
                booked = await scheduling.book(
                    db,
                    actor,
                    case.id,
                    room_id=slot.room.id,
                    starts_at=slot.starts_at,
                    language=content["appointment"].get("language") or "es",
                )
        except (scheduling.AlreadyBooked, cases.WrongStage):
            return None
        return {
            "id": str(booked),
            "starts_at": slot.starts_at.isoformat(),
            "office": slot.room.office,
            "room": slot.room.name,
        }
    return None


def _of_fields(refusal: Invalid) -> list[Reason]:
    return [
        {
            "code": "rule",
            "field": f.field,
            "rule": f.rule,
            "message": f.message,
            "values": dict(f.values or {}),
        }
        for f in refusal.fields
    ]
