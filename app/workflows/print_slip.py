"""The slip with the day of the interview, in the person's language."""

from typing import cast
from zoneinfo import ZoneInfo

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.documents.public import papers
from app.people import public as people
from app.scheduling import public as scheduling
from app.workflows.print_document import LANGUAGES, Printed, country_name


async def print_slip(db: ReadSession, reference: str) -> Printed:
    """The next booked appointment of the case on half a page. Raises `NotFound` when there is none."""
    case = await cases.case_view(db, reference)
    booked = [
        a
        for a in await scheduling.appointments_of(db, case.id)
        if a.state == "booked" and a.starts_at > db.now()
    ]
    if not booked:
        raise NotFound
    appointment = min(booked, key=lambda a: a.starts_at)
    person = (await people.profiles(db, [appointment.person_id]))[appointment.person_id]
    zone = ZoneInfo(case.profile.time_zone)
    spoken = appointment.language.split("-")[0]
    paper = papers.SlipPaper(
        name=person.name,
        reference=reference,
        starts_at=appointment.starts_at.astimezone(zone),
        printed_at=db.now().astimezone(zone),
        office=appointment.office,
        country=country_name(case.country, "es"),
        authority=next(iter(case.profile.documents.values())).issuer,
        room=appointment.room,
    )
    language = cast("papers.Language", spoken if spoken in LANGUAGES else "es")
    return Printed(f"{reference}.pdf", papers.appointment_slip(paper, language=language), case.id)
