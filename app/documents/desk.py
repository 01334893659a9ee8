"""The counter that the gate calls: issues, extends and closes applicants' documents in the transaction of the event."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import select, text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id, random_code
from app.core.secrets import document_key
from app.documents.models import ProvisionalDocument
from app.documents.numbers import are_national, document_number, numbered, series_of
from app.documents.reserved import PrintedPaper
from app.people import public as people
from app.procedure import public as procedure


class Desk:
    """One document for each claim: free, at once, with work permission for adults where the law gives it.

    `printed`: papers that are in the hand already, by the claim's position in the file. They are written as they were printed.
    """

    def __init__(self, printed: Mapping[int, PrintedPaper] | None = None) -> None:
        self._printed = dict(printed or {})
        # The positions whose paper was written down as it was printed.
        self.honoured: set[int] = set()

    async def issue(
        self, db: Session, actor: Actor, opened: cases.OpenCase, kind: str, claims: Sequence[cases.Claim]
    ) -> None:
        rule = opened.profile.document(kind)
        if rule.valid.value is None:
            # A paper whose term nobody knows is not printed; the deployment's override says it, and the checks say that it is missing.
            return
        today = opened.profile.today(db.now())
        earlier = await _make_room(db, opened, claims)
        holders = await people.holders(db, [c.person_id for c in claims])
        given = {c.person_id: self._printed[c.position] for c in claims if c.position in self._printed}
        numbers = await _numbers_for(db, holders, opened.profile, given)
        for claim in claims:
            person = holders[claim.person_id]
            paper = given.get(person.id)
            first = paper.valid_from if paper else today
            document = ProvisionalDocument(
                id=new_id(),
                case_id=opened.id,
                claim_id=claim.id,
                person_id=person.id,
                kind=kind,
                number=numbers[person.id],
                code=paper.entry.code if paper else random_code(),
                status="active",
                may_work=_may_work(rule, person.birth_date, first, opened.profile),
                valid_from=first,
                valid_until=paper.valid_until if paper else last_day(rule, first, opened.profile),
                issued_at=opened.case.registered_at if paper else db.now(),
                issued_by=actor.user_id,
                replaces=earlier.get(claim.id),
                ended_at=None,
                end_reason=None,
            )
            if paper:
                document.status_index = paper.entry.status_index
                self.honoured.add(claim.position)
            db.add(document)
        await db.flush()

    async def extend(self, db: Session, opened: cases.OpenCase, kind: str) -> date | None:
        """A remedy, or a law that the authority keeps waiting, keeps the document alive without a visit: what would end before
        a new full term ends then instead. Returns the last day of that term, None where no term is on record."""
        rule, today = opened.profile.document(kind), opened.profile.today(db.now())
        if rule.valid.value is None:
            return None
        until = last_day(rule, today, opened.profile)
        for document in await _active(db, opened.id):
            if document.kind == kind:
                document.valid_until = max(document.valid_until, until)
        await db.flush()
        return until

    async def close(self, db: Session, opened: cases.OpenCase, claims: Sequence[cases.Claim]) -> None:
        """The claim is over, and the applicant's document with it."""
        closing = {c.id for c in claims}
        for document in await _active(db, opened.id):
            if document.claim_id in closing:
                document.status, document.ended_at, document.end_reason = "closed", db.now(), "claim_ended"
        await db.flush()


async def _active(db: Session, case_id: UUID) -> Sequence[ProvisionalDocument]:
    d = ProvisionalDocument
    return list(await db.scalars(select(d).where(d.case_id == case_id, d.status == "active")))


async def _make_room(
    db: Session, opened: cases.OpenCase, claims: Sequence[cases.Claim]
) -> Mapping[UUID, UUID]:
    """A claim has one document at a time: the one of an earlier step gives way to the next. By claim, the document replaced."""
    concerned = {c.id for c in claims}
    given_up = [d for d in await _active(db, opened.id) if d.claim_id in concerned]
    for document in given_up:
        document.status, document.ended_at, document.end_reason = "replaced", db.now(), "next_document"
    # Before the new one is written: the database itself refuses a second active document.
    await db.flush()
    return {document.claim_id: document.id for document in given_up}


async def _numbers_for(
    db: Session,
    holders: Mapping[UUID, people.Holder],
    profile: procedure.Profile,
    given: Mapping[UUID, PrintedPaper],
) -> dict[UUID, str]:
    """Each person's own number where they have one, for it stays with them, or the one that is printed already; else the next
    ones, in the country's form or ours."""
    d = ProvisionalDocument
    national = are_national(profile)
    earlier = await db.rows(select(d.person_id, d.number).where(d.person_id.in_(list(holders))))
    numbers = {row.person_id: row.number for row in earlier} | {
        person: numbered(paper.entry.core, series=_series(holders[person], profile), national=national)
        for person, paper in given.items()
    }
    without = [holder for holder in holders.values() if holder.id not in numbers]
    values = await db.scalars(
        text("select nextval('document_numbers') from generate_series(1, :count)"), {"count": len(without)}
    )
    for holder, value in zip(without, values, strict=True):
        series = _series(holder, profile)
        numbers[holder.id] = document_number(value, series=series, key=_key(), national=national)
    return numbers


def _series(holder: people.Holder, profile: procedure.Profile) -> str:
    origin = holder.nationalities[0] if holder.nationalities else ""
    return series_of(origin if are_national(profile) else profile.country)


@cache
def _key() -> bytes:
    return document_key()


def _may_work(rule: procedure.Document, birth: date, today: date, profile: procedure.Profile) -> bool:
    majority = profile.majority_age.value or 18
    return rule.work.begins == "issue" and people.age_on(birth, today) >= majority


def last_day(rule: procedure.Document, first: date, profile: procedure.Profile) -> date:
    """The last day of validity of a document that begins on `first`. The profile's longest term, date to date."""
    span = rule.valid.value
    if span is None:
        raise ValueError(f"the profile {profile.country}/{profile.version} gives documents no validity")
    return procedure.shifted(first, span) - timedelta(days=1)
