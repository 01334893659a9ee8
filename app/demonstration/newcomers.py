"""A dozen households at the first desks of a deployment whose three years nobody has written: registered in the last days, and no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from app.cases import public as cases
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.database import Session
from app.demonstration.deployment import Institution
from app.demonstration.diary import Diary
from app.demonstration.households import Household, household
from app.documents.public import Desk
from app.procedure import public as procedure
from app.workflows.register_arrival import register_arrival

HOUSEHOLDS = 12
BACK = timedelta(days=30)
AT_POST = "border_liaison_officer"


@dataclass(frozen=True, slots=True)
class Counter:
    """Where people are registered, and who does it there."""

    office: str
    place: str
    kind: str
    actor: Actor


async def register_newcomers(
    db: Session, clock: SetClock, profile: procedure.Profile, institution: Institution, today: datetime
) -> int:
    """Register them on the working days before `today`; the office has taken over two out of three. How many there are now."""
    chance = Random(f"newcomers:{profile.country}")
    diary = Diary(profile, (today - BACK).date(), today.date())
    days = diary.working_days(diary.first, diary.local(today) - timedelta(days=1))[-HOUSEHOLDS:]
    counters = cycle(_counters(profile, institution))
    for n, (day, counter) in enumerate(zip(days, islice(counters, len(days)), strict=True)):
        clock.set(diary.desk(day, chance))
        came = _household(chance, clock, profile, counter)
        db.play(counter.actor)
        done = await register_arrival(
            db,
            counter.actor,
            came.members,
            came.arrival,
            office_id=institution.offices[counter.office],
            found_by=None,
        )
        if n % 3:
            registrar = institution.of("registration_officer", counter.office)[0]
            clock.set(clock.now() + timedelta(hours=1))
            db.play(registrar)
            await cases.take_over(db, registrar, done.case_id, desk=Desk())
    return len(days)


def _counters(profile: procedure.Profile, institution: Institution) -> list[Counter]:
    """The first posts, where the law lets a post register, and the first offices."""
    posts = profile.posts[:3] if AT_POST in profile.event("registered").by else ()
    return [
        Counter(post.office, post.label.es, post.kind, institution.of(AT_POST, post.code)[0])
        for post in posts
    ] + [
        Counter(office.code, office.label.es, "", institution.of("registration_officer", office.code)[0])
        for office in profile.offices[:2]
    ]


def _household(chance: Random, clock: SetClock, profile: procedure.Profile, counter: Counter) -> Household:
    """Nobody asks for protection in their own country."""
    while True:
        found = household(
            chance,
            profile.today(clock.now()),
            place=counter.place,
            kind=counter.kind,
            guardian=guardian(profile),
        )
        if found.origin != profile.country:
            return found


def guardian(profile: procedure.Profile) -> str:
    """Who answers for a child alone: the body that represents children, where the profile knows one."""
    duty = profile.duties.get("represents_children")
    return profile.bodies[duty.body].label.es if duty else "Institución de protección de la niñez (ficticia)"
