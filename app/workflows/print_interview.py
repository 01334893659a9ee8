"""The record of an interview on paper."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, cast
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
from app.workflows.print_document import Printed

# What the record calls each capacity, and the words of the oath that it says were taken.
_ROLES = {
    "es": {
        "applicant": "persona solicitante",
        "interviewer": "oficial de elegibilidad",
        "interpreter": "persona intérprete",
        "guardian": "tutora o tutor",
        "legal_representative": "representante legal",
        "best_interests_officer": "vela por el interés superior",
    },
    "en": {
        "applicant": "applicant",
        "interviewer": "eligibility officer",
        "interpreter": "interpreter",
        "guardian": "guardian",
        "legal_representative": "legal representative",
        "best_interests_officer": "best interests officer",
    },
}
_OATH = {
    "es": "La persona intérprete juró interpretar fielmente todo lo que se diga y guardar secreto.",
    "en": "The interpreter swore to interpret faithfully all that is said and to keep it secret.",
}
_FORMAT = {"es": "presencial", "en": "in person"}
# A paper of an open record says so where it cannot be overlooked or cut off.
_UNSIGNED = {"es": "BORRADOR: acta sin firmar, puede cambiar", "en": "DRAFT: unsigned record, may change"}
Written = Literal["es", "en"]


async def print_interview(db: ReadSession, interview_id: UUID, *, language: Written = "es") -> Printed:
    """The record as PDF/UA-1, with the corrections below what they correct and the addenda at the end. Raises `NotFound`."""
    record = await interviews.transcript(db, interview_id)
    view = record.view
    case = await cases.case_view(db, view.reference)
    zone = ZoneInfo(case.profile.time_zone)
    person = (await people.profiles(db, [view.person_id]))[view.person_id]
    by_id = {p.id: p for p in record.participants}
    paper = papers.InterviewPaper(
        reference=view.reference,
        country=_country(case.country, language),
        authority=_authority(case.profile).label.in_(language),
        name=person.name,
        started_at=view.started_at.astimezone(zone),
        ended_at=_ended(record).astimezone(zone),
        place=await _place(db, case, view.appointment_id),
        language=_language(view.language, language),
        format=_FORMAT[language]
        if view.status == "signed"
        else f"{_FORMAT[language]}. {_UNSIGNED[language]}",
        participants=[papers.Participant(p.name, _capacity(p, zone, language)) for p in record.participants],
        course=list(_course(record, zone)),
        signatures=[
            papers.Signature(
                by_id[s.participant_id].name,
                _ROLES[language][by_id[s.participant_id].role],
                None if s.method == "refused" else s.at.astimezone(zone),
                s.refusal_reason or "",
            )
            for s in record.signatures
        ],
        oath=_OATH[language] if view.oath_taken_at else "",
        oath_at=view.oath_taken_at.astimezone(zone) if view.oath_taken_at else None,
        read_back_at=_read_back_at(record, zone),
        read_back_language=_language(view.language, language),
        corrections=list(_corrections(record, zone, language)),
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
    words = _ROLES[language][participant.role]
    if participant.identified_by:
        words += f" · {participant.identified_by}"
    if participant.left_at:
        until = {"es": "hasta las", "en": "until"}[language]
        words += f" · {until} {participant.left_at.astimezone(zone):%H:%M}"
    return words


def _course(record: interviews.Transcript, zone: ZoneInfo) -> Iterator[papers.Entry | papers.Pause]:
    """What was said, as it was said: corrections are listed apart, by their number."""
    for exchange in record.exchanges:
        at = exchange.at.astimezone(zone)
        if exchange.pause is not None:
            resumed = exchange.resumed_at or exchange.at
            yield papers.Pause(at, resumed.astimezone(zone))
            continue
        said = [exchange.answer.text] if exchange.answer else []
        said += [f"[{note.text}]" for note in exchange.notes]
        yield papers.Entry(at, exchange.question.text if exchange.question else "—", "\n".join(said))


def _corrections(record: interviews.Transcript, zone: ZoneInfo, language: Written) -> Iterator[str]:
    for exchange in record.exchanges:
        for made in exchange.corrections.values():
            for correction in made:
                who = _ROLES[language].get(correction.asked_by or "", "")
                yield f"{exchange.number} ({who}, {correction.at.astimezone(zone):%H:%M}): {correction.text}"


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
