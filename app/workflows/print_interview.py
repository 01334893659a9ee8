"""The record of an interview on paper."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from app.cases import public as cases
from app.core.database import ReadSession
from app.documents.public import papers
from app.interviews import public as interviews
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.workflows.interview_words import ROLES, Written, held_in, noted, session_of
from app.workflows.print_document import Printed

_OATH = {
    "es": "La persona intérprete juró interpretar fielmente todo lo que se diga y guardar secreto.",
    "en": "The interpreter swore to interpret faithfully all that is said and to keep it secret.",
}
# A paper of an open record says so where it cannot be overlooked or cut off.
_UNSIGNED = {"es": "BORRADOR: acta sin firmar, puede cambiar", "en": "DRAFT: unsigned record, may change"}


async def print_interview(db: ReadSession, interview_id: UUID, *, language: Written = "es") -> Printed:
    """The record as PDF/UA-1, with the corrections below what they correct and the addenda at the end. Raises `NotFound`."""
    record = await interviews.transcript(db, interview_id)
    view = record.view
    case = await cases.case_view(db, view.reference)
    zone = ZoneInfo(case.profile.time_zone)
    person = (await people.profiles(db, [view.person_id]))[view.person_id]
    by_id = {p.id: p for p in record.participants}
    drawn = await interviews.drawings_of(db, interview_id)
    held = held_in(record, language)
    paper = papers.InterviewPaper(
        reference=view.reference,
        country=_country(case.country, language),
        authority=_authority(case.profile).label.in_(language),
        name=_heard(record) or person.name,
        started_at=view.started_at.astimezone(zone),
        ended_at=_ended(record).astimezone(zone),
        place=await _place(db, case, view.appointment_id),
        language=_language(view.language, language),
        format=held if view.status == "signed" else f"{held}. {_UNSIGNED[language]}",
        participants=[papers.Participant(p.name, _capacity(p, zone, language)) for p in record.participants],
        course=list(_course(record, zone, language)),
        signatures=[
            papers.Signature(
                by_id[s.participant_id].name,
                ROLES[language][by_id[s.participant_id].role],
                None if s.method == "refused" else s.at.astimezone(zone),
                s.refusal_reason or "",
                interviews.drawings.svg_path(drawn.get(s.participant_id, ())),
                by_code=s.method == "code",
            )
            for s in record.signatures
        ],
        oath=_OATH[language] if view.oath_taken_at else "",
        oath_at=view.oath_taken_at.astimezone(zone) if view.oath_taken_at else None,
        read_back_at=_read_back_at(record, zone),
        read_back_language=_language(view.language, language),
        corrections=list(_corrections(record, zone, language)),
        spoken=view.language,
        witness=view.kind == "witness",
        digest=view.digest or "",
        addenda=[papers.Addendum(a.at.astimezone(zone), a.author, a.text) for a in record.addenda],
    )
    content = papers.interview_record(paper, language=language)
    return Printed(f"{view.reference}-{view.started_at.astimezone(zone):%Y%m%d}.pdf", content, case.id)


def _authority(profile: procedure.Profile) -> procedure.Body:
    """Who interviews in that country; where the law does not say it, who decides."""
    duty = profile.duties.get("interviews") or profile.duties["decides"]
    return profile.bodies[duty.body]


def _ended(record: interviews.Transcript) -> datetime:
    last = record.entries[-1].at if record.entries else record.view.started_at
    return record.view.signed_at or last


def _read_back_at(record: interviews.Transcript, zone: ZoneInfo) -> datetime | None:
    """When the last line was read; `None` while any is still unread."""
    read = [entry.read_at for entry in record.entries if entry.read_at]
    if record.view.read_back_at is None or len(read) < len(record.entries) or not read:
        return None
    return max(read).astimezone(zone)


async def _place(db: ReadSession, case: cases.CaseView, appointment_id: UUID | None) -> str:
    for appointment in await scheduling.appointments_of(db, case.id):
        if appointment.id == appointment_id:
            return f"{appointment.office}, {appointment.room}"
    return case.office


def _capacity(participant: interviews.ParticipantView, zone: ZoneInfo, language: Written) -> str:
    words = ROLES[language][participant.role]
    if participant.identified_by:
        words += f" · {participant.identified_by}"
    if participant.left_at:
        until = {"es": "hasta las", "en": "until"}[language]
        words += f" · {until} {participant.left_at.astimezone(zone):%H:%M}"
    return words


def _heard(record: interviews.Transcript) -> str:
    """The witness's name; the applicant's is their own file's."""
    return next((p.name for p in record.participants if p.role == "witness"), "")


def _course(
    record: interviews.Transcript, zone: ZoneInfo, language: Written
) -> Iterator[papers.Entry | papers.Pause | papers.Session]:
    """What was said, as it was said: corrections are listed apart, by their number. The officer's own marks are not in it."""
    coming = list(record.sessions)
    several = len(coming) > 1 or coming[0].format != "in_person" or bool(coming[0].identity)
    for exchange in record.exchanges:
        while several and coming and coming[0].started_at <= exchange.at:
            yield session_of(coming.pop(0), record, zone, language)
        at = exchange.at.astimezone(zone)
        if exchange.pause is not None:
            resumed = exchange.resumed_at or exchange.at
            yield papers.Pause(at, resumed.astimezone(zone))
            continue
        question, answer = exchange.question, exchange.answer
        yield papers.Entry(
            at,
            question.text if question else "—",
            answer.text if answer else "",
            (question and question.words) or "",
            (answer and answer.words) or "",
            (question and question.adverse) or "",
            [noted(note, language) for note in exchange.notes],
        )
    for session in coming if several else ():
        yield session_of(session, record, zone, language)


def _corrections(record: interviews.Transcript, zone: ZoneInfo, language: Written) -> Iterator[str]:
    for exchange in record.exchanges:
        for made in exchange.corrections.values():
            for correction in made:
                who = ROLES[language].get(correction.asked_by or "", "")
                yield f"{exchange.number} ({who}, {correction.at.astimezone(zone):%H:%M}): {correction.text}{f' · {correction.words}' if correction.words else ''}"


def _language(code: str, language: Written) -> str:
    try:
        return str(Locale.parse(code, sep="-").get_language_name(language))
    except (UnknownLocaleError, ValueError):
        return code


def _country(alpha3: str, language: Written) -> str:
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale(language).territories.get(alpha2, alpha3))


def written(language: str) -> Written:
    """The language of a paper for a reader: the record exists in Spanish and English."""
    return cast(Written, language if language in ("es", "en") else "es")
