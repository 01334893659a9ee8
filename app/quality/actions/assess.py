"""Assessing a file: kept as it is typed, submitted when whole, released to the author, answered by them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.identity.public import demand
from app.quality import errors
from app.quality.loading import drawn_sample, own_open_review
from app.quality.models import AuthorAnswer, Conclusion, Mark, QualityReview
from app.quality.rules.instruments import instrument
from app.quality.rules.scale import LONGEST, Marked, missing, score, unusable

_ALL_DONE = sql("select quality_all_done(:file, :instrument, 'assessment')")


async def save_marks(
    db: Session,
    actor: Actor,
    review_id: UUID,
    *,
    marks: Mapping[str, Marked],
    conclusion: str,
    version: int | None = None,
) -> int:
    """Keep the assessment as far as it goes; a mark that is not sent stays as it is. Returns its new version.

    Raises `NotFound`, `NotYourReview`, `NotOpenAnyMore`, `ReviewChanged`, `Invalid`.
    """
    demand(actor, "quality.review")
    found = await own_open_review(db, actor, review_id, version)
    wrong = unusable(instrument(found.instrument, found.instrument_version), marks)
    if len(conclusion) > LONGEST:
        raise Invalid.at("conclusion", "too_long", "El texto tiene como máximo 4000 letras.")
    if wrong:
        raise Invalid(*wrong)
    if marks:
        rows = [
            {"review_id": review_id, "indicator": name, "mark": given.mark, "comment": given.comment.strip()}
            for name, given in marks.items()
        ]
        kept = insert(Mark).values(rows)
        said = {"mark": kept.excluded.mark, "comment": kept.excluded.comment}
        await db.execute(kept.on_conflict_do_update(index_elements=["review_id", "indicator"], set_=said))
    whole = insert(Conclusion).values(review_id=review_id, text=conclusion.strip())
    await db.execute(
        whole.on_conflict_do_update(index_elements=["review_id"], set_={"text": whole.excluded.text})
    )
    if found.state == "assigned":
        found.state, found.started_at = "started", db.now()
    found.version += 1
    await _independent(db)
    return found.version


async def submit_review(db: Session, actor: Actor, review_id: UUID, *, version: int | None = None) -> None:
    """It is whole: from here it does not change, the file closes to its assessor, and the counts are fixed.

    Raises what `save_marks` raises; `Invalid` at each indicator that is missing; `HadAPart`.
    """
    demand(actor, "quality.review")
    found = await own_open_review(db, actor, review_id, version)
    used = instrument(found.instrument, found.instrument_version)
    given = await db.scalars(select(Mark).where(Mark.review_id == review_id))
    marks = {each.indicator: Marked(each.mark, each.comment) for each in given}
    if wrong := missing(used, marks):
        raise Invalid(*wrong)
    counted = score(used, marks)
    found.correct, found.minor, found.significant = counted.correct, counted.minor, counted.significant
    found.applicable, found.failed = counted.applicable, counted.failed
    found.state, found.submitted_at = "submitted", db.now()
    found.started_at = found.started_at or db.now()
    found.version += 1
    await _independent(db)


async def release_file(db: Session, actor: Actor, file_id: UUID, instrument_name: str) -> int:
    """Hand the assessments of a file by one instrument to their author. Returns how many. Raises `NotFound`, `NotAllDone`."""
    demand(actor, "quality.sample")
    found = await db.scalars(
        select(QualityReview)
        .where(
            QualityReview.file_id == file_id,
            QualityReview.instrument == instrument_name,
            QualityReview.purpose == "assessment",
            QualityReview.state.in_(("assigned", "started", "submitted")),
        )
        .with_for_update()
    )
    if not found:
        raise NotFound
    if any(each.state != "submitted" for each in found) or not await _all_done(db, file_id, instrument_name):
        raise errors.NotAllDone
    for each in found:
        each.state, each.released_at = "released", db.now()
        each.version += 1
    await db.flush()
    return len(found)


async def release_sample(db: Session, actor: Actor, sample_id: UUID) -> int:
    """Hand over everything of a sample that is whole; what another still works on stays. Returns how many assessments."""
    demand(actor, "quality.sample")
    await drawn_sample(db, sample_id)
    # A single submission of a file that two assess is not shown to anybody yet (row-level security), and so it stays.
    found = await db.rows(
        select(QualityReview.file_id, QualityReview.instrument)
        .where(
            QualityReview.sample_id == sample_id,
            QualityReview.purpose == "assessment",
            QualityReview.state == "submitted",
        )
        .distinct()
        .order_by(QualityReview.file_id, QualityReview.instrument)
    )
    released = 0
    for file_id, name in found:
        try:
            released += await release_file(db, actor, file_id, name)
        except errors.NotAllDone:
            continue
    return released


async def answer_review(db: Session, actor: Actor, review_id: UUID, *, agrees: bool, text: str) -> None:
    """What the author says of the assessment of the own work. Once. Raises `NotFound`, `NotReleasedYet`, `AnsweredAlready`, `Invalid`."""
    demand(actor, "quality.answer")
    found = await db.get(QualityReview, review_id)
    if found is None or found.author_id != actor.user_id:
        raise NotFound
    if found.state != "released":
        raise errors.NotReleasedYet
    if not agrees and not text.strip():
        raise Invalid.at("text", "required", "Escriba en qué no está de acuerdo, y por qué.")
    if len(text) > LONGEST:
        raise Invalid.at("text", "too_long", "El texto tiene como máximo 4000 letras.")
    try:
        async with db.attempt():
            db.add(
                AuthorAnswer(
                    review_id=review_id,
                    author_id=actor.user_id,
                    agrees=agrees,
                    text=text.strip(),
                    answered_at=db.now(),
                )
            )
            await db.flush()
    except IntegrityError as twice:
        raise errors.AnsweredAlready from twice


async def _all_done(db: Session, file_id: UUID, instrument_name: str) -> bool:
    done = await db.scalar(_ALL_DONE, {"file": file_id, "instrument": instrument_name})
    return bool(done)


async def _independent(db: Session) -> None:
    """Write; whoever has had a part in the case meanwhile is told so."""
    try:
        async with db.attempt():
            await db.flush()
    except IntegrityError as refused:
        if "had a part" in str(refused):
            raise errors.HadAPart from refused
        raise
