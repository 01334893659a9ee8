"""The signatures on what carried: of each who voted, and the judgment goes out with the last of them."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions
from app.identity import public as identity
from app.identity.public import demand
from app.remedies import errors
from app.remedies.actions.decide import Judgment, conclude
from app.remedies.loading import open_remedy
from app.remedies.panel.actions.carried import drafted, judged_now, verdict_of
from app.remedies.panel.actions.drafts import ISSUED, PROPOSED, draft_in, taken_up
from app.remedies.panel.loading import demand_seat

TAKEN_BACK = "decision_text_withdrawn"


async def issue(
    db: Session,
    actor: Actor,
    remedy_id: UUID,
    *,
    passphrase: str = "",
    version: int | None = None,
    text_version: int | None = None,
) -> Judgment:
    """Sign what carried. Everybody who voted signs, who dissents with their reasons beside it; the last signature decides the remedy.

    Until then nothing is decided (`Judgment.missing`). `version` is the draft's, `text_version` that of the text that was read. Raises
    `NotFound`, `NotSeated`, `NotPending`, `NoDraft`, `VotesMissing`, `DraftChanged`, what `decisions.sign_judgment` and a judgment raise.
    """
    demand(actor, "remedy.decide")
    open_ = await taken_up(db, actor, remedy_id)
    await demand_seat(db, actor, remedy_id)
    draft = await draft_in(db, remedy_id, PROPOSED, version)
    decision_id = await drafted(db, actor, open_, draft)
    verdict = verdict_of(draft)
    missing = await decisions.sign_judgment(
        db,
        actor,
        open_.opened,
        decision_id,
        await judged_now(db, open_, draft),
        passphrase=passphrase,
        version=text_version,
    )
    if missing:
        case = open_.opened.case
        return Judgment(decision_id, case.id, case.stage, case.version, missing)
    draft.status, draft.version = ISSUED, draft.version + 1
    return await conclude(db, actor, open_, verdict, decision_id)


async def take_back(
    db: Session,
    actor: Actor,
    remedy_id: UUID,
    *,
    cause: str,
    reasons: str,
    leaving: UUID | None = None,
    version: int | None = None,
) -> None:
    """Some signed and the rest cannot: the text is taken back with the reasons, and composed for all who are left to sign.

    By the clerk, or by who sits. `version` is the text's. Raises `NotFound`, `NotPending`, `NotSeated`, `NoDraft`, and what
    `decisions.withdraw_text` raises.
    """
    demand(actor, "remedy.hear")
    open_ = await open_remedy(db, remedy_id)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    if not identity.may(actor, "remedy.seat"):
        await demand_seat(db, actor, remedy_id)
    draft = await draft_in(db, remedy_id, PROPOSED, None)
    decision_id = await decisions.judgment_drafted(db, remedy_id)
    if decision_id is None:
        raise errors.NoDraft
    await decisions.take_back_judgment(
        db,
        actor,
        decision_id,
        await judged_now(db, open_, draft),
        cause=cause,
        reasons=reasons,
        leaving=leaving,
        version=version,
    )
    reached = [c.id for c in open_.opened.claims if c.stage == open_.opened.case.stage]
    # Why, and who had signed, stays with the judgment: how it is judged is nobody else's to read.
    data = {"remedy": str(remedy_id), "decision": str(decision_id), "cause": cause}
    await cases.record(db, actor, open_.opened, TAKEN_BACK, claims=reached, data=data)
