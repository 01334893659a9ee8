"""A record on the page: the part that is under way, or the closed record as it reads, with whatever was refused and what was typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.core.ids import new_id
from app.documents import public as documents
from app.identity import public as identity
from app.interviews import public as interviews
from app.scheduling import public as scheduling
from app.web.offer_shown import when
from app.web.pages.interview import people_shown as people
from app.web.pages.interview import rows as drawn
from app.web.pages.interview import shown, topics
from app.web.pages.interview.starting import COMPANIONS
from app.web.pages.interview.unsent import unsent_key
from app.web.pages.interview.writing import writing
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import capacity_name, cause_options

PARTS = {"questions": "questions", "reading": "read_back", "signing": "signing"}


@dataclass(frozen=True, slots=True)
class View:
    """How a record is looked at: which part, which row is changed (`edit`), which line is corrected, what is searched for."""

    part: str = ""
    edit: int = 0
    correct: UUID | None = None
    whole: bool = False
    find: str = ""
    # A signing code, shown once on the page that follows its making.
    code: tuple[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, with what had been typed. `lost` is text that cannot go back into a field, for the page to keep in sight."""

    refusal: Refusal
    values: dict[str, Any] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


async def show(
    request: Request, db: Session, interview_id: UUID, view: View, refused: Refused | None = None
) -> HTMLResponse:
    """The page. Raises `NotFound`."""
    record = await shown.read(request, db, interview_id)
    drawings = await interviews.drawings_of(db, interview_id)
    context: dict[str, Any] = {
        "record": record,
        "view": record.view,
        "head": shown.head(record),
        "present": people.present(record),
        "sessions": people.sessions(record),
        "signatures": people.signatures(record, drawings),
        "attachments": await documents.attachments_of(db, record.case.id, about=f"interview:{interview_id}"),
        "find": view.find,
        "values": refused.values if refused else {},
        "lost": refused.lost if refused else (),
        "errors": field_errors(refused.refusal) if refused else {},
    }
    status = refused_status(refused.refusal) if refused else 200
    if not record.mine:
        return page(request, db, "interviews/closed.html", status, **context, **_closed(db, record, view))
    if record.view.status == "adjourned":
        return page(
            request, db, "interviews/adjourned.html", status, **context, **await _adjourned(db, record, view)
        )
    part = view.part if view.part in PARTS else _under_way(record)
    context |= {
        "part": part,
        "modes": shown.modes(record, part),
        "elapsed": shown.elapsed(record),
        "topics": topics.topics(record),
        "known": shown.known(record),
        "unread": record.unread,
        "causes": cause_options(),
        "unsent": unsent_key(db.actor, interview_id),
    }
    if part == "questions":
        context |= writing(record, view.edit, refused, whole=view.whole or bool(view.find), find=view.find)
        context["blocks"] = topics.blocks(record) if record.child else None
        context["interpreters"] = [i.name for i in await scheduling.interpreters(db, record.view.language)]
    else:
        context |= {
            "rows": drawn.rows(record, drawn.searched(record, view.find)),
            "correct": view.correct,
            "code": view.code,
            "entry_id": new_id(),
            "note_id": new_id(),
        }
    name = "questions_child" if part == "questions" and record.child else PARTS[part]
    return page(request, db, f"interviews/{name}.html", status, **context)


def _under_way(record: shown.Record) -> str:
    if record.view.read_back_at is None:
        return "questions"
    return "reading" if record.unread else "signing"


def _closed(db: Session, record: shown.Record, view: View) -> dict[str, Any]:
    own = record.case.assigned_to == db.actor.user_id and identity.may(db.actor, "interview.conduct")
    return {
        "rows": drawn.rows(record, drawn.searched(record, view.find)),
        "every_row": drawn.rows(record),
        "intact": interviews.intact(record.transcript),
        "may_add": own and record.view.status == "signed",
    }


async def _adjourned(db: Session, record: shown.Record, view: View) -> dict[str, Any]:
    booked = [
        a
        for a in await scheduling.appointments_of(db, record.case.id)
        if a.state == "booked" and a.person_id == record.view.person_id
    ]
    roles = ["interpreter", "guardian", "best_interests_officer", "legal_representative"]
    if record.view.kind == "witness":
        roles.insert(0, "witness")
    return {
        "rows": drawn.rows(record, drawn.searched(record, view.find)),
        "booked": booked,
        "booked_options": [(str(a.id), f"{when(record.case, a.starts_at)} · {a.room}") for a in booked],
        "companions": range(COMPANIONS),
        "role_options": [(role, capacity_name(role)) for role in roles],
    }


def given(value: UUID | None) -> UUID:
    """A name that the page sends by itself. Raises `NotFound` for a request that no page made."""
    if value is None:
        raise NotFound
    return value


async def act(
    request: Request,
    db: Session,
    interview_id: UUID,
    do: Callable[[], Awaitable[Any]],
    *,
    part: str,
    correct: UUID | None = None,
    values: dict[str, Any] | None = None,
    lost: tuple[str, ...] = (),
) -> Response:
    """Act and go back to the record, or show it again with what was typed and why it was refused."""
    try:
        async with db.attempt():
            await do()
    except NotFound:
        raise
    except Refusal as refusal:
        refused = Refused(refusal, values or {}, tuple(text for text in lost if text.strip()))
        return await show(request, db, interview_id, View(part=part, correct=correct), refused)
    return go(f"/interviews/{interview_id}{f'?part={part}' if part else ''}#now")
