"""What the pages of a record show: its head, who is there, rows with their corrections, topics, signatures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from fastapi import Request
from markupsafe import Markup, escape

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.identity import public as identity
from app.intake import public as intake
from app.interviews import public as interviews
from app.people import public as people
from app.web.formats import language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.words import capacity_name, need_tags, relation_name

# Earlier rows wait behind a link, so that the row being written is near.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Record:
    """A record with everything that its pages need. `mine`: the reader is who interviews, and it is still open."""

    transcript: interviews.Transcript
    exchanges: list[interviews.Exchange]
    case: cases.CaseView
    persons: dict[UUID, people.Profile]
    arrival: intake.ArrivalView | None
    child: bool
    mine: bool
    now: datetime

    @property
    def view(self) -> interviews.InterviewView:
        return self.transcript.view

    @property
    def person(self) -> people.Profile:
        return self.persons[self.view.person_id]

    def clock(self, moment: datetime) -> str:
        """`16:42` in the office's zone, which a page has only once it is rendered."""
        return moment.astimezone(self.case.profile.zone).strftime("%H:%M")

    @property
    def saved_at(self) -> datetime | None:
        """When something was last written in the record."""
        return max((e.changed_at or e.at for e in self.transcript.entries), default=None)

    @property
    def present(self) -> list[interviews.ParticipantView]:
        return [p for p in self.transcript.participants if p.left_at is None]

    @property
    def unread(self) -> int:
        return sum(1 for e in self.exchanges if e.number and not e.read)


async def read(request: Request, db: Session, interview_id: UUID) -> Record:
    """The record and its surroundings; the look is written into the record of access. Raises `NotFound`."""
    transcript = await interviews.transcript(db, interview_id)
    view = transcript.view
    case = await cases.case_view(db, view.reference)
    await audit.looked(
        db,
        "page.interview",
        str(interview_id),
        case_id=view.case_id,
        request_id=getattr(request.state, "request_id", None),
    )
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    born = persons[view.person_id].birth_date
    return Record(
        transcript,
        transcript.exchanges,
        case,
        persons,
        await intake.arrival_of(db, case.id),
        case.profile.is_child_on(born, case.profile.today(db.now())),
        view.status != "signed"
        and view.interviewer_id == db.actor.user_id
        and identity.may(db.actor, "interview.conduct"),
        db.now(),
    )


def head(record: Record) -> dict[str, Any]:
    """The slim identity line."""
    view, person = record.view, record.person
    age = record.case.profile.age_on(person.birth_date, record.case.profile.today(record.now))
    return {
        "title": _("Entrevista de %(name)s") % {"name": person.name},
        "facts": [
            (_("Expediente"), view.reference),
            (_("Edad"), str(age)),
            (_("Idioma"), language_name(view.language)),
        ],
        "needs": need_tags((*person.needs, *person.protected)),
    }


def modes(record: Record, part: str) -> list[dict[str, Any]]:
    """The three parts, each with its state in words."""
    view, base = record.view, f"/interviews/{record.view.id}"
    asked = sum(1 for e in record.exchanges if e.number)
    reading = view.read_back_at is not None
    read_so_far = _("%(read)s de %(all)s leídas") % {"read": asked - record.unread, "all": asked}
    signed, there = len(record.transcript.signatures), len(record.present)
    return [
        {
            "label": _("Preguntas"),
            "note": _("%(n)s, cerradas %(at)s") % {"n": asked, "at": record.clock(view.read_back_at)}
            if view.read_back_at
            else _("desde %(at)s") % {"at": record.clock(view.started_at)},
            "href": f"{base}?part=questions",
            "current": part == "questions",
            "done": reading,
        },
        {
            "label": _("Lectura"),
            "note": read_so_far if reading else _("leer todo en su idioma"),
            "href": f"{base}?part=reading",
            "current": part == "reading",
            "done": reading and not record.unread,
        },
        {
            "label": _("Firma"),
            "note": _("%(signed)s de %(all)s") % {"signed": signed, "all": there}
            if signed
            else ngettext("%(n)s persona", "%(n)s personas", there) % {"n": there},
            "href": f"{base}?part=signing",
            "current": part == "signing",
            "done": view.status == "signed",
        },
    ]


def present(record: Record) -> list[dict[str, str]]:
    found = []
    for p in record.transcript.participants:
        one = {"name": p.name, "role": capacity_name(p.role)}
        if p.left_at:
            one["role"] += ", " + _("salió a las %(at)s") % {"at": record.clock(p.left_at)}
        elif p.oath_at:
            one["mark"] = _("juramento %(at)s") % {"at": record.clock(p.oath_at)}
        found.append(one)
    return found


def elapsed(record: Record) -> str:
    """How long it has lasted without its breaks: `1 h 12 min`."""
    end = record.view.signed_at or record.now
    spent = end - record.view.started_at
    for e in record.exchanges:
        if e.pause:
            spent -= (e.resumed_at or end) - e.at
    minutes = max(0, int(spent / timedelta(minutes=1)))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def rows(record: Record, exchanges: list[interviews.Exchange] | None = None) -> list[dict[str, Any]]:
    """Rows and breaks as the page draws them."""
    chosen = record.exchanges if exchanges is None else exchanges
    return [_break(record, e) if e.pause else _row(record, e) for e in chosen]


