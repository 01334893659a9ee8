"""Registering a household at a desk, and what to hand over afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from app.core import idempotency
from app.core.database import Session
from app.core.errors import FieldError, Invalid, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.people import public as people
from app.scheduling import public as scheduling
from app.web import registration_form as forms
from app.web.formats import country, country_options, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status, zone_of
from app.web.registration_form import Typed
from app.web.words import need_tags, relation_name
from app.workflows.print_slip import print_slip
from app.workflows.register_arrival import procedure_in_force, register_arrival

router = APIRouter()
NEAR = ("NIC", "VEN", "CUB", "COL", "HND", "SLV", "HTI", "GTM")
STATELESS = "XXA"
LIKELY = 0.45
SLOTS = 4
# The interview is booked far enough ahead for the office to prepare, near enough for the person to remember.
FIRST_SLOT_AFTER = timedelta(days=7)


@router.get("/register", dependencies=[requires("registration.create")])
async def ask(request: Request, db: Db) -> HTMLResponse:
    """An empty form for a household."""
    values = dict(forms.first_values(db.actor.place if db.actor.post_id else ""))
    return await _form(request, db, Typed(values, 1), key=str(uuid4()))


@router.post("/register", dependencies=[requires("registration.create")])
async def register(request: Request, db: Db) -> Response:
    """Add a row, look again, or register; what was typed is kept whatever happens."""
    form = await request.form()
    typed = Typed.of(form)
    key = typed.text("key") or str(uuid4())
    if form.get("do") == "add":
        return await _form(request, db, Typed(typed.values, min(typed.rows + 1, forms.MOST_ROWS)), key=key)
    if form.get("do") != "register":
        return await _form(request, db, typed, key=key)
    return await _register(request, db, typed, key, form)


@router.post("/register/alike", dependencies=[requires("registration.create")])
async def alike(request: Request, db: Db) -> HTMLResponse:
    """The hints alone, for the page that asks while somebody types."""
    typed = Typed.of(await request.form())
    members, _broken = forms.household(typed)
    return page(request, db, "registration/alike.html", alike=await _alike(db, members), values=typed.values)


@router.get("/register/{reference}", dependencies=[requires("registration.create")])
async def registered(request: Request, db: Db, reference: str) -> HTMLResponse:
    """What to hand over: a document for each person, and the slip with the day of the interview."""
    header = await case_header(request, db, reference, tab="registered")
    papers = {d.claim_id: d for d in await documents.documents_of(db, header.case.id)}
    booked = [a for a in await scheduling.appointments_of(db, header.case.id) if a.state == "booked"]
    return page(
        request,
        db,
        "registration/done.html",
        header=header,
        people=[
            {
                "name": header.persons[c.person_id].name,
                "relation": relation_name(c.relation),
                "paper": papers.get(c.id),
            }
            for c in header.case.claims
        ],
        appointment=booked[-1] if booked else None,
        alone=[p.name for p in header.persons.values() if any(n.startswith("SC") for n in p.needs)],
    )


@router.get("/cases/{reference}/slip.pdf", dependencies=[requires("appointment.read")])
async def slip(db: Db, reference: str) -> Response:
    printed = await print_slip(db, reference)
    return Response(
        printed.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{printed.filename}"'},
    )


async def _register(request: Request, db: Db, typed: Typed, key: str, form: FormData) -> Response:
    said = repr(sorted((name, value) for name, value in form.multi_items() if name != "csrf_token"))
    request_digest = idempotency.digest("POST", "/register", said.encode())
    try:
        async with db.attempt():
            earlier = await idempotency.earlier_answer(db, key, request_digest)
            if earlier is not None and earlier.location:
                return go(earlier.location, said="registered")
            reference = await _file(db, typed)
            place = f"/register/{reference}"
            await idempotency.keep(db, key, request_digest, idempotency.Answer(303, "", place))
    except Invalid as refusal:
        again = Invalid(*forms.on_form(refusal.fields))
        return await _form(request, db, typed, key=key, refusal=again)
    except scheduling.AlreadyBooked as refusal:
        taken = Invalid(FieldError("slot", refusal.rule, refusal.text, refusal.values))
        return await _form(request, db, typed, key=key, refusal=taken)
    return go(place, said="registered")


async def _file(db: Session, typed: Typed) -> str:
    members, broken = forms.household(typed)
    arrival, unread = forms.arrival(typed)
    office = await _office(db, typed)
    if office is None:
        broken.append(FieldError("office", "required", "Elija la oficina que hará la entrevista."))
    if broken or unread or office is None:
        raise Invalid(*broken, *unread)
    done = await register_arrival(
        db, db.actor, members, arrival, office_id=office, booking=forms.booking(typed)
    )
    return done.reference


async def _office(db: Session, typed: Typed) -> UUID | None:
    """A registration officer registers for their own office; at the border it is chosen."""
    if db.actor.office_id is not None:
        return db.actor.office_id
    chosen = typed.text("office")
    known = {str(o.id): o.id for o in await identity.offices(db)}
    return known.get(chosen) or await identity.office_of(db, db.actor)


async def _form(
    request: Request, db: Session, typed: Typed, *, key: str, refusal: Refusal | None = None
) -> HTMLResponse:
    profile = procedure_in_force(db)
    today = profile.today(db.now())
    members, _unread = forms.household(typed)
    needs = {code for m in members for code in intake.needs_of(m, today, profile.majority_age.value or 18)}
    office = await _office(db, typed)
    values = {**typed.values, "office": str(office or "")}
    children = forms.minors(members, today=today, majority_age=profile.majority_age.value or 18)
    return page(
        request,
        db,
        "registration/form.html",
        refused_status(refusal) if refusal else 200,
        values=values,
        errors=field_errors(refusal) if refusal else {},
        rows=typed.rows,
        key=key,
        relations=[(code, relation_name(code)) for code in people.codes.RELATIONS],
        sexes=[
            ("female", _("Mujer")),
            ("male", _("Hombre")),
            ("other", _("Otro")),
            ("unknown", _("No consta")),
        ],
        countries=[*country_options(first=NEAR), (STATELESS, _("Sin nacionalidad"))],
        questions=_questions(),
        screened=_screened(typed, members, children),
        needs=need_tags(sorted(needs)),
        consequences=_consequences(needs),
        alike=await _alike(db, members),
        offices=[(str(o.id), o.name) for o in await identity.offices(db)] if db.actor.post_id else [],
        slots=await _slots(db, office, needs, child=bool(children and children[0])),
        guardians=[
            ("institution", _("Institución")),
            ("adult_caregiver", _("Persona adulta a cargo")),
            ("parent", _("Madre o padre")),
        ],
        people_count=len([m for m in members if m.person.given_names or m.person.family_names]),
    )


def _questions() -> list[dict[str, Any]]:
    return [
        {
            "code": q.code,
            "text": q.en if language() == "en" else q.es,
            "minors": q.children_only,
            "note": _("menores") if q.children_only else None,
        }
        for q in intake.questions()
    ]


def _screened(typed: Typed, members: list[intake.Member], children: list[bool]) -> list[dict[str, Any]]:
    """The columns of the screening: whoever has a row, by first name."""
    named = [
        {
            "name": typed.text(f"people-{n}-given_names").split(" ")[0] or _("Persona %(n)s") % {"n": n + 1},
            "minor": True,
        }
        for n in range(typed.rows)
    ]
    for n, child in enumerate(children[: len(named)]):
        named[n]["minor"] = child or not members[n].person.given_names
    return named


def _consequences(needs: set[str]) -> str:
    families = {need.split("-")[0] for need in needs}
    words = []
    if people.priority(needs):
        words.append(_("cita prioritaria"))
    if families & {"SC", "CR"}:
        words.append(_("aviso a protección de la niñez"))
    if families & {"DS", "ER"}:
        words.append(_("planta baja"))
    if families & {"SM", "TR", "SV"}:
        words.append(_("aviso a salud"))
    return ", ".join(words)


async def _alike(db: Session, members: list[intake.Member]) -> list[dict[str, Any]]:
    """People already registered who may be the same: at most one hint for each row. A hint, never a stop."""
    hints = []
    for index, member in enumerate(members):
        person = member.person
        if not (person.given_names and person.family_names) or person.birth_date.year == 1900:
            continue
        found = await people.alike(
            db, given_names=person.given_names, family_names=person.family_names, birth_date=person.birth_date
        )
        near = next((a for a in found if a.likeness >= LIKELY), None)
        if near is not None:
            hints.append({"index": index, "match": _hint(index, near)})
    return hints


def _hint(index: int, near: people.Alike) -> dict[str, str]:
    origin = ", ".join(country(c) for c in near.nationalities)
    text = _("Persona %(n)s: %(name)s, %(born)s, %(origin)s. Registro en %(place)s, %(day)s.") % {
        "n": index + 1,
        "name": f"{near.given_names} {near.family_names}",
        "born": short_date(near.birth_date),
        "origin": origin,
        "place": near.place,
        "day": short_date(near.registered_at),
    }
    return {"text": text, "reference": near.reference, "seen": ""}


async def _slots(db: Session, office: UUID | None, needs: set[str], *, child: bool) -> list[dict[str, str]]:
    if office is None:
        return []
    profile = procedure_in_force(db)
    free = await scheduling.free_slots(
        db,
        profile,
        office_id=office,
        not_before=profile.today(db.now()) + FIRST_SLOT_AFTER,
        length=scheduling.LENGTH,
        step_free=any(n.startswith(("DS", "ER")) for n in needs),
        child_friendly=child,
        limit=SLOTS,
    )
    zone = zone_of(profile)
    return [
        {
            "value": f"{slot.room.id}|{slot.starts_at.isoformat()}",
            "when": f"{short_date(slot.starts_at.astimezone(zone), weekday=True)}, {slot.starts_at.astimezone(zone):%H:%M}",
            "text": f"{slot.room.office}, {slot.room.name}",
        }
        for slot in free
    ]
