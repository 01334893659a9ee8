"""People at the border who expressed fear: one by one, corrected beside what was wrong, and as counts on paper."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import AwareDatetime, BaseModel, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.edge.access import requires
from app.edge.figures import AskedAccess, access_filters_of, csv_of
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics

router = Router(tags=["encounters"], responses=PROBLEMS)

Outcome = Literal["registered", "referred", "admitted", "refused_entry"]
Sex = Literal["female", "male", "other", "unknown"]
AgeGroup = Literal["0-4", "5-11", "12-17", "18-59", "60+", "unknown"]
Country = Annotated[
    str, Field(description="ISO 3166-1 alpha-3; XXA stateless, XXX not known", examples=["NIC"], max_length=3)
]
Short = Annotated[str, Field(max_length=1000)]


class EncounterBody(Body):
    """One person. No name is needed; `age` where the years were said, else `age_group`."""

    outcome: Literal["registered", "referred", "admitted", "refused_entry", "mistake"]
    nationality: Country
    sex: Sex
    age: Annotated[int | None, Field(ge=0, le=150)] = None
    age_group: AgeGroup = "unknown"
    name: Short = ""
    referred_to: Short = ""
    refusal_ground: Annotated[str, Field(max_length=40)] = ""
    refusal_words: Short = ""

    def as_encounter(self) -> intake.NewEncounter:
        return intake.NewEncounter(**self.model_dump(exclude={"reason"}))


class LogBody(Body):
    """People of one contact. `at`: now, where it is left out."""

    encounters: Annotated[list[EncounterBody], Field(max_length=50)]
    at: AwareDatetime | None = None


class CorrectionBody(EncounterBody):
    """What stands instead; `mistake`: it never was. `reason` says why."""

    reason: Short


class LookBody(Body):
    finding: Literal["let_in", "being_followed", "in_order"]
    note: Annotated[str, Field(max_length=4000)]


class CaseBody(Body):
    reference: Annotated[str, Field(max_length=40)]


class CountBody(Body):
    outcome: Outcome
    nationality: Country
    sex: Sex
    age_group: AgeGroup
    number: Annotated[int, Field(ge=1, le=100_000)]
    refusal_ground: Annotated[str, Field(max_length=40)] = ""


class SheetBody(Body):
    """A count on paper. `number` is the sheet's own, once at a post; `corrects` a sheet that this one takes the place of."""

    number: Annotated[str, Field(max_length=60)]
    day: date
    counts: Annotated[list[CountBody], Field(max_length=1000)]
    corrects: UUID | None = None
    reason: Short = ""


class EncounterAnswer(BaseModel):
    """`reference` is the case that came of it, where the caller may see that."""

    id: UUID
    post: str
    at: datetime
    recorded_at: datetime
    by: str
    outcome: str
    nationality: str
    sex: str
    age: int | None
    age_group: str
    name: str | None
    refusal_ground: str | None
    refusal_words: str | None
    referred_to: str | None
    has_case: bool
    reference: str | None
    corrects: UUID | None
    correction_reason: str | None
    looked_at: datetime | None
    needs_a_look: bool


class LookAnswer(BaseModel):
    at: datetime
    by: str
    finding: str
    note: str


class HistoryAnswer(BaseModel):
    current: EncounterAnswer
    earlier: list[EncounterAnswer]
    looks: list[LookAnswer]
    replaced_by: UUID | None


class Made(BaseModel):
    ids: list[UUID]


class CountAnswer(BaseModel):
    outcome: str
    refusal_ground: str | None
    nationality: str
    sex: str
    age_group: str
    number: int


class SheetAnswer(BaseModel):
    id: UUID
    post: str
    day: date
    number: str
    entered_at: datetime
    entered_by: str
    corrects: UUID | None
    correction_reason: str | None
    people: int
    counts: list[CountAnswer]


class AccessQuery(AskedAccess):
    """`format=csv` answers with a file instead."""

    format: Literal["json", "csv"] = "json"


class AccessCountAnswer(BaseModel):
    value: str | None
    people: int
    by_outcome: dict[str, int]


class AccessAnswer(BaseModel):
    """`exact` false: every figure is rounded by itself to a multiple of five, so that parts need not add up to their sum."""

    as_of: datetime
    exact: bool
    all: AccessCountAnswer
    on_paper: int
    became_case: int
    by_month: list[AccessCountAnswer]
    by_post: list[AccessCountAnswer]
    by_nationality: list[AccessCountAnswer]
    by_sex: list[AccessCountAnswer]
    by_age_group: list[AccessCountAnswer]
    by_refusal_ground: list[AccessCountAnswer]