def _break(record: Record, exchange: interviews.Exchange) -> dict[str, Any]:
    pause = exchange.pause
    assert pause is not None  # noqa: S101 - the caller chose it by this
    if exchange.resumed_at:
        text = _("Pausa de %(since)s a %(until)s") % {
            "since": record.clock(exchange.at),
            "until": record.clock(exchange.resumed_at),
        }
    else:
        text = _("Pausa desde %(since)s") % {"since": record.clock(exchange.at)}
    if pause.asked_by:
        text += ", " + _("pedida por: %(who)s") % {"who": capacity_name(pause.asked_by)}
    return {"pause": f"{text}. {pause.text}".strip()}


def _row(record: Record, exchange: interviews.Exchange) -> dict[str, Any]:
    made = [c for one in exchange.corrections.values() for c in one]
    notes = [note.text for note in exchange.notes]
    notes += [
        _("Corrección pedida por: %(who)s, %(at)s")
        % {"who": capacity_name(c.asked_by or ""), "at": record.clock(c.at)}
        for c in made
    ]
    return {
        "pause": None,
        "number": exchange.number,
        "at": exchange.at,
        "question": _said(exchange, exchange.question) or _("(sin pregunta)"),
        "answer": _said(exchange, exchange.answer),
        "words": getattr(exchange.answer, "words", None),
        "topic": topic_name(exchange.topic),
        "notes": notes,
        "read": exchange.read,
        "to_clarify": exchange.to_clarify,
        "lines": [line.id for line in exchange.lines],
        "answer_id": exchange.answer.id if exchange.answer else None,
        "question_id": exchange.question.id if exchange.question else None,
    }


def _said(exchange: interviews.Exchange, line: interviews.Line | None) -> Markup | str:
    if line is None:
        return ""
    final = exchange.final(line)
    return marked(line.text, final) if final != line.text else line.text


def marked(before: str, after: str) -> Markup:
    """What was said and what it should say, in one text: words struck out and words put in."""
    old, new = before.split(), after.split()
    parts: list[Markup] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(old[i:j])), escape(" ".join(new[k:m]))
        if kind == "equal":
            parts.append(gone)
            continue
        if gone:
            parts.append(Markup("<del>{}</del>").format(gone))
        if come:
            parts.append(Markup("<ins>{}</ins>").format(come))
    return Markup(" ").join(parts)


def topic_name(code: str | None) -> str | None:
    topic = next((t for t in interviews.topics() if t.code == code), None)
    return None if topic is None else topic.en if language() == "en" else topic.es


def topics(record: Record) -> dict[str, Any]:
    """What is still to be asked first, then what was treated, with its rows; the topic of the last row is under way."""
    found = interviews.coverage(record.exchanges, child=record.child, family=len(record.case.claims) > 1)
    latest = next((e.topic for e in reversed(record.exchanges) if e.topic), None)
    items = []
    for one in found:
        state = "open" if one.topic.code == latest else "covered" if one.covered else "missing"
        span = f"{one.first}–{one.last}" if one.first != one.last else f"{one.first}"
        note = _("en curso") if state == "open" else span if one.covered else ""
        items.append({"label": topic_name(one.topic.code), "state": state, "note": note})
    order = {"open": 0, "missing": 1, "covered": 2}
    covered = sum(1 for one in found if one.covered)
    return {
        "items": sorted(items, key=lambda item: order[str(item["state"])]),
        "count": _("%(done)s de %(all)s tratados") % {"done": covered, "all": len(found)},
        "options": [("", "–"), *((one.topic.code, topic_name(one.topic.code) or "") for one in found)],
    }


def known(record: Record) -> list[tuple[str, str]]:
    """From the registration: the household and how they came."""
    today = record.case.profile.today(record.now)
    facts = []
    for claim in record.case.claims:
        person = record.persons.get(claim.person_id)
        if person is not None and person.id != record.view.person_id:
            age = record.case.profile.age_on(person.birth_date, today)
            facts.append((relation_name(claim.relation), f"{person.name}, {age}"))
    arrival = record.arrival
    if arrival and arrival.entered_on:
        where = f", {arrival.entry_place}" if arrival.entry_place else ""
        facts.append((_("Entrada"), short_date(arrival.entered_on) + where))
    if arrival and arrival.circumstances:
        facts.append((_("Al registrarse"), arrival.circumstances))
    return facts


def signatures(record: Record) -> list[dict[str, Any]]:
    """Each participant who signs, with what they did."""
    done = {s.participant_id: s for s in record.transcript.signatures}
    items = []
    for p in record.present:
        signature = done.get(p.id)
        mark, text = None, p.name
        refused = signature is not None and signature.method == "refused"
        if signature and refused:
            mark = _("no firma")
            text = f"{p.name}: {signature.refusal_reason}"
        elif signature:
            mark = _("firmado %(at)s") % {"at": record.clock(signature.at)}
        items.append(
            {
                "id": p.id,
                "role": capacity_name(p.role).capitalize(),
                "text": text,
                "mark": mark,
                "refused": refused,
                "code": p.role,
            }
        )
    return items
