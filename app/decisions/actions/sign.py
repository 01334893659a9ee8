"""The signatures that make a decision: each signatory adds theirs, the last one makes it."""

from dataclasses import dataclass
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.decisions import errors, rules
from app.decisions.actions.sealing import keep_grounds, seal, sign_row
from app.decisions.chamber import Chamber, enter, take_up
from app.decisions.losing import claims_of, event_of
from app.decisions.models import AgendaItem, Decision
from app.decisions.policies import handlers_among
from app.decisions.queries.dissents import dissents_printed
from app.decisions.queries.signatories import Signatories, Signatory, signatories_of
from app.decisions.signing.put import Place, put, signatures_of
from app.decisions.texts.compose import Text, compose, recompose
from app.decisions.texts.models import DecisionText
from app.documents.public import Desk, papers
from app.identity.public import demand


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is still to sign; `recorded` is what the decision came to, once nobody is."""

    missing: tuple[str, ...]
    recorded: cases.Recorded | None


async def sign(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    passphrase: str = "",
    scan: UUID | None = None,
    version: int | None = None,
    on_paper: bool = True,
) -> Signed:
    """Add the actor's signature to a draft; with the last one it is signed, cannot change, and each claim has its outcome.

    `version` is that of the text that the actor read. `passphrase` opens their own key; without one enrolled the signature is by
    hand and the authority's seal attests it, with the `scan` of the sheet where there is one. `on_paper` false: one of many signed
    years ago, whose paper is made when it is first asked for (the simulation). Never who drafted or edited it, but
    for a secretary who signs as such. Raises `NotFound`, `AlreadySigned`, `SignedByYou`, `FourEyes`, `NotYoursToSign`, `HandledThisCase`,
    `NothingLeftToDecide`, `OutcomeChanged`, `TextChanged`, `Invalid` at `passphrase`. Nothing is written when it raises.
    """
    demand(actor, "decision.sign")
    opened, chamber, decision = await taken_up(db, actor, decision_id)
    item = await db.get(AgendaItem, decision.item_id) if decision.item_id else None
    if decision.status == "signed":
        raise errors.AlreadySigned
    given = await signatures_of(db, decision_id)
    who = await signatories_of(db, decision_id)
    leave_out_the_gone(decision, opened, item)
    if not on_paper:
        own = _demand_signature(actor, decision, who, None, set())
        sign_row(db, actor, decision, seat=own.seat, presides=own.capacity == "presiding")
        await db.flush()
        return Signed((), await _record_decided(db, actor, opened, decision, chamber, item))
    text = await _text_to_sign(db, decision, begun=bool(given), version=version)
    own = _demand_signature(actor, decision, who, text.edited_by, {one.user_id for one in given})
    if own.capacity == "authority" and await handlers_among(db, opened.id, [actor.user_id]):
        raise errors.HandledThisCase
    people = (own,) if who.any_one else who.people
    signature = await put(
        db,
        actor,
        decision,
        text,
        opened.profile,
        place=Place(own.name, own.seat, own.capacity == "presiding", people.index(own)),
        signatories=[papers.Signatory(one.name, one.title(text.language)) for one in people],
        dissents=await dissents_printed(db, decision, opened.profile),
        passphrase=passphrase,
        scan=scan,
    )
    given.append(signature)
    missing = who.missing(one.user_id for one in given)
    if missing:
        return Signed(tuple(one.name for one in missing), None)
    seal(db, decision, given)
    await db.flush()
    return Signed((), await _record_decided(db, actor, opened, decision, chamber, item))


async def taken_up(
    db: Session, actor: Actor, decision_id: UUID
) -> tuple[cases.OpenCase, Chamber | None, Decision]:
    """The decision locked, with its case; the sitting first where it comes of one."""
    draft = await db.get(Decision, decision_id)
    if draft is None:
        raise NotFound
    item = await db.get(AgendaItem, draft.item_id) if draft.item_id else None
    if item is not None:
        chamber: Chamber | None = await enter(db, actor, item.sitting_id)
        opened = (await take_up(db, chamber, item.id)).opened if chamber else None
    else:
        chamber, opened = None, await cases.open_case(db, draft.case_id)
    decision = await db.locked(Decision, decision_id)
    if decision is None or opened is None or decision.remedy_id is not None:
        raise NotFound
    return opened, chamber, decision


def leave_out_the_gone(decision: Decision, opened: cases.OpenCase, item: AgendaItem | None) -> None:
    """Whose claims do not wait for this decision any more has nothing decided on them.

    Who may lose a status waits at no stage of a first decision: of a loss on the agenda nobody is left out.
    """
    if item is not None and item.loss_id is not None:
        return
    waiting = {str(c.id) for c in opened.claims if c.stage == rules.WAITING}
    decision.outcomes = [row for row in decision.outcomes if row["claim_id"] in waiting]
    if not decision.outcomes:
        raise errors.NothingLeftToDecide


async def _text_to_sign(db: Session, decision: Decision, *, begun: bool, version: int | None) -> Text:
    """The text that the actor read, about those on whom something is decided."""
    text = await compose(db, decision.id)
    told = {one["claim"] for one in text.told["persons"]}
    if told != {row["claim_id"] for row in decision.outcomes}:
        if begun or text.changed or version is not None:
            raise errors.OutcomeChanged
        row = await db.locked(DecisionText, decision.id)
        if row is None:
            raise NotFound
        await recompose(db, row, decision)
        text = await compose(db, decision.id)
    if version is not None and version != text.version:
        raise errors.TextChanged
    return text


def _demand_signature(
    actor: Actor, decision: Decision, who: Signatories, edited_by: UUID | None, given: set[UUID]
) -> Signatory:
    own = who.of(actor.user_id)
    drafted = actor.user_id in (decision.drafted_by, edited_by)
    # A secretary signs what was voted, and a single authority what it decided on somebody else's analysis.
    if drafted and (own is None or own.capacity not in ("secretary", "authority")):
        raise errors.FourEyes
    if own is None:
        raise errors.NotYoursToSign
    if actor.user_id in given:
        raise errors.SignedByYou
    return own


async def _record_decided(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    decision: Decision,
    chamber: Chamber | None,
    item: AgendaItem | None,
) -> cases.Recorded:
    if item is not None and item.loss_id is not None:
        # Nothing changes for the person until it is served.
        said = {"decision": str(decision.id), "number": decision.number, "loss": str(item.loss_id)}
        name = event_of(item, "decided")
        return await cases.record(db, actor, opened, name, claims=claims_of(item, opened), data=said)
    outcomes = {UUID(str(row["claim_id"])): str(row["outcome"]) for row in decision.outcomes}
    keep_grounds(opened, decision)
    sitting = {"sitting": chamber.sitting.number} if chamber else {}
    return await cases.record(
        db,
        actor,
        opened,
        "decided",
        claims=list(outcomes),
        outcomes=outcomes,
        data={"decision": str(decision.id), "number": decision.number} | sitting,
        # The item could only be closed with both; the signatures are these.
        satisfied=["quorum", "votes_complete", "signed"],
        desk=Desk(),
    )
