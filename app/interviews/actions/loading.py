"""The record in hand, locked for its interviewer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.identity.public import demand
from app.interviews import errors
from app.interviews.models import Entry, Interview, InterviewSession, Participant, Signature
from app.interviews.rules import BESIDE_A_CHILD
from app.overrides import public as overrides
from app.people import public as people

# Raised by the database itself (migrations 0002 and 0010), whatever the code above it believes.
_SIGNED = "is signed and cannot be changed"


async def in_hand(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    version: int | None = None,
    paused: bool = False,
    adjourned: bool = False,
) -> Interview:
    """The interview, locked until the commit: not signed, nor (unless `paused`) in a break, nor (unless `adjourned`) put off.

    Always locked before the case, here and everywhere, so that two never wait for each other in a ring. Raises `NotFound`,
    `NotYourInterview`, `InterviewChanged`, `RecordSigned`, `Paused`, `Adjourned`.
    """
    demand(actor, "interview.conduct")
    interview = await db.locked(Interview, interview_id)
    if interview is None:
        raise NotFound
    if interview.interviewer_id != actor.user_id:
        raise errors.NotYourInterview
    if interview.status == "signed":
        raise errors.RecordSigned
    if version is not None and version != interview.version:
        raise errors.InterviewChanged
    if interview.status == "paused" and not paused:
        raise errors.Paused
    if interview.status == "adjourned" and not adjourned:
        raise errors.Adjourned
    return interview


async def session_in_hand(db: Session, interview_id: UUID) -> InterviewSession:
    """The session that is under way. Raises `Adjourned`."""
    i = InterviewSession
    found = await db.scalar(select(i).where(i.interview_id == interview_id, i.ended_at.is_(None)))
    if found is None:
        raise errors.Adjourned
    session: InterviewSession = found
    return session


async def present(db: Session, interview_id: UUID) -> Sequence[Participant]:
    """Who is in the room now, in the order in which they came."""
    found: Sequence[Participant] = await db.scalars(
        select(Participant)
        .join(InterviewSession, InterviewSession.id == Participant.session_id)
        .where(
            Participant.interview_id == interview_id,
            Participant.left_at.is_(None),
            InterviewSession.ended_at.is_(None),
        )
        .order_by(Participant.joined_at, Participant.id)
    )
    return found


async def nobody_signed(db: Session, interview_id: UUID) -> None:
    """Raises `SomebodySigned`: a signature holds for the text that was there when it was given. Of the session under way: what
    was said before it was read then and does not change."""
    signed = (
        select(Signature.id)
        .join(Participant, Participant.id == Signature.participant_id)
        .join(InterviewSession, InterviewSession.id == Participant.session_id)
        .where(Signature.interview_id == interview_id, InterviewSession.ended_at.is_(None))
    )
    if await db.scalar(signed.limit(1)):
        raise errors.SomebodySigned


async def next_position(db: Session, interview_id: UUID) -> int:
    highest: int | None = await db.scalar(
        select(func.max(Entry.position)).where(Entry.interview_id == interview_id)
    )
    return (highest or 0) + 1


async def child_age(db: ReadSession, claim_id: UUID) -> int | None:
    """The age of a claim's person who is a minor today, by the age of majority of the case's procedure; none for an adult."""
    claim, case, person = cases.claim_table, cases.case_table, people.person_table
    row = await db.row(
        select(person.c.birth_date, case.c.country, case.c.profile_version)
        .select_from(claim)
        .join(case, case.c.id == claim.c.case_id)
        .join(person, person.c.id == claim.c.person_id)
        .where(claim.c.id == claim_id)
    )
    profile = await overrides.edition(db, row.country, row.profile_version)
    today = profile.today(db.now())
    return profile.age_on(row.birth_date, today) if profile.is_child_on(row.birth_date, today) else None


def beside(participants: Sequence[Participant]) -> bool:
    """Are both there: who answers for the child, and who watches over its best interests?"""
    return {p.role for p in participants} >= BESIDE_A_CHILD


def check_heard(interview: Interview, participants: Sequence[Participant]) -> None:
    """A witness is heard without the applicant (UNHCR 4.3.9), and somebody is heard. Raises `HeardApart`, `NobodyToHear`."""
    roles = {p.role for p in participants}
    if interview.kind == "witness" and "applicant" in roles:
        raise errors.HeardApart
    if interview.kind not in roles:
        raise errors.NobodyToHear


async def write(db: Session) -> None:
    """Flush. Raises `RecordSigned` where the database refuses because the record is signed, `EntryElsewhere` for a known id."""
    try:
        await db.flush()
    except IntegrityError as error:
        if _SIGNED in str(error.orig):
            raise errors.RecordSigned from error
        if "pk_interview_entries" in str(error.orig):
            raise errors.EntryElsewhere from error
        raise
