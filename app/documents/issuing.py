"""Writing a document: its number, its term, and the one that it takes the place of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, select, text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id, random_code
from app.core.secrets import document_key
from app.core.statements import one_of
from app.documents import numbers
from app.documents.models import ProvisionalDocument
from app.documents.reserved import PrintedPaper
from app.documents.rules import HELD, last_day, may_work
from app.people import public as people
from app.procedure import public as procedure

_D, _PAPER = ProvisionalDocument, people.paper_table.c
_HELD = select(_D).where(_D.case_id == bindparam("case"), _D.status.in_(HELD))
_NUMBERS = select(_D.person_id, _D.number).where(one_of(_D.person_id, "persons")).order_by(_D.issued_at)
_PAPERS = select(_PAPER.person_id, _PAPER.number).where(
    one_of(_PAPER.person_id, "persons"), _PAPER.country == bindparam("country")
)


async def held(db: Session, case_id: UUID) -> Sequence[ProvisionalDocument]:
    """The documents of the case that have not ended: active or suspended."""
    return list(await db.scalars(_HELD, {"case": case_id}))


def end(document: ProvisionalDocument, db: Session, *, status: str, reason: str) -> None:
    """The document ends now."""
    document.status, document.ended_at, document.end_reason = status, db.now(), reason


async def issue(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    kind: str,
    claims: Iterable[cases.Claim],
    *,
    reason: str,
    ends_as: str = "next_document",
    until: date | None = None,
    given: Mapping[UUID, str] | None = None,
    printed: Mapping[UUID, PrintedPaper] | None = None,
) -> list[ProvisionalDocument]:
    """A new document of that kind for each claim, in the place of the one that it has.

    `reason` is why it is issued, `ends_as` why the earlier one ends; `until` the last day, the profile's full term when left
    out; `given` numbers by person that somebody has typed, valid already; `printed` papers by person that are in the hand
    already, and are written as they were printed. The term of the kind is on record.
    """
    wanted, today, in_hand = list(claims), opened.profile.today(db.now()), printed or {}
    rule = opened.profile.document(kind)
    earlier = await _make_room(db, opened, wanted, ends_as)
    holders = await people.holders(db, [c.person_id for c in wanted])
    fixed = {**_as_printed(opened.profile, holders, in_hand), **(given or {})}
    own = await _numbers(db, opened, kind, holders, fixed)
    made = []
    for claim in wanted:
        paper = in_hand.get(claim.person_id)
        first = paper.valid_from if paper else today
        document = ProvisionalDocument(
            id=new_id(),
            case_id=opened.id,
            claim_id=claim.id,
            person_id=claim.person_id,
            kind=kind,
            number=own[claim.person_id],
            code=paper.entry.code if paper else random_code(),
            status="active",
            may_work=may_work(rule, holders[claim.person_id].birth_date, first, opened.profile),
            valid_from=first,
            valid_until=paper.valid_until if paper else until or last_day(rule, first, opened.profile),
            issued_at=paper.printed_at if paper else db.now(),
            issued_by=actor.user_id,
            issue_reason=reason,
            replaces=earlier.get(claim.id),
            ended_at=None,
            end_reason=None,
        )
        if paper:
            document.status_index = paper.entry.status_index
            document.handed_over_at, document.handed_over_by = document.issued_at, actor.user_id
        made.append(document)
    db.add(*made)
    await db.flush()
    return made


def _as_printed(
    profile: procedure.Profile, holders: Mapping[UUID, people.Holder], printed: Mapping[UUID, PrintedPaper]
) -> dict[UUID, str]:
    """The numbers that stand on papers printed with no line, by person."""
    national = numbers.are_national(profile)
    return {
        person: numbers.numbered(
            paper.entry.core, series=_series(holders[person], profile, national=national), national=national
        )
        for person, paper in printed.items()
    }


async def _make_room(
    db: Session, opened: cases.OpenCase, claims: Sequence[cases.Claim], ends_as: str
) -> Mapping[UUID, UUID]:
    """A claim has one document at a time: the one of an earlier step gives way to the next. By claim, the document replaced."""
    concerned = {c.id for c in claims}
    given_up = [d for d in await held(db, opened.id) if d.claim_id in concerned]
    for document in given_up:
        end(document, db, status="replaced", reason=ends_as)
    # Before the new one is written: the database itself refuses a second one that has not ended.
    await db.flush()
    return {document.claim_id: document.id for document in given_up}


async def _numbers(
    db: Session,
    opened: cases.OpenCase,
    kind: str,
    holders: Mapping[UUID, people.Holder],
    given: Mapping[UUID, str],
) -> dict[UUID, str]:
    """Each person's number: the one that was typed; else the one that they have, for it stays with them, on a document or on
    a paper of the country; else the next one in the form of the profile, or in our own.
    """
    earlier = await db.rows(_NUMBERS, {"persons": list(holders)})
    known = {row.person_id: row.number for row in earlier} | dict(given)
    form = numbers.form_of(opened.profile.document(kind).number)
    without = [holder for holder in holders.values() if holder.id not in known]
    if without and form.official:
        known |= await _on_papers(db, form, opened.profile.country, [holder.id for holder in without])
        without = [holder for holder in without if holder.id not in known]
    return known | await _next(db, opened, kind, form, without)


async def _on_papers(
    db: Session, form: numbers.Form, country: str, persons: Sequence[UUID]
) -> dict[UUID, str]:
    """Numbers of this form on papers of the country that the person brought, unless somebody else's document has them."""
    rows = await db.rows(_PAPERS, {"persons": list(persons), "country": country})
    found = {}
    for person, typed in rows:
        try:
            number = form.parse(typed)
        except numbers.InvalidDocumentNumber:
            continue
        if not await is_anothers(db, number, person):
            found[person] = number
    return found


