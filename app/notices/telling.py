"""Telling a person: which way, in which language, and how much."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.database import ReadSession, Session
from app.core.ids import new_id
from app.notices.contact.queries import addressee, contact
from app.notices.contact.rules import leaves_at, way_to
from app.notices.kinds import REFERENCE, kind_for, rendered
from app.notices.models import Notice
from app.overrides.public import shipped

SEND = "send_notice"


async def tell(
    db: Session,
    *,
    case_id: UUID,
    event_id: UUID,
    person_id: UUID,
    kind: str,
    facts: Mapping[str, str],
    at: datetime | None = None,
) -> UUID:
    """Tell a person about their case: a message in the outbox, and the job that sends it at `at` (UTC; now, when left out).

    Language, channel and how much is said follow from what the person told of how to reach them; all three are looked at again
    when it leaves. `facts` are the kind's own (app/notices/texts), days and moments in ISO form: what the kind does not name is not
    kept. Both the message and the job are committed, or neither. Raises `NotFound` for a person whom the actor cannot see.
    """
    said = kind_for(kind, facts)
    kept = {name: value for name, value in facts.items() if name in said.facts}
    notice = Notice(
        id=new_id(),
        case_id=case_id,
        event_id=event_id,
        person_id=person_id,
        kind=kind,
        facts=kept,
        state="waiting",
        created_at=db.now(),
        due_at=at or db.now(),
        sent_at=None,
        fault=None,
        done_by=None,
    )
    await address(db, notice)
    db.add(notice)
    db.later(SEND, {"notice": str(notice.id)}, at=notice.due_at)
    return notice.id


async def address(db: ReadSession, notice: Notice, *, channel: str | None = None) -> None:
    """Put on the message the way, the language and the words that hold now. `channel`: one that a person chose instead."""
    if notice.person_id is None:
        return
    known, reference = await addressee(db, notice.person_id, notice.case_id)
    zone = _zone()
    facts = {name: str(value) for name, value in notice.facts.items()} | {REFERENCE: reference}
    kind = kind_for(notice.kind, facts)
    way = way_to(known, only=kind.only or channel)
    notice.addressee, notice.address = known.name, way.address
    notice.channel, notice.extent, notice.language = way.channel, way.extent, known.spoken
    notice.body = rendered(kind, way.extent, known.spoken, facts, zone)
    if way.channel in ("sms", "call"):
        notice.due_at = leaves_at(known, notice.due_at, zone)


async def reachable(db: ReadSession, person_id: UUID) -> bool:
    """Is there any way to the person but to wait until they come?"""
    return way_to(await contact(db, person_id)).channel != "in_person"


def _zone() -> ZoneInfo:
    return shipped().zone