@router.get("/encounters", dependencies=[requires("encounter.list")])
async def read_encounters(
    request: Request,
    db: Db,
    outcome: Outcome | None = None,
    *,
    to_look_at: bool = False,
    before: AwareDatetime | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[EncounterAnswer]:
    """The contacts that stand, the latest first; `to_look_at`: refusals that no supervisor has looked at a second time."""
    await audit.looked(db, "encounter.list", db.actor.place or "–", request_id=request.state.request_id)
    found = await intake.encounters(db, outcome=outcome, to_look_at=to_look_at, before=before, limit=limit)
    return [EncounterAnswer.model_validate(each, from_attributes=True) for each in found]


@router.post("/encounters", status_code=201, response_model=Made, dependencies=[requires("encounter.log")])
async def log_encounters(request: Request, db: Db, body: LogBody, key: Key = None) -> Response:
    """Write people down who expressed fear at the caller's post, all or nobody."""

    async def do() -> Made:
        seen = [each.as_encounter() for each in body.encounters]
        return Made(ids=await intake.log_encounters(db, db.actor, seen, at=body.at))

    return await once(request, db, key, do, demanded=True)


@router.get("/encounters/{encounter_id}", dependencies=[requires("encounter.list")])
async def read_encounter(request: Request, db: Db, encounter_id: UUID) -> HistoryAnswer:
    """One contact with what it took the place of and what was found on a second look."""
    await audit.looked(db, "encounter.read", str(encounter_id), request_id=request.state.request_id)
    return HistoryAnswer.model_validate(await intake.encounter(db, encounter_id), from_attributes=True)


@router.post(
    "/encounters/{encounter_id}/corrections",
    status_code=201,
    response_model=Made,
    dependencies=[requires("encounter.log")],
)
async def correct_encounter(
    request: Request, db: Db, encounter_id: UUID, body: CorrectionBody, key: Key = None
) -> Response:
    """A new row in the place of a wrong one, with the reason. Nothing is deleted."""

    async def do() -> Made:
        new = body.as_encounter()
        return Made(ids=[await intake.correct_encounter(db, db.actor, encounter_id, new, reason=body.reason)])

    return await once(request, db, key, do)


@router.post(
    "/encounters/{encounter_id}/looks",
    status_code=201,
    response_model=Made,
    dependencies=[requires("encounter.look")],
)
async def look_again(
    request: Request, db: Db, encounter_id: UUID, body: LookBody, key: Key = None
) -> Response:
    """The supervisor's second look at a refusal of somebody who had said that they are afraid."""

    async def do() -> Made:
        look = await intake.look_again(db, db.actor, encounter_id, finding=body.finding, note=body.note)
        return Made(ids=[look])

    return await once(request, db, key, do)


@router.put("/encounters/{encounter_id}/case", status_code=204, dependencies=[requires("encounter.log")])
async def link_encounter(db: Db, encounter_id: UUID, body: CaseBody) -> None:
    """The case that came of it later."""
    case_id = await cases.case_id_of(db, body.reference)
    await intake.link_encounter(db, db.actor, encounter_id, case_id)


@router.get("/encounter-sheets", dependencies=[requires("encounter.list", reads=True)])
async def read_sheets(db: ReadDb, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[SheetAnswer]:
    """The counts on paper that stand, the latest day first."""
    found = await intake.sheets(db, limit=limit)
    return [SheetAnswer.model_validate(each, from_attributes=True) for each in found]


@router.post(
    "/encounter-sheets", status_code=201, response_model=Made, dependencies=[requires("encounter.log")]
)
async def enter_sheet(request: Request, db: Db, body: SheetBody, key: Key = None) -> Response:
    """Enter a count on paper; the same sheet is refused the second time, unless it corrects the first."""

    async def do() -> Made:
        profile = await procedure_in_force(db)
        sheet = await intake.enter_sheet(
            db,
            db.actor,
            number=body.number,
            day=body.day,
            counts=[intake.NewCount(**each.model_dump()) for each in body.counts],
            today=profile.today(db.now()),
            corrects=body.corrects,
            reason=body.reason,
        )
        return Made(ids=[sheet])

    return await once(request, db, key, do)


@router.get(
    "/metrics/access",
    tags=["metrics"],
    dependencies=[requires("encounter.count", reads=True)],
    response_model=AccessAnswer,
)
async def access(db: ReadDb, query: Annotated[AccessQuery, Query()]) -> AccessAnswer | Response:
    """Contacts with expressed fear by month, post, nationality, sex, age and ground. A post counts its own, a supervisor those of the
    office's posts, others all in rounded figures."""
    profile = await procedure_in_force(db)
    found = await statistics.access(db, await access_filters_of(db, query), zone=profile.time_zone)
    posts = {post.id: post.code for post in await identity.posts(db)}
    if query.format == "csv":
        return csv_of(statistics.access_sheet(found, posts))
    return AccessAnswer(
        as_of=found.as_of,
        exact=found.exact,
        all=_counted(found.total),
        on_paper=found.on_paper,
        became_case=found.became_case,
        by_month=[_counted(c) for c in found.by_month],
        by_post=[_counted(c, posts.get(c.key)) for c in found.by_post],
        by_nationality=[_counted(c) for c in found.by_nationality],
        by_sex=[_counted(c) for c in found.by_sex],
        by_age_group=[_counted(c) for c in found.by_age],
        by_refusal_ground=[_counted(c) for c in found.by_ground],
    )


def _counted(count: statistics.AccessCount, value: Any = None) -> AccessCountAnswer:
    named = value or (str(count.key) if count.key is not None else None)
    return AccessCountAnswer(value=named, people=count.people, by_outcome=count.by_outcome)
