"""The acts of a procedure of loss, each on its own page: notice, answer, waiver of the hearing, decision, service."""

from typing import Any
from uuid import UUID

from app.core.database import Session
from app.decisions import public as decisions
from app.edge.routing import Router
from app.overrides.public import procedure_in_force
from app.remedies import public as remedies
from app.web.formats import language_choices
from app.web.i18n import gettext as _
from app.web.pages.act_pages import Act, add_pages
from app.web.pages.form import Typed
from app.web.said import Said, done
from app.web.service_words import channel_words

router = Router()


def _notice(_loss: remedies.LossView) -> dict[str, Any]:
    return {
        "title": _("Avisar a la persona"),
        "consequence": _("Desde aquí corre su tiempo para contestar; antes de que pase no se resuelve."),
        "button": _("Registrar el aviso"),
        "fields": [
            {"type": "textarea", "name": "how", "label": _("Cómo se le avisó y qué lo prueba"), "rows": 3},
            {
                "type": "select",
                "name": "language",
                "label": _("Idioma en que se le avisó"),
                "options": language_choices(),
            },
            {"type": "text", "name": "days", "label": _("Días naturales para contestar"), "width": 3},
        ],
        "values": {"language": "es", "days": "15"},
    }


async def _tell(db: Session, loss_id: UUID, typed: Typed) -> Said:
    days = typed.text("days")
    await remedies.tell_of_loss(
        db,
        db.actor,
        loss_id,
        how=typed.text("how"),
        language=typed.text("language"),
        # What is no number is out of every range, and said with whatever else is wrong.
        days=int(days[:4]) if days.isdecimal() else 0,
        version=typed.version,
    )
    until = (await remedies.loss(db, loss_id)).answer_until
    zone = (await procedure_in_force(db)).zone
    return done("loss_told", on=remedies.last_day_to_answer(until, zone) if until else None)


def _answering(_loss: remedies.LossView) -> dict[str, Any]:
    return {
        "title": _("Anotar lo que contesta"),
        "consequence": _("Quien resuelve lo lee entero. Puede ampliarse hasta que se firme."),
        "button": _("Registrar la contestación"),
        "fields": [{"type": "textarea", "name": "text", "label": _("Lo que contesta"), "rows": 8}],
    }


async def _answer(db: Session, loss_id: UUID, typed: Typed) -> None:
    await remedies.answer_loss(db, db.actor, loss_id, text=typed.text("text"), version=typed.version)


def _waiving(_loss: remedies.LossView) -> dict[str, Any]:
    return {
        "title": _("Anotar que renuncia a la audiencia"),
        "consequence": _("Se resuelve con lo escrito. La persona lo pide y lo firma."),
        "button": _("Registrar"),
        "fields": [
            {"type": "textarea", "name": "statement", "label": _("Lo que manifestó"), "rows": 3},
            {"type": "checkbox", "name": "signed", "label": _("Firmó que no quiere ser oída")},
        ],
    }


async def _waive(db: Session, loss_id: UUID, typed: Typed) -> None:
    await remedies.waive_hearing(
        db,
        db.actor,
        loss_id,
        statement=typed.text("statement"),
        signed=typed.ticked("signed"),
        version=typed.version,
    )


def _deciding(_loss: remedies.LossView) -> dict[str, Any]:
    return {
        "title": _("Resolver sobre la condición"),
        "consequence": _("Al enviarla se firma. Si se pierde, nada cambia hasta que se notifique."),
        "points": [
            _(
                "Un órgano de varias personas la quita solo en sesión: aquí anota que la conserva, si votó en contra."
            )
        ],
        "button": _("Firmar y resolver"),
        "kind": "warning",
        "fields": [
            {
                "type": "radios",
                "name": "result",
                "label": _("Resultado"),
                "options": [("kept", _("Conserva la condición")), ("lost", _("Pierde la condición"))],
            },
            {"type": "textarea", "name": "reasons", "label": _("Razones de hecho y de derecho"), "rows": 10},
        ],
        "signs": True,
    }


async def _decide(db: Session, loss_id: UUID, typed: Typed) -> Said:
    decision = await remedies.decide_loss(
        db,
        db.actor,
        loss_id,
        result=typed.text("result"),
        reasons=typed.text("reasons"),
        passphrase=typed.passphrase,
        version=typed.version,
    )
    return done("loss_signed" if decision else "loss_kept")


def _serving(_loss: remedies.LossView) -> dict[str, Any]:
    return {
        "title": _("Notificar la pérdida"),
        "consequence": _("Desde que surte efecto la condición termina, y corre el plazo para recurrir."),
        "button": _("Registrar la notificación"),
        "kind": "warning",
        "fields": [
            {
                "type": "select",
                "name": "channel",
                "label": _("Cómo se notificó"),
                "options": list(channel_words().items()),
            },
            {"type": "text", "name": "served_to", "label": _("A quién se entregó")},
            {"type": "textarea", "name": "proof", "label": _("Qué lo prueba"), "rows": 2},
            {
                "type": "date",
                "name": "effective_on",
                "label": _("Día en que surte efecto"),
                "hint": _("Solo si la ley no lo dice."),
            },
            {"type": "textarea", "name": "reasons", "label": _("Por qué surte efecto ese día"), "rows": 2},
        ],
    }


async def _serve(db: Session, loss_id: UUID, typed: Typed) -> None:
    served = decisions.Served(
        channel=typed.text("channel"),
        at=db.now(),
        served_to=typed.text("served_to"),
        proof=typed.text("proof"),
        effective_on=typed.day("effective_on"),
        reasons=typed.text("reasons"),
    )
    await remedies.serve_loss(db, db.actor, loss_id, served, version=typed.version)


ACTS = (
    Act("notice", "loss.tell", _notice, _tell, "loss_told"),
    Act("answer", "loss.answer", _answering, _answer, "loss_answered"),
    Act("hearing-waiver", "loss.answer", _waiving, _waive, "hearing_waived"),
    Act("decision", "loss.decide", _deciding, _decide, "loss_signed"),
    Act("service", "decision.notify", _serving, _serve, "loss_served"),
)

add_pages(router, "/losses", "loss_id", remedies.loss, ACTS)