async def is_anothers(db: Session, number: str, person_id: UUID) -> bool:
    """Is the number on a document of somebody else, wherever in the country?"""
    taken: bool = await db.scalar(
        text("select document_number_is_anothers(:number, :person)"), {"number": number, "person": person_id}
    )
    return taken


async def _next(
    db: Session, opened: cases.OpenCase, kind: str, form: numbers.Form, holders: Sequence[people.Holder]
) -> dict[UUID, str]:
    if not holders:
        return {}
    if form.name == numbers.SEQUENCE:
        return {holder.id: await _of_series(db, opened, kind) for holder in holders}
    values = await db.scalars(
        text("select nextval('document_numbers') from generate_series(1, :count)"), {"count": len(holders)}
    )
    national = form.name == numbers.NATIONAL
    found = {}
    for holder, value in zip(holders, values, strict=True):
        series = _series(holder, opened.profile, national=national)
        found[holder.id] = numbers.document_number(value, series=series, key=_key(), national=national)
    return found


def _series(holder: people.Holder, profile: procedure.Profile, *, national: bool) -> str:
    origin = holder.nationalities[0] if holder.nationalities else ""
    return numbers.series_of(origin if national else profile.country)


async def _of_series(db: Session, opened: cases.OpenCase, kind: str) -> str:
    profile, year = opened.profile, opened.profile.today(db.now()).year
    rule = profile.document(kind).number
    office = await cases.office_code(db, opened.case.office_id) or ""
    value: int = await db.scalar(
        text("select next_in_series(:series)"),
        {"series": numbers.series_name(rule, kind=kind, office=office, year=year)},
    )
    offices = [o.code for o in profile.offices]
    return numbers.sequence_number(
        rule,
        value,
        kind=list(profile.documents).index(kind) + 1,
        office=offices.index(office) + 1 if office in offices else 0,
        year=year,
    )


@cache
def _key() -> bytes:
    return document_key()
