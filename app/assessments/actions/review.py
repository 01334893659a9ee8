"""Looking at somebody else's analysis: endorsing it, or giving it back."""

from collections.abc import Mapping
from uuid import UUID

from app.assessments.actions.comment import settle_comments
from app.assessments.actions.loading import Opened
from app.assessments.actions.reviewing import keep_review, under_review
from app.assessments.actions.start import next_version
from app.assessments.content import content_of
from app.assessments.rules.checklist import unanswered
from app.assessments.rules.results import recommended
from app.assessments.rules.second import second_by, second_for
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.people import public as people

SHORTEST_COMMENT = 20


async def endorse(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    checklist: Mapping[str, str],
    comment: str = "",
    version: int | None = None,
) -> str:
    """Endorse a submitted analysis; it goes to the deciding body. `checklist` answers every code of `rules.checklist`.

    An exclusion, or the refusal of a child's own claim, waits then for a second person, who endorses it by the same act.
    Returns the new status: endorsed or to_countersign. Raises `NotFound`, `NotUnderReview`, `AuthorMayNotReview`, `SecondByAnother`,
    `HasConflict`, `CommentsOpen`, `AssessmentChanged`, `Invalid` at the checklist.
    """
    opened = await under_review(db, actor, assessment_id, version=version)
    if broken := unanswered(checklist, endorsing=True):
        raise Invalid(*broken)
    await settle_comments(db, actor, opened.case.id)
    row = opened.row
    if row.status == "submitted" and (why := await _second_for(db, opened)):
        row.status, row.second_for, row.second_by = (
            "to_countersign",
            [*why],
            [*second_by(opened.case.profile)],
        )
        outcome = "first_endorsed"
    else:
        row.status = outcome = "endorsed"
    row.version += 1
    keep_review(db, actor, opened, outcome, comment, checklist)
    data = {"assessment": str(row.id), "number": row.number}
    await cases.record(db, actor, opened.case, outcome, data=data, satisfied=["not_the_author"])
    return row.status


async def _second_for(db: Session, opened: Opened) -> tuple[str, ...]:
    case = opened.case
    persons = await people.profiles(db, [claim.person_id for claim in case.claims])
    today = case.profile.today(db.now())
    children = {c.id for c in case.claims if case.profile.is_child_on(persons[c.person_id].birth_date, today)}
    results = recommended(case.profile, opened.claims, content_of(opened.row))
    return second_for(case.profile, opened.claims, results, children)


async def give_back(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    comment: str,
    checklist: Mapping[str, str] | None = None,
    version: int | None = None,
) -> UUID:
    """Return a submitted analysis with a comment. Returns the next version: a new draft, copied from the returned one, which is kept.

    Comments at its passages go along. Raises as `endorse`; `Invalid` without a comment.
    """
    opened = await under_review(db, actor, assessment_id, version=version)
    if broken := unanswered(checklist or {}, endorsing=False):
        raise Invalid(*broken)
    if len(comment.strip()) < SHORTEST_COMMENT:
        raise Invalid.at(
            "comment",
            "too_short",
            "Escriba qué falta o qué corregir, con %(least)s caracteres al menos.",
            least=SHORTEST_COMMENT,
        )
    opened.row.status, opened.row.version = "returned", opened.row.version + 1
    keep_review(db, actor, opened, "returned", comment, checklist or {})
    draft = next_version(db, opened.case.id, opened.row.author_id, opened.row)
    await cases.record(
        db,
        actor,
        opened.case,
        "returned",
        data={"assessment": str(opened.row.id), "number": opened.row.number, "draft": str(draft.id)},
        satisfied=["not_the_author", "comment"],
    )
    return draft.id
