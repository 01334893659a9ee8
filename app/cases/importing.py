"""The gate for many cases at once, which another registry began: the same event, engine, clocks and audience as `events.record`.

One transaction writes as many as it is given. Nothing is issued, sent or decided, so none of that is asked for case by case; the
flags of the people are handed in and not read back. That a replay of the event comes to what is written is held by a test.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import Any
from uuid import UUID

from babel.core import get_global
from sqlalchemy import text

from app.cases.audience import audience_of
from app.cases.clocks import keep_clocks
from app.cases.events import ask, bar_removal, move, write_down
from app.cases.filing import REGISTERED
from app.cases.models import NEVER, Case, Claim, OldReference
from app.cases.opening import OpenCase
from app.cases.references import new_reference, reference_key
from app.cases.rules import claim_flags
from app.cases.situation import looks_at_people, office_code
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.ids import new_id, random_below
from app.identity.public import demand
from app.people import public as people
from app.procedure import public as procedure

LIMIT_GAP = "limit:"
STAGE_DAY_GAP = "stage_since"
HEARING_GAP = "hearing"


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """One person's claim as the other registry has it. `facts` is what the law looks at in the person."""

    person_id: UUID
    relation: str
    stage: str
    outcome: str | None
    facts: people.AgeAndNeeds


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A household's file, principal applicant first. Days are local days of the office; `known` by the event of the profile.

    `stage_since` None: nobody knows. `hearing`: the day of a hearing that the old registry had, to be booked anew. `admit`: keys of
    named readers; `gaps`: what else there is to complete.
    """

    claims: Sequence[ImportedClaim]
    profile: procedure.Profile
    office_id: UUID
    filed_on: date
    stage_since: date | None = None
    known: Mapping[str, date] = field(default_factory=dict)
    assigned_to: UUID | None = None
    priority: int = 0
    hearing: date | None = None
    source: str = ""
    old_references: Sequence[str] = ()
    admit: Sequence[str] = ()
    gaps: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The file as it was written."""

    case_id: UUID
    reference: str
    claims: tuple[UUID, ...]
    event_id: UUID


async def import_cases(db: Session, actor: Actor, given: Sequence[ImportedCase]) -> list[ImportedFile]:
    """Open the files, each with the one event `imported`. The persons are written already.

    Raises what `events.ask` raises, for all of them together: the caller tries one by one to find which.
    """
    demand(actor, "import.start")
    references = await _free_references(db, given)
    written = []
    for each, reference in zip(given, references, strict=True):
        written.append(await _import(db, actor, each, reference))
    await db.flush()
    return written


async def _import(db: Session, actor: Actor, given: ImportedCase, reference: str) -> ImportedFile:
    profile, office = given.profile, await office_code(db, given.office_id)
    opened = OpenCase(_case(db, actor, given, reference, office), [], [], profile)
    for position, one in enumerate(given.claims):
        opened.claims.append(_claim(opened, given, one, position))
    occurrence = procedure.Occurrence(
        procedure.IMPORTED, actor.role, db.now(), tuple(c.id for c in opened.claims), _data(opened, given)
    )
    follows = ask(profile, _situation(db, opened, given, office), occurrence)
    db.add(opened.case, *opened.claims)
    outcomes = {c.id: o for c, one in zip(opened.claims, given.claims, strict=True) if (o := one.outcome)}
    event = write_down(db, actor, opened, occurrence, follows, concerned=occurrence.claims, outcomes=outcomes)
    move(opened, follows, _noon(given.stage_since, profile, office) if given.stage_since else db.now())
    for claim_id, outcome in outcomes.items():
        opened.claim(claim_id).outcome = outcome
        opened.claim(claim_id).outcome_instance = follows.instance
    opened.case.instance = follows.instance
    bar_removal(opened)
    keep_clocks(db, opened, follows, event, db.now())
    opened.case.to_complete = _gaps(profile, opened, given, follows)
    body = profile.stage(opened.case.stage).body
    opened.case.audience = audience_of(opened.case, body=body, admit=given.admit)
    for old in given.old_references:
        db.add(
            OldReference(
                id=new_id(), case_id=opened.id, source=given.source, reference=old, key=reference_key(old)
            )
        )
    return ImportedFile(opened.id, reference, occurrence.claims, event.id)


