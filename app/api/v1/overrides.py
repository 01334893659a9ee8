"""The deployment's own values over its procedure: uploading, looking at, putting in force from a day, withdrawing."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides import public as overrides

router = Router(prefix="/procedure/overrides", tags=["procedure"], responses=PROBLEMS)
# The number as it stands in the name of an edition: `2024-06+3`.
Number = Annotated[int, Path(ge=1, le=999_999_999)]
Reasons = Annotated[str, Field(max_length=2000)]


class OverrideBody(Body):
    """`content` is the TOML text; `title` its own label where it is left out."""

    # Kept as it came, to the last byte.
    content: Annotated[str, StringConstraints(strip_whitespace=False, max_length=overrides.LONGEST_TEXT)]
    because: Reasons
    title: Annotated[str, Field(max_length=120)] = ""


class EntryIntoForceBody(Body):
    """`valid_from` is the first day, in the country's zone, on which a claim that is filed falls under it."""

    valid_from: date
    because: Reasons


class WithdrawalBody(Body):
    because: Reasons


class OverrideLineAnswer(BaseModel):
    """`standing`: draft, coming, in_force, replaced (by a later one) or withdrawn. `alone`: confirmed by the one who uploaded it."""

    number: int
    edition: str
    profile_version: str
    title: str
    standing: str
    digest: str
    uploaded_by: UUID
    uploaded_at: datetime
    because: str
    valid_from: date | None
    put_in_force_by: UUID | None
    put_in_force_at: datetime | None
    put_in_force_because: str | None
    alone: bool
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    version: int


class DifferenceAnswer(BaseModel):
    """`words` says it whole, in the caller's language; `before` and `after` are empty where there is nothing on that side."""

    kind: str
    place: str
    words: str
    before: str
    after: str


class FindingAnswer(BaseModel):
    """`blocks`: a defect that the override brings with it; with one it cannot be put in force."""

    severity: str
    kind: str
    subject: str
    message: str
    blocks: bool


class WeakenedAnswer(BaseModel):
    """A safeguard of the version as published that is less with the override: two people put such a one in force."""

    place: str
    message: str


class OverrideAnswer(BaseModel):
    """`differences` against the procedure in force today for a draft, against the shipped version for any other."""

    override: OverrideLineAnswer
    content: str
    compared_with: str | None
    limits_changed: list[str]
    differences: list[DifferenceAnswer]
    findings: list[FindingAnswer]
    weakened: list[WeakenedAnswer]


class Uploaded(BaseModel):
    number: int
    version: int


@router.get("", dependencies=[requires("procedure.read", reads=True)])
async def read_overrides(db: ReadDb) -> list[OverrideLineAnswer]:
    """What was put in force, newest first; for administrators and auditors drafts as well."""
    return [_line(line) for line in await overrides.overrides(db)]


@router.post("", status_code=201, dependencies=[requires("procedure.draft")], response_model=Uploaded)
async def upload_override(request: Request, db: Db, body: OverrideBody, key: Key = None) -> Response:
    """Keep a text as a draft. A text with faults is refused with each of them, and nothing is kept."""

    async def do() -> Uploaded:
        number = await overrides.upload(
            db, db.actor, content=body.content, because=body.because, title=body.title
        )
        return Uploaded(number=number, version=1)

    return await once(request, db, key, do, location=_location)


def _location(made: BaseModel) -> str:
    return f"/api/v1/procedure/overrides/{made.model_dump()['number']}"


@router.get("/{override}", dependencies=[requires("procedure.read", reads=True)])
async def read_override(request: Request, db: ReadDb, response: Response, override: Number) -> OverrideAnswer:
    """One override: its text, what it changes, and what the check finds."""
    found = await overrides.override(db, override)
    etag(response, found.line.version)
    seen, language = found.preview, request.state.language
    blocking = set(seen.blocking) if seen else set()
    return OverrideAnswer(
        override=_line(found.line),
        content=found.content,
        compared_with=seen.before.version if seen else None,
        limits_changed=list(seen.limits) if seen else [],
        differences=_differences(seen, language) if seen else [],
        findings=[
            FindingAnswer(
                severity=f.severity,
                kind=f.kind,
                subject=f.subject,
                message=f.said(language),
                blocks=f in blocking,
            )
            for f in (seen.findings if seen else ())
        ],
        weakened=[
            WeakenedAnswer(place=w.place, message=w.said(language)) for w in (seen.weakened if seen else ())
        ],
    )


def _differences(seen: overrides.Preview, language: str) -> list[DifferenceAnswer]:
    return [
        DifferenceAnswer(
            kind=d.kind, place=d.place, words=d.in_words(language), before=d.before, after=d.after
        )
        for part in seen.differences(language)
        for d in part.differences
    ]


@router.post("/{override}/entry-into-force", dependencies=[requires("procedure.put_in_force")])
async def put_in_force(
    db: Db, response: Response, override: Number, body: EntryIntoForceBody, version: IfMatch
) -> OverrideLineAnswer:
    """From a day on, claims that are filed fall under it; cases that are filed keep what they have."""
    await overrides.put_in_force(
        db, db.actor, override, valid_from=body.valid_from, because=body.because, version=version
    )
    return await _after(db, response, override)


@router.post("/{override}/withdrawal", dependencies=[requires("procedure.draft")])
async def withdraw_override(
    db: Db, response: Response, override: Number, body: WithdrawalBody, version: IfMatch
) -> OverrideLineAnswer:
    """A draft goes nowhere; one in force ends for what is filed from now on."""
    await overrides.withdraw(db, db.actor, override, because=body.because, version=version)
    return await _after(db, response, override)


async def _after(db: Db, response: Response, number: int) -> OverrideLineAnswer:
    line = next(line for line in await overrides.overrides(db) if line.number == number)
    etag(response, line.version)
    return _line(line)


def _line(line: overrides.OverrideLine) -> OverrideLineAnswer:
    return OverrideLineAnswer.model_validate(line, from_attributes=True)
