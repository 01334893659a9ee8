"""The earliest times for a case, or for an office's rooms alone, read from the record and worked out by `rules`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.procedure import public as procedure
from app.scheduling import queries
from app.scheduling.finding import rules
from app.scheduling.finding.attending import with_attending
from app.scheduling.finding.needs import Needs, needs_of
from app.scheduling.hours import queries as hours
from app.scheduling.hours.rules import ORDINARY_WEEK
from app.scheduling.queries import RoomView
from app.scheduling.rules import RoomNeeds
from app.scheduling.staff import queries as staff
from app.scheduling.staff.rules import InterpreterView, Interviewer, barred, speaks, wrong_sex

SEARCH_DAYS = 60
UNRATED = 3.5


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that fits: the room, and who would ask and interpret."""

    room: RoomView
    starts_at: datetime
    ends_at: datetime
    interviewer: Interviewer | None = None
    interpreter: InterpreterView | None = None
    video_room: RoomView | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The earliest times, why none is earlier, and what of the needs nothing here can meet (`step_free`, `child_friendly`,
    `trained_for_children`, `trained`, `own_interviewer`, `own_not_trained`, `asked_sex`): the times are without it."""

    needs: Needs
    slots: tuple[Slot, ...]
    why_not_earlier: tuple[rules.WhyNot, ...]
    lacks: tuple[str, ...] = ()


@dataclass
class Among:
    """Whom and what one can choose from."""

    rooms: list[RoomView]
    interviewers: list[Interviewer] | None = None
    interpreters: list[InterpreterView] | None = None
    video_rooms: list[RoomView] | None = None
    lacks: list[str] = field(default_factory=list)


async def offer(
    db: ReadSession,
    case_id: UUID,
    *,
    kind: str = "interview",
    claim_id: UUID | None = None,
    minutes: int | None = None,
    language: str | None = None,
    interviewer: UUID | None = None,
    video: bool = False,
    not_before: date | None = None,
    days_ahead: int = 1,
    attending: Iterable[UUID] = (),
    limit: int = 6,
    until: date | None = None,
    besides: Mapping[UUID, Sequence[tuple[datetime, datetime]]] = MappingProxyType({}),
) -> Offer:
    """The earliest times at the case's office that meet what the person needs and asked for, and why none is earlier.

    `attending` are called besides, and must all be there and free. `interviewer` none: who has the case, where the sex asked for lets
    them; else anybody of the office. From `not_before`, or `days_ahead` calendar days from now on: a summons needs time to arrive; to
    `until`. `besides`: times that are taken in a plan that is not booked yet. Raises `NotFound`.
    """
    case = await cases.case_view(db, await cases.reference_of(db, case_id))
    needs = await needs_of(
        db, case, kind=kind, claim_id=claim_id, language=language, minutes=minutes, video=video
    )
    among = await among_of(db, case, needs, interviewer)
    first = not_before or case.profile.today(db.now()) + timedelta(days=days_ahead)
    search, by_id = await _search(db, case.profile, case.office_id, needs, among, first)
    search = await with_attending(db, search, attending, first=first, days=SEARCH_DAYS)
    begin = max(db.now() + timedelta(minutes=1), datetime.combine(first, time(), search.zone))
    if besides:
        busy = {k: sorted([*search.busy.get(k, ()), *besides.get(k, ())]) for k in {*search.busy, *besides}}
        search = replace(search, busy=busy)
    last = until or first + timedelta(days=SEARCH_DAYS)
    found = rules.earliest(search, not_before=begin, until=last, limit=limit)
    slots = tuple(slot_of(fit, by_id, needs.length) for fit in found.fits)
    return Offer(needs, slots, found.why_not_earlier, tuple(among.lacks))


async def earliest(db: ReadSession, case_id: UUID, **asked: object) -> list[Slot]:
    """The slots of `offer`, which see."""
    return list((await offer(db, case_id, **asked)).slots)  # type: ignore[arg-type]


async def free_slots(
    db: ReadSession,
    profile: procedure.Profile,
    *,
    office_id: UUID,
    not_before: date,
    length: timedelta,
    step_free: bool = False,
    child_friendly: bool = False,
    limit: int = 3,
) -> list[Slot]:
    """The earliest free times of an office's rooms that meet the needs, for whom nobody is known yet who asks."""
    fitting = _fitting(await queries.rooms(db, office_id), RoomNeeds(step_free, child_friendly))
    search, by_id = await load(db, profile, office_id, length, Among(fitting), not_before, ())
    begin = max(db.now() + timedelta(minutes=1), datetime.combine(not_before, time(), search.zone))
    until = not_before + timedelta(days=SEARCH_DAYS)
    found = rules.earliest(search, not_before=begin, until=until, limit=limit)
    return [slot_of(fit, by_id, length) for fit in found.fits]


async def among_of(
    db: ReadSession, case: cases.CaseView, needs: Needs, interviewer: UUID | None, *, anybody: bool = False
) -> Among:
    """Whom and what to choose from. `anybody` of the office may ask, not only who has the case."""
    at_office = await queries.rooms(db, case.office_id)
    among = Among(_fitting(at_office, needs.room))
    if not among.rooms:
        among.rooms = _fitting(at_office, RoomNeeds(step_free=False, child_friendly=False))
        among.lacks += [
            name
            for name, wanted in (
                ("step_free", needs.room.step_free),
                ("child_friendly", needs.room.child_friendly),
            )
            if wanted
        ]
    if needs.video:
        among.video_rooms = [r for r in await queries.rooms(db) if r.video]
    if needs.with_interviewer:
        among.interviewers = await _interviewers(db, case, needs, interviewer, among.lacks, anybody=anybody)
    askers = among.interviewers or []
    if not speaks(["es"], needs.language) and not (
        askers and all(speaks(one.languages, needs.language) for one in askers)
    ):
        among.interpreters = [
            one
            for one in await staff.interpreters(db, needs.language)
            if barred(one, needs.person, language=needs.language, office=case.office_id) is None
        ]
    return among


