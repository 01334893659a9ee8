"""What the paper of an interview calls things, in its own two languages."""

from typing import Literal
from zoneinfo import ZoneInfo

from app.documents.public import papers
from app.interviews import public as interviews

Written = Literal["es", "en"]

# What the record calls each capacity.
ROLES = {
    "es": {
        "applicant": "persona solicitante",
        "interviewer": "oficial de elegibilidad",
        "interpreter": "persona intérprete",
        "guardian": "tutora o tutor",
        "legal_representative": "representante legal",
        "best_interests_officer": "vela por el interés superior",
        "witness": "testigo",
    },
    "en": {
        "applicant": "applicant",
        "interviewer": "eligibility officer",
        "interpreter": "interpreter",
        "guardian": "guardian",
        "legal_representative": "legal representative",
        "best_interests_officer": "best interests officer",
        "witness": "witness",
    },
}
_WORDS = {
    "es": {
        "in_person": "presencial",
        "video": "por videollamada",
        "telephone": "por teléfono",
        "session": "Sesión {number}, {start}–{end}",
        "format": "Modalidad",
        "identity": "Identidad comprobada",
        "place": "Lugar de la persona",
        "others": "Quién más estaba allí",
        "line": "Línea",
        "good": "se oía bien",
        "fair": "se oía con cortes",
        "poor": "se oía mal",
        "present": "Presentes",
        "read": "Leída",
        "postponed": "Aplazada",
        "illness": "enfermedad",
        "hunger": "hambre",
        "exhaustion": "agotamiento",
        "fear": "miedo",
        "discomfort": "malestar",
        "interpreter": "falta de intérprete",
        "companion": "falta de quien debía acompañar",
        "time": "terminó la jornada",
        "other": "otra causa",
        "broken_line": "la línea no servía",
        "note": "Nota",
        "objection": "Objeción",
        "demeanour": "Estado de la persona",
        "exhibit": "Adjunto",
    },
    "en": {
        "in_person": "in person",
        "video": "by video call",
        "telephone": "by telephone",
        "session": "Session {number}, {start}–{end}",
        "format": "How it was held",
        "identity": "Identity checked",
        "place": "Where the person was",
        "others": "Who else was there",
        "line": "Line",
        "good": "good",
        "fair": "with gaps",
        "poor": "poor",
        "present": "Present",
        "read": "Read back",
        "postponed": "Put off",
        "illness": "illness",
        "hunger": "hunger",
        "exhaustion": "exhaustion",
        "fear": "fear",
        "discomfort": "discomfort",
        "interpreter": "no interpreter",
        "companion": "whoever had to be present was not there",
        "time": "the day was over",
        "other": "another cause",
        "broken_line": "the line did not work",
        "note": "Note",
        "objection": "Objection",
        "demeanour": "How the person was",
        "exhibit": "Attachment",
    },
}


def held_in(record: interviews.Transcript, language: Written) -> str:
    """How it was held, each way once."""
    ways = dict.fromkeys(session.format for session in record.sessions)
    return ", ".join(_WORDS[language][way] for way in ways)


def noted(line: interviews.Line, language: Written) -> str:
    """A note, an objection with whose it is, how the person was, or what was shown."""
    words = _WORDS[language][line.kind]
    if line.asked_by:
        words += f" ({ROLES[language].get(line.asked_by, line.asked_by)})"
    return f"{words}: {line.text}"


def session_of(
    session: interviews.SessionView, record: interviews.Transcript, zone: ZoneInfo, language: Written
) -> papers.Session:
    """A session as the paper tells it."""
    words = _WORDS[language]
    end = f"{session.ended_at.astimezone(zone):%H:%M}" if session.ended_at else "…"
    facts = [(words["format"], words[session.format])]
    if session.identity:
        facts.append((words["identity"], f"{session.identity} ({session.identity_by})"))
    if session.format != "in_person":
        facts += [(words["place"], session.place), (words["others"], session.others)]
        facts.append((words["line"], words.get(session.line or "", "")))
    people = [f"{p.name} ({ROLES[language][p.role]})" for p in record.of_session(session)]
    facts.append((words["present"], ", ".join(people)))
    if session.read_back_at:
        facts.append((words["read"], f"{session.read_back_at.astimezone(zone):%d/%m/%Y %H:%M}"))
    if session.cause:
        cause = words["broken_line" if session.cause == "line" else session.cause]
        facts.append((words["postponed"], f"{cause}. {session.cause_note}".strip()))
    start = f"{session.started_at.astimezone(zone):%d/%m/%Y %H:%M}"
    return papers.Session(words["session"].format(number=session.number, start=start, end=end), facts)
