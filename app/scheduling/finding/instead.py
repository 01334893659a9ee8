"""Where an appointment could go when who asks or interprets is away: the same time with somebody else, or the next times that fit."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.scheduling.finding import rules
from app.scheduling.finding.needs import needs_of
from app.scheduling.finding.search import Among, Slot, among_of, load, offer, slot_of
from app.scheduling.queries import AppointmentView, attending_of

NEXT = 2


@dataclass(frozen=True, slots=True)
class Instead:
    """`same_time` keeps the hour and replaces who is away; `later` are the next times that fit. Neither: nothing within the days looked at."""

    same_time: Slot | None
    later: tuple[Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (*([self.same_time] if self.same_time else []), *self.later)


async def instead_of(db: ReadSession, view: AppointmentView, *, without: UUID | None) -> Instead:
    """What could be booked instead of an appointment. `without`: who is away. Raises `NotFound`."""
    case = await cases.case_view(db, await cases.reference_of(db, view.case_id))
    claim = next((c.id for c in case.claims if c.person_id == view.person_id), None)
    length = view.ends_at - view.starts_at
    minutes = int(length.total_seconds() // 60)
    attending = await attending_of(db, view.id)
    found = await offer(
        db,
        view.case_id,
        kind=view.kind,
        claim_id=claim,
        minutes=minutes,
        language=view.language,
        video=view.video_room is not None,
        attending=attending,
        limit=NEXT,
    )
    replaced = without in (view.interviewer_id, view.interpreter_id) and without not in attending
    same = (
        await _at_the_same_time(db, case, view, found.needs.person_id, claim, without)
        if without and replaced
        else None
    )
    return Instead(same, found.slots)


async def _at_the_same_time(
    db: ReadSession,
    case: cases.CaseView,
    view: AppointmentView,
    person_id: UUID,
    claim: UUID | None,
    without: UUID,
) -> Slot | None:
    length = view.ends_at - view.starts_at
    needs = await needs_of(
        db,
        case,
        kind=view.kind,
        claim_id=claim,
        language=view.language,
        minutes=int(length.total_seconds() // 60),
    )
    among = await among_of(db, case, needs, None, anybody=True)
    _keep_the_rest(among, view, without)
    code = await cases.office_code(db, view.office_id)
    day = view.starts_at.astimezone(case.profile.zone_of(code)).date()
    search, by_id = await load(
        db, case.profile, view.office_id, length, among, day - timedelta(days=1), (person_id,)
    )
    # What the appointment itself takes is given back when it is moved.
    own = (view.starts_at, view.ends_at)
    search = replace(search, busy={k: [t for t in v if t != own] for k, v in search.busy.items()})
    fit = rules.fits_at(search, view.starts_at)
    if isinstance(fit, str):
        return None
    replaced = fit.interviewer if without == view.interviewer_id else fit.interpreter
    if replaced is None or replaced == without:
        return None
    return slot_of(fit, by_id, length)


def _keep_the_rest(among: Among, view: AppointmentView, without: UUID) -> None:
    """Whoever is not away stays, and so does the room, where they still fit."""
    rooms = [r for r in among.rooms if r.id == view.room_id]
    among.rooms = rooms or among.rooms
    if without != view.interviewer_id and among.interviewers is not None:
        among.interviewers = [i for i in among.interviewers if i.user_id == view.interviewer_id]
    if without != view.interpreter_id and view.interpreter_id and among.interpreters is not None:
        among.interpreters = [i for i in among.interpreters if i.id == view.interpreter_id]