def _situation(
    db: ReadSession, opened: OpenCase, given: ImportedCase, office: str | None
) -> procedure.Situation:
    day = opened.profile.today(db.now(), office)
    looks = looks_at_people(opened.profile)
    return procedure.Situation(
        claims=tuple(
            procedure.ClaimState(
                claim.id,
                None,
                claim.basis,
                claim_flags(opened.profile, one.facts, day) if looks else frozenset(),
            )
            for claim, one in zip(opened.claims, given.claims, strict=True)
        ),
        office=office,
    )


def _data(opened: OpenCase, given: ImportedCase) -> dict[str, Any]:
    """What the event keeps: where each claim stood and which days are known. Never a name, never a word of the account."""
    data: dict[str, Any] = {
        "source": given.source,
        "old_references": list(given.old_references),
        "stages": {str(c.id): one.stage for c, one in zip(opened.claims, given.claims, strict=True)},
        "known": {name: day.isoformat() for name, day in {REGISTERED: given.filed_on, **given.known}.items()},
    }
    data |= {"stage_since": given.stage_since.isoformat()} if given.stage_since else {}
    data |= {"hearing": given.hearing.isoformat()} if given.hearing else {}
    return data


def _gaps(
    profile: procedure.Profile, opened: OpenCase, given: ImportedCase, follows: procedure.Consequences
) -> list[str]:
    gaps = [f"{LIMIT_GAP}{name}" for name in follows.unknown]
    if given.stage_since is None and profile.stage(opened.case.stage).open:
        gaps.append(STAGE_DAY_GAP)
    if given.hearing is not None and given.hearing >= profile.today(opened.case.stage_since):
        gaps.append(HEARING_GAP)
    return [*gaps, *given.gaps]


def _noon(day: date, profile: procedure.Profile, office: str | None) -> datetime:
    return datetime.combine(day, clock(12), profile.zone_of(office)).astimezone(UTC)


def _case(db: Session, actor: Actor, given: ImportedCase, reference: str, office: str | None) -> Case:
    filed_at = _noon(given.filed_on, given.profile, office)
    return Case(
        id=new_id(),
        reference=reference,
        country=given.profile.country,
        profile_version=given.profile.version,
        office_id=given.office_id,
        post_id=None,
        registered_at=filed_at,
        registered_by=actor.user_id,
        filed_on=given.filed_on,
        stage="",
        stage_since=db.now(),
        instance="first",
        priority=given.priority,
        accelerated=False,
        simplified=False,
        merged=False,
        prima_facie=None,
        assigned_to=given.assigned_to,
        taken_over_at=filed_at,
        sealed=False,
        removal_barred=True,
        missed_interviews=0,
        household_size=len(given.claims),
        principal_person_id=given.claims[0].person_id,
        next_due_at=NEVER,
        next_due_rule=None,
        audience=[],
        to_complete=[],
        version=0,
    )


def _claim(opened: OpenCase, given: ImportedCase, one: ImportedClaim, position: int) -> Claim:
    first = opened.claims[0].id if opened.claims else None
    return Claim(
        id=new_id(),
        case_id=opened.id,
        person_id=one.person_id,
        position=position,
        basis="derivative" if first else "principal",
        derivative_of=first,
        relation=one.relation,
        filed_on=given.filed_on,
        stage="",
        stage_since=opened.case.stage_since,
        stage_before=None,
        outcome=None,
        outcome_instance=None,
        awaiting_admission=[],
        grounds=[],
    )


async def _free_references(db: Session, given: Sequence[ImportedCase]) -> list[str]:
    """A reference for each that nobody has: asked of the database for all of them at once."""
    free: list[str] = []
    taken: set[str] = set()
    wanted = [(get_global("territory_aliases")[g.profile.country][0], g.filed_on.year) for g in given]
    while len(free) < len(wanted):
        drawn: list[str] = []
        for alpha2, year in wanted[len(free) :]:
            one = new_reference(alpha2, year, below=random_below)
            while one in taken:
                one = new_reference(alpha2, year, below=random_below)
            taken.add(one)
            drawn.append(one)
        used = set(
            await db.scalars(
                text("select one from unnest(cast(:drawn as text[])) one where reference_is_taken(one)"),
                {"drawn": drawn},
            )
        )
        # In order: what comes after one that is taken is drawn again with it.
        for one in drawn:
            if one in used:
                break
            free.append(one)
    return free
