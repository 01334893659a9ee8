"""What falls due: one small function for each job that a transaction can leave for later.

Each calls a room's action as the system. A queue delivers at least once, so each looks at the record first: what was
done is not done again, and what ended meanwhile is left alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from app.cases import public as cases
from app.coi import public as coi
from app.core.actor import SYSTEM
from app.core.database import Session
from app.decisions import public as decisions
from app.documents.public import Desk
from app.intake.public import offline
from app.notices import public as notices
from app.notices.public import Outbox
from app.people import public as people
from app.quality import public as quality
from app.referrals import public as referrals
from app.scheduling import public as scheduling
from app.statistics.public import alerts
from app.workflows import take_in_photo
from app.workflows.call_off_what_waits import call_off_what_waits
from app.workflows.remind import remind

Payload = Mapping[str, str]
Handler = Callable[[Session, Payload, Outbox], Awaitable[None]]


async def deadline_due(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A time limit has passed, or was met or moved before."""
    await cases.note_passed(db, UUID(payload["deadline"]), desk=Desk())


async def deadline_reminder(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A time limit is near."""
    await cases.note_near(db, UUID(payload["deadline"]), payload["moment"], due=payload.get("due"))


async def deadline_escalation(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A time limit is so near, or an office's own so late, that the role above is told."""
    await cases.escalate(db, UUID(payload["deadline"]), payload["moment"], due=payload.get("due"))


async def documents_kept_valid(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """Documents that the law keeps valid while the authority is late would end tomorrow."""
    await cases.keep_documents_valid(db, UUID(payload["deadline"]), payload["until"], desk=Desk())


async def case_left(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """Nobody of the case goes on: no room is kept, no draft waits for a signature and no judge has it on the desk."""
    await call_off_what_waits(db, UUID(payload["case"]))


async def send_notice(db: Session, payload: Payload, outbox: Outbox) -> None:
    """A message leaves. It is handed over before the commit: a crash in between hands the same message over again."""
    await notices.send(db, UUID(payload["notice"]), outbox)


async def notice_receipt(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A gateway said that a message arrived, or that it came back."""
    await notices.take_receipt(
        db, UUID(payload["notice"]), delivered=bool(payload["delivered"]), detail=payload["detail"]
    )


async def no_show_check(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """An appointment is over and nobody wrote down whether the person came: it is put before the officer, who alone may say so."""
    await scheduling.note_unanswered(db, UUID(payload["appointment"]))


async def appointment_reminder(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """An appointment is near."""
    await remind(db, UUID(payload["appointment"]), UUID(payload["event"]))


async def fill_from_waiting_list(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A time became free."""
    await scheduling.fill(db, SYSTEM, UUID(payload["appointment"]))


async def referral_overdue(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A service did not answer a referral in its time."""
    await referrals.note_overdue(db, UUID(payload["referral"]))


async def need_review(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """The day has come on which somebody looks again whether a need is still there."""
    await people.note_review_due(db, UUID(payload["need"]), date.fromisoformat(payload["day"]))


async def offline_photo_abandoned(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A photograph from a laptop began to come and did not go on."""
    await offline.give_up(db, UUID(payload["item"]), payload["digest"])


async def offline_photo_whole(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A photograph came whole after its file had gone on to an office."""
    await take_in_photo.keep_whole(db, SYSTEM, UUID(payload["item"]))


async def coi_review_due(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """The day has come on which the unit looks whether a source of country information still holds."""
    await coi.note_review_due(db, UUID(payload["document"]), date.fromisoformat(payload["day"]))


async def mandate_over(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """The last day of a representative's mandate is over."""
    await cases.let_mandate_expire(db, UUID(payload["mandate"]))


async def service_acknowledged(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """A person said by their link that they received a decision, or the day has come on which that has effect."""
    await decisions.take_acknowledgement(db, UUID(payload["link"]))


async def coi_answered(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """The unit answered a question: it stands in the record of the case that it was asked for."""
    await coi.record_answer(db, UUID(payload["request"]))


async def quality_access_over(db: Session, payload: Payload, _outbox: Outbox) -> None:
    """The time for an assessment is over: what was not submitted lapses, and the file closes to its assessor."""
    await quality.let_access_end(db, UUID(payload["review"]))


async def tell_of_crossing(db: Session, payload: Payload, outbox: Outbox) -> None:
    """A figure that somebody watches crossed their line, or came back. It is handed over before the commit, as every message is."""
    await alerts.tell(db, UUID(payload["crossing"]), outbox)


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        cases.CASE_LEFT: case_left,
        cases.MANDATE_OVER: mandate_over,
        quality.ACCESS_OVER: quality_access_over,
        cases.DEADLINE_DUE: deadline_due,
        cases.DEADLINE_REMINDER: deadline_reminder,
        cases.DEADLINE_ESCALATION: deadline_escalation,
        cases.DOCUMENTS_KEPT: documents_kept_valid,
        offline.ABANDONED: offline_photo_abandoned,
        take_in_photo.KEEP: offline_photo_whole,
        notices.RECEIPT: notice_receipt,
        notices.SEND: send_notice,
        alerts.TELL: tell_of_crossing,
        decisions.SERVICE_ACKNOWLEDGED: service_acknowledged,
        scheduling.FILL: fill_from_waiting_list,
        scheduling.NO_SHOW_CHECK: no_show_check,
        scheduling.REMIND: appointment_reminder,
        people.NEED_REVIEW: need_review,
        referrals.OVERDUE: referral_overdue,
        coi.REVIEW_DUE: coi_review_due,
        coi.ANSWERED: coi_answered,
    }
)
