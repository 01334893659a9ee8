"""What a booking must be, checked before it is written: who may ask and interpret, and whether anybody is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import rules
from app.scheduling.errors import ABSOLUTE, LACKS, THEIRS, NotFitting
from app.scheduling.finding.needs import WITH_INTERVIEWER
from app.scheduling.hours import queries as hours
from app.scheduling.hours.rules import ORDINARY_WEEK, Timetable
from app.scheduling.models import Room
from app.scheduling.staff import queries as staff
from app.scheduling.staff.rules import barred, wrong_sex


@dataclass(frozen=True, slots=True)
class Waiver:
    """Something that a booking lacks all the same, with the reason; `consented_by` says who agreed to go without it."""

    what: str
    reason: str
    consented_by: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking before it is one."""

    person_id: UUID
    kind: str
    language: str
    starts_at: datetime
    length: timedelta
    room: Room
    interviewer_id: UUID | None
    interpreter_id: UUID | None
    video_room: Room | None = None
    attending: tuple[UUID, ...] = ()


async def check(
    db: Session, opened: cases.OpenCase, wanted: Wanted, waivers: Sequence[Waiver]
) -> list[dict[str, object]]:
    """What the booking lacks and is waived, as it is kept. Raises `NotFitting` with whatever else it lacks, `Invalid`."""
    if wanted.kind not in rules.KINDS:
        raise Invalid.at("kind", "unknown", "Elija qué clase de cita es.")
    if wanted.starts_at <= db.now():
        raise Invalid.at("starts_at", "in_the_past", "Elija una hora que no haya pasado.")
    minutes = wanted.length.total_seconds() / 60
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        raise Invalid.at("minutes", "out_of_range", "La cita dura entre 15 minutos y 8 horas.")
    lacks = [*await _who(db, opened, wanted), *await _when(db, opened.profile, wanted)]
    given = {waiver.what: waiver for waiver in waivers}
    left = [what for what in dict.fromkeys(lacks) if what in ABSOLUTE or what not in given]
    if left:
        raise NotFitting(
            *(FieldError(LACKS[what][0], what, LACKS[what][1]) for what in left),
            waivable=not ABSOLUTE & set(left),
        )
    return [_kept(given[what]) for what in dict.fromkeys(lacks)]


def _kept(waiver: Waiver) -> dict[str, object]:
    reason, consent = cases.check_reasons(waiver.reason), waiver.consented_by.strip()
    if waiver.what in THEIRS and not consent:
        raise Invalid.at("consented_by", "required", "Escriba quién estuvo de acuerdo.")
    return {"what": waiver.what, "reason": reason, "consented_by": consent}


async def _who(db: Session, opened: cases.OpenCase, wanted: Wanted) -> list[str]:
    lacks = []
    if wanted.interviewer_id is not None:
        found = await staff.interviewer(db, wanted.interviewer_id)
        if wrong_sex(found.sex, await staff.asked_sex(db, wanted.person_id)):
            lacks.append("interviewer_sex")
        if wanted.kind in WITH_INTERVIEWER and not await _trained(db, opened, wanted, found.trained_for):
            lacks.append("not_trained")
        known = await cases.conflicts_of(db, opened.id, [wanted.interviewer_id])
        if cases.barring(known[wanted.interviewer_id], "interview"):
            lacks.append("conflict")
    if wanted.interpreter_id is not None:
        interpreter = await staff.interpreter(db, wanted.interpreter_id)
        profile = (await people.profiles(db, [wanted.person_id])).get(wanted.person_id)
        if profile is None:
            raise NotFound
        person = await staff.person_for(db, opened.id, profile)
        why = barred(interpreter, person, language=wanted.language, office=wanted.room.office_id)
        lacks += [why] if why else []
    if wanted.video_room is not None and not wanted.video_room.video:
        lacks.append("not_video")
    return lacks


async def _trained(db: Session, opened: cases.OpenCase, wanted: Wanted, trained_for: frozenset[str]) -> bool:
    profile = (await people.profiles(db, [wanted.person_id])).get(wanted.person_id)
    if profile is None:
        raise NotFound
    child = opened.profile.is_child_on(profile.birth_date, opened.profile.today(db.now()))
    return await staff.asked_trainings(db, wanted.person_id, child=child) <= trained_for


async def _when(db: Session, profile: procedure.Profile, wanted: Wanted) -> list[str]:
    office = wanted.room.office_id
    code = await cases.office_code(db, office)
    zone = profile.zone_of(code)
    opens, closes = wanted.starts_at.astimezone(zone), (wanted.starts_at + wanted.length).astimezone(zone)
    owners = [one for one in (wanted.interviewer_id, wanted.interpreter_id, *wanted.attending) if one]
    tables = await hours.timetables(db, [office, *owners], since=opens.date())
    skipped = procedure.calendar_of(profile, "administration", code).why_not(opens.date())
    there = tables[office] if tables[office].week is not None else _ordinary(tables[office])
    same_day = opens.date() == closes.date()

    def works(table: Timetable) -> bool:
        return same_day and table.works(opens.date(), opens.time(), closes.time())

    lacks: list[str] = [skipped.reason] if skipped else [] if works(there) else ["closed"]
    if wanted.interviewer_id and not works(tables[wanted.interviewer_id]):
        lacks.append("interviewer_away")
    if wanted.interpreter_id and not works(tables[wanted.interpreter_id]):
        lacks.append("interpreter_away")
    if not all(works(tables[one]) for one in wanted.attending):
        lacks.append("attending_away")
    return lacks


def _ordinary(table: Timetable) -> Timetable:
    return Timetable(ORDINARY_WEEK, table.changes)
