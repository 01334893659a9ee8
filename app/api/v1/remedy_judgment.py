"""Letting a late remedy in, and judging one."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body, Happened, SigningBody
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db
from app.remedies import public as remedies

router = Router(tags=["remedies"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]


class AdmissionBody(Body):
    admitted: bool
    reasons: Text


class OutcomeBody(Body):
    outcome: str = Field(examples=["recognised_convention"], max_length=60)
    grounds: list[Annotated[str, Field(max_length=120)]] = Field(default=[], max_length=20)
    article: str | None = Field(default=None, max_length=120)
    reasons: Text = ""

    def as_judged(self) -> remedies.Judged:
        return remedies.Judged(self.outcome, tuple(self.grounds), self.article, self.reasons)


class JudgmentBody(Body):
    """`outcomes` by claim, when overturned: a derivative claim that is left out follows its principal's. `reversal_grounds` say why
    the decision does not stand; `instructions` what the first instance must do, point by point, when it is sent back."""

    result: Literal["upheld", "overturned", "remitted", "dismissed"]
    reasons: Text
    outcomes: dict[UUID, OutcomeBody] = Field(default={}, max_length=50)
    reversal_grounds: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=20)
    instructions: list[Text] = Field(default=[], max_length=20)

    def as_verdict(self) -> remedies.Verdict:
        given = {claim: one.as_judged() for claim, one in self.outcomes.items()}
        return remedies.Verdict(self.result, self.reasons, given, self.reversal_grounds, self.instructions)


class SignedJudgmentBody(JudgmentBody, SigningBody):
    """A judgment that is signed as it is given: beside it, what opens the judge's own key."""


class JudgmentAnswer(BaseModel):
    """`decision_id` is the decision on the remedy; `version` is the case's. `missing`: who of several still has to sign it; until nobody
    has, nothing is decided."""

    decision_id: UUID
    stage: str
    version: int
    missing: list[str] = []


@router.post("/remedies/{remedy_id}/admission", dependencies=[requires("remedy.admit_late")])
async def admit_remedy(db: Db, remedy_id: UUID, body: AdmissionBody, if_match: IfMatch) -> Happened:
    """Let a late remedy in, or not, with reasons. `If-Match` carries the remedy's ETag."""
    act = remedies.admit_late if body.admitted else remedies.refuse_late
    return Happened.of(await act(db, db.actor, remedy_id, reasons=body.reasons, version=if_match))


@router.post(
    "/remedies/{remedy_id}/decision",
    status_code=201,
    response_model=JudgmentAnswer,
    dependencies=[requires("remedy.decide")],
)
async def decide_remedy(
    request: Request, db: Db, remedy_id: UUID, body: SignedJudgmentBody, if_match: IfMatch, key: Key = None
) -> Response:
    """Uphold, overturn or send back; the decision is signed in the same act. `If-Match` carries the remedy's ETag."""

    async def do() -> JudgmentAnswer:
        judgment = await remedies.decide_remedy(
            db,
            db.actor,
            remedy_id,
            result=body.result,
            reasons=body.reasons,
            outcomes={claim: one.as_judged() for claim, one in body.outcomes.items()},
            reversal_grounds=body.reversal_grounds,
            instructions=body.instructions,
            passphrase=body.key(),
            version=if_match,
        )
        return JudgmentAnswer(
            decision_id=judgment.decision_id, stage=judgment.stage, version=judgment.version
        )

    return await once(request, db, key, do, body=body.without_key())
