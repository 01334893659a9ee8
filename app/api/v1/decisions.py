"""Decisions: reading, signing, service, finality."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened, SigningBody
from app.api.v1.sittings.answers import OutcomeAnswer, outcome_answer
from app.audit import public as audit
from app.cases import public as cases
from app.core.errors import NotFound
from app.decisions import public as decisions
from app.edge.access import public, requires
from app.edge.concurrency import IfMatch
from app.edge.guesses import one_more_guess
from app.edge.once import Key, once
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.procedure import public as procedure
from app.workflows.print_decision import print_decision
from app.workflows.sign_decision import sign_decision

router = Router(tags=["decisions"], responses=PROBLEMS)


Channel = Literal[
    "in_person",
    "in_office",
    "representative",
    "post",
    "electronic_address",
    "shown",
    "door_note",
    "notice_board",
    "edict",
]


Token = Annotated[str, Path(max_length=64)]


class LinkAnswer(BaseModel):
    """A link of receipt."""

    id: UUID
    sent_at: datetime
    sent_by: str
    expires_at: datetime
    withdrawn_at: datetime | None
    acknowledged_at: datetime | None


class ReceiptAnswer(BaseModel):
    """Whether a link may be answered, and when it was (UTC)."""

    state: Literal["open", "acknowledged", "closed", "expired"]
    acknowledged_at: datetime | None
    has_paper: bool


class NotificationBody(Body):
    """How, when (with its zone) and to whom a decision was served, or was tried to be, and what proves it.

    `effective_on` and `reasons` are asked for where the law does not say on which day service by that channel takes effect.
    """

    channel: Channel
    served_at: AwareDatetime
    served_to: Annotated[str, Field(max_length=200)]
    proof: Annotated[str, Field(max_length=2000)]
    result: Literal["delivered", "published", "refused", "not_found", "unknown_address", "returned"] = (
        "delivered"
    )
    served_as: Literal["self", "guardian", "representative", "other"] = "self"
    place: Literal["office", "address", "detention", "shelter", "elsewhere"] = "elsewhere"
    published_from: date | None = None
    effective_on: date | None = None
    reasons: Annotated[str, Field(max_length=2000)] = ""

    def served(self) -> decisions.Served:
        return decisions.Served(**{**self.model_dump(exclude={"served_at"}), "at": self.served_at})


class SignatureBody(SigningBody):
    """`passphrase` opens the signatory's own key and is kept nowhere; `text_version` is that of the text that was read."""

    text_version: int | None = None


class SignedAnswer(BaseModel):
    """Who is still to sign; once nobody is, what the decision came to: the event, the stage after it and the case's new version."""

    missing: list[str]
    event: UUID | None
    stage: str | None
    version: int | None

    @classmethod
    def of(cls, signed: decisions.Signed) -> "SignedAnswer":
        done = signed.recorded
        return cls(
            missing=list(signed.missing),
            event=done.event_id if done else None,
            stage=done.stage if done else None,
            version=done.number if done else None,
        )


class ServiceAnswer(BaseModel):
    """`effective_at`: from when the time to challenge runs; `basis`: the rule that says so; `reasons`: a person's, where none does."""

    channel: str
    served_at: datetime
    served_to: str
    proof: str
    effective_at: datetime
    basis: str
    verification: str
    reasons: str
    annulled_at: datetime | None
    annulled_why: str


class AttemptAnswer(BaseModel):
    """One attempt to serve, whatever came of it."""

    id: UUID
    channel: str
    at: datetime
    place: str
    served_as: str
    served_to: str
    result: str
    proof: str
    published_from: date | None
    recorded_by: str


class ServiceOfAnswer(BaseModel):
    in_force: ServiceAnswer | None
    set_aside: list[ServiceAnswer]
    attempts: list[AttemptAnswer]


class CorrectionBody(Body):
    """Why what was written down does not hold, and what holds `instead`; without it the decision waits to be served again."""

    why: Annotated[str, Field(max_length=2000)]
    instead: NotificationBody | None = None


class DecisionAnswer(BaseModel):
    """`remedy_until` is the last day to challenge it; `remedy_in_words` says how it was counted. `status` is `draft` or `signed`."""

    id: UUID
    reference: str
    number: str
    instance: str
    body: str
    status: str
    result: str | None
    reasons: str
    outcomes: list[OutcomeAnswer]
    signatories: list[dict[str, Any]]
    tally: dict[str, Any]
    sitting: str | None
    signed_at: datetime | None
    digest: str | None
    service: ServiceAnswer | None
    remedy_until: date | None
    remedy_in_words: str | None

    @classmethod
    def of(cls, found: decisions.DecisionView, language: str) -> "DecisionAnswer":
        counted = found.remedy_explanation
        return cls(
            id=found.id,
            reference=found.reference,
            number=found.number,
            instance=found.instance,
            body=found.body,
            status=found.status,
            result=found.result,
            reasons=found.reasons,
            outcomes=[outcome_answer(one) for one in found.outcomes],
            signatories=[dict(s) for s in found.signatories],
            tally=dict(found.tally),
            sitting=found.sitting_number,
            signed_at=found.signed_at,
            digest=found.digest,
            service=ServiceAnswer.model_validate(found.service, from_attributes=True)
            if found.service
            else None,
            remedy_until=found.remedy_until,
            remedy_in_words=procedure.Explanation.from_dict(counted).in_words(language) if counted else None,
        )


