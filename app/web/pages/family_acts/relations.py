"""Who is whose and how it is proven: by papers, words, a laboratory, or another system that knows the person."""

from datetime import date
from typing import Any

from app.core.database import Session
from app.people import public as people
from app.web import family_shown as shown
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader
from app.web.pages.family_acts.act import Act, Found, chosen_id, current, field, given_day, reasons, who
from app.web.pages.form import Typed

family = people.family


def _relate_fields(
    header: CaseHeader, _found: Found, elsewhere: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    here = shown.household(header)
    return [
        who(header, _("Persona")),
        field("radios", "relative", _("Su familiar"), options=elsewhere or (here if len(here) > 1 else [])),
        field("select", "kind", _("Qué es el familiar de la persona"), options=shown.kinds()),
        field("radios", "proof", _("Con qué se prueba"), options=list(shown.proof_words().items())),
        field("text", "paper", _("Qué documento")),
        field("date", "since", _("Desde cuándo"), hint=_("Puede quedar vacío.")),
        field("textarea", "doubts", _("Dudas"), rows=2),
    ]


async def _relate(db: Session, typed: Typed, _today: date) -> object:
    return await family.relate(
        db,
        db.actor,
        person_id=chosen_id(typed, "person"),
        relative_id=chosen_id(typed, "relative"),
        kind=typed.text("kind"),
        proof=typed.text("proof"),
        paper=typed.text("paper"),
        since=typed.day("since"),
        doubts=typed.text("doubts"),
    )


def _end_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [field("radios", "relation", _("Relación"), options=current(header, found)), reasons()]


async def _end(db: Session, typed: Typed, _today: date) -> None:
    await family.end_relation(db, db.actor, chosen_id(typed, "relation"), reasons=typed.text("reasons"))


def _dna_fields(header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [
        field("radios", "relation", _("Relación"), options=current(header, found)),
        field("checkbox", "consent_person", _("La persona dijo que sí, informada y sin presión")),
        field("checkbox", "consent_relative", _("Su familiar dijo que sí, o quien responde por él o ella")),
        field("text", "laboratory", _("Laboratorio")),
        field("date", "expires_on", _("Vale hasta")),
        reasons(),
    ]


async def _dna(db: Session, typed: Typed, today: date) -> object:
    return await family.refer_to_dna(
        db,
        db.actor,
        chosen_id(typed, "relation"),
        consent_person=typed.ticked("consent_person"),
        consent_relative=typed.ticked("consent_relative"),
        laboratory=typed.text("laboratory"),
        reasons=typed.text("reasons"),
        expires_on=given_day(typed, "expires_on"),
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
        field("radios", "referral", _("Prueba"), options=list(waiting.items())),
        field("radios", "result", _("Resultado"), options=list(shown.result_words().items())),
        field("date", "result_on", _("Fecha del resultado")),
        field("textarea", "note", _("Nota"), rows=2),
    ]


async def _result(db: Session, typed: Typed, today: date) -> None:
    await family.record_dna_result(
        db,
        db.actor,
        chosen_id(typed, "referral"),
        result=typed.text("result"),
        result_on=given_day(typed, "result_on"),
        note=typed.text("note"),
        today=today,
    )


def _biometric_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    return [
        who(header, _("Persona")),
        field("text", "system", _("Sistema externo")),
        field("text", "identifier", _("Identificador en ese sistema")),
    ]


async def _biometric(db: Session, typed: Typed, _today: date) -> object:
    return await people.biometrics.add_reference(
        db,
        db.actor,
        chosen_id(typed, "person"),
        system=typed.text("system"),
        identifier=typed.text("identifier"),
    )


RELATIONS = {
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
