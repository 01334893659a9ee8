"""Taking back a text that some have signed and the rest cannot: somebody left or recused themself, or what is decided changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.actions.sign import leave_out_the_gone, taken_up
from app.decisions.models import AgendaItem, Decision, Recusal, Sitting, Vote
from app.decisions.queries.signatories import signatories_of
from app.decisions.signing.models import DecisionPaper, DecisionSignature, Withdrawal
from app.decisions.signing.put import signatures_of
from app.decisions.texts.compose import Text, new_code, recompose, text_of
from app.decisions.texts.models import DecisionText
from app.identity import public as identity
from app.identity.public import demand

WITHDRAWN = "decision_text_withdrawn"
CAUSES = ("changed", "left", "recused")
LEAST, FOR = 10, "for"


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """Why a text was taken back, by whom, who left, and whose signatures it had."""

    at: datetime
    by: str
    cause: str
    reasons: str
    leaving: str | None
    signed: tuple[str, ...]


async def withdraw_text(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    cause: str,
    reasons: str,
    leaving: UUID | None = None,
    version: int | None = None,
) -> Text:
    """The text is taken back with the reasons, its signatures count no more and are kept, and it is composed anew for all to sign.

    `cause`: `changed` (what is decided changed), `left` or `recused` (`leaving` signs no more: the others who voted do). Of who recused
    themself the vote counts no more: where the others do not carry it, it is not signed but voted again. `version` is the text's. Raises
    `NotFound`, `Forbidden` for who is not of the body that decides, `AlreadySigned` once all signed, `NobodySignedYet`,
    `NobodyElseSigns`, `NoMajorityLeft`, `NothingLeftToDecide`, `TextChanged`, `Invalid`.
    """
    demand(actor, "decision.compose")
    opened, _chamber, decision = await taken_up(db, actor, decision_id)
    if actor.body != decision.body:
        raise Forbidden
    given, row = await signed_so_far(db, decision, cause=cause, reasons=reasons, version=version)
    if cause != "changed":
        await _let_go(db, decision, cause, reasons.strip(), leaving)
    item = await db.get(AgendaItem, decision.item_id) if decision.item_id else None
    leave_out_the_gone(decision, opened, item)
    await take_back(db, actor, decision, row, given, cause=cause, reasons=reasons.strip(), leaving=leaving)
    await recompose(db, row, decision)
    data = {
        "decision": str(decision_id),
        "number": decision.number,
        "cause": cause,
        "reasons": reasons.strip(),
        "void": [one.name for one in given],
    }
    await cases.record(db, actor, opened, WITHDRAWN, claims=_claims(decision), data=data)
    found = await text_of(db, decision_id)
    if found is None:
        raise NotFound
    return found


async def signed_so_far(
    db: Session, decision: Decision, *, cause: str, reasons: str, version: int | None
) -> tuple[list[DecisionSignature], DecisionText]:
    """The signatures and the text, locked, of a draft whose text may be taken back. Raises what `withdraw_text` raises."""
    if decision.status != "draft":
        raise errors.AlreadySigned
    _check(cause, reasons)
    given = await signatures_of(db, decision.id)
    if not given:
        raise errors.NobodySignedYet
    row = await db.locked(DecisionText, decision.id)
    if row is None:
        raise NotFound
    if version is not None and version != row.version:
        raise errors.TextChanged
    return given, row


async def take_back(
    db: Session,
    actor: Actor,
    decision: Decision,
    row: DecisionText,
    given: Sequence[DecisionSignature],
    *,
    cause: str,
    reasons: str,
    leaving: UUID | None,
) -> None:
    """What was signed is kept with the reasons and counts no more; the text has a code of its own from here."""
    db.add(
        Withdrawal(
            id=new_id(),
            decision_id=decision.id,
            case_id=decision.case_id,
            cause=cause,
            reasons=reasons,
            leaving=leaving if cause != "changed" else None,
            code=row.code,
            parts=row.parts,
            at=db.now(),
            by=actor.user_id,
        )
    )
    await _void(db, decision.id, given)
    row.code = new_code()


async def withdrawals_of(db: ReadSession, decision_id: UUID) -> tuple[WithdrawalView, ...]:
    """The texts of a decision that were taken back, in their order."""
    w, s = Withdrawal, DecisionSignature
    rows = list(await db.scalars(select(w).where(w.decision_id == decision_id).order_by(w.at, w.id)))
    void = list(
        await db.scalars(
            select(s).where(s.decision_id == decision_id, s.withdrawn_at.is_not(None)).order_by(s.revision)
        )
    )
    names = await identity.names(db, [u for row in rows for u in (row.by, row.leaving) if u])
    return tuple(
        WithdrawalView(
            row.at,
            names[row.by],
            row.cause,
            row.reasons,
            names[row.leaving] if row.leaving else None,
            tuple(one.name for one in void if one.withdrawn_at == row.at),
        )
        for row in rows
    )


def _check(cause: str, reasons: str) -> None:
    if cause not in CAUSES:
        raise Invalid.at("cause", "unknown", "Elija por qué se retira el texto.")
    if len(reasons.strip()) < LEAST:
        raise Invalid.at("reasons", "required", "Escriba las razones de retirar el texto.")


async def _let_go(db: Session, decision: Decision, cause: str, reasons: str, leaving: UUID | None) -> None:
    """That member signs this decision no more; their vote stays on record."""
    who = await signatories_of(db, decision.id)
    if decision.item_id is None or leaving is None or who.of(leaving) is None:
        raise Invalid.at("leaving", "unknown", "Elija quién ya no firma: alguien que votó y debe firmar.")
    if cause == "recused":
        await _demand_majority(db, decision, leaving)
    db.add(
        Recusal(
            item_id=decision.item_id,
            user_id=leaving,
            case_id=decision.case_id,
            reasons=reasons,
            found_in_record=False,
            at=db.now(),
        )
    )
    await db.flush()
    if not (await signatories_of(db, decision.id)).people:
        raise errors.NobodyElseSigns


async def _demand_majority(db: Session, decision: Decision, leaving: UUID) -> None:
    """Does what was voted stand without that vote? More than half of those who are left, and a quorum of them."""
    votes = await db.rows(
        select(Vote.user_id, Vote.choice).where(
            Vote.item_id == decision.item_id,
            Vote.user_id != leaving,
            Vote.user_id.not_in(select(Recusal.user_id).where(Recusal.item_id == decision.item_id)),
        )
    )
    sitting = await db.get(Sitting, decision.sitting_id) if decision.sitting_id else None
    carried = sum(vote.choice == FOR for vote in votes)
    if len(votes) < ((sitting.quorum if sitting else None) or 1) or carried * 2 <= len(votes):
        raise errors.NoMajorityLeft


async def _void(db: Session, decision_id: UUID, given: Sequence[DecisionSignature]) -> None:
    for one in given:
        one.withdrawn_at = db.now()
    p = DecisionPaper
    for paper in await db.scalars(select(p).where(p.decision_id == decision_id, p.withdrawn_at.is_(None))):
        paper.withdrawn_at = db.now()
    await db.flush()


def _claims(decision: Decision) -> list[UUID]:
    return [UUID(str(row["claim_id"])) for row in decision.outcomes]
