"""Registering a household at a desk, and what to hand over afterwards."""

import asyncio
import dataclasses
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core import idempotency
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound, Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.web import attention, needs_shown
from app.web import registration_form as forms
from app.web.formats import country_options, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.match_words import candidate_in_words, likely_doubles, reasons_in_words
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status, zone_of
from app.web.papers_said import papers_said
from app.web.registration_form import Typed
from app.web.words import ask_name, need_tags, relation_name
from app.workflows.print_slip import print_slip
from app.workflows.register_arrival import register_arrival

router = Router()
NEAR = ("NIC", "VEN", "CUB", "COL", "HND", "SLV", "HTI", "GTM")
STATELESS = "XXA"
SLOTS = 4
WAITS, WAIT_SECONDS = 50, 0.1
# The interview is booked far enough ahead for the office to prepare, near enough for the person to remember.
FIRST_SLOT_AFTER = timedelta(days=7)


@router.get("/register", dependencies=[requires("registration.create")])
async def ask(request: Request, db: Db, encounter: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
    """An empty form for a household; with what is known of somebody who was met at the border before."""
    values = dict(forms.first_values(db.actor.place if db.actor.post_id else ""))
    values |= await _met_before(db, encounter)
    return await _form(request, db, Typed(values, 1), key=str(uuid4()))


async def _met_before(db: Session, encounter: str) -> dict[str, str]:
    try:
        seen = (await intake.encounter(db, UUID(encounter))).current if encounter else None
    except (ValueError, NotFound):
        return {}
    if seen is None or seen.has_case:
        return {}
    stateless, unknown = intake.encounter_rules.STATELESS, intake.encounter_rules.NOBODY_KNOWS
    known = {unknown: "", stateless: STATELESS}
    return {
        "people-0-encounter": str(seen.id),
        "people-0-given_names": seen.name or "",
        "people-0-sex": seen.sex,
        "people-0-nationality": known.get(seen.nationality, seen.nationality),
    }


@router.post("/register", dependencies=[requires("registration.create")])
async def register(request: Request, db: Db) -> Response:
    """Add a row, look again, or register; what was typed is kept whatever happens."""
    form = await request.form()
    typed = Typed.of(form)
    key = typed.text("key") or str(uuid4())
    if form.get("do") == "add":
        return await _form(request, db, typed.with_one_more(), key=key)
    done = str(form.get("do") or "")
    if done.startswith("remove-") and done[7:].isdecimal():
        return await _form(request, db, typed.without(int(done[7:])), key=key)
    if done != "register":
        return await _form(request, db, typed, key=key)
    return await _register(request, db, typed, key, form)


@router.get("/register/{reference}", dependencies=[requires("registration.create")])
async def registered(request: Request, db: Db, reference: str) -> HTMLResponse:
    """What to hand over: a document for each person, and the slip with the day of the interview."""
    header = await case_header(request, db, reference, tab="registered")
    papers = {d.claim_id: d for d in await documents.documents_of(db, header.case.id)}
    photos = await people.photos_of(db, [c.person_id for c in header.case.claims])
    booked = [a for a in await scheduling.appointments_of(db, header.case.id) if a.state == "booked"]
    return page(
        request,
        db,
        "registration/done.html",
        header=header,
        people=[
            {
                "id": c.person_id,
                "name": header.persons[c.person_id].name,
                "photo": c.person_id in photos,
                "relation": relation_name(c.relation),
                "paper": papers.get(c.id),
            }
            for c in header.case.claims
        ],
        said=papers_said(header.case.profile, registering=True, numbered=bool(papers)),
        appointment=booked[-1] if booked else None,
        filing=await attention.filing_of(db, header.case),
        doubles=await likely_doubles(db, header.persons),
        alone=[p.name for p in header.persons.values() if any(n.startswith("SC") for n in p.needs)],
    )


@router.get("/cases/{reference}/slip.pdf", dependencies=[requires("appointment.read")])
async def slip(request: Request, db: Db, reference: str) -> Response:
    printed = await print_slip(db, reference)
    return await handed_over(request, db, printed, "slip")


async def _register(request: Request, db: Db, typed: Typed, key: str, form: FormData) -> Response:
    said = repr(sorted((name, value) for name, value in form.multi_items() if name != "csrf_token"))
    request_digest = idempotency.digest("POST", "/register", said.encode())
    try:
        async with db.attempt():
            earlier = await _earlier(db, key, request_digest)
            if earlier is not None and earlier.location:
                return go(earlier.location, said="registered")
            reference = await _file(db, typed)
            place = f"/register/{reference}"
            await idempotency.keep(db, key, request_digest, idempotency.Answer(303, "", place))
    except Invalid as refusal:
        again = Invalid(*forms.on_form(refusal.fields))
        return await _form(request, db, typed, key=key, refusal=again)
    except idempotency.IdempotencyKeyReused as refusal:
        return await _form(request, db, typed, key=str(uuid4()), refusal=refusal)
    except scheduling.AlreadyBooked as refusal:
        taken = Invalid(FieldError("slot", refusal.rule, refusal.text, refusal.values))
        return await _form(request, db, typed, key=key, refusal=taken)
    return go(place, said="registered")


async def _earlier(db: Session, key: str, request_digest: str) -> idempotency.Answer | None:
    """The first answer; while it is still being made, wait for it: a second click is not an error."""
    for _attempt in range(WAITS):
        try:
            return await idempotency.earlier_answer(db, key, request_digest)
        except idempotency.RequestInFlight:
            await asyncio.sleep(WAIT_SECONDS)
    return await idempotency.earlier_answer(db, key, request_digest)


async def _file(db: Session, typed: Typed) -> str:
    profile = await procedure_in_force(db)
    members, broken = forms.household(typed, profile, profile.today(db.now()))
    arrival, unread = forms.arrival(typed)
    office = await _office(db, typed)
    if office is None:
        broken.append(FieldError("office", "required", "Elija la oficina que hará la entrevista."))
    if broken or unread or office is None:
        raise Invalid(*broken, *unread)
    taken = forms.accepted(typed, members, profile, profile.today(db.now()))
    arrival = replace(arrival, screening={**arrival.screening, "accepted": taken})
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
    profile = await procedure_in_force(db)
    today = profile.today(db.now())
    members, _unread = forms.household(typed, profile, today)
    each = [intake.needs_of(m, today, profile.majority_age.value or 18) for m in members]
    needs = {code for codes in each for code in codes}
    office = await _office(db, typed)
    values = {**typed.values, "office": str(office or "")}
    children = forms.minors(members, today=today, majority_age=profile.majority_age.value or 18)
    slots, relaxed = await _slots(db, office, needs, child=any(children))
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
        questions=_questions(profile),
        screened=_screened(typed, members, children),
        needs=_whose(members, each),
        more=_more(typed, members, profile, today),
        more_open=any("-q-" in name and value for name, value in typed.values.items()),
        proposed=_proposed(typed, members, profile, today),
        consequences=_consequences(needs),
        opened=_opened(typed, refusal),
        principal_minor=bool(children and children[0] and typed.text("people-0-birth-year")),
        alike=await _alike(db, members),
        offices=[(str(o.id), o.name) for o in await identity.offices(db)] if db.actor.post_id else [],
        slots=slots,
        relaxed=relaxed,
        summary=_summary(typed, members, slots),
        filing=await _filing(db, typed, profile, office),
        counts_later=_counts_later(profile),
        guardians=[
            ("institution", _("Institución")),
            ("adult_caregiver", _("Persona adulta a cargo")),
            ("parent", _("Madre o padre")),
        ],
    )


