"""Looking for a relative, asking who appears, and passing a contact on."""

from datetime import date
from typing import Any

from app.core.database import Session
from app.core.errors import Invalid
from app.people import public as people
from app.web import family_shown as shown
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader
from app.web.pages.family_acts.act import Act, Found, chosen_id, field, who
from app.web.pages.form import Typed

family = people.family


def _trace_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    countries = sorted(((code, country(code)) for code in people.codes.countries()), key=lambda c: c[1])
    return [
        who(header, _("Quién busca")),
        field("select", "kind", _("A quién busca"), options=shown.kinds()),
        field("text", "given_names", _("Nombres")),
        field("text", "family_names", _("Apellidos")),
        field("date", "birth_date", _("Nacimiento"), hint=_("Si no se sabe el día o el mes, ponga 1.")),
        field("select", "nationality", _("Nacionalidad"), options=countries),
        field("textarea", "known", _("Qué se sabe"), rows=3),
        field("checkbox", "consented", _("Acepta que a quien aparezca se le diga quién pregunta")),
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
        db, db.actor, person_id=chosen_id(typed, "person"), sought=sought, consented=typed.ticked("consented")
    )


def _search_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    mine = [s for s in found.searches if not s.asked and s.state != "closed"]
    what = [
        ("again", _("Buscar otra vez: ha llegado gente")),
        ("consent", _("Quien busca acepta que se diga quién pregunta")),
        ("close", _("Cerrar la búsqueda")),
    ]
    return [
        field("radios", "search", _("Búsqueda"), options=[(str(s.id), s.name) for s in mine]),
        field("radios", "what", _("Qué pasa"), options=what),
        field("textarea", "reasons", _("Razones, si se cierra"), rows=3),
    ]


async def _search(db: Session, typed: Typed, _today: date) -> None:
    search = chosen_id(typed, "search")
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
        field("radios", "match", _("A quién se preguntó"), options=asked),
        field("radios", "answer", _("Qué respondió"), options=[(a, words[a]) for a in family.ANSWERS]),
    ]


async def _answer(db: Session, typed: Typed, _today: date) -> None:
    await family.answer_match(db, db.actor, chosen_id(typed, "match"), answer=typed.text("answer"))


def _pass_on_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    said_yes = [
        (str(m.id), f"{s.name} · {m.place}")
        for s in found.searches
        for m in s.matches
        if not s.asked and m.answer == "yes"
    ]
    return [field("radios", "match", _("A quién se encontró"), options=said_yes)]


async def _pass_on(db: Session, typed: Typed, _today: date) -> object:
    return await family.pass_contact_on(db, db.actor, chosen_id(typed, "match"))


TRACING = {
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
}
