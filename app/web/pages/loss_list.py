"""The procedures of loss that are open, of the cases that the reader may see: what each waits for, and the reader's next act."""

from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import HTMLResponse

from app.audit import public as audit
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people.public import age_on
from app.procedure import public as procedure
from app.remedies import public as remedies
from app.web.formats import country, days, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.loss_words import state_words, wait_words, way_words
from app.web.pages.shown import page
from app.web.words import need_tags

router = Router()
SHOWN = 50


@router.get("/losses", dependencies=[requires("loss.list")])
async def show(
    request: Request,
    db: Db,
    waits_for: Annotated[str, Query(pattern="^(|serve|tell|hear|decide|answer)$")] = "",
    after: str = "",
) -> HTMLResponse:
    """What waits for the house first, then what waits for the person; the oldest first."""
    await audit.looked(db, "page.losses", "open", request_id=request.state.request_id)
    profile = await procedure_in_force(db)
    found = await remedies.open_losses(db, waits_for=waits_for or None, after=after or None, limit=SHOWN)
    words = wait_words()
    groups = [
        {
            "id": wait,
            "title": words[wait],
            "note": "",
            "rows": [_row(db, loss, profile) for loss in found.rows if loss.waits_for == wait],
        }
        for wait in remedies.WAITS
    ]
    return page(
        request,
        db,
        "losses/list.html",
        groups=[group for group in groups if group["rows"]],
        waits_for=waits_for,
        waits=[("", _("Todo lo que está abierto")), *words.items()],
        next_after=found.after,
    )


def _row(db: ReadSession, loss: remedies.LossRow, profile: procedure.Profile) -> dict[str, Any]:
    origin = ", ".join(country(c) for c in loss.nationalities) or _("sin nacionalidad")
    home = ngettext("hogar de %(n)s", "hogar de %(n)s", loss.household_size) % {"n": loss.household_size}
    age = age_on(loss.birth_date, profile.today(db.now()))
    return {
        "name": loss.name,
        "reference": loss.reference,
        "href": f"/losses/{loss.id}",
        "sub": f"{origin} · {age} · {home} · {loss.office}",
        "due": _due(db, loss, profile),
        "needs": need_tags(loss.needs),
        "stage": f"{way_words(profile)[loss.kind]}: {state_words()[loss.state]}",
        "stage_note": _("abierto el %(day)s") % {"day": short_date(loss.opened_at)},
        "action": _action(db, loss),
    }


def _due(db: ReadSession, loss: remedies.LossRow, profile: procedure.Profile) -> dict[str, Any]:
    """The day until which the person may answer is the only one that the procedure has."""
    if loss.waits_for != "answer" or loss.answer_until is None:
        today, opened = profile.today(db.now()), loss.opened_at.astimezone(profile.zone).date()
        age = (today - opened).days
        words = _("Abierto hace %(days)s") % {"days": days(age, "calendar")} if age else _("Abierto hoy")
        return {"days": None, "what": words, "basis": ""}
    last = remedies.last_day_to_answer(loss.answer_until, profile.zone)
    left = (last - profile.today(db.now())).days
    return {"days": left, "unit": "calendar", "what": _("Puede contestar hasta"), "on": last, "basis": ""}


def _action(db: ReadSession, loss: remedies.LossRow) -> dict[str, str] | None:
    """The first act of this wait that the reader may do."""
    acts = {
        "serve": [("decision.notify", "service", _("Notificar"))],
        "tell": [("loss.tell", "notice", _("Avisar"))],
        "hear": [
            ("hearing.book", "hearing/times", _("Citar a la audiencia")),
            ("hearing.hold", "hearing", _("Celebrar la audiencia")),
        ],
        "decide": [
            ("sitting.manage", "sitting", _("Llevar a una sesión")),
            ("loss.decide", "decision", _("Resolver")),
        ],
        "answer": [("loss.answer", "answer", _("Anotar lo que contesta"))],
    }
    for permission, path, text in acts[loss.waits_for]:
        if identity.may(db.actor, permission):
            return {"text": text, "href": f"/losses/{loss.id}/{path}"}
    return None