async def _filing(
    db: Session, typed: Typed, profile: procedure.Profile, office: UUID | None
) -> dict[str, Any]:
    """The time to file against what is known so far. It never stops a registration."""
    told, _unread = forms.arrival(typed)
    code = await cases.office_code(db, office) if office else None
    filed = procedure.check_filing(profile, told.facts, profile.today(db.now(), code), code)
    return attention.filing_shown(cases.filing_view(filed), profile)


def _counts_later(profile: procedure.Profile) -> bool:
    """May the law count the time to file from something later than the entry?"""
    limit = profile.limits.get(profile.filing.limit or "")
    return limit is not None and any(variant.begins for variant in limit.variants)


def _questions(profile: procedure.Profile) -> list[dict[str, Any]]:
    """The short questions, asked of everybody at once."""
    return [
        {
            "code": q.name,
            "text": q.text.in_(language()),
            "minors": "child" in q.asked,
            "note": _("menores") if "child" in q.asked else None,
        }
        for q in profile.screening.asked
        if q.short
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


def _more(
    typed: Typed, members: list[intake.Member], profile: procedure.Profile, today: date
) -> list[dict[str, Any]]:
    """The questions that wait folded, person by person."""
    known = forms.screened(typed, members, profile, today)
    return [
        {
            "index": row,
            "name": member.person.given_names.split(" ")[0] or _("Persona %(n)s") % {"n": row + 1},
            "sections": needs_shown.form_sections(profile, person, typed.answers(row), short=False),
        }
        for row, member, person in zip(typed.filled, members, known, strict=True)
    ]


def _proposed(
    typed: Typed, members: list[intake.Member], profile: procedure.Profile, today: date
) -> list[dict[str, Any]]:
    """What the answers of each person propose and why, with what the desk leaves to the office."""
    return [
        {
            "index": row,
            "name": member.person.given_names.split(" ")[0] or _("Persona %(n)s") % {"n": row + 1},
            "items": [
                {
                    "key": each.key,
                    "what": needs_shown.proposed_name(each.kind, each.value),
                    "why": each.because.in_(language()),
                    "left": each.key in typed.later(row) or each.kind == "modality",
                    "fixed": each.kind == "modality",
                }
                for each in found.all
            ],
        }
        for row, member, found in zip(
            typed.filled, members, forms.proposals(typed, members, profile, today), strict=True
        )
        if found.all
    ]


def _whose(members: list[intake.Member], each: list[tuple[str, ...]]) -> list[dict[str, object]]:
    """The needs with the name of whoever has them."""
    return [
        {**tag, "label": f"{m.person.given_names.split(' ')[0]}: {tag['label']}".removeprefix(": ")}
        for m, codes in zip(members, each, strict=True)
        for tag in need_tags(codes)
    ]


def _opened(typed: Typed, refusal: Refusal | None) -> bool:
    """Is there something, or something wrong, in what stays folded until it is needed?"""
    more = ("alias", "paper", "languages", "estimated")
    wrong = [f.field for f in refusal.fields] if isinstance(refusal, Invalid) else []
    return any(typed.text(f"people-{n}-{name}") for n in range(typed.rows) for name in more) or any(
        field.endswith(("-aliases", "-papers", "-languages")) for field in wrong
    )


def _summary(typed: Typed, members: list[intake.Member], slots: list[dict[str, str]]) -> dict[str, Any]:
    """The line of the bar at the end: how many, when, and what nobody has answered yet."""
    named = [m for m in members if m.person.given_names or m.person.family_names]
    chosen = next((s["when"] for s in slots if s["value"] == typed.text("slot")), None)
    missing = []
    if not typed.text("lodging") and not typed.text("lodging_unknown"):
        missing.append(_("dónde se quedan"))
    if chosen is None and typed.text("slot") != "later":
        missing.append(_("elegir la cita"))
    return {"people": len(named), "when": chosen, "missing": missing}


def _consequences(needs: set[str]) -> str:
    """What the system does because of the needs, and nothing that it does not."""
    words = []
    if people.priority(needs):
        words.append(_("va antes que otros expedientes"))
    if intake.CHILD_ALONE & needs:
        words.append(_("aviso a protección de la niñez"))
    words += [ask_name(each) for each in people.codes.asked_by(needs)]
    return ", ".join(words)


async def _alike(db: Session, members: list[intake.Member]) -> list[dict[str, Any]]:
    """People already registered who may be the same: the likeliest for each row. A hint, never a stop."""
    household = [member.person for member in members]
    found = await people.candidates_of(db, [_looked_for(person, household) for person in household], limit=1)
    return [
        {"index": index, "match": _hint(index, likeliest[0])}
        for index, likeliest in enumerate(found)
        if likeliest
    ]


def _looked_for(person: people.NewPerson, household: list[people.NewPerson]) -> people.Description:
    """A row whose year has not been typed yet says nothing of the birth."""
    looked_for = people.described(person, household)
    return dataclasses.replace(looked_for, birth_date=None) if person.birth_date.year == 1900 else looked_for


def _hint(index: int, near: people.Candidate) -> dict[str, str]:
    who = _("Persona %(n)s: %(who)s") % {"n": index + 1, "who": candidate_in_words(near)}
    why = ", ".join(reasons_in_words(near.reasons))
    return {"text": who, "reference": near.reference, "seen": _("Por qué: %(why)s.") % {"why": why}}


async def _slots(
    db: Session, office: UUID | None, needs: set[str], *, child: bool
) -> tuple[list[dict[str, str]], bool]:
    """The office's first free times in rooms that suit; when no room does, in the others, and that is said."""
    if office is None:
        return [], False
    wanted = scheduling.room_needs(needs, children=child)
    found = await _free(db, office, wanted)
    relaxed = not found and (wanted.step_free or wanted.child_friendly)
    if relaxed:
        found = await _free(db, office, scheduling.RoomNeeds(step_free=False, child_friendly=False))
    zone = zone_of(await procedure_in_force(db))
    shown = [
        {
            "value": f"{slot.room.id}|{slot.starts_at.isoformat()}",
            "when": f"{short_date(slot.starts_at.astimezone(zone), weekday=True)}, {slot.starts_at.astimezone(zone):%H:%M}",
            "text": _room(slot.room),
        }
        for slot in found
    ]
    return shown, relaxed


def _room(room: scheduling.RoomView) -> str:
    marks = [_("sin gradas")] * room.step_free + [_("para niñez")] * room.child_friendly
    return ", ".join([room.office, room.name, *marks])


async def _free(db: Session, office: UUID, wanted: scheduling.RoomNeeds) -> list[scheduling.Slot]:
    profile = await procedure_in_force(db)
    return await scheduling.free_slots(
        db,
        profile,
        office_id=office,
        not_before=profile.today(db.now()) + FIRST_SLOT_AFTER,
        length=scheduling.LENGTH,
        step_free=wanted.step_free,
        child_friendly=wanted.child_friendly,
        limit=SLOTS,
    )
