"""Examining a remedy, each act on a page of its own: correction, taking up, hearing or not, the first instance's answer."""

from typing import Any
from uuid import UUID

from app.core.database import Session
from app.core.errors import Invalid
from app.edge.routing import Router
from app.remedies import public as remedies
from app.web.i18n import gettext as _
from app.web.pages.act_pages import Act, add_pages
from app.web.pages.form import Typed

router = Router()


def _correction(_remedy: remedies.RemedyView) -> dict[str, Any]:
    return {
        "title": _("Pedir que se corrija el escrito"),
        "consequence": _("Se pide una sola vez, y mientras se pueda corregir no se resuelve."),
        "button": _("Pedir la corrección"),
        "fields": [
            {"type": "textarea", "name": "lacking", "label": _("Qué le falta al escrito"), "rows": 4},
            {"type": "text", "name": "days", "label": _("Días hábiles para corregirlo"), "width": 3},
        ],
    }


async def _ask_correction(db: Session, remedy_id: UUID, typed: Typed) -> None:
    given = typed.text("days")
    if not given.isdecimal():
        raise Invalid.at("days", "not_a_number", "Escriba un número de días hábiles.")
    await remedies.ask_correction(
        db,
        db.actor,
        remedy_id,
        lacking=typed.text("lacking"),
        days=int(given[:4]),
        version=typed.version,
    )


def _corrected(_remedy: remedies.RemedyView) -> dict[str, Any]:
    return {
        "title": _("Presentar la corrección"),
        "consequence": _("Quien conoce del recurso la lee con el escrito."),
        "button": _("Presentar la corrección"),
        "fields": [{"type": "textarea", "name": "answer", "label": _("Lo que se corrige o se agrega")}],
    }


async def _answer_correction(db: Session, remedy_id: UUID, typed: Typed) -> None:
    await remedies.answer_correction(
        db, db.actor, remedy_id, answer=typed.text("answer"), version=typed.version
    )


def _taking_up(_remedy: remedies.RemedyView) -> dict[str, Any]:
    return {
        "title": _("Admitir el recurso a trámite"),
        "consequence": _("El escrito cumple lo que la ley pide: se resolverá lo que dice."),
        "button": _("Admitir a trámite"),
        "fields": [{"type": "textarea", "name": "reasons", "label": _("Razones"), "rows": 4}],
    }


async def _take_up(db: Session, remedy_id: UUID, typed: Typed) -> None:
    await remedies.take_up(db, db.actor, remedy_id, reasons=typed.text("reasons"), version=typed.version)


def _hearing(remedy: remedies.RemedyView) -> dict[str, Any]:
    asked = remedy.hearing_reasons
    return {
        "title": _("Resolver si hay audiencia"),
        "consequence": _("Con razones, también cuando se niega."),
        "points": [_("La persona la pide: %(reasons)s") % {"reasons": asked}] if asked else [],
        "button": _("Resolver sobre la audiencia"),
        "fields": [
            {
                "type": "radios",
                "name": "granted",
                "label": _("Qué se resuelve"),
                "options": [("yes", _("Habrá audiencia")), ("no", _("Se resuelve sin audiencia"))],
            },
            {"type": "textarea", "name": "reasons", "label": _("Razones"), "rows": 4},
        ],
    }


async def _rule_on_hearing(db: Session, remedy_id: UUID, typed: Typed) -> None:
    if typed.text("granted") not in ("yes", "no"):
        raise Invalid.at("granted", "required", "Elija si habrá audiencia.")
    await remedies.rule_on_hearing(
        db,
        db.actor,
        remedy_id,
        granted=typed.text("granted") == "yes",
        reasons=typed.text("reasons"),
        version=typed.version,
    )


def _first_answer(_remedy: remedies.RemedyView) -> dict[str, Any]:
    return {
        "title": _("Contestar el recurso por la primera instancia"),
        "consequence": _("Se contesta una vez. Quien recurre también lo lee."),
        "button": _("Enviar la contestación"),
        "fields": [
            {"type": "textarea", "name": "text", "label": _("Contestación o resumen del caso"), "rows": 10}
        ],
    }


async def _answer(db: Session, remedy_id: UUID, typed: Typed) -> None:
    await remedies.answer_for_first_instance(
        db, db.actor, remedy_id, text=typed.text("text"), version=typed.version
    )


ACTS = (
    Act("correction", "remedy.examine", _correction, _ask_correction, "correction_asked"),
    Act("corrected", "remedy.file", _corrected, _answer_correction, "corrected"),
    Act("taking-up", "remedy.examine", _taking_up, _take_up, "taken_up"),
    Act("hearing-ruling", "remedy.examine", _hearing, _rule_on_hearing, "hearing_ruled"),
    Act("first-instance-answer", "remedy.answer", _first_answer, _answer, "first_answered"),
)

add_pages(router, "/remedies", "remedy_id", remedies.remedy, ACTS)
