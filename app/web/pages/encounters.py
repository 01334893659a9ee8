"""People at the border who expressed fear: written down as they come, corrected beside what was wrong, looked at a second time."""

from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import FieldError, Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.web import encounters_shown as shown
from app.web.formats import country_options
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status, zone_of

router = Router(prefix="/encounters")
ROWS, MOST_ROWS, SHOWN, WAITING = 2, 20, 25, 10
NEAR = ("NIC", "VEN", "CUB", "COL", "HND", "SLV", "HTI", "GTM")
_PARTS = ("name", "nationality", "sex", "age", "outcome", "refusal_ground", "detail")


@router.get("", dependencies=[requires("encounter.list")])
async def show(
    request: Request,
    db: Db,
    outcome: Annotated[str, Query(max_length=20)] = "",
    before: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The quick form of the post, what waits for a second look, and the last ones."""
    return await _show(request, db, outcome=outcome, before=before)


@router.post("", dependencies=[requires("encounter.log")])
async def log(request: Request, db: Db) -> Response:
    """Write down whoever stands in the form; empty rows are left out."""
    typed = await typed_of(request)
    rows = _rows(typed)
    if typed.text("do") == "add":
        return await _show(request, db, typed=typed, rows=min(rows + 1, MOST_ROWS))
    try:
        async with db.attempt():
            seen = [(n, encounter_of(typed, f"e-{n}-")) for n in range(rows) if not _empty(typed, n)]
            await intake.log_encounters(
                db, db.actor, [one for _n, one in seen], at=await moment_of(db, typed)
            )
    except Invalid as refusal:
        again = Invalid(*(_on_form(f, [n for n, _one in seen]) for f in refusal.fields)) if rows else refusal
        return await _show(request, db, typed=typed, rows=rows, refusal=again)
    except Refusal as refusal:
        return await _show(request, db, typed=typed, rows=rows, refusal=refusal)
    return go("/encounters", said="encounters_logged")


@router.get("/{encounter_id}", dependencies=[requires("encounter.list")])
async def one(request: Request, db: Db, encounter_id: UUID) -> HTMLResponse:
    """One contact with what it took the place of, and what may be done about it."""
    return await _one(request, db, encounter_id)


@router.post("/{encounter_id}/correction", dependencies=[requires("encounter.log")])
async def correct(request: Request, db: Db, encounter_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            new = await intake.correct_encounter(
                db, db.actor, encounter_id, encounter_of(typed, ""), reason=typed.text("reason")
            )
    except Invalid as refusal:
        return await _one(
            request, db, encounter_id, typed=typed, refusal=Invalid(*(_bare(f) for f in refusal.fields))
        )
    except Refusal as refusal:
        return await _one(request, db, encounter_id, typed=typed, refusal=refusal)
    return go(f"/encounters/{new}", said="saved")


@router.post("/{encounter_id}/look", dependencies=[requires("encounter.look")])
async def look(
    request: Request,
    db: Db,
    encounter_id: UUID,
    finding: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """The supervisor's second look at a refusal."""
    try:
        async with db.attempt():
            await intake.look_again(db, db.actor, encounter_id, finding=finding, note=note)
    except Refusal as refusal:
        typed = Typed({"finding": finding, "note": note})
        return await _one(request, db, encounter_id, typed=typed, refusal=refusal)
    return go(f"/encounters/{encounter_id}", said="saved")


@router.post("/{encounter_id}/case", dependencies=[requires("encounter.log")])
async def link(
    request: Request, db: Db, encounter_id: UUID, reference: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """The case that came of it later."""
    try:
        async with db.attempt():
            case_id = await cases.case_id_of(db, reference.strip().upper())
            await intake.link_encounter(db, db.actor, encounter_id, case_id)
    except Refusal as refusal:
        at_field = Invalid(FieldError("reference", refusal.rule, refusal.text, refusal.values))
        return await _one(request, db, encounter_id, typed=Typed({"reference": reference}), refusal=at_field)
    return go(f"/encounters/{encounter_id}", said="saved")


def encounter_of(typed: Typed, at: str) -> intake.NewEncounter:
    """One person of a form whose fields begin with `at`. An age is a number, or else a group."""
    age, outcome = typed.text(f"{at}age"), typed.text(f"{at}outcome")
    detail = typed.text(f"{at}detail")
    return intake.NewEncounter(
        outcome=outcome,
        nationality=typed.text(f"{at}nationality"),
        sex=typed.text(f"{at}sex"),
        age=int(age) if age.isdecimal() and len(age) < 4 else None,
        age_group=age if age and not age.isdecimal() else "unknown",
        name=typed.text(f"{at}name"),
        referred_to=detail if outcome == "referred" else "",
        refusal_ground=typed.text(f"{at}refusal_ground"),
        refusal_words=detail if outcome == "refused_entry" else "",
    )


async def moment_of(db: Session, typed: Typed) -> datetime | None:
    """When it was, in the country's time; None where nothing was said. Raises `Invalid`."""
    day, clock = typed.day("at"), typed.text("at-time")
    if day is None and not clock:
        return None
    zone = zone_of(await procedure_in_force(db))
    local = db.now().astimezone(zone)
    try:
        at = time.fromisoformat(clock.zfill(5)) if clock else time(12)
    except ValueError as error:
        raise Invalid.at("at-time", "not_a_time", "Escriba la hora, por ejemplo 14:30.") from error
    return datetime.combine(day or local.date(), at, zone)


def _rows(typed: Typed) -> int:
    given = typed.text("rows")
    return min(max(int(given), 1), MOST_ROWS) if given.isdecimal() else ROWS


def _empty(typed: Typed, n: int) -> bool:
    return not any(typed.text(f"e-{n}-{part}") for part in _PARTS if part not in ("nationality", "outcome"))


def _on_form(field: FieldError, rows: list[int]) -> FieldError:
    """An error of a rule (`encounters.1.sex`) at its field in the form (`e-3-sex`)."""
    room, _dot, rest = field.field.partition(".")
    number, _dot, name = rest.partition(".")
    if room != "encounters" or not number.isdecimal():
        return FieldError("at-time" if field.field == "at" else "", field.rule, field.message, field.values)
    name = "detail" if name in ("referred_to", "refusal_words") else name
    return FieldError(f"e-{rows[int(number)]}-{name}", field.rule, field.message, field.values)


def _bare(field: FieldError) -> FieldError:
    name = field.field.rpartition(".")[2]
    name = "detail" if name in ("referred_to", "refusal_words") else name
    return FieldError(name, field.rule, field.message, field.values)


async def _show(
    request: Request,
    db: Session,
    *,
    typed: Typed | None = None,
    rows: int = ROWS,
    refusal: Refusal | None = None,
    outcome: str = "",
    before: str = "",
) -> HTMLResponse:
    last = await intake.encounters(
        db,
        outcome=outcome if outcome in intake.encounter_rules.OUTCOMES else None,
        before=_moment(before),
        limit=SHOWN,
    )
    waiting = await intake.encounters(db, to_look_at=True, limit=WAITING)
    await audit.looked(db, "page.encounters", db.actor.place or "–", request_id=request.state.request_id)
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "encounters/encounters.html",
        refused_status(refusal) if refusal else 200,
        writes=identity.may(db.actor, "encounter.log"),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
        rows=rows,
        options=form_options(),
        last=[shown.line(each) for each in last],
        waiting=[shown.line(each) for each in waiting],
        filters=_filters(outcome),
        next_before=last[-1].at.isoformat() if len(last) == SHOWN else None,
        zone=profile.time_zone,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def form_options() -> dict[str, list[tuple[str, str]]]:
    return {
        "nationality": [
            *country_options(first=NEAR),
            ("XXA", _("Sin nacionalidad")),
            ("XXX", _("No consta")),
        ],
        "sex": shown.sexes(),
        "age": shown.age_groups(),
        "outcome": shown.outcomes(),
        "refusal_ground": shown.grounds(),
    }


def _filters(outcome: str) -> list[dict[str, Any]]:
    return [
        {
            "name": "outcome",
            "label": _("Qué pasó"),
            "options": [("", _("Todo")), *shown.outcomes()],
            "value": outcome,
        }
    ]


async def _one(
    request: Request,
    db: Session,
    encounter_id: UUID,
    *,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    found = await intake.encounter(db, encounter_id)
    await audit.looked(db, "page.encounter", str(encounter_id), request_id=request.state.request_id)
    current = found.current
    standing = found.replaced_by is None
    return page(
        request,
        db,
        "encounters/one.html",
        refused_status(refusal) if refusal else 200,
        found=found,
        line=shown.line(current),
        earlier=[shown.line(each) for each in found.earlier],
        looks=[(look, shown.finding_name(look.finding)) for look in found.looks],
        corrects=standing and identity.may(db.actor, "encounter.log"),
        links=standing and not current.has_case and identity.may(db.actor, "encounter.log"),
        looks_again=standing
        and current.outcome == intake.encounter_rules.REFUSED
        and identity.may(db.actor, "encounter.look"),
        values=typed.values if typed else shown.values_of(current),
        errors=field_errors(refusal) if refusal else {},
        options={
            **form_options(),
            "outcome": [*shown.outcomes(), ("mistake", _("Fue un error: no ocurrió aquí"))],
        },
        findings=shown.findings(),
    )
