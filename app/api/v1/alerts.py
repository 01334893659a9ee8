"""Figures that the caller has watched: where each stands to its line, and each time that it crossed it or came back."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.figures import Asked, asked_of, filters_of
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.statistics import public as statistics

router = Router(prefix="/alerts", tags=["alerts"], responses=PROBLEMS)
alerts = statistics.alerts


class AlertFilters(Asked):
    """As a figure's own filters; a cut-off (`as_of`) is refused, since an alert looks at the present."""

    model_config = ConfigDict(extra="forbid")


class AlertBody(Body):
    """Watch `value` of `figure`: a headline's key, or `table.row.column` of one of the rows that can be watched, such as
    `interpreters.ar.median` of `workload`. `line` is in the value's unit: a share runs from 0 to 1. `last_days`, one of 30, 90, 180
    and 365, counts a period that moves with the day instead of a fixed one. `email`: where to write besides."""

    figure: Annotated[str, Field(max_length=60)]
    value: Annotated[str, Field(max_length=200)]
    direction: Literal["above", "below"]
    line: Annotated[float, Field(allow_inf_nan=False)]
    filters: AlertFilters = AlertFilters()
    last_days: int | None = None
    email: Annotated[str, Field(max_length=254)] = ""


class Made(BaseModel):
    id: UUID


class CrossingAnswer(BaseModel):
    """By its value at `as_of` it had crossed the line, or had come `back`; found at `at`. `mail`: `none` asked for, `waiting`,
    `sent`, `refused`, or `dropped` because you could read the figure no longer."""

    at: datetime
    as_of: datetime
    value: float
    line: float
    direction: str
    back: bool
    seen_at: datetime | None
    mail: str


class AlertAnswer(BaseModel):
    """`state`: `within` or `beyond` the line since `state_since`, `unknown` while there was no value. Beyond, it is back from
    `back_at` on, and after a day at least. `now` is the value as of `as_of`. `history`: newest first."""

    id: UUID
    figure: str
    value: str
    kind: str
    direction: str
    line: float
    back_at: float
    filters: dict[str, Any]
    last_days: int | None
    email: str
    state: str
    state_since: datetime
    now: float | None
    as_of: datetime
    made_at: datetime
    ended_at: datetime | None
    history: list[CrossingAnswer]


@router.get("", dependencies=[requires("metrics.read", reads=True)])
async def list_alerts(db: ReadDb) -> list[AlertAnswer]:
    """Your own in the role in which you ask: the watched ones, then the last twenty that ended."""
    offices = await identity.offices(db)
    return [_answer(view, offices) for view in await alerts.alerts(db)]


@router.post("", dependencies=[requires("metrics.read")], status_code=201, responses={201: {"model": Made}})
async def subscribe(request: Request, db: Db, body: AlertBody, idempotency_key: Key = None) -> Response:
    """Watch a figure. 409 for one that you watch already, and beyond fifty."""

    async def do() -> Made:
        return Made(
            id=await alerts.subscribe(
                db,
                db.actor,
                figure=body.figure,
                key=body.value,
                direction=body.direction,
                line=body.line,
                filters=await filters_of(db, body.filters),
                last_days=body.last_days,
                email=body.email,
            )
        )

    return await once(
        request, db, idempotency_key, do, location=lambda made: f"/api/v1/alerts/{made.model_dump()['id']}"
    )


@router.get("/{alert_id}", dependencies=[requires("metrics.read", reads=True)])
async def one(db: ReadDb, alert_id: UUID) -> AlertAnswer:
    """One with its history."""
    return _answer(await alerts.alert(db, alert_id), await identity.offices(db))


@router.post("/{alert_id}/seen", dependencies=[requires("metrics.read")])
async def seen(db: Db, alert_id: UUID) -> AlertAnswer:
    """You have seen what it told so far."""
    await alerts.mark_seen(db, db.actor, alert_id)
    return _answer(await alerts.alert(db, alert_id), await identity.offices(db))


@router.post("/{alert_id}/end", dependencies=[requires("metrics.read")])
async def end(db: Db, alert_id: UUID) -> AlertAnswer:
    """Watch it no more; its history stays. 409 where it ended before."""
    await alerts.end(db, db.actor, alert_id)
    return _answer(await alerts.alert(db, alert_id), await identity.offices(db))


def _answer(view: alerts.AlertView, offices: list[identity.Place]) -> AlertAnswer:
    asked = asked_of(view.filters, offices)
    return AlertAnswer(
        id=view.id,
        figure=view.figure,
        value=view.key,
        kind=view.kind,
        direction=view.direction,
        line=view.line,
        back_at=view.back_at,
        filters=asked.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
        last_days=view.last_days,
        email=view.email,
        state=view.state,
        state_since=view.state_since,
        now=view.value,
        as_of=view.as_of,
        made_at=view.made_at,
        ended_at=view.ended_at,
        history=[
            CrossingAnswer(
                at=told.at,
                as_of=told.as_of,
                value=told.value,
                line=told.line,
                direction=told.direction,
                back=told.back,
                seen_at=told.seen_at,
                mail=told.mail,
            )
            for told in view.crossings
        ],
    )
