"""Examining a remedy before it is judged: what it lacks, whether it is taken up, whether the person is heard, what the other side says."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.procedure import public as procedure
from app.remedies import errors, rules
from app.remedies.loading import OpenRemedy, open_remedy
from app.remedies.models import Correction, FirstAnswer
from app.remedies.policies import demand_impartial

FEWEST_DAYS, MOST_DAYS = 1, 60
GRANTED, REFUSED = "granted", "refused"
# What the person is told of it, by the name of the notice.
CORRECTION_ASKED = "remedy_correction_asked"
HEARING_RULED = {True: "remedy_hearing_granted", False: "remedy_hearing_refused"}
LONGEST_TOLD = 300


async def ask_correction(
    db: Session, actor: Actor, remedy_id: UUID, *, lacking: str, days: int, version: int | None = None
) -> datetime:
    """Ask once for what the writing lacks, with so many working days to bring it; returns the first instant after them (UTC).

    No judgment is given meanwhile. Raises `NotFound`, `NotPending`, `AlreadyAsked`, `WorkedOnThisCase`, `RemedyChanged`, `Invalid`.
    """
    open_ = await _pending(db, actor, remedy_id, version)
    if await _correction(db, remedy_id) is not None:
        raise errors.AlreadyAsked
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise Invalid.at(
            "days",
            "out_of_range",
            "Dé entre %(fewest)s y %(most)s días hábiles.",
            fewest=FEWEST_DAYS,
            most=MOST_DAYS,
        )
    due_at = _after_working_days(open_.opened.profile, db.now(), days)
    db.add(
        Correction(
            id=new_id(),
            case_id=open_.opened.id,
            remedy_id=remedy_id,
            lacking=rules.sentence("lacking", lacking),
            days=days,
            asked_at=db.now(),
            asked_by=actor.user_id,
            due_at=due_at,
        )
    )
    open_.remedy.version += 1
    told = {"lacking": _in_short(lacking), "until": last_day(due_at, open_.opened.profile.zone)}
    await _note(
        db, actor, open_, "remedy_correction_asked", tell={CORRECTION_ASKED: told}, due=due_at.isoformat()
    )
    return due_at


async def answer_correction(
    db: Session, actor: Actor, remedy_id: UUID, *, answer: str, version: int | None = None
) -> None:
    """What was lacking is brought; also after the days, for who judges to weigh. Raises `NotFound`, `NotPending`, `NothingAsked`,
    `RemedyChanged`, `Invalid`."""
    demand(actor, "remedy.file")
    open_ = await open_remedy(db, remedy_id, version=version)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    correction = await _correction(db, remedy_id)
    if correction is None or correction.answered_at is not None:
        raise errors.NothingAsked
    correction.answer = rules.sentence("answer", answer)
    correction.answered_at, correction.answered_by = db.now(), actor.user_id
    open_.remedy.version += 1
    await _note(db, actor, open_, "remedy_correction_answered", in_time=db.now() < correction.due_at)


async def take_up(
    db: Session, actor: Actor, remedy_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """The remedy meets the form and will be judged on what it says. Raises `NotFound`, `NotPending`, `AlreadyTakenUp`,
    `CorrectionOpen`, `WorkedOnThisCase`, `RemedyChanged`, `Invalid`."""
    open_ = await _pending(db, actor, remedy_id, version)
    if open_.remedy.admitted_at is not None:
        raise errors.AlreadyTakenUp
    await demand_corrected(db, remedy_id)
    open_.remedy.admitted_at, open_.remedy.admitted_by = db.now(), actor.user_id
    open_.remedy.admission_reasons = rules.sentence("reasons", reasons)
    open_.remedy.version += 1
    await _note(db, actor, open_, "remedy_taken_up")


async def rule_on_hearing(
    db: Session, actor: Actor, remedy_id: UUID, *, granted: bool, reasons: str, version: int | None = None
) -> None:
    """Will the person be heard? With reasons either way; a refusal may later be turned into a yes. Raises `NotFound`, `NotPending`,
    `HearingGranted`, `WorkedOnThisCase`, `RemedyChanged`, `Invalid`."""
    open_ = await _pending(db, actor, remedy_id, version)
    if open_.remedy.hearing_ruling == GRANTED:
        raise errors.HearingGranted
    open_.remedy.hearing_ruling = GRANTED if granted else REFUSED
    open_.remedy.hearing_ruling_reasons = rules.sentence("reasons", reasons)
    open_.remedy.version += 1
    told = {HEARING_RULED[granted]: dict[str, str]()}
    await _note(db, actor, open_, "remedy_hearing_ruled", tell=told, result=open_.remedy.hearing_ruling)


async def answer_for_first_instance(
    db: Session, actor: Actor, remedy_id: UUID, *, text: str, version: int | None = None
) -> None:
    """What the body whose decision is challenged says, or its summary of the case (in Panama ONPAR sends one to the Minister).

    Once for each remedy, while it is pending. Raises `NotFound`, `NotPending`, `AlreadyAnswered`, `RemedyChanged`, `Invalid`.
    """
    demand(actor, "remedy.answer")
    open_ = await open_remedy(db, remedy_id, version=version)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    if await db.scalar(select(FirstAnswer.id).where(FirstAnswer.remedy_id == remedy_id)) is not None:
        raise errors.AlreadyAnswered
    db.add(
        FirstAnswer(
            id=new_id(),
            case_id=open_.opened.id,
            remedy_id=remedy_id,
            text=rules.sentence("text", text),
            given_at=db.now(),
            given_by=actor.user_id,
        )
    )
    open_.remedy.version += 1
    await _note(db, actor, open_, "remedy_first_instance_answered")


async def demand_corrected(db: Session, remedy_id: UUID) -> None:
    """Raises `CorrectionOpen` while what was asked for may still be brought."""
    correction = await _correction(db, remedy_id)
    if correction is not None and correction.answered_at is None and db.now() < correction.due_at:
        raise errors.CorrectionOpen


async def _pending(db: Session, actor: Actor, remedy_id: UUID, version: int | None) -> OpenRemedy:
    demand(actor, "remedy.examine")
    open_ = await open_remedy(db, remedy_id, version=version)
    await demand_impartial(db, actor, open_.opened.id)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    return open_


async def _correction(db: Session, remedy_id: UUID) -> Correction | None:
    found: Correction | None = await db.scalar(select(Correction).where(Correction.remedy_id == remedy_id))
    return found


def last_day(until: datetime, zone: ZoneInfo) -> str:
    """The last whole day before a moment, in ISO form: what a person is told instead of the instant after it."""
    return (until.astimezone(zone) - timedelta(microseconds=1)).date().isoformat()


def _in_short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= LONGEST_TOLD else f"{told[: LONGEST_TOLD - 1].rstrip()}…"


async def _note(
    db: Session,
    actor: Actor,
    open_: OpenRemedy,
    event: str,
    *,
    tell: Mapping[str, Mapping[str, str]] | None = None,
    **data: object,
) -> None:
    reached = [c.id for c in open_.opened.claims if c.stage == open_.opened.case.stage]
    data = {"remedy": str(open_.remedy.id), **data}
    await cases.record(db, actor, open_.opened, event, claims=reached, data=data, tell=tell)


def _after_working_days(profile: procedure.Profile, now: datetime, days: int) -> datetime:
    last = profile.today(now)
    for _ in range(days):
        last = procedure.next_working_day(profile, last)
    return datetime.combine(last + timedelta(days=1), time(), profile.zone).astimezone(UTC)
