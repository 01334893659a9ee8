"""The decision on a remedy: signed by one judge in one act, or drafted when it carried and signed by each who voted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.actions.close_item import next_number
from app.decisions.actions.sealing import keep_grounds, seal, sign_alone
from app.decisions.actions.withdraw_text import signed_so_far, take_back
from app.decisions.models import Decision
from app.decisions.queries.dissents import dissents_printed
from app.decisions.queries.signatories import signatories_of
from app.decisions.signing.put import Place, put, signatures_of
from app.decisions.texts.compose import compose, recompose
from app.decisions.texts.models import DecisionText
from app.decisions.values import ClaimOutcome, outcome_rows
from app.documents.public import papers
from app.identity.public import demand

_NUMBERED = "T"


@dataclass(frozen=True, slots=True)
class Written:
    """What a judgment says. The remedies room asked the gate; `instruction` is to the first instance, where it is sent back."""

    remedy_id: UUID
    instance: str
    body: str
    result: str
    outcomes: Sequence[ClaimOutcome]
    reasons: str
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """One of several who judge; `dissent` are the reasons of a vote against."""

    user_id: UUID
    name: str
    rapporteur: bool
    dissent: str = ""


async def sign_at_remedy(
    db: Session, actor: Actor, opened: cases.OpenCase, written: Written, *, passphrase: str = ""
) -> UUID:
    """Write the signed decision of one judge on a remedy; who asks records the event. Returns its identifier."""
    demand(actor, "remedy.decide")
    decision = await _drafted(db, opened, written, by=actor.user_id)
    await sign_alone(
        db, actor, opened.profile, decision, passphrase=passphrase, instruction=written.instruction
    )
    keep_grounds(opened, decision)
    return decision.id


async def draft_at_remedy(
    db: Session, actor: Actor, opened: cases.OpenCase, written: Written, judges: Sequence[Judge]
) -> UUID:
    """Draft the judgment that several carried, with its text, for each of them to sign: those who dissent, too. In the order of `judges`."""
    demand(actor, "remedy.decide")
    author = next((one.user_id for one in judges if one.rapporteur), actor.user_id)
    decision = await _drafted(db, opened, written, by=author)
    decision.signatories = [
        {
            "user_id": str(one.user_id),
            "name": one.name,
            "rapporteur": one.rapporteur,
            "dissent": one.dissent,
        }
        for one in judges
    ]
    against = sum(bool(one.dissent) for one in judges)
    decision.tally = {"for": len(judges) - against, "against": against}
    db.add(decision)
    await db.flush()
    await compose(db, decision.id, instruction=written.instruction)
    return decision.id


async def judgment_drafted(db: ReadSession, remedy_id: UUID) -> UUID | None:
    """The judgment of a remedy that waits for signatures; None where there is none, and for who does not hear remedies."""
    found: UUID | None = await db.scalar(
        select(Decision.id).where(Decision.remedy_id == remedy_id, Decision.status == "draft")
    )
    return found


async def judgments_to_sign(db: ReadSession, user_id: UUID) -> frozenset[UUID]:
    """The remedies whose judgment waits for that judge's signature. One query, and one for each judgment that calls them."""
    drafts = await db.scalars(
        select(Decision).where(
            Decision.status == "draft", Decision.signatories.contains([{"user_id": str(user_id)}])
        )
    )
    waiting = set()
    for one in drafts:
        signed = {given.user_id for given in await signatures_of(db, one.id)}
        if one.remedy_id is not None and user_id not in signed:
            waiting.add(one.remedy_id)
    return frozenset(waiting)


