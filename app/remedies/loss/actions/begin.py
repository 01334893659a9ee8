"""Opening a procedure of loss, telling the person, and what the person answers."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid
from app.core.ids import new_id
from app.documents.public import Desk
from app.identity.public import demand
from app.remedies import rules as filing
from app.remedies.loss import errors, rules
from app.remedies.loss.loading import held, open_loss
from app.remedies.loss.models import Loss
from app.remedies.loss.telling import tell_others

OPEN_STATES = ("opened", "told", "signed")
FEWEST_DAYS, MOST_DAYS = 5, 90


async def open_procedure(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    grounds: Sequence[int],
    reasons: str,
    claims: Sequence[UUID] | None = None,
    version: int | None = None,
) -> UUID:
    """Open a cessation, cancellation or revocation against those of the case who have a status; `grounds` are positions in the
    profile's list, `version` the case's.

    Nothing is lost by it: the status and the documents stay until a decision is served. Raises `NotFound`, `NotKnownHere`,
    `NoStatusToLose`, `LossOpenAlready`, `CaseChanged`, `Invalid`, and what the procedure refuses.
    """
    demand(actor, "loss.open")
    opened = await cases.open_case(db, case_id, version=version)
    if not rules.ways(opened.profile):
        raise errors.NotKnownHere
    if broken := _broken(opened, kind, grounds, reasons, claims):
        raise Invalid(*broken)
    may_lose = rules.holding(opened.profile, held(opened))
    wanted = may_lose if claims is None else tuple(opened.claim(claim).id for claim in claims)
    if not wanted or not set(wanted) <= set(may_lose):
        raise errors.NoStatusToLose
    running = select(Loss.id).where(Loss.case_id == case_id, Loss.state.in_(OPEN_STATES))
    if await db.scalar(running) is not None:
        raise errors.LossOpenAlready
    row = Loss(
        id=new_id(),
        case_id=case_id,
        kind=kind,
        grounds=rules.as_they_read(opened.profile, kind, grounds),
        claims=[str(claim) for claim in wanted],
        state="opened",
        reasons=reasons.strip(),
        opened_at=db.now(),
        opened_by=actor.user_id,
        before={
            str(c.id): {"outcome": c.outcome, "grounds": list(c.grounds)}
            for c in opened.claims
            if c.id in wanted
        },
        version=1,
    )
    db.add(row)
    await db.flush()
    await cases.record(
        db,
        actor,
        opened,
        rules.OPENED,
        claims=wanted,
        data={"loss": str(row.id), "cause": kind, "way": kind, "reasons": row.reasons},
        satisfied=opened.profile.event(rules.OPENED).needs,
        desk=Desk(),
        tell={rules.TOLD_OPENED: {}},
    )
    await tell_others(db, opened, wanted, rules.TOLD_OPENED)
    return row.id


def _broken(
    opened: cases.OpenCase, kind: str, grounds: Sequence[int], reasons: str, claims: Sequence[UUID] | None
) -> list[FieldError]:
    broken = []
    if kind not in rules.ways(opened.profile):
        broken.append(FieldError("kind", "unknown", "Elija qué procedimiento se abre."))
    if claims is not None and not claims:
        broken.append(FieldError("claims", "required", "Marque a quién concierne."))
    return [
        *broken,
        *rules.wrong_grounds(opened.profile, kind, grounds),
        *filing.lacking("reasons", reasons),
    ]


async def tell(
    db: Session,
    actor: Actor,
    loss_id: UUID,
    *,
    how: str,
    language: str,
    days: int,
    version: int | None = None,
) -> None:
    """The person is told that their status is looked at, why, in their language, and until when they may answer (calendar days).

    Raises `NotFound`, `LossNotOpen`, `LossChanged`, `Invalid`.
    """
    demand(actor, "loss.tell")
    open_ = await open_loss(db, loss_id, "opened", version=version)
    broken = filing.lacking("how", how)
    if not language.strip():
        broken.append(FieldError("language", "required", "Diga en qué idioma se le avisó."))
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        broken.append(
            FieldError(
                "days",
                "out_of_range",
                "Dé entre %(fewest)s y %(most)s días para contestar.",
                {"fewest": FEWEST_DAYS, "most": MOST_DAYS},
            )
        )
    if broken:
        raise Invalid(*broken)
    loss = open_.loss
    loss.told_how, loss.told_in = how.strip(), language.strip()
    loss.told_at, loss.answer_until = db.now(), db.now() + timedelta(days=days + 1)
    loss.state, loss.version = "told", loss.version + 1
    last = rules.last_day_to_answer(loss.answer_until, open_.opened.profile.zone)
    said = {"until": last.isoformat()}
    await cases.record(
        db,
        actor,
        open_.opened,
        "loss_told",
        claims=open_.claims,
        data={"loss": str(loss.id), "until": loss.answer_until.isoformat()},
        tell={rules.TOLD_TIME: said},
    )
    await tell_others(db, open_.opened, open_.claims, rules.TOLD_TIME, said)


async def answer(db: Session, actor: Actor, loss_id: UUID, *, text: str, version: int | None = None) -> None:
    """What the person says to it; also late, and again, as long as nothing is signed. Raises `NotFound`, `LossNotOpen`,
    `LossChanged`, `BeyondYourMandate`, `Invalid`."""
    demand(actor, "loss.answer")
    open_ = await open_loss(db, loss_id, "told", version=version)
    loss = open_.loss
    await cases.demand_power(db, actor, loss.case_id, "file", open_.claims)
    loss.answer = filing.sentence("text", text)
    loss.answered_at, loss.answered_by, loss.version = db.now(), actor.user_id, loss.version + 1
    await _note(db, actor, open_.opened, open_.claims, "loss_answered", loss)


async def waive_hearing(
    db: Session, actor: Actor, loss_id: UUID, *, statement: str, signed: bool, version: int | None = None
) -> None:
    """The person does not want to be heard, and signed that; their counsel says so only within a mandate to give things up.

    Raises `NotFound`, `LossNotOpen`, `LossChanged`, `BeyondYourMandate`, `Invalid`.
    """
    demand(actor, "loss.answer")
    if not signed:
        raise Invalid.at("signed", "required", "La persona tiene que firmar que renuncia a la audiencia.")
    open_ = await open_loss(db, loss_id, "told", version=version)
    await cases.demand_power(db, actor, open_.loss.case_id, "withdraw", open_.claims)
    open_.loss.hearing_waived = filing.sentence("statement", statement)
    open_.loss.version += 1
    await _note(db, actor, open_.opened, open_.claims, "loss_hearing_waived", open_.loss)


async def _note(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    claims: Sequence[UUID],
    event: str,
    loss: Loss,
) -> None:
    await cases.record(db, actor, opened, event, claims=claims, data={"loss": str(loss.id)})
