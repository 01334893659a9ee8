"""A person decides about what did not fit: it is somebody else, it is the same person, or it goes back to who typed it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from app.audit import public as audit
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Conflict, Invalid, NotFound
from app.documents import public as documents
from app.identity.public import may
from app.intake import public as intake
from app.intake.public import offline
from app.people import public as people
from app.workflows.add_family_member import add_family_member
from app.workflows.offline_kit import given_at_once
from app.workflows.take_in_item import answer_of, printed_papers, register_typed
from app.workflows.take_in_photo import keep_whole

ANOTHER, SAME, BACK = "register", "join", "send_back"
JOINED = "offline_registration_joined"


# What a printed paper says and may not say: its number is withdrawn, and whoever holds it gets another.
UNTRUE = frozenset({"paper_dates", "paper_term", "paper_token"})


class NobodyAlikeThere(Conflict):
    message = "En ese expediente no hay nadie que se parezca a las personas de este registro."


class SomebodyToAdd(Conflict):
    message = (
        "Hay quien no consta en ese expediente, y agregar a alguien es de registro: que decida registro."
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """`state` of the item; `reference` of the file that holds it; `passed_to` the office that has to decide instead."""

    state: str
    reference: str | None = None
    passed_to: str | None = None


async def decide_clash(
    db: Session, actor: Actor, item_id: UUID, *, decision: str, reasons: str, reference: str | None = None
) -> Decided:
    """Take the decision, in one transaction. `reference` is the file of the same person.

    A file that is not the actor's to see is for its own office to join: the item passes there. Raises `NotFound`,
    `AlreadyDecidedHere`, `Invalid`, `NobodyAlikeThere`, `SomebodyToAdd`, and what registering raises; nothing is written then.
    """
    item = await offline.clash(db, actor, item_id)
    given = cases.check_reasons(reasons)
    content = await offline.typed_in(db, item_id)
    sent = offline.Sent(item.id, item.laptop_id, item.number, item.typed_at, item.sent_at, content)
    if decision == BACK:
        await offline.settle(
            db,
            actor,
            item,
            state=offline.SENT_BACK,
            answer={"reason": given},
            decision=BACK,
            reasons=given,
        )
        done = Decided(offline.SENT_BACK)
    elif decision == ANOTHER:
        done = await _register(db, actor, item, sent, given)
    elif decision == SAME and reference:
        done = await _join(db, actor, item, sent, reference, given)
    else:
        raise Invalid.at("decision", "required", "Elija qué se hace con este registro.")
    await audit.looked(
        db, f"clash.{decision}", str(item_id), case_id=item.case_id, detail={"passed_to": done.passed_to}
    )
    return done


async def _register(
    db: Session, actor: Actor, item: offline.OfflineItem, sent: offline.Sent, reasons: str
) -> Decided:
    """Somebody else: registered as what the sender typed, where and when they typed it. A paper that does not stand gets another."""
    async with _as_sender(db, item, sent.content) as sender:
        without = await _not_standing(db, item, sent)
        done = await register_typed(db, sender, sent, received_at=item.received_at, without=without.keys())
    answer = {**answer_of(done), "reissued": sorted(without)}
    await offline.settle(
        db,
        actor,
        item,
        state=offline.REGISTERED,
        answer=answer,
        decision=ANOTHER,
        reasons=reasons,
        case_id=done.registered.case_id,
    )
    async with _as_sender(db, item, sent.content) as sender:
        await keep_whole(db, sender, item.id)
    return Decided(offline.REGISTERED, done.registered.reference)


async def _not_standing(db: Session, item: offline.OfflineItem, sent: offline.Sent) -> Mapping[int, str]:
    """Whose printed paper cannot be honoured, and why: not this laptop's, used by another, withdrawn, or not true."""
    dated = {int(str(r["person"])) for r in item.reasons if r["code"] in UNTRUE}
    never = any(r["code"] == "paper_not_issued" for r in item.reasons)
    found: dict[int, str] = {}
    retired: list[documents.Entry] = []
    for person, paper in printed_papers(sent, item.received_at).items():
        why = await documents.why_not_usable(db, sent.laptop_id, paper.entry, item_id=item.id)
        if why is None and (person in dated or never):
            why = "untrue"
            retired.append(paper.entry)
        if why:
            found[person] = why
    await documents.retire(db, retired, item_id=item.id)
    return found


