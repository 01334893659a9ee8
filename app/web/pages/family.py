"""The family of a case, also across files: what is on record, and one form for each thing that is written down."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.web import family_shown as shown
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = APIRouter(prefix="/cases/{reference}/family")
family = people.family


@dataclass(frozen=True, slots=True)
class Found:
    """What is on record of the family of a case."""

    relations: list[people.family.RelationView]
    searches: list[people.family.TracingView]
    reunifications: list[people.family.ReunificationView]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is written down: who may, what the page says and asks, and what is done with the answers."""

    permission: str
    title: Callable[[], str]
    lead: Callable[[], str]
    fields: Callable[[CaseHeader, Found, list[tuple[str, str]]], list[dict[str, Any]]]
    do: Callable[[Session, Typed, date], Awaitable[object]]


@router.get("", dependencies=[requires("family.read")])
async def overview(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Relations and how they are proven, searches, and requests to bring the family."""
    header = await case_header(request, db, reference, tab="family")
    found = await _found(db, header)
    references = await people.biometrics.references_of(db, list(header.persons))
    return page(
        request,
        db,
        "family/family.html",
        header=header,
        relations=shown.relations_shown(header, found.relations),
        searches=shown.searches_shown(header, found.searches),
        reunifications=shown.reunifications_shown(header, found.reunifications),
        references=[(shown.name(header, r.person_id), r.system, r.identifier) for r in references],
        acts=[(n, act.title()) for n, act in ACTS.items() if identity.may(db.actor, act.permission)],
    )


@router.get("/{act}", dependencies=[requires("family.read")])
async def ask(request: Request, db: Db, reference: str, act: str, file: str = "") -> HTMLResponse:
    return await _ask(request, db, reference, act, file=file)


@router.post("/{act}", dependencies=[requires("family.read")])
async def take(request: Request, db: Db, reference: str, act: str) -> Response:
    typed = await typed_of(request)
    wanted = _act(act)
    header = await case_header(request, db, reference, tab="family")
    try:
        async with db.attempt():
            done = await wanted.do(db, typed, header.case.profile.today(db.now()))
    except Refusal as refusal:
        return await _ask(request, db, reference, act, file=typed.text("file"), refusal=refusal, typed=typed)
    if isinstance(done, people.family.Reached):
        return page(request, db, "family/reached.html", header=header, reached=done)
    return go(f"/cases/{reference}/family", said="saved")


def _act(act: str) -> Act:
    if act not in ACTS:
        raise NotFound
    return ACTS[act]


async def _ask(
    request: Request,
    db: Session,
    reference: str,
    act: str,
    *,
    file: str = "",
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    wanted = _act(act)
    header = await case_header(request, db, reference, tab="family")
    there = await family.people_of_file(db, file) if file else []
    if there:
        # Whoever types references one after the other reads who is in the files of other offices: it is in the record.
        await audit.looked(db, "family.other_file", file.strip().upper(), request_id=request.state.request_id)
    elsewhere = [(str(p.person_id), f"{p.name}, {p.birth_year}") for p in there]
    return page(
        request,
        db,
        "family/act.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        act=act,
        what=wanted.title(),
        lead=wanted.lead(),
        fields=wanted.fields(header, await _found(db, header), elsewhere),
        file=file,
        asks_for_a_file=act == "relate",
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _found(db: Session, header: CaseHeader) -> Found:
    ids = list(header.persons)
    return Found(
        await family.relations_of(db, ids),
        await family.searches_of(db, ids),
        await family.reunifications_of(db, ids),
    )


def _field(kind: str, name: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": label, **more}


def _who(header: CaseHeader, label: str) -> dict[str, Any]:
    return _field("radios", "person", label, options=shown.household(header))


def _reasons() -> dict[str, Any]:
    return _field("textarea", "reasons", _("Razones"), rows=3)


def _current(header: CaseHeader, found: Found) -> list[tuple[str, str]]:
    return list(
        {
            str(r.id): f"{shown.name(header, r.person_id)} – {r.relative}"
            for r in found.relations
            if r.ended_at is None
        }.items()
    )


def _relate_fields(
    header: CaseHeader, _found: Found, elsewhere: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    here = shown.household(header)
    return [
        _who(header, _("Persona")),
        _field("radios", "relative", _("Su familiar"), options=elsewhere or (here if len(here) > 1 else [])),
        _field("select", "kind", _("Qué es el familiar de la persona"), options=shown.kinds()),
        _field("radios", "proof", _("Con qué se prueba"), options=list(shown.proof_words().items())),
        _field("text", "paper", _("Qué documento")),
        _field("date", "since", _("Desde cuándo"), hint=_("Puede quedar vacío.")),
        _field("textarea", "doubts", _("Dudas"), rows=2),
    ]


async def _relate(db: Session, typed: Typed, _today: date) -> object:
    return await family.relate(
        db,
        db.actor,
        person_id=_id(typed, "person"),
        relative_id=_id(typed, "relative"),
        kind=typed.text("kind"),
        proof=typed.text("proof"),
        paper=typed.text("paper"),
        since=typed.day("since"),
        doubts=typed.text("doubts"),
    )


def _end_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [_field("radios", "relation", _("Relación"), options=_current(header, found)), _reasons()]


async def _end(db: Session, typed: Typed, _today: date) -> None:
    await family.end_relation(db, db.actor, _id(typed, "relation"), reasons=typed.text("reasons"))


def _dna_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [
        _field("radios", "relation", _("Relación"), options=_current(header, found)),
        _field("checkbox", "consent_person", _("La persona dijo que sí, informada y sin presión")),
        _field("checkbox", "consent_relative", _("Su familiar dijo que sí, o quien responde por él o ella")),
        _field("text", "laboratory", _("Laboratorio")),
        _field("date", "expires_on", _("Vale hasta")),
        _reasons(),
    ]


async def _dna(db: Session, typed: Typed, today: date) -> object:
    return await family.refer_to_dna(
        db,
        db.actor,
        _id(typed, "relation"),
        consent_person=typed.ticked("consent_person"),
        consent_relative=typed.ticked("consent_relative"),
        laboratory=typed.text("laboratory"),
        reasons=typed.text("reasons"),
        expires_on=_day(typed, "expires_on"),
        today=today,
    )


def _result_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    waiting = {
        str(t.id): f"{shown.name(header, r.person_id)} – {r.relative}, {t.laboratory}"
        for r in found.relations
        for t in r.dna
        if t.result is None
    }
    return [
        _field("radios", "referral", _("Prueba"), options=list(waiting.items())),
        _field("radios", "result", _("Resultado"), options=list(shown.result_words().items())),
        _field("date", "result_on", _("Fecha del resultado")),
        _field("textarea", "note", _("Nota"), rows=2),
    ]


async def _result(db: Session, typed: Typed, today: date) -> None:
    await family.record_dna_result(
        db,
        db.actor,
        _id(typed, "referral"),
        result=typed.text("result"),
        result_on=_day(typed, "result_on"),
        note=typed.text("note"),
        today=today,
    )


def _trace_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    countries = sorted(((code, country(code)) for code in people.codes.countries()), key=lambda c: c[1])
    return [
        _who(header, _("Quién busca")),
        _field("select", "kind", _("A quién busca"), options=shown.kinds()),
        _field("text", "given_names", _("Nombres")),
        _field("text", "family_names", _("Apellidos")),
        _field("date", "birth_date", _("Nacimiento"), hint=_("Si no se sabe el día o el mes, ponga 1.")),
        _field("select", "nationality", _("Nacionalidad"), options=countries),
        _field("textarea", "known", _("Qué se sabe"), rows=3),
        _field("checkbox", "consented", _("Acepta que a quien aparezca se le diga quién pregunta")),
    ]


async def _trace(db: Session, typed: Typed, _today: date) -> object:
    sought = people.family.Sought(
        kind=typed.text("kind"),
        given_names=typed.text("given_names"),
        family_names=typed.text("family_names"),
        known=typed.text("known"),
        birth_date=typed.day("birth_date"),
        nationality=typed.text("nationality") or None,
    )
    return await family.open_tracing(
        db, db.actor, person_id=_id(typed, "person"), sought=sought, consented=typed.ticked("consented")
    )


def _search_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    mine = [s for s in found.searches if not s.asked and s.state != "closed"]
    what = [
        ("again", _("Buscar otra vez: ha llegado gente")),
        ("consent", _("Quien busca acepta que se diga quién pregunta")),
        ("close", _("Cerrar la búsqueda")),
    ]
    return [
        _field("radios", "search", _("Búsqueda"), options=[(str(s.id), s.name) for s in mine]),
        _field("radios", "what", _("Qué pasa"), options=what),
        _field("textarea", "reasons", _("Razones, si se cierra"), rows=3),
    ]


async def _search(db: Session, typed: Typed, _today: date) -> None:
    search = _id(typed, "search")
    what = typed.text("what")
    if what == "again":
        await family.look_again(db, db.actor, search)
    elif what == "consent":
        await family.seeker_consents(db, db.actor, search)
    elif what == "close":
        await family.close_tracing(db, db.actor, search, reasons=typed.text("reasons"))
    else:
        raise Invalid.at("what", "required", "Elija una opción.")


def _answer_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    asked = [
        (str(m.id), shown.name(header, m.person_id)) for s in found.searches for m in s.matches if s.asked
    ]
    words = shown.answer_words()
    return [
        _field("radios", "match", _("A quién se preguntó"), options=asked),
        _field("radios", "answer", _("Qué respondió"), options=[(a, words[a]) for a in family.ANSWERS]),
    ]


async def _answer(db: Session, typed: Typed, _today: date) -> None:
    await family.answer_match(db, db.actor, _id(typed, "match"), answer=typed.text("answer"))


def _pass_on_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    said_yes = [
        (str(m.id), f"{s.name} · {m.place}")
        for s in found.searches
        for m in s.matches
        if not s.asked and m.answer == "yes"
    ]
    return [_field("radios", "match", _("A quién se encontró"), options=said_yes)]


async def _pass_on(db: Session, typed: Typed, _today: date) -> object:
    return await family.pass_contact_on(db, db.actor, _id(typed, "match"))


def _reunify_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    countries = sorted(((code, country(code)) for code in people.codes.countries()), key=lambda c: c[1])
    return [
        _who(header, _("Quién lo pide")),
        _field("select", "country", _("País en que están"), options=countries),
        _field("text", "place", _("Lugar")),
        _field("textarea", "documents", _("Documentos que hay"), rows=2),
        _field(
            "textarea",
            "members",
            _("Quiénes son, una persona por línea"),
            hint=_("Nombre; relación; año de nacimiento. Por ejemplo: Ana López; hija; 2014"),
            rows=4,
        ),
    ]


async def _reunify(db: Session, typed: Typed, _today: date) -> object:
    return await family.request_reunification(
        db,
        db.actor,
        person_id=_id(typed, "person"),
        country=typed.text("country"),
        place=typed.text("place"),
        documents=typed.text("documents"),
        members=[_member(line) for line in typed.text("members").splitlines() if line.strip()],
    )


def _member(line: str) -> people.family.Abroad:
    """`Nombre; relación; año`: the relation by any word of its name, in either language."""
    name, relation, year, *_more = [*(part.strip() for part in line.split(";")), "", "", ""]
    said = people.search_name(relation, "")
    codes = people.codes.RELATIONS.values()
    kind = next(
        (
            r.code
            for r in codes
            if said
            and said in {w for t in (r.label_es, r.label_en) for w in people.search_name(t, "").split()}
        ),
        "other_relative",
    )
    return people.family.Abroad(name, kind, int(year) if year.isdecimal() and len(year) == 4 else None)


def _decide_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    waiting = [(str(m.id), m.name) for r in found.reunifications for m in r.members if m.decision is None]
    return [
        _field("radios", "member", _("Persona"), options=waiting),
        _field(
            "radios",
            "decision",
            _("Decisión"),
            options=[("granted", _("Se concede")), ("refused", _("Se deniega"))],
        ),
        _reasons(),
    ]


async def _decide(db: Session, typed: Typed, _today: date) -> None:
    decision = typed.text("decision")
    if decision not in ("granted", "refused"):
        raise Invalid.at("decision", "required", "Elija una opción.")
    await family.decide_member(
        db, db.actor, _id(typed, "member"), granted=decision == "granted", reasons=typed.text("reasons")
    )


def _biometric_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [
        _who(header, _("Persona")),
        _field("text", "system", _("Sistema externo")),
        _field("text", "identifier", _("Identificador en ese sistema")),
    ]


async def _biometric(db: Session, typed: Typed, _today: date) -> object:
    return await people.biometrics.add_reference(
        db,
        db.actor,
        _id(typed, "person"),
        system=typed.text("system"),
        identifier=typed.text("identifier"),
    )


def _id(typed: Typed, name: str) -> UUID:
    return chosen(typed.text(name), name, _("Elija una opción."))


def _day(typed: Typed, name: str) -> date:
    day = typed.day(name)
    if day is None:
        raise Invalid.at(name, "required", "Escriba la fecha.")
    return day


ACTS = {
    "relate": Act(
        "family.record",
        lambda: _("Anotar una relación"),
        lambda: _(
            "Quién es de la familia de quién, también si está en otro expediente, y con qué se prueba."
        ),
        _relate_fields,
        _relate,
    ),
    "end": Act(
        "family.record",
        lambda: _("Terminar una relación"),
        lambda: _("No era así, o ya no es. Lo que constaba queda, con la razón."),
        _end_fields,
        _end,
    ),
    "dna": Act(
        "family.refer_dna",
        lambda: _("Derivar a una prueba de ADN"),
        lambda: _("Solo como último recurso y con el sí de las dos personas. Negarse no prueba nada."),
        _dna_fields,
        _dna,
    ),
    "dna-result": Act(
        "family.refer_dna",
        lambda: _("Anotar el resultado de ADN"),
        lambda: _(
            "El resultado no cambia nada por sí solo: lo que significa lo decide y lo anota una persona."
        ),
        _result_fields,
        _result,
    ),
    "trace": Act(
        "family.record",
        lambda: _("Buscar a un familiar"),
        lambda: _(
            "Se busca entre todas las personas registradas. A quien aparezca se le pregunta antes de decir nada."
        ),
        _trace_fields,
        _trace,
    ),
    "search": Act(
        "family.record",
        lambda: _("Seguir una búsqueda"),
        lambda: _("Buscar otra vez, anotar que quien busca acepta, o cerrarla."),
        _search_fields,
        _search,
    ),
    "answer": Act(
        "family.record",
        lambda: _("Anotar qué respondió quien apareció"),
        lambda: _("Pregúntele a solas y con tiempo. No se le dice dónde está quien busca."),
        _answer_fields,
        _answer,
    ),
    "pass-on": Act(
        "family.record",
        lambda: _("Pasar el contacto"),
        lambda: _("Solo cuando las dos personas dijeron que sí."),
        _pass_on_fields,
        _pass_on,
    ),
    "reunify": Act(
        "family.record",
        lambda: _("Pedir la reunificación"),
        lambda: _("La familia que está en otro país: quiénes, dónde y con qué documentos."),
        _reunify_fields,
        _reunify,
    ),
    "decide": Act(
        "family.decide",
        lambda: _("Decidir sobre la reunificación"),
        lambda: _("Persona por persona, con razones."),
        _decide_fields,
        _decide,
    ),
    "biometric": Act(
        "biometric.refer",
        lambda: _("Anotar un identificador biométrico externo"),
        lambda: _(
            "Solo el identificador con que otro sistema la conoce. Aquí no se guarda ninguna huella ni imagen."
        ),
        _biometric_fields,
        _biometric,
    ),
}
