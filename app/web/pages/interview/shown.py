"""What the pages of a record show: its head, its parts, how long it has lasted, what is known from before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.identity import public as identity
from app.intake import public as intake
from app.interviews import public as interviews
from app.people import public as people
from app.web.formats import language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.words import (
    need_tags,
    relation_name,
)

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
        """Who is in the room now."""
        return list(self.transcript.present)

    @property
    def somebody_signed(self) -> bool:
        """Of the session under way: what was signed on another day was for what was said then."""
        there = {p.id for p in self.transcript.of_session(self.transcript.session)}
        return any(s.participant_id in there for s in self.transcript.signatures)

    @property
    def child(self) -> bool:
        """Heard with the child's instrument."""
        return self.view.instrument == "child"

    @property
    def age(self) -> int:
        return self.case.profile.age_on(self.person.birth_date, self.case.profile.today(self.now))

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
    return Record(
        transcript,
        transcript.exchanges,
        case,
        persons,
        await intake.arrival_of(db, case.id),
        view.status != "signed"
        and view.interviewer_id == db.actor.user_id
        and identity.may(db.actor, "interview.conduct"),
        db.now(),
    )


def head(record: Record) -> dict[str, Any]:
    """The slim identity line."""
    view, person = record.view, record.person
    if view.kind == "witness":
        heard = next((p.name for p in record.transcript.participants if p.role == "witness"), "")
        return {
            "title": _("Testimonio de %(name)s") % {"name": heard},
            "facts": [
                (_("Expediente"), view.reference),
                (_("Solicitud de"), person.name),
                (_("Idioma"), language_name(view.language)),
            ],
            "needs": [],
        }
    return {
        "title": _("Entrevista de %(name)s") % {"name": person.name},
        "facts": [
            (_("Expediente"), view.reference),
            (_("Edad"), str(record.age)),
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
    there = len(record.present)
    of_today = {p.id for p in record.present}
    signed = sum(1 for s in record.transcript.signatures if s.participant_id in of_today)
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


def elapsed(record: Record) -> str:
    """How long the session has lasted without its breaks: `1 h 12 min`."""
    session = record.transcript.session
    end = session.ended_at or record.now
    spent = end - session.started_at
    for e in record.exchanges:
        if e.pause and e.at >= session.started_at:
            spent -= (e.resumed_at or end) - e.at
    minutes = max(0, int(spent / timedelta(minutes=1)))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


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
