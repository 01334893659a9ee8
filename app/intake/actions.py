"""Writing down an arrival."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.intake import rules
from app.intake.encounters.models import Encounter
from app.intake.encounters.rules import NOBODY_KNOWS, REFUSED, REGISTERED, STATELESS
from app.intake.models import Registration
from app.intake.screening.actions import keep_screening
from app.intake.screening.rules import Answers, Proposals, age_group, answers_of, screen
from app.people import public as people
from app.procedure import public as procedure

CHILD_PROTECTION = "role:child_protection_officer"
# Who was logged at the desk and is registered within this time was met once.
SAME_CONTACT = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Typed:
    """When it was typed with no line: by the laptop's clock, and `at` by ours; when it was sent, and when it came (UTC)."""

    laptop_id: UUID
    at: datetime
    typed_at: datetime
    sent_at: datetime
    received_at: datetime

    @property
    def skew_seconds(self) -> int:
        """How far ahead of ours the laptop's clock is."""
        return round((self.sent_at - self.received_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Filed:
    """The new file. `children_alone` are the persons for whom the child-protection officer was called; `in_time` whether the
    claim kept the time to file."""

    opened: cases.OpenCase
    recorded: cases.Recorded
    children_alone: tuple[UUID, ...]
    in_time: procedure.Filed


async def file_claims(
    db: Session,
    actor: Actor,
    household: Sequence[rules.Member],
    arrival: rules.Arrival,
    *,
    profile: procedure.Profile,
    office_id: UUID,
    desk: cases.DocumentDesk,
    found_by: people.FoundBy | None = "registration",
    typed: Typed | None = None,
) -> Filed:
    """Register a household: persons, file, claims, guardians, arrival, and the encounter at the border. `typed`: earlier, on a
    laptop with no line.

    Whoever is likely to be registered already is put before two people, and nobody is stopped; `found_by` says what looked, `None`
    that nobody looks now (`rsd people link` will). Raises `Invalid` with every broken rule at its field; nothing is written then.
    """
    demand(actor, "registration.create")
    at = typed.at if typed else db.now()
    today, majority = profile.today(at), profile.majority_age.value or rules.MAJORITY_AGE
    broken = rules.broken_rules(household, arrival, today=today, majority_age=majority)
    if broken:
        raise Invalid(*broken)
    members = [rules.with_needs(m, today, majority) for m in household]
    asked = _asked(members, arrival, profile, today, majority)
    known = await _known(db, members) if found_by else []
    person_ids = [await people.add_person(db, actor, m.person) for m in members]
    await db.flush()
    alone = tuple(
        pid for pid, m in zip(person_ids, members, strict=True) if rules.CHILD_ALONE & set(m.person.needs)
    )
    file = await cases.open_file(
        db,
        actor,
        [
            cases.NewClaim(pid, "principal" if n == 0 else "derivative", m.relation)
            for n, (pid, m) in enumerate(zip(person_ids, members, strict=True))
        ],
        profile=profile,
        office_id=office_id,
        priority=max(
            people.priority(need for m in members for need in m.person.needs),
            *(taken.priority for taken in asked),
            0,
        ),
        admit=[CHILD_PROTECTION] if alone else [],
        desk=desk,
        data={
            "persons": len(members),
            "entry_place": arrival.entry_place,
            **{name: str(fact) for name, fact in arrival.facts.items()},
            **({"laptop": str(typed.laptop_id), "skew_seconds": typed.skew_seconds} if typed else {}),
        },
        facts=arrival.facts,
        happened=typed.at if typed else None,
    )
    case_id = file.opened.id
    db.add(_registration(actor, case_id, arrival, at, typed))
    await _note_encounters(db, actor, case_id, members, at, today)
    for answered in asked:
        await keep_screening(
            db,
            actor,
            case_id=case_id,
            person_id=person_ids[answered.place],
            edition=profile.version,
            answers=answered.answers,
            proposed=answered.proposed,
            accepted=answered.accepted,
        )
    recorded = file.recorded
    for pid, member in zip(person_ids, members, strict=True):
        if member.guardian:
            recorded = await cases.appoint_guardian(
                db,
                actor,
                case_id,
                child_id=pid,
                guardian_name=member.guardian.name,
                kind=member.guardian.kind,
                proof=member.guardian.proof,
            )
    if found_by and any(known):
        await people.propose_likely(db, list(zip(person_ids, known, strict=True)), found_by=found_by)
    if alone:
        claims = [c.id for c in file.opened.claims if c.person_id in alone]
        recorded = await cases.record(
            db,
            actor,
            file.opened,
            "child_protection_notified",
            claims=claims,
            data={"children": [str(a) for a in alone]},
        )
    return Filed(file.opened, recorded, alone, file.filed)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one of the household answered, what that proposes, and what the desk takes of it."""

    place: int
    answers: Answers
    proposed: Proposals
    accepted: frozenset[str]

    @property
    def priority(self) -> int:
        taken = (
            each.value for each in self.proposed.all if each.kind == "priority" and each.key in self.accepted
        )
        return max(map(int, taken), default=0)


def _asked(
    members: Sequence[rules.Member],
    arrival: rules.Arrival,
    profile: procedure.Profile,
    today: date,
    majority: int,
) -> list[_Asked]:
    """Of those who answered anything. A modality is decided at the office, never at the desk."""
    given, taken = _tables(arrival.screening, "answers"), _tables(arrival.screening, "accepted")
    found: list[_Asked] = []
    for n, (member, person) in enumerate(zip(members, rules.screened(members, today, majority), strict=True)):
        answers = answers_of(given.get(str(n)))
        if answers:
            proposed = screen(profile, answers, person)
            keys = taken.get(str(n))
            accepted = {f"need:{code}" for code in member.person.needs}
            accepted |= {str(key) for key in keys} if isinstance(keys, list) else set()
            allowed = {each.key for each in proposed.all if each.kind != "modality"}
            found.append(_Asked(n, answers, proposed, frozenset(accepted & allowed)))
    return found


def _tables(screening: Mapping[str, object], name: str) -> Mapping[str, object]:
    given = screening.get(name)
    return given if isinstance(given, dict) else {}


async def _known(db: Session, members: Sequence[rules.Member]) -> list[list[people.Candidate]]:
    """For each of the household, who may be that person already."""
    household = [member.person for member in members]
    return await people.candidates_of(db, [people.described(person, household) for person in household])


async def log_registered(
    db: Session, actor: Actor, case_id: UUID, members: Sequence[rules.Member], *, at: datetime, today: date
) -> None:
    """The encounters of people who turned out to have a file already. Nothing is written where the actor is at no post."""
    await _note_encounters(db, actor, case_id, members, at, today)
    await db.flush()


def _registration(
    actor: Actor, case_id: UUID, arrival: rules.Arrival, at: datetime, typed: Typed | None
) -> Registration:
    return Registration(
        case_id=case_id,
        at=at,
        by=actor.user_id,
        post_id=actor.post_id,
        entered_on=arrival.entered_on,
        entry_place=arrival.entry_place,
        route=arrival.route,
        circumstances=arrival.circumstances,
        screening=arrival.screening,
        learned_of=arrival.learned_of,
        became_possible=arrival.became_possible,
        laptop_id=typed.laptop_id if typed else None,
        typed_at=typed.typed_at if typed else None,
        sent_at=typed.sent_at if typed else None,
        received_at=typed.received_at if typed else None,
    )


async def _note_encounters(
    db: Session, actor: Actor, case_id: UUID, members: Sequence[rules.Member], at: datetime, today: date
) -> None:
    """Whoever is registered at a post was met there. A contact that was logged before leads to this case: no new one is written
    where it was the same contact, and the day of the earlier one where it was not."""
    if actor.post_id is None:
        return
    for member in members:
        earlier = await db.get(Encounter, member.encounter) if member.encounter else None
        if earlier is not None and earlier.case_id is None:
            earlier.case_id = case_id
            if earlier.outcome != REFUSED and at - earlier.at < SAME_CONTACT:
                continue
        db.add(_encounter(db, actor, case_id, member.person, at, today))


def _encounter(
    db: Session, actor: Actor, case_id: UUID, person: people.NewPerson, at: datetime, today: date
) -> Encounter:
    age = people.age_on(person.birth_date, today)
    unknown = STATELESS if person.stateless else NOBODY_KNOWS
    return Encounter(
        id=new_id(),
        post_id=actor.post_id,
        at=at,
        by=actor.user_id,
        recorded_at=db.now(),
        outcome=REGISTERED,
        nationality=person.nationalities[0] if person.nationalities else unknown,
        sex=person.sex,
        age=age,
        age_group=age_group(age),
        # The name stands in the case, which has its own readers.
        name=None,
        refusal_ground=None,
        refusal_words=None,
        referred_to=None,
        case_id=case_id,
        corrects=None,
        correction_reason=None,
    )
