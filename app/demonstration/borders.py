"""A year of contacts at the posts that led to no registration there, and counts on paper of the days when the line was down. Invented."""

from datetime import datetime, timedelta
from random import Random

from app.core.clock import SetClock
from app.core.database import Session
from app.demonstration.deployment import Institution
from app.demonstration.households import AGES, SEXES, origins
from app.intake import public as intake
from app.procedure import public as procedure

BORDER = "border_liaison_officer"
EVERY = timedelta(days=15)
# Who was referred or let in to go on elsewhere, and who was turned away although they had said that they are afraid.
OUTCOMES = ("referred", "admitted", "refused_entry")
WEIGHTS = (7, 4, 1)
GROUNDS = ("no_visa", "no_document", "came_through_other_country", "not_heard")
# Refusals so old have been looked at; those of the last weeks wait on the supervisor's day.
STILL_WAITING = timedelta(days=20)


async def log_a_year(
    db: Session, clock: SetClock, profile: procedure.Profile, institution: Institution, until: datetime
) -> int:
    """Contacts at every post in the twelve months before `until`, and one sheet for each. How many contacts there are."""
    chance = Random(f"borders:{profile.country}")
    many = 0
    for post in profile.posts:
        officer = institution.of(BORDER, post.code)[0]
        supervisor = institution.of("supervisor", post.office)[0]
        moment = until - timedelta(days=365)
        while moment < until:
            clock.set(moment + timedelta(hours=chance.randrange(8), minutes=chance.randrange(60)))
            db.play(officer)
            seen = [_somebody(chance, profile) for _ in range(chance.randint(1, 4))]
            made = await intake.log_encounters(db, officer, seen)
            many += len(made)
            await db.flush()
            db.play(supervisor)
            for met, one in zip(made, seen, strict=True):
                if one.outcome == "refused_entry" and moment < until - STILL_WAITING:
                    await intake.look_again(
                        db,
                        supervisor,
                        met,
                        finding="being_followed",
                        note="Se pidió al puesto que la busque (ficticio).",
                    )
            moment += EVERY
        db.play(officer)
        clock.set(until)
        day = profile.today(until) - timedelta(days=40)
        await intake.enter_sheet(
            db,
            officer,
            number=f"FICTICIA-{post.code}-1",
            day=day,
            counts=[
                intake.NewCount("referred", "NIC", "female", "18-59", chance.randint(2, 9)),
                intake.NewCount("admitted", "VEN", "male", "18-59", chance.randint(2, 9)),
                intake.NewCount("refused_entry", "NIC", "male", "18-59", chance.randint(1, 3), "no_document"),
            ],
            today=profile.today(until),
        )
    return many


def _somebody(chance: Random, profile: procedure.Profile) -> intake.NewEncounter:
    outcome = chance.choices(OUTCOMES, WEIGHTS)[0]
    origin = chance.choices(origins(), [o.weight for o in origins()])[0].country
    youngest, oldest = AGES[chance.choice((0, 1, 2, 3, 3, 3, 3, 4))]
    return intake.NewEncounter(
        outcome=outcome,
        nationality="VEN" if origin == profile.country else origin,
        sex=chance.choice(SEXES),
        age=chance.randint(youngest, oldest),
        referred_to="Oficina regional (ficticia)" if outcome == "referred" else "",
        refusal_ground=chance.choice(GROUNDS) if outcome == "refused_entry" else "",
    )