# Before the route without the ending: an identifier with `.pdf` behind it is not one.
@router.get(
    "/decisions/{decision_id}.pdf",
    dependencies=[requires("decision.read")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def read_paper(request: Request, db: Db, decision_id: UUID) -> Response:
    """The signed decision as PDF/UA-1 with its signatures, byte for byte as it was signed."""
    printed = await print_decision(db, decision_id)
    return await handed_over(request, db, printed, "decision")


@router.get("/decisions/{decision_id}", dependencies=[requires("decision.read")])
async def read_decision(request: Request, db: Db, decision_id: UUID) -> DecisionAnswer:
    """One decision. The look is written into the record of access."""
    found = await decisions.decision(db, decision_id)
    await audit.looked(
        db, "decision.read", found.number, case_id=found.case_id, request_id=request.state.request_id
    )
    return DecisionAnswer.of(found, request.state.language)


@router.get("/cases/{reference}/decisions", dependencies=[requires("decision.read")])
async def read_decisions(request: Request, db: Db, reference: str) -> list[DecisionAnswer]:
    """The signed decisions of a case, the latest first."""
    case_id = await cases.case_id_of(db, reference)
    await audit.looked(db, "case.decisions", reference, case_id=case_id, request_id=request.state.request_id)
    return [
        DecisionAnswer.of(one, request.state.language) for one in await decisions.decisions_of(db, case_id)
    ]


@router.post("/decisions/{decision_id}/signature", dependencies=[requires("decision.sign")])
async def sign(db: Db, decision_id: UUID, body: SignatureBody | None = None) -> SignedAnswer:
    """Add one's own signature to a draft. With the last one it cannot change any more, and `event`, `stage` and `version` say so."""
    given = body or SignatureBody()
    return SignedAnswer.of(
        await sign_decision(
            db,
            db.actor,
            decision_id,
            passphrase=given.key(),
            version=given.text_version,
        )
    )


@router.post(
    "/decisions/{decision_id}/notifications",
    status_code=201,
    response_model=Happened,
    dependencies=[requires("decision.notify")],
)
async def notify(
    request: Request,
    db: Db,
    decision_id: UUID,
    body: NotificationBody,
    version: IfMatch,
    key: Key = None,
) -> Response:
    """Record the service of a decision, once. `If-Match` is the case's version. The time to appeal starts at `served_at`."""

    async def do() -> Happened:
        return Happened.of(await decisions.serve(db, db.actor, decision_id, body.served(), version=version))

    return await once(request, db, key, do)


@router.get("/decisions/{decision_id}/service", dependencies=[requires("decision.read")])
async def read_service(db: Db, decision_id: UUID) -> ServiceOfAnswer:
    """What was done to serve a decision: the service that holds, every attempt, and what was set aside."""
    await decisions.decision(db, decision_id)
    return ServiceOfAnswer.model_validate(await decisions.service_of(db, decision_id), from_attributes=True)


@router.post(
    "/decisions/{decision_id}/service/calls", status_code=204, dependencies=[requires("decision.notify")]
)
async def call_to_collect(db: Db, decision_id: UUID, version: IfMatch) -> None:
    """Tell the person that there is a decision to receive, by their own way. It serves nothing."""
    await decisions.call_to_collect(db, db.actor, decision_id, version=version)


@router.post(
    "/decisions/{decision_id}/service/links", status_code=201, dependencies=[requires("decision.notify")]
)
async def send_link(db: Db, decision_id: UUID, version: IfMatch) -> UUID:
    """E-mail the person a link by which they say that they received it. It serves nothing; nobody here sees its address."""
    return await decisions.send_link(db, db.actor, decision_id, version=version)


@router.get("/decisions/{decision_id}/service/links", dependencies=[requires("decision.read")])
async def read_links(db: Db, decision_id: UUID) -> list[LinkAnswer]:
    """The links that were sent, the latest first, with the receipts (UTC)."""
    await decisions.decision(db, decision_id)
    return [
        LinkAnswer.model_validate(one, from_attributes=True)
        for one in await decisions.links_of(db, decision_id)
    ]


@router.get("/received/{token}", dependencies=[public()])
async def read_receipt(request: Request, db: Db, token: Token) -> ReceiptAnswer:
    """Is a link of receipt open? For whoever has it; it writes nothing and says nothing of any case. Who guesses waits (429)."""
    state = await one_more_guess(request, db, decisions.link_state(db, token))
    if state is None:
        raise NotFound
    return ReceiptAnswer.model_validate(state, from_attributes=True)


@router.post("/received/{token}", dependencies=[public()])
async def acknowledge(request: Request, db: Db, token: Token) -> ReceiptAnswer:
    """The person says that they received what the link is for. Once; said again it answers the same."""
    if await one_more_guess(request, db, decisions.link_state(db, token)) is None:
        raise NotFound
    await decisions.acknowledge(db, token)
    return ReceiptAnswer.model_validate(await decisions.link_state(db, token), from_attributes=True)


@router.post(
    "/decisions/{decision_id}/service/corrections",
    status_code=201,
    response_model=Happened,
    dependencies=[requires("decision.correct_service")],
)
async def correct_service(
    request: Request,
    db: Db,
    decision_id: UUID,
    body: CorrectionBody,
    version: IfMatch,
    key: Key = None,
) -> Response:
    """Set a service aside that was written down wrongly, with the reasons, and write down the one that holds, if any."""

    async def do() -> Happened:
        instead = body.instead.served() if body.instead else None
        correction = decisions.Correction(body.why, instead)
        return Happened.of(
            await decisions.correct_service(db, db.actor, decision_id, correction, version=version)
        )

    return await once(request, db, key, do)


@router.post("/cases/{reference}/finality", dependencies=[requires("decision.declare_final")])
async def declare_final(db: Db, reference: str, version: IfMatch) -> Happened:
    """Declare final what nobody challenged in time."""
    case_id = await cases.case_id_of(db, reference)
    return Happened.of(await decisions.declare_final(db, db.actor, case_id, version=version))
