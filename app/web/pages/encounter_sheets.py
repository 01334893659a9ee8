"""Counts on paper: entered once, corrected by a new entry in the place of the old."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import FieldError, Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.web import encounters_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.encounters import form_options
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/encounters/paper")
ROWS, MOST_ROWS = 6, 60


@router.get("", dependencies=[requires("encounter.log")])
async def show(request: Request, db: Db, corrects: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
    """An empty sheet, or one to correct; and those that were entered."""
    old = await intake.sheet(db, _id(corrects)) if corrects else None
    if old is None:
        return await _show(request, db, Typed({}), ROWS)
    values = {"number": old.number, "day-day": str(old.day.day), "day-month": str(old.day.month)}
    values["day-year"] = str(old.day.year)
    for n, count in enumerate(old.counts):
        at = f"c-{n}-"
        values |= {
            f"{at}outcome": count.outcome,
            f"{at}refusal_ground": count.refusal_ground or "",
            f"{at}nationality": count.nationality,
            f"{at}sex": count.sex,
            f"{at}age_group": count.age_group,
            f"{at}number": str(count.number),
        }
    return await _show(request, db, Typed(values), max(len(old.counts) + 1, ROWS), corrects=corrects)


@router.post("", dependencies=[requires("encounter.log")])
async def enter(request: Request, db: Db) -> Response:
    typed = await typed_of(request)
    given, corrects = typed.text("rows"), typed.text("corrects")
    rows = min(max(int(given), 1), MOST_ROWS) if given.isdecimal() else ROWS
    if typed.text("do") == "add":
        return await _show(request, db, typed, min(rows + 6, MOST_ROWS), corrects=corrects)
    filled = [n for n in range(rows) if typed.text(f"c-{n}-number")]
    try:
        async with db.attempt():
            await _enter(db, typed, filled, corrects)
    except Invalid as refusal:
        again = Invalid(*(_on_form(f, filled) for f in refusal.fields))
        return await _show(request, db, typed, rows, corrects=corrects, refusal=again)
    except Refusal as refusal:
        at_number = Invalid(FieldError("number", refusal.rule, refusal.text, refusal.values))
        return await _show(request, db, typed, rows, corrects=corrects, refusal=at_number)
    return go("/encounters/paper", said="saved")


async def _enter(db: Session, typed: Typed, filled: list[int], corrects: str) -> None:
    profile = await procedure_in_force(db)
    day = typed.day("day")
    if day is None:
        raise Invalid.at("day", "required", "Escriba el día que cuenta la hoja.")
    await intake.enter_sheet(
        db,
        db.actor,
        number=typed.text("number"),
        day=day,
        counts=[_count(typed, n) for n in filled],
        today=profile.today(db.now()),
        corrects=_id(corrects) if corrects else None,
        reason=typed.text("reason"),
    )


def _count(typed: Typed, n: int) -> intake.NewCount:
    at, number = f"c-{n}-", typed.text(f"c-{n}-number")
    return intake.NewCount(
        outcome=typed.text(f"{at}outcome"),
        nationality=typed.text(f"{at}nationality"),
        sex=typed.text(f"{at}sex"),
        age_group=typed.text(f"{at}age_group"),
        number=int(number) if number.isdecimal() and len(number) < 7 else 0,
        refusal_ground=typed.text(f"{at}refusal_ground"),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid.at("corrects", "unknown", "Elija una opción.") from error


def _on_form(field: FieldError, rows: list[int]) -> FieldError:
    room, _dot, rest = field.field.partition(".")
    number, _dot, name = rest.partition(".")
    if room == "counts" and number.isdecimal():
        name = "age_group" if name == "age" else name
        return FieldError(f"c-{rows[int(number)]}-{name}", field.rule, field.message, field.values)
    at = "c-0-number" if room == "counts" else field.field
    return FieldError(at, field.rule, field.message, field.values)


async def _show(
    request: Request,
    db: Session,
    typed: Typed,
    rows: int,
    *,
    corrects: str = "",
    refusal: Refusal | None = None,
) -> HTMLResponse:
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "encounters/paper.html",
        refused_status(refusal) if refusal else 200,
        values=typed.values,
        errors=field_errors(refusal) if refusal else {},
        rows=rows,
        options=form_options(),
        age_groups=shown.age_groups(),
        corrects=corrects,
        sheets=[_line(each) for each in await intake.sheets(db)],
        yesterday=profile.today(db.now()) - timedelta(days=1),
    )


def _line(sheet: intake.SheetView) -> dict[str, Any]:
    counted: dict[str, int] = {}
    for count in sheet.counts:
        name = shown.outcome_name(count.outcome)
        counted[name] = counted.get(name, 0) + count.number
    return {
        "view": sheet,
        "said": ", ".join(f"{name}: {number}" for name, number in counted.items()),
        "corrected": _("Corregida porque: %(why)s") % {"why": sheet.correction_reason}
        if sheet.correction_reason
        else "",
    }
