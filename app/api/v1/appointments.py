"""Appointments of a case: free times, booking, moving, calling off, and who did not come."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from app.api.v1.appointment_shapes import (
    AbsenceAnswer,
    AbsenceBody,
    AppointmentAnswer,
    AppointmentBody,
    BatchBody,
    BookedAnswer,
    CancellationBody,
    FreeTimesQuery,
    JudgementBody,
    MoveBody,
    OfferAnswer,
    PlannedAnswer,
    RatingBody,
    SeriesAnswer,
    SeriesBody,
    SlotAnswer,
    UndoneAnswer,
    WaiverBody,
    WhyNotAnswer,
    slot_answer,
)
from app.api.v1.shapes import PROBLEMS
from app.cases import public as cases
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.scheduling import public as scheduling

router = Router(tags=["appointments"], responses=PROBLEMS)


@router.get("/cases/{reference}/appointments", dependencies=[requires("appointment.read", reads=True)])
async def list_appointments(db: ReadDb, reference: str) -> list[AppointmentAnswer]:
    """The appointments of a case, the next or latest first."""
    case_id = await cases.case_id_of(db, reference)
    return [
        AppointmentAnswer.model_validate(a, from_attributes=True)
        for a in await scheduling.appointments_of(db, case_id)
    ]


@router.get("/cases/{reference}/free-times", dependencies=[requires("appointment.book", reads=True)])
async def list_free_times(
    db: ReadDb, reference: str, asked: Annotated[FreeTimesQuery, Query()]
) -> list[SlotAnswer]:
    """The earliest free times at the case's office that meet the person's needs and wishes."""
    return (await _offer(db, reference, asked)).slots


@router.get("/cases/{reference}/offer", dependencies=[requires("appointment.book", reads=True)])
async def read_offer(db: ReadDb, reference: str, asked: Annotated[FreeTimesQuery, Query()]) -> OfferAnswer:
    """The earliest free times, why none is earlier, and what of the needs cannot be met here."""
    return await _offer(db, reference, asked)


async def _offer(db: ReadDb, reference: str, asked: FreeTimesQuery) -> OfferAnswer:
    found = await scheduling.offer(db, await cases.case_id_of(db, reference), **asked.model_dump())
    return OfferAnswer(
        slots=[slot_answer(slot) for slot in found.slots],
        why_not_earlier=[WhyNotAnswer.model_validate(w, from_attributes=True) for w in found.why_not_earlier],
        lacks=list(found.lacks),
        minutes=int(found.needs.length.total_seconds() // 60),
        language=found.needs.language,
        asked_sex=found.needs.asked_sex,
    )


@router.post(
    "/cases/{reference}/appointments",
    status_code=201,
    response_model=BookedAnswer,
    dependencies=[requires("appointment.book")],
)
async def book(
    request: Request, db: Db, reference: str, body: AppointmentBody, version: IfMatch, key: Key = None
) -> Response:
    """Book a time. Two at once for a person, an officer, an interpreter or a room are refused by the database itself; a sex of who
    asks or interprets that the person asked for holds, unless waived with a reason and a consent."""

    async def do() -> BookedAnswer:
        case_id = await cases.case_id_of(db, reference)
        return BookedAnswer(
            id=await scheduling.book(
                db, db.actor, case_id, **_booking(body), hold_id=body.hold_id, version=version
            )
        )

    return await once(request, db, key, do)


def _booking(body: AppointmentBody) -> dict[str, Any]:
    given = body.model_dump(exclude={"minutes", "waivers", "hold_id"})
    return given | {"length": timedelta(minutes=body.minutes), "waivers": waivers(body.waivers)}


def waivers(bodies: list[WaiverBody]) -> tuple[scheduling.Waiver, ...]:
    return tuple(scheduling.Waiver(**one.model_dump()) for one in bodies)


@router.post(
    "/cases/{reference}/appointment-series", status_code=201, dependencies=[requires("appointment.book")]
)
async def book_series(db: Db, reference: str, body: SeriesBody) -> SeriesAnswer:
    """The sessions of one interview, booked all together or not at all."""
    case_id = await cases.case_id_of(db, reference)
    times = [scheduling.SeriesTime(case_id=case_id, **_booking(t)) for t in body.times]
    series, made = await scheduling.book_series(db, db.actor, times)
    return SeriesAnswer(series_id=series, appointments=made)


@router.post("/appointment-series", status_code=201, dependencies=[requires("appointment.book")])
async def book_batch(db: Db, body: BatchBody) -> SeriesAnswer:
    """One day, or several, for many cases, booked all together or not at all."""
    times = []
    for one in body.times:
        given = _booking(one)
        reference = given.pop("reference")
        times.append(scheduling.SeriesTime(case_id=await cases.case_id_of(db, reference), **given))
    series, made = await scheduling.book_series(db, db.actor, times)
    return SeriesAnswer(series_id=series, appointments=made)


@router.get("/day-plan", dependencies=[requires("appointment.book", reads=True)])
async def plan_day(
    db: ReadDb, day: date, reference: Annotated[list[str], Query(min_length=1, max_length=30)]
) -> list[PlannedAnswer]:
    """The first time of one day for each of these cases, in the order given. Nothing is booked: `POST /appointment-series` does that."""
    ids = {await cases.case_id_of(db, one): one for one in reference}
    return [
        PlannedAnswer(
            reference=ids[one.case_id],
            slot=slot_answer(one.slot) if one.slot else None,
            why=one.why or None,
            language=one.needs.language,
            minutes=int(one.needs.length.total_seconds() // 60),
        )
        for one in await scheduling.plan_day(db, list(ids), day)
    ]


@router.get("/appointment-series/{series_id}", dependencies=[requires("appointment.read", reads=True)])
async def read_series(db: ReadDb, series_id: UUID) -> list[AppointmentAnswer]:
    """What was booked together, of the cases that the caller sees."""
    found = await scheduling.appointments_in(db, series_id)
    if not found:
        raise NotFound
    return [AppointmentAnswer.model_validate(a, from_attributes=True) for a in found]


@router.post("/appointment-series/{series_id}/cancellation", dependencies=[requires("appointment.book")])
async def undo_series(db: Db, series_id: UUID, body: CancellationBody) -> UndoneAnswer:
    """Call off all of a series that stands and is still to come, with the reasons; each person is told."""
    return UndoneAnswer(cancelled=await scheduling.undo_series(db, db.actor, series_id, reasons=body.reasons))


@router.post(
    "/appointments/{appointment_id}/move", status_code=201, dependencies=[requires("appointment.book")]
)
async def move(db: Db, appointment_id: UUID, body: MoveBody) -> BookedAnswer:
    """Another time instead, with the cause and the reasons; the person is told. When it is refused, the old time stands."""
    new = await scheduling.move(
        db,
        db.actor,
        appointment_id,
        room_id=body.room_id,
        starts_at=body.starts_at,
        cause=body.cause,
        reasons=body.reasons,
        length=timedelta(minutes=body.minutes) if body.minutes else None,
        interviewer_id=body.interviewer_id,
        interpreter_id=body.interpreter_id,
        waivers=waivers(body.waivers),
    )
    return BookedAnswer(id=new)


@router.post(
    "/appointments/{appointment_id}/cancellation",
    status_code=204,
    dependencies=[requires("appointment.book")],
)
async def cancel(db: Db, appointment_id: UUID, body: CancellationBody) -> None:
    """Call it off, with the reasons."""
    await scheduling.cancel(db, db.actor, appointment_id, reasons=body.reasons)


@router.post(
    "/appointments/{appointment_id}/absence", status_code=201, dependencies=[requires("appointment.miss")]
)
async def miss(db: Db, appointment_id: UUID, body: AbsenceBody) -> AbsenceAnswer:
    """Record that the person did not come. Nothing follows by itself; an absence with a good reason does not count."""
    times = await scheduling.miss(db, db.actor, appointment_id, cause=body.cause, kind=body.kind)
    return AbsenceAnswer(times=times)


@router.post("/appointments/{appointment_id}/absence/judgement", dependencies=[requires("appointment.miss")])
async def judge_absence(db: Db, appointment_id: UUID, body: JudgementBody) -> AbsenceAnswer:
    """Say whether the reason of an absence was a good one, now that it is known; it may be said again."""
    times = await scheduling.judge_absence(
        db, db.actor, appointment_id, justified=body.justified, reasons=body.reasons
    )
    return AbsenceAnswer(times=times)


@router.post(
    "/appointments/{appointment_id}/rating", status_code=204, dependencies=[requires("interpreter.rate")]
)
async def rate(db: Db, appointment_id: UUID, body: RatingBody) -> None:
    """How the interview was interpreted, by who led it."""
    await scheduling.rate(db, db.actor, appointment_id, score=body.score, note=body.note)