async def _join(
    db: Session, actor: Actor, item: offline.OfflineItem, sent: offline.Sent, reference: str, reasons: str
) -> Decided:
    """The same person: the file that there is gets the encounter and the printed paper; whoever is not in it yet is added."""
    try:
        case = await cases.case_view(db, reference)
    except NotFound:
        office = await db.scalar(
            text("select clash_goes_to_office_of(:item, :reference)"),
            {"item": item.id, "reference": reference},
        )
        if office is None:
            raise
        return Decided(offline.CLASH, passed_to=str(office))
    members = offline.household(sent.content)
    matched = await _matched(db, members, case)
    if not matched:
        raise NobodyAlikeThere
    if len(matched) < len(members) and not may(actor, "case.add_member"):
        raise SomebodyToAdd
    standing = await _standing(db, item, sent)
    persons = await _persons(db, actor, case, members, matched, standing)
    numbers = await _honour(
        db, actor, case.id, members, {n: matched[n] for n in matched if n in standing}, standing
    )
    opened = await cases.open_case(db, case.id)
    concerned = [claim.id for claim in opened.claims if claim.person_id in set(matched.values())]
    await cases.record(
        db,
        actor,
        opened,
        JOINED,
        claims=concerned,
        data={"item": str(item.id), "reasons": reasons, "numbers": numbers},
        satisfied=["reasons"],
    )
    async with _as_sender(db, item, sent.content) as sender:
        await intake.log_registered(
            db,
            sender,
            case.id,
            [member for n, member in enumerate(members) if n in matched],
            at=offline.happened_at(sent.typed_at, sent.sent_at, item.received_at),
            today=opened.profile.today(item.received_at),
        )
    answer = {"reference": reference, "persons": [str(person) for person in persons]}
    await offline.settle(
        db, actor, item, state=offline.JOINED, answer=answer, decision=SAME, reasons=reasons, case_id=case.id
    )
    await keep_whole(db, actor, item.id)
    return Decided(offline.JOINED, reference)


async def _matched(db: Session, members: Sequence[intake.Member], case: cases.CaseView) -> dict[int, UUID]:
    """Who of the household is who in the file, the likeliest first; nobody is two."""
    persons = [member.person for member in members]
    found = await people.candidates_of(db, [people.described(p, persons) for p in persons], limit=20)
    ranked = sorted(
        (
            (-one.score, n, one.person_id)
            for n, each in enumerate(found)
            for one in each
            if one.likely and one.reference == case.reference
        ),
        key=lambda pair: (pair[0], pair[1], str(pair[2])),
    )
    matched: dict[int, UUID] = {}
    for _score, n, person in ranked:
        if n not in matched and person not in matched.values():
            matched[n] = person
    return matched


def _as_relative(member: intake.Member) -> intake.Member:
    """The principal applicant of what was typed is not the file's."""
    return intake.Member(member.person, "other_relative") if member.relation == "principal" else member


async def _standing(
    db: Session, item: offline.OfflineItem, sent: offline.Sent
) -> dict[int, documents.PrintedPaper]:
    """The printed papers that hold, by place in the household; their numbers are used now, those of the others withdrawn."""
    async with _as_sender(db, item, sent.content):
        not_standing = await _not_standing(db, item, sent)
        papers = printed_papers(sent, item.received_at)
        standing = {n: paper for n, paper in papers.items() if n not in not_standing}
        await documents.mark_used(db, [paper.entry for paper in standing.values()], item_id=item.id)
    return standing


async def _persons(
    db: Session,
    actor: Actor,
    case: cases.CaseView,
    members: Sequence[intake.Member],
    matched: Mapping[int, UUID],
    standing: Mapping[int, documents.PrintedPaper],
) -> list[UUID]:
    """Who everybody is in the file. Whoever is not in it yet is added, with the paper in their hand."""
    persons, position = [], len(case.claims)
    for n, member in enumerate(members):
        if n in matched:
            persons.append(matched[n])
            continue
        desk = documents.Desk({position: standing[n]} if n in standing else None)
        persons.append(await add_family_member(db, actor, case.id, _as_relative(member), desk=desk))
        position += 1
    return persons


async def _honour(
    db: Session,
    actor: Actor,
    case_id: UUID,
    members: Sequence[intake.Member],
    persons: Mapping[int, UUID],
    standing: Mapping[int, documents.PrintedPaper],
) -> list[str]:
    """The papers of who had a file become documents of the claims that there are. Returns the numbers' cores."""
    opened = await cases.open_case(db, case_id)
    claims = {claim.person_id: claim for claim in opened.claims}
    kinds = given_at_once(opened.profile)
    for n, person in persons.items():
        await documents.honour(
            db,
            actor,
            opened,
            claims[person],
            standing[n],
            kind=kinds[0] if kinds else "",
            origin=next(iter(members[n].person.nationalities), ""),
        )
    return [standing[n].entry.core for n in persons]


@asynccontextmanager
async def _as_sender(
    db: Session, item: offline.OfflineItem, content: offline.Content
) -> AsyncIterator[Actor]:
    """Go on as whoever typed it, at their post: the registration is theirs, the decision the decider's."""
    decider, office = db.actor, UUID(str(content["registration"]["office_id"]))
    if item.post_id:
        sender = Actor(item.user_id, "", "border_liaison_officer", post_id=item.post_id)
    else:
        # An officer registers for the own office alone; the item may have passed to another since.
        sender = Actor(item.user_id, "", "registration_officer", office_id=office)
    await db.act_as(sender)
    yield sender
    await db.act_as(decider)
