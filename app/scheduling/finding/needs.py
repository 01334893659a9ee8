"""What an appointment of a case needs: by who comes, what they asked for, and what the procedure makes of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.people import public as people
from app.scheduling import rules
from app.scheduling.staff import queries as staff
from app.scheduling.staff.rules import Person

WITH_INTERVIEWER = frozenset({"interview", "complementary"})


@dataclass(frozen=True, slots=True)
class Needs:
    """`asked_sex`: of who asks. `asked_interpreter_sex`: of who interprets. `child`: the person who is heard is one.
    `trainings`: what who asks must be trained for."""

    person_id: UUID
    kind: str
    language: str
    length: timedelta
    room: rules.RoomNeeds
    child: bool
    asked_sex: str | None
    person: Person
    video: bool = False
    trainings: frozenset[str] = frozenset()

    @property
    def with_interviewer(self) -> bool:
        return self.kind in WITH_INTERVIEWER


async def needs_of(
    db: ReadSession,
    case: cases.CaseView,
    *,
    kind: str = "interview",
    claim_id: UUID | None = None,
    language: str | None = None,
    minutes: int | None = None,
    video: bool = False,
) -> Needs:
    """What an appointment for a claim's person (the principal applicant's, when left out) needs. The rest of the household comes
    along: their rooms' needs count, too."""
    claim = next((c for c in case.claims if c.id == claim_id), case.claims[0])
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    heard = persons[claim.person_id]
    today = case.profile.today(db.now())
    child = case.profile.is_child_on(heard.birth_date, today)
    asked = await people.asked_of(db, list(persons))
    spoken = language or (heard.languages or ["es"])[0]
    length = (
        timedelta(minutes=minutes)
        if minutes
        else rules.length_of(
            kind, child=child, simplified=case.simplified, interpreted=not spoken.startswith("es")
        )
    )
    return Needs(
        person_id=heard.id,
        kind=kind,
        language=spoken,
        length=length,
        room=rules.room_for(
            [each for asks in asked.values() for each in asks],
            children=any(case.profile.is_child_on(p.birth_date, today) for p in persons.values()),
        ),
        child=child,
        asked_sex=await staff.asked_sex(db, heard.id),
        person=await staff.person_for(db, case.id, heard),
        video=video,
        trainings=await staff.asked_trainings(db, heard.id, child=child),
    )
