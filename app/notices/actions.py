"""Putting a message in the outbox, handing it over, and what people do with those that a machine cannot deliver."""

from uuid import UUID

from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.notices.contact.rules import BY_MACHINE
from app.notices.errors import NotFailed, NotWaitingForYou
from app.notices.links import LINK, with_address
from app.notices.models import Notice, NoticeTry
from app.notices.outbox import Outbox, Outgoing, TryLater, Undeliverable
from app.notices.rules import is_over, waits
from app.notices.telling import SEND, address

RECEIPT = "notice_receipt"
# What came of telling somebody by telephone, letter or in person.
DONE = ("told", "posted", "nobody_answered", "not_found")
_REACHED = {"told": "delivered", "posted": "sent"}
LONGEST = 1000


async def queue(
    db: Session,
    *,
    case_id: UUID,
    event_id: UUID,
    kind: str,
    addressee: str,
    channel: str,
    language: str,
    body: str,
) -> UUID:
    """Write a message to somebody who is no person of the case, such as a service, and the job that sends it.

    `addressee` is where it goes: the telephone or the mailbox. Both or neither is committed.
    """
    notice = Notice(
        id=new_id(),
        case_id=case_id,
        event_id=event_id,
        person_id=None,
        kind=kind,
        facts={},
        addressee=addressee,
        address=addressee,
        channel="sms" if channel == "phone" else channel,
        language=language,
        body=body,
        state="waiting",
        created_at=db.now(),
        due_at=db.now(),
        sent_at=None,
        fault=None,
        done_by=None,
    )
    db.add(notice)
    db.later(SEND, {"notice": str(notice.id)}, at=db.now())
    return notice.id


async def send(db: Session, notice_id: UUID, outbox: Outbox) -> bool:
    """Hand a waiting message over and record that it left. False when it did not, or had left before.

    It is addressed anew first: what the person told meanwhile holds. It is handed over before the commit, so that a crash in
    between hands it over again, under the same identifier. A receiver that is away is tried again later, one that refuses is not.
    """
    notice = await db.locked(Notice, notice_id)
    if notice is None or notice.state != "waiting":
        return False
    await address(db, notice, channel=notice.channel if notice.tries else None)
    if is_over(notice.facts.get("when"), db.now()):
        notice.state = "called_off"
        await db.flush()
        return False
    if notice.due_at > db.now():
        db.later(SEND, {"notice": str(notice.id)}, at=notice.due_at)
        await db.flush()
        return False
    if notice.channel not in BY_MACHINE:
        notice.state = "to_do"
        await db.flush()
        return False
    left = await _hand_over(db, notice, outbox)
    await db.flush()
    return left


async def _hand_over(db: Session, notice: Notice, outbox: Outbox) -> bool:
    message = Outgoing(
        notice.id,
        notice.addressee,
        notice.address,
        notice.channel,
        notice.language,
        with_address(notice.body, notice.facts.get(LINK), notice.language),
    )
    notice.tries += 1
    try:
        await outbox.put(message)
    except Undeliverable as refused:
        _failed(db, notice, "refused", str(refused))
        return False
    except TryLater as away:
        wait = waits(notice.id, notice.tries)
        if wait is None:
            _failed(db, notice, "given_up", str(away))
            return False
        _note(db, notice, SYSTEM, "not_taken", str(away))
        notice.fault, notice.due_at = str(away), db.now() + wait
        db.later(SEND, {"notice": str(notice.id)}, at=notice.due_at)
        return False
    notice.state, notice.sent_at, notice.fault = "sent", db.now(), None
    _note(db, notice, SYSTEM, "sent", "")
    return True


def _failed(db: Session, notice: Notice, result: str, detail: str) -> None:
    notice.state, notice.fault = "failed", detail
    _note(db, notice, SYSTEM, result, detail)


def _note(db: Session, notice: Notice, actor: Actor, result: str, detail: str) -> None:
    db.add(
        NoticeTry(
            id=new_id(),
            notice_id=notice.id,
            case_id=notice.case_id,
            at=db.now(),
            channel=notice.channel,
            result=result,
            detail=detail[:LONGEST],
            by=actor.user_id,
        )
    )


async def take_receipt(db: Session, notice_id: UUID, *, delivered: bool, detail: str) -> None:
    """What the gateway or the mail server says later: it arrived, or it came back. Once is enough; a repeat changes nothing.

    Raises `NotFound`.
    """
    notice = await db.locked(Notice, notice_id)
    if notice is None:
        raise NotFound
    if notice.state != "sent":
        return
    if delivered:
        notice.state = "delivered"
        _note(db, notice, SYSTEM, "delivered", detail)
    else:
        _failed(db, notice, "came_back", detail)
    await db.flush()


async def send_again(db: Session, actor: Actor, notice_id: UUID, *, channel: str | None = None) -> None:
    """Try a message that failed once more, by the person's way of today, or by `channel` where that one is open.

    Raises `NotFound`, `NotFailed`.
    """
    demand(actor, "notice.resend")
    notice = await db.locked(Notice, notice_id)
    if notice is None:
        raise NotFound
    if notice.state != "failed":
        raise NotFailed
    notice.state, notice.tries, notice.due_at = "waiting", 0, db.now()
    await address(db, notice, channel=channel)
    _note(db, notice, actor, "sent_again", "")
    if channel is not None:
        # The worker keeps a way that a person chose.
        notice.tries = 1
    db.later(SEND, {"notice": str(notice.id)}, at=notice.due_at)
    await db.flush()


async def record_told(db: Session, actor: Actor, notice_id: UUID, *, result: str, detail: str = "") -> None:
    """Write down what came of a call, a letter or telling somebody in person. Who was not reached stays on the list.

    Raises `NotFound`, `NotWaitingForYou`, `Invalid`.
    """
    demand(actor, "notice.tell")
    notice = await db.locked(Notice, notice_id)
    if notice is None:
        raise NotFound
    if notice.state != "to_do":
        raise NotWaitingForYou
    if result not in DONE:
        raise Invalid.at("result", "required", "Elija qué pasó.")
    if len(detail) > LONGEST:
        raise Invalid.at("detail", "too_long", "Es demasiado largo: escriba lo esencial.")
    notice.tries += 1
    _note(db, notice, actor, result, detail.strip())
    if state := _REACHED.get(result):
        notice.state, notice.sent_at, notice.done_by = state, db.now(), actor.user_id
    await db.flush()


async def call_off(db: Session, notice_id: UUID) -> bool:
    """What has not left yet leaves no more, e.g. the reminder of an appointment that was called off. False when it had left."""
    notice = await db.locked(Notice, notice_id)
    if notice is None or notice.state not in ("waiting", "to_do"):
        return False
    notice.state = "called_off"
    await db.flush()
    return True
