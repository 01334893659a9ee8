"""Registering a household."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request
from pydantic import AwareDatetime, BaseModel, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db
from app.intake import public as intake
from app.people import public as people
from app.procedure import public as procedure
from app.workflows.register_arrival import Booking, register_arrival

router = Router(tags=["registrations"], responses=PROBLEMS)

Country = Annotated[str, Field(description="ISO 3166-1 alpha-3", examples=["NIC"], max_length=3)]


class PaperBody(Body):
    kind: Literal["passport", "id_card", "birth_certificate", "other"]
    number: str
    country: Country


class PersonBody(Body):
    given_names: str = ""
    family_names: str = ""
    aliases: list[str] = Field(default=[], max_length=10)
    birth_date: date
    birth_precision: Literal["day", "month", "year", "estimated"] = "day"
    sex: Literal["female", "male", "other", "unknown"]
    gender_identity: str | None = None
    nationalities: list[Country] = Field(default=[], max_length=5)
    stateless: bool = False
    languages: list[str] = Field(default=[], description="BCP 47", max_length=10)
    phone: str | None = None
    email: str | None = None
    lodging: str | None = None
    papers: list[PaperBody] = Field(default=[], max_length=10)
    needs: list[str] = Field(
        default=[], description="UNHCR specific needs codes", examples=[["SC-SC"]], max_length=30
    )

    def as_person(self) -> people.NewPerson:
        return people.NewPerson(
            **self.model_dump(
                exclude={
                    "papers",
                    "aliases",
                    "nationalities",
                    "languages",
                    "needs",
                    "relation",
                    "guardian",
                    "encounter_id",
                }
            ),
            aliases=tuple(self.aliases),
            nationalities=tuple(self.nationalities),
            languages=tuple(self.languages),
            needs=tuple(self.needs),
            papers=tuple(people.NewPaper(p.kind, p.number, p.country) for p in self.papers),
        )


class GuardianBody(Body):
    name: str = Field(min_length=1, max_length=200)
    kind: Literal["parent", "adult_caregiver", "institution"]
    proof: str = ""

    def as_guardian(self) -> intake.NewGuardian:
        return intake.NewGuardian(self.name, self.kind, self.proof)


class MemberBody(PersonBody):
    relation: str = Field(examples=["principal", "spouse", "child", "separated_child"])
    guardian: GuardianBody | None = None
    encounter_id: UUID | None = Field(
        default=None, description="The contact at the border that this person was logged with before"
    )

    def as_member(self) -> intake.Member:
        guardian = self.guardian.as_guardian() if self.guardian else None
        return intake.Member(self.as_person(), self.relation, guardian, self.encounter_id)


class ArrivalBody(Body):
    entered_on: date | None = None
    entry_place: str | None = Field(default=None, max_length=200)
    route: str | None = Field(default=None, max_length=500)
    circumstances: str = Field(default="", max_length=4000)
    screening: dict[str, Any] = {}
    learned_of: date | None = Field(
        default=None, description="The day on which the danger of return became known, where that was later"
    )
    became_possible: date | None = Field(
        default=None, description="The day from which filing was possible, where it was not before"
    )


class BookingBody(Body):
    room_id: UUID
    starts_at: AwareDatetime
    language: str = "es"


class RegistrationBody(Body):
    """A household, principal applicant first."""

    persons: list[MemberBody] = Field(max_length=100)
    arrival: ArrivalBody = ArrivalBody()
    office_id: UUID
    appointment: BookingBody | None = None


class FilingAnswer(BaseModel):
    """The claim against the time to file. `in_time` is null where no limit is on record, or where nobody knows from which day
    it counts. A late claim is registered all the same: a person decides about it."""

    limit: str | None
    in_time: bool | None
    due_on: date | None
    in_words: str | None
    verification: str | None


class RegistrationAnswer(BaseModel):
    reference: str
    version: int
    appointment_id: UUID | None
    children_alone: list[UUID]
    filing: FilingAnswer


@router.post(
    "/registrations",
    status_code=201,
    response_model=RegistrationAnswer,
    dependencies=[requires("registration.create")],
)
async def register(request: Request, db: Db, body: RegistrationBody, key: Key = None) -> Response:
    """Register a whole household: file, claims, documents, appointment and the call for child protection, all or nothing."""

    async def do() -> RegistrationAnswer:
        done = await register_arrival(
            db,
            db.actor,
            [p.as_member() for p in body.persons],
            intake.Arrival(
                body.arrival.entered_on,
                body.arrival.entry_place,
                body.arrival.route,
                body.arrival.circumstances,
                dict(body.arrival.screening),
                body.arrival.learned_of,
                body.arrival.became_possible,
            ),
            office_id=body.office_id,
            booking=_booking(body.appointment),
        )
        return RegistrationAnswer(
            reference=done.reference,
            version=done.version,
            appointment_id=done.appointment_id,
            children_alone=list(done.children_alone),
            filing=_filing(done.filed, request.state.language),
        )

    return await once(request, db, key, do, location=_location, demanded=True)


def _filing(filed: procedure.Filed, said: str) -> FilingAnswer:
    explained = filed.explanation
    return FilingAnswer(
        limit=filed.limit,
        in_time=filed.in_time,
        due_on=explained.due_day if explained else None,
        in_words=explained.in_words(said) if explained else None,
        verification=explained.verification if explained else None,
    )


def _location(answer: BaseModel) -> str:
    return f"/api/v1/cases/{answer.reference}" if isinstance(answer, RegistrationAnswer) else ""


def _booking(wanted: BookingBody | None) -> Booking | None:
    return Booking(wanted.room_id, wanted.starts_at, wanted.language) if wanted else None
