"""Notices of a case, those that nobody could deliver or that wait for somebody, how people may be reached, and gateways' receipts."""

import hmac
from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Header, Request, Response
from pydantic import BaseModel, Field, ValidationError

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.errors import Forbidden, Invalid, NotFound
from app.edge.access import public, requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.notices import public as notices
from app.settings import settings

router = Router(tags=["notices"], responses=PROBLEMS)

Safety = Literal["safe", "shared", "unsafe", "unknown"]
Text = Annotated[str, Field(max_length=1000)]


class TryAnswer(BaseModel):
    at: datetime
    channel: str
    result: str
    detail: str
    by: str


class NoticeAnswer(BaseModel):
    """`extent`: `full` where the channel is the person's own, `discreet` where others may see it. `state` as in the office's lists."""

    id: UUID
    kind: str
    addressee: str
    address: str
    channel: str
    extent: str
    language: str
    body: str
    state: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    fault: str | None
    tries: list[TryAnswer]


class UnfinishedAnswer(BaseModel):
    reference: str
    message: NoticeAnswer


class AgainBody(Body):
    """Without a channel the way is the person's safest of today."""

    channel: Literal["sms", "email", "letter", "call"] | None = None


class OutcomeBody(Body):
    result: Literal["told", "posted", "nobody_answered", "not_found"]
    detail: Text = ""


class ContactBody(Body):
    """What was told of how to reach somebody. `after`: the record that the caller has seen; `weekdays` are ISO, none means any."""

    told_by: Text
    phone: Safety = "unknown"
    email: Safety = "unknown"
    letter: Safety = "unknown"
    no_messages: bool = False
    reads: bool = True
    language: Literal["es", "en", "ht", "pt", "fr"] = "es"
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(default=[], max_length=7)
    from_hour: time | None = None
    to_hour: time | None = None
    electronic_since: date | None = None
    note: Text = ""
    after: UUID | None = None

    def told(self) -> notices.Told:
        return notices.Told(**{**self.model_dump(exclude={"after"}), "weekdays": tuple(self.weekdays)})


class ContactAnswer(BaseModel):
    """`known` is the record to name as `after`; `spoken` the language in which the person is told."""

    name: str
    phone: str | None
    email: str | None
    lodging: str | None
    phone_safety: Safety
    email_safety: Safety
    letter_safety: Safety
    no_messages: bool
    reads: bool
    spoken: str
    weekdays: list[int]
    from_hour: time | None
    to_hour: time | None
    electronic_since: date | None
    told_by: str
    note: str
    recorded_at: datetime | None
    known: UUID | None


class ReceiptBody(Body):
    """What a gateway says later of a message that it took."""

    id: UUID
    delivered: bool
    detail: Annotated[str, Field(max_length=200)] = ""


@router.get("/cases/{reference}/notices", dependencies=[requires("case.read")])
async def of_case(db: Db, reference: str, before: UUID | None = None) -> list[NoticeAnswer]:
    """The messages about a case, newest first, fifty at a time from `before` on."""
    found = await notices.messages_of(db, await cases.case_id_of(db, reference), before=before)
    return [NoticeAnswer.model_validate(each, from_attributes=True) for each in found]


@router.get("/notices", dependencies=[requires("notice.list")])
async def unfinished(
    db: Db, state: Literal["failed", "to_do"] = "failed", after: UUID | None = None
) -> list[UnfinishedAnswer]:
    """Messages that nobody could deliver, or that wait for somebody to call, write or say them, the oldest first."""
    found = await notices.unfinished(db, state, after=after)
    return [UnfinishedAnswer.model_validate(each, from_attributes=True) for each in found]


@router.post("/notices/{notice_id}/again", status_code=204, dependencies=[requires("notice.resend")])
async def again(db: Db, notice_id: UUID, body: AgainBody) -> None:
    """Try a message that failed once more."""
    await notices.send_again(db, db.actor, notice_id, channel=body.channel)


@router.post("/notices/{notice_id}/outcome", status_code=204, dependencies=[requires("notice.tell")])
async def outcome(db: Db, notice_id: UUID, body: OutcomeBody) -> None:
    """What came of a call, a letter, or telling somebody in person."""
    await notices.record_told(db, db.actor, notice_id, result=body.result, detail=body.detail)


@router.get("/cases/{reference}/people/{person_id}/contact", dependencies=[requires("case.read")])
async def read_contact(db: Db, reference: str, person_id: UUID) -> ContactAnswer:
    """How a person of the case may be reached."""
    await _of_case(db, reference, person_id)
    await audit.looked(db, "contact.read", reference, case_id=await cases.case_id_of(db, reference))
    return ContactAnswer.model_validate(await notices.contact(db, person_id), from_attributes=True)


@router.post(
    "/cases/{reference}/people/{person_id}/contact",
    status_code=201,
    dependencies=[requires("contact.record")],
)
async def keep_contact(db: Db, reference: str, person_id: UUID, body: ContactBody) -> ContactAnswer:
    """Write down how the person may be reached from now on."""
    await _of_case(db, reference, person_id)
    await notices.keep_contact(db, db.actor, person_id, body.told(), after=body.after)
    return ContactAnswer.model_validate(await notices.contact(db, person_id), from_attributes=True)


async def _of_case(db: Db, reference: str, person_id: UUID) -> None:
    case = await cases.case_view(db, reference)
    if person_id not in {claim.person_id for claim in case.claims}:
        raise NotFound


@router.post("/notices/receipts", status_code=202, dependencies=[public()])
async def receipt(
    request: Request, db: Db, x_acogida_signature: Annotated[str, Header(max_length=128)] = ""
) -> Response:
    """A gateway or a mail server says that a message arrived, or that it came back. Signed with the shared secret (HMAC-SHA256 of the
    body, hexadecimal, in `X-Acogida-Signature`); the same receipt twice is one."""
    secret, content = settings().sms_secret, await request.body()
    if secret is None or not hmac.compare_digest(
        notices.signature(secret, content).encode(), x_acogida_signature.encode()
    ):
        raise Forbidden
    try:
        said = ReceiptBody.model_validate_json(content)
    except ValidationError as error:
        raise Invalid.at("", "unreadable", "Hay datos que corregir.") from error
    payload = {"notice": str(said.id), "delivered": "1" if said.delivered else "", "detail": said.detail}
    db.later(notices.RECEIPT, payload, at=db.now())
    return Response(status_code=202)