async def sign_judgment(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    decision_id: UUID,
    written: Written,
    *,
    passphrase: str = "",
    version: int | None = None,
) -> tuple[str, ...]:
    """Add one judge's signature to a judgment of several. Returns who is still to sign; with the last one it is signed.

    `written` is what would be judged now, `version` that of the text that the judge read. Raises `NotFound`, `AlreadySigned`,
    `NotYoursToSign`, `SignedByYou`, `OutcomeChanged`, `TextChanged`, `Invalid` at `passphrase`. Nothing is written when it raises.
    """
    demand(actor, "remedy.decide")
    decision = await _locked(db, decision_id)
    if decision.status != "draft":
        raise errors.AlreadySigned
    who = await signatories_of(db, decision_id)
    given = await signatures_of(db, decision_id)
    own = who.of(actor.user_id)
    if own is None:
        raise errors.NotYoursToSign
    if actor.user_id in {one.user_id for one in given}:
        raise errors.SignedByYou
    if decision.outcomes != outcome_rows(written.outcomes):
        raise errors.OutcomeChanged
    text = await compose(db, decision_id, instruction=written.instruction)
    if version is not None and version != text.version:
        raise errors.TextChanged
    signature = await put(
        db,
        actor,
        decision,
        text,
        opened.profile,
        place=Place(own.name, own.title(text.language), presides=False, number=who.people.index(own)),
        signatories=[papers.Signatory(one.name, one.title(text.language)) for one in who.people],
        dissents=await dissents_printed(db, decision, opened.profile),
        passphrase=passphrase,
    )
    given.append(signature)
    missing = who.missing(one.user_id for one in given)
    if not missing:
        seal(db, decision, given)
        await db.flush()
        keep_grounds(opened, decision)
    return tuple(one.name for one in missing)


async def take_back_judgment(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    written: Written,
    *,
    cause: str,
    reasons: str,
    leaving: UUID | None = None,
    version: int | None = None,
) -> None:
    """The text of a judgment is taken back as that of any decision (`withdraw_text`, which see), and composed anew for all to sign.

    Of who `left` the vote stays and the others sign; of who recused themself it counts no more: the others must carry it with more
    than half of all the seats, or it is voted again.
    """
    decision = await _locked(db, decision_id)
    if actor.body != decision.body:
        raise Forbidden
    given, row = await signed_so_far(db, decision, cause=cause, reasons=reasons, version=version)
    if cause != "changed":
        decision.signatories = _without(decision, cause, leaving)
    decision.outcomes = outcome_rows(written.outcomes)
    await take_back(db, actor, decision, row, given, cause=cause, reasons=reasons.strip(), leaving=leaving)
    await recompose(db, row, decision, instruction=written.instruction)


async def discard_judgment(
    db: Session, actor: Actor, remedy_id: UUID, *, reasons: str, leaving: UUID
) -> None:
    """Who hears the remedy changed before all had signed: the judgment is put aside with the signatures that it has, to be voted anew."""
    found = await judgment_drafted(db, remedy_id)
    if found is None:
        return
    decision = await _locked(db, found)
    given = await signatures_of(db, found)
    row = await db.locked(DecisionText, found)
    if given and row is not None:
        await take_back(db, actor, decision, row, given, cause="left", reasons=reasons, leaving=leaving)
        await db.flush()
    decision.status = "discarded"
    await db.flush()


def _without(decision: Decision, cause: str, leaving: UUID | None) -> list[dict[str, object]]:
    left = [row for row in decision.signatories if row["user_id"] != str(leaving)]
    if len(left) == len(decision.signatories):
        raise Invalid.at("leaving", "unknown", "Elija quién ya no firma: alguien que votó y debe firmar.")
    if not left:
        raise errors.NobodyElseSigns
    seats = sum(count for count in decision.tally.values() if isinstance(count, int))
    if cause == "recused" and sum(not row.get("dissent") for row in left) * 2 <= seats:
        raise errors.NoMajorityLeft
    return left


async def _drafted(db: Session, opened: cases.OpenCase, written: Written, *, by: UUID) -> Decision:
    return Decision(
        id=new_id(),
        case_id=opened.id,
        number=await next_number(db, _NUMBERED, opened.profile.today(db.now()).year),
        instance=written.instance,
        body=written.body,
        item_id=None,
        remedy_id=written.remedy_id,
        status="draft",
        result=written.result,
        reasons=written.reasons.strip(),
        outcomes=outcome_rows(written.outcomes),
        signatories=[],
        tally={},
        drafted_at=db.now(),
        drafted_by=by,
        signed_at=None,
        digest=None,
    )


async def _locked(db: Session, decision_id: UUID) -> Decision:
    decision = await db.locked(Decision, decision_id)
    if decision is None or decision.remedy_id is None:
        raise NotFound
    return decision
