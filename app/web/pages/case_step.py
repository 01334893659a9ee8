"""A step of a case on a page of its own: what follows from it, what it needs, and the way back without doing it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.decisions import public as decisions
from app.people import public as people
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import Said

# What the page says of a step: title, consequence, points, button, kind, fields; `values` are what the fields begin with; `signs`: it
# is signed as it is taken.
Describe = Callable[[Session, cases.CaseView], Awaitable[dict[str, Any]]]


async def ask(
    request: Request,
    db: Session,
    reference: str,
    describe: Describe,
    *,
    status: int = 200,
    values: Mapping[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    """The page of the step."""
    case = await cases.case_view(db, reference)
    step = await describe(db, case)
    persons = await people.profiles(db, [case.claims[0].person_id])
    return page(
        request,
        db,
        "early_steps/step.html",
        status,
        case=case,
        name=persons[case.claims[0].person_id].name,
        step=step,
        has_key=bool(step.get("signs")) and await decisions.signs_with_key(db, db.actor.user_id),
        values=step.get("values", {}) if values is None else values,
        errors=errors or {},
    )


async def take(
    request: Request,
    db: Session,
    reference: str,
    describe: Describe,
    act: Callable[[cases.CaseView], Awaitable[object]],
    *,
    said: Said | str = "done",
    typed: Mapping[str, Any] | None = None,
    after: str | None = None,
) -> Response:
    """Take the step and go on, or show the page again with what was typed and why it was refused. Where the act itself says what
    was done, that is said instead of `said`."""
    case = await cases.case_view(db, reference)
    try:
        async with db.attempt():
            told = await act(case)
    except Refusal as refusal:
        return await ask(
            request,
            db,
            reference,
            describe,
            status=refused_status(refusal),
            values=typed,
            errors=field_errors(refusal),
        )
    return go(after or f"/cases/{reference}", said=told if isinstance(told, Said) else said)


def chosen(given: str, field: str, message: str) -> UUID:
    """The identifier behind a choice. Raises `Invalid` when nothing was chosen."""
    try:
        return UUID(given)
    except ValueError as error:
        raise Invalid.at(field, "required", message) from error
