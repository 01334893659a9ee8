"""The signatures on a judgment of several: who gave theirs, who is called, and the text taken back before all had signed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.decision_texts import WithdrawalBody
from app.api.v1.remedy_judgment import JudgmentAnswer
from app.api.v1.shapes import PROBLEMS, SigningBody
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies

router = Router(tags=["remedies"], prefix="/remedies/{remedy_id}/draft", responses=PROBLEMS)


class PanelSigningBody(SigningBody):
    """`text_version`: of the judgment's text that was read; another one since is refused."""

    text_version: Annotated[int, Field(ge=1)] | None = None


class GivenAnswer(BaseModel):
    user_id: UUID
    name: str
    seat: str
    means: str
    at: datetime


class CalledAnswer(BaseModel):
    user_id: UUID
    name: str
    dissents: bool


class SignaturesAnswer(BaseModel):
    """`decision_id` is the judgment, no decision yet; `text_version` what is signed; `missing` who is still to sign it."""

    decision_id: UUID
    text_version: int | None
    given: list[GivenAnswer]
    missing: list[CalledAnswer]


@router.get("/signatures", dependencies=[requires("remedy.hear", reads=True)])
async def list_signatures(db: ReadDb, remedy_id: UUID) -> SignaturesAnswer | None:
    """How far the signatures on what carried have come; null where nothing waits for any."""
    await remedies.remedy(db, remedy_id)
    found = await decisions.judgment_drafted(db, remedy_id)
    if found is None:
        return None
    text = await decisions.text_of(db, found)
    given = await decisions.signatures_of(db, found)
    who = await decisions.signatories_of(db, found)
    return SignaturesAnswer(
        decision_id=found,
        text_version=text.version if text else None,
        given=[GivenAnswer.model_validate(one, from_attributes=True) for one in given],
        missing=[
            CalledAnswer(user_id=one.user_id, name=one.name, dissents=bool(one.dissent))
            for one in who.missing(one.user_id for one in given)
        ],
    )


@router.post(
    "/signature",
    status_code=201,
    response_model=JudgmentAnswer,
    dependencies=[requires("remedy.decide")],
)
async def sign(
    request: Request,
    db: Db,
    remedy_id: UUID,
    if_match: IfMatch,
    body: PanelSigningBody | None = None,
    key: Key = None,
) -> Response:
    """Sign what carried: each who voted, however they voted. The last signature decides the remedy. `If-Match` carries the draft's version."""
    given = body or PanelSigningBody()

    async def do() -> JudgmentAnswer:
        judgment = await remedies.issue_judgment(
            db,
            db.actor,
            remedy_id,
            passphrase=given.key(),
            version=if_match,
            text_version=given.text_version,
        )
        return JudgmentAnswer(
            decision_id=judgment.decision_id,
            stage=judgment.stage,
            version=judgment.version,
            missing=list(judgment.missing),
        )

    return await once(request, db, key, do, body=given.without_key())


@router.post("/withdrawals", status_code=204, dependencies=[requires("remedy.hear")])
async def withdraw(db: Db, remedy_id: UUID, body: WithdrawalBody) -> Response:
    """Take back a text that some signed and the rest cannot. Its signatures count no more and are kept; who is left signs the new one."""
    await remedies.take_back_judgment(db, db.actor, remedy_id, **body.model_dump())
    return Response(status_code=204)