async def _interviewers(
    db: ReadSession,
    case: cases.CaseView,
    needs: Needs,
    named: UUID | None,
    lacks: list[str],
    *,
    anybody: bool = False,
) -> list[Interviewer] | None:
    """Who may ask: the one who was named, or who has the case; where the sex asked for or the training
    that is demanded does not let them, who may of the office."""
    if named is not None:
        return [
            one
            for one in await staff.interviewers(db, [named])
            if not wrong_sex(one.sex, needs.asked_sex) and needs.trainings <= one.trained_for
        ]
    if case.assigned_to is not None and not anybody:
        own = await staff.interviewer(db, case.assigned_to)
        if wrong_sex(own.sex, needs.asked_sex):
            lacks.append("own_interviewer")
        elif not needs.trainings <= own.trained_for:
            lacks.append("own_not_trained")
        else:
            return [own]
    at_office = await staff.interviewers_of(db, case.office_id)
    ties = await cases.conflicts_of(db, case.id, [one.user_id for one in at_office])
    found = [
        one
        for one in at_office
        if not wrong_sex(one.sex, needs.asked_sex) and not cases.barring(ties[one.user_id], "interview")
    ]
    if not found:
        # Times in the rooms all the same: somebody is found for them, or the exception is written down.
        lacks += ["asked_sex"] if needs.asked_sex else []
        return None
    trained = [one for one in found if needs.trainings <= one.trained_for]
    if not trained:
        # Nobody untrained is offered: somebody is found, or the exception is written down.
        lacks.append("trained_for_children" if needs.trainings == {"children"} else "trained")
        return None
    return trained


def _fitting(among: Iterable[RoomView], needs: RoomNeeds) -> list[RoomView]:
    """Those that meet the needs; first those that have nothing that somebody else could need more."""
    found = [
        r
        for r in among
        if r.confidential
        and (r.step_free or not needs.step_free)
        and (r.child_friendly or not needs.child_friendly)
    ]
    return sorted(found, key=lambda r: (r.child_friendly + r.step_free + r.video, r.name, r.id))


async def _search(
    db: ReadSession,
    profile: procedure.Profile,
    office_id: UUID,
    needs: Needs,
    among: Among,
    first: date,
) -> tuple[rules.Search, Mapping[UUID, object]]:
    return await load(db, profile, office_id, needs.length, among, first, (needs.person_id,))


async def load(
    db: ReadSession,
    profile: procedure.Profile,
    office_id: UUID,
    length: timedelta,
    among: Among,
    first: date,
    people: Sequence[UUID],
) -> tuple[rules.Search, Mapping[UUID, object]]:
    """What `rules` search in, and each candidate by identifier."""
    code = await cases.office_code(db, office_id)
    zone = profile.zone_of(code)
    calendar = procedure.calendar_of(profile, "administration", code)

    def closed(day: date) -> str | None:
        skipped = calendar.why_not(day)
        return skipped.reason if skipped else None

    staffed = [*(among.interviewers or ()), *(among.interpreters or ())]
    by_id: dict[UUID, object] = {r.id: r for r in (*among.rooms, *(among.video_rooms or ()))}
    by_id |= {one.user_id if isinstance(one, Interviewer) else one.id: one for one in staffed}
    tables = await hours.timetables(db, [office_id, *by_id], since=first)
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    busy = await queries.busy_times(
        db, [*by_id, *people], after=begin, before=begin + timedelta(days=SEARCH_DAYS + 2)
    )

    def ranked(key: UUID, quality: float) -> tuple[float, int]:
        return (-quality, len(busy.get(key, ())))

    def candidates(ids: Iterable[UUID]) -> list[rules.Candidate]:
        return [rules.Candidate(one, tables[one]) for one in ids]

    office = tables[office_id]
    interviewers = among.interviewers
    if interviewers is not None:
        interviewers = sorted(interviewers, key=lambda i: ranked(i.user_id, 0))
    interpreters = among.interpreters
    if interpreters is not None:
        interpreters = sorted(interpreters, key=lambda i: ranked(i.id, i.score or UNRATED))
    return (
        rules.Search(
            length=length,
            zone=zone,
            office=office if office.week is not None else replace(office, week=ORDINARY_WEEK),
            closed=closed,
            rooms=candidates(r.id for r in among.rooms),
            interviewers=None if interviewers is None else candidates(i.user_id for i in interviewers),
            interpreters=None if interpreters is None else candidates(i.id for i in interpreters),
            second_rooms=None if among.video_rooms is None else candidates(r.id for r in among.video_rooms),
            people=people,
            busy=busy,
        ),
        by_id,
    )


def slot_of(fit: rules.Fit, by_id: Mapping[UUID, object], length: timedelta) -> Slot:
    """The time in words of the record."""

    def of(key: UUID | None) -> object:
        return by_id[key] if key else None

    return Slot(
        room=of(fit.room),  # type: ignore[arg-type]  # one key, one kind
        starts_at=fit.starts_at,
        ends_at=fit.starts_at + length,
        interviewer=of(fit.interviewer),  # type: ignore[arg-type]
        interpreter=of(fit.interpreter),  # type: ignore[arg-type]
        video_room=of(fit.second_room),  # type: ignore[arg-type]
    )
