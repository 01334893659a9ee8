"""A session is convened over a sampled file; each scores blind, as any assessment; then all discuss, and what they agree on is written down."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.quality.actions.assign import assign_review, withdraw_review
from app.quality.calibration import errors, rules
from app.quality.calibration.models import Calibration, CalibrationSettlement
from app.quality.calibration.queries import compared_in, is_discussed, seats_of, settled_in
from app.quality.models import QualityReview, SampledFile
from app.quality.rules.instruments import current
from app.quality.rules.scale import MARKS

PURPOSE = "calibration"
FARTHEST = timedelta(days=366)


async def convene(
    db: Session,
    actor: Actor,
    *,
    title: str,
    file_id: UUID,
    instrument: str,
    assessors: Sequence[UUID],
    score_by: date | None,
) -> UUID:
    """Convene assessors over one sampled file. Each gets an assessment of it that counts in no figure, and may read the file with it.

    Raises `Invalid` with what is missing, `NotFound` for a file that no sample has, `CalibratedAlready`, and as `assign_review`.
    """
    identity.demand(actor, "calibration.convene")
    chosen = list(dict.fromkeys(assessors))
    profile = await procedure_in_force(db)
    last_day = _checked(title, instrument, chosen, score_by, today=profile.today(db.now()))
    file = await db.get(SampledFile, file_id)
    if file is None:
        raise NotFound
    due_at = datetime.combine(last_day, time(23, 59), profile.zone).astimezone(UTC)
    made = Calibration(
        id=new_id(),
        title=title.strip(),
        file_id=file_id,
        instrument=instrument,
        instrument_version="",
        due_at=due_at,
        convened_by=actor.user_id,
        convened_at=db.now(),
        settled_at=None,
        conclusion="",
    )
    try:
        async with db.attempt():
            db.add(made)
            await db.flush()
    except IntegrityError as twice:
        raise errors.CalibratedAlready from twice
    for slot, user in enumerate(chosen, 1):
        review_id = await assign_review(
            db,
            actor,
            file_id,
            instrument=instrument,
            assessor_id=user,
            slot=slot,
            due_at=due_at,
            purpose=PURPOSE,
        )
    made.instrument_version = str(
        await db.scalar(select(QualityReview.instrument_version).where(QualityReview.id == review_id))
    )
    await db.flush()
    return made.id


def _checked(
    title: str, instrument: str, assessors: Sequence[UUID], score_by: date | None, *, today: date
) -> date:
    """The last day to score. Raises `Invalid` with everything that is wrong."""
    wrong = []
    if not title.strip() or len(title) > 200:
        wrong.append(FieldError("title", "required", "Escriba de qué trata, en 200 caracteres como máximo."))
    if instrument not in current():
        wrong.append(FieldError("instrument", "unknown", "Elija un instrumento."))
    if not 2 <= len(assessors) <= rules.MOST_ASSESSORS:
        wrong.append(FieldError("assessors", "how_many", "Elija al menos dos personas, y doce como máximo."))
    if score_by is None or not today <= score_by <= today + FARTHEST:
        wrong.append(
            FieldError(
                "score_by", "in_the_past", "Escriba hasta qué día se evalúa: desde hoy, y dentro de un año."
            )
        )
    if wrong or score_by is None:
        raise Invalid(*wrong)
    return score_by


async def settle_indicator(
    db: Session, actor: Actor, calibration_id: UUID, *, indicator: str, mark: str, note: str
) -> None:
    """Write down what they agreed on for an indicator, and why. It may be written again until the session is closed.

    Raises `NotFound`, `NotDiscussedYet`, `AlreadySettled`, `Invalid`.
    """
    identity.demand(actor, "calibration.settle")
    session = await _discussed(db, calibration_id)
    if indicator not in {row.indicator for row in await compared_in(db, session)}:
        raise NotFound
    wrong = []
    if mark not in MARKS:
        wrong.append(FieldError("mark", "required", "Elija una de las cuatro respuestas."))
    if not note.strip() or len(note) > rules.LONGEST:
        wrong.append(
            FieldError(
                "note", "required", "Escriba en qué quedaron y por qué, en 4000 caracteres como máximo."
            )
        )
    if wrong:
        raise Invalid(*wrong)
    kept = await db.get(CalibrationSettlement, (calibration_id, indicator))
    if kept is None:
        db.add(
            CalibrationSettlement(
                calibration_id=calibration_id,
                indicator=indicator,
                mark=mark,
                note=note.strip(),
                settled_by=actor.user_id,
                settled_at=db.now(),
            )
        )
    else:
        kept.mark, kept.note, kept.settled_by, kept.settled_at = mark, note.strip(), actor.user_id, db.now()
    session.version += 1
    await db.flush()


async def go_without(db: Session, actor: Actor, calibration_id: UUID, *, version: int | None = None) -> None:
    """Discuss without those who have not submitted: their assessments end. Only whoever convened it, once two have submitted.

    Raises `NotFound`, `CalibrationChanged`, `NotDiscussedYet`, `AlreadySettled`.
    """
    identity.demand(actor, "calibration.convene")
    session = await _own(db, actor, calibration_id, version)
    sample_id = await db.scalar(select(SampledFile.sample_id).where(SampledFile.id == session.file_id))
    seats = await seats_of(db, session, sample_id)
    if sum(seat.submitted for seat in seats) < 2:
        raise errors.NotDiscussedYet
    for seat in seats:
        if not seat.submitted:
            await withdraw_review(db, actor, seat.review_id)
    session.version += 1
    await db.flush()


async def close_session(
    db: Session, actor: Actor, calibration_id: UUID, *, conclusion: str, version: int | None = None
) -> None:
    """The session is over, with what every assessor does alike from now on. Only whoever convened it.

    Raises `NotFound`, `CalibrationChanged`, `NotDiscussedYet`, `AlreadySettled`, `SomethingToSettle`, `Invalid`.
    """
    identity.demand(actor, "calibration.convene")
    session = await _own(db, actor, calibration_id, version)
    if not await is_discussed(db, session.id):
        raise errors.NotDiscussedYet
    if left := rules.to_settle(await compared_in(db, session), set(await settled_in(db, calibration_id))):
        raise errors.SomethingToSettle(count=len(left))
    if not conclusion.strip() or len(conclusion) > rules.LONGEST:
        raise Invalid.at("conclusion", "required", "Escriba qué se hará igual desde ahora.")
    session.settled_at, session.conclusion = db.now(), conclusion.strip()
    session.version += 1
    await db.flush()


async def _own(db: Session, actor: Actor, calibration_id: UUID, version: int | None) -> Calibration:
    session = await db.locked(Calibration, calibration_id)
    if session is None or session.convened_by != actor.user_id:
        raise NotFound
    if version is not None and version != session.version:
        raise errors.CalibrationChanged
    if session.settled_at is not None:
        raise errors.AlreadySettled
    return session


async def _discussed(db: Session, calibration_id: UUID) -> Calibration:
    session = await db.locked(Calibration, calibration_id)
    if session is None:
        raise NotFound
    if session.settled_at is not None:
        raise errors.AlreadySettled
    if not await is_discussed(db, session.id):
        raise errors.NotDiscussedYet
    return session
