"""Who is in the room, the oath, breaks, how the session is held, and going on in another."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews
from app.web.pages.interview.fields import CONDUCTS, Code, Text, Version
from app.web.pages.interview.showing import act
from app.web.pages.interview.starting import one_of, present_in, told_in

router = Router(prefix="/interviews/{interview_id}")


@router.post("/participants", dependencies=[CONDUCTS])
async def add_participant(
    request: Request,
    db: Db,
    interview_id: UUID,
    role: Code = "",
    name: Text = "",
    identified_by: Text = "",
    version: Version = None,
) -> Response:
    async def do() -> None:
        await interviews.add_participant(
            db,
            db.actor,
            interview_id,
            role=role,
            name=name,
            identified_by=identified_by,
            version=version,
        )

    typed = {"role": role, "name": name, "identified_by": identified_by}
    return await act(request, db, interview_id, do, part="questions", values=typed)


@router.post("/participants/{participant_id}/departure", dependencies=[CONDUCTS])
async def remove_participant(
    request: Request, db: Db, interview_id: UUID, participant_id: UUID, version: Version = None
) -> Response:
    async def do() -> None:
        await interviews.remove_participant(
            db, db.actor, interview_id, participant_id=participant_id, version=version
        )

    return await act(request, db, interview_id, do, part="questions")


@router.post("/oath", dependencies=[CONDUCTS])
async def take_oath(request: Request, db: Db, interview_id: UUID) -> Response:
    async def do() -> None:
        await interviews.take_oath(db, db.actor, interview_id)

    return await act(request, db, interview_id, do, part="questions")


@router.post("/break", dependencies=[CONDUCTS])
async def pause(
    request: Request,
    db: Db,
    interview_id: UUID,
    asked_by: Code = "interviewer",
    note: Text = "",
    part: Code = "",
) -> Response:
    async def do() -> None:
        await interviews.pause(db, db.actor, interview_id, asked_by=asked_by, note=note)

    return await act(request, db, interview_id, do, part=part)


@router.post("/resume", dependencies=[CONDUCTS])
async def resume(request: Request, db: Db, interview_id: UUID, note: Text = "", part: Code = "") -> Response:
    async def do() -> None:
        await interviews.resume(db, db.actor, interview_id, note=note)

    return await act(request, db, interview_id, do, part=part)


@router.post("/circumstances", dependencies=[CONDUCTS])
async def note_circumstances(request: Request, db: Db, interview_id: UUID) -> Response:
    """How the session is held, said anew."""
    form = {key: str(value) for key, value in (await request.form()).items()}
    version = form.get("version", "")

    async def do() -> None:
        await interviews.note_circumstances(
            db,
            db.actor,
            interview_id,
            told=told_in(form),
            version=int(version) if version.isdigit() else None,
        )

    return await act(request, db, interview_id, do, part="questions", values=form)


@router.post("/postponement", dependencies=[CONDUCTS])
async def postpone(
    request: Request, db: Db, interview_id: UUID, cause: Code = "", note: Text = "", version: Version = None
) -> Response:
    """Stop for today, with the cause."""

    async def do() -> None:
        await interviews.postpone(db, db.actor, interview_id, cause=cause, note=note, version=version)

    return await act(request, db, interview_id, do, part="", values={"cause": cause, "note": note})


@router.post("/sessions", dependencies=[CONDUCTS])
async def reconvene(request: Request, db: Db, interview_id: UUID) -> Response:
    """Another session of an adjourned interview."""
    form = {key: str(value) for key, value in (await request.form()).items()}

    async def do() -> None:
        await interviews.reconvene(
            db,
            db.actor,
            interview_id,
            appointment_id=one_of(form.get("appointment", "")),
            present=present_in(form),
            told=told_in(form),
        )

    return await act(request, db, interview_id, do, part="", values=form)
