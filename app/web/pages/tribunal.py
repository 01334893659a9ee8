"""The Tribunal's day: what waits to be admitted, what to judge by its limit, what to serve."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.cases import public as cases
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.people.public import age_on
from app.procedure import public as procedure
from app.remedies import public as remedies
from app.web.formats import country, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.limits import days_left
from app.web.pages.shown import page
from app.web.remedy_shown import status_words
from app.web.rows import rows_of
from app.web.seats import hearing
from app.web.words import limit_name, need_tags

router = Router()
SHOWN = 50


@router.get("/tribunal", dependencies=[requires("remedy.hear")])
async def tribunal(request: Request, db: Db, after: str = "") -> HTMLResponse:
    """Appeals by time limit; before them the late ones that ask to be let in, after them the judgments to serve."""
    profile = await procedure_in_force(db)
    rules = {r.name: r.decide_within for r in profile.remedies if r.decide_within}
    pending = await remedies.remedies(db, status="pending", after=after or None, limit=SHOWN, rules=rules)
    waiting = await remedies.remedies(db, status="awaiting_admission", limit=SHOWN)
    to_serve = await cases.worklist(db, cases.Filters(stage="decided"), limit=SHOWN)
    to_sign = await decisions.judgments_to_sign(db, db.actor.user_id)
    rows = [_row(db, remedy, profile, signs=remedy.id in to_sign) for remedy in pending.rows]
    late = [row for row in rows if (row["due"]["days"] or 0) < 0]
    going = [row for row in rows if row not in late]
    groups = [
        {"id": "late", "title": _("Fuera de plazo"), "note": "", "rows": late},
        {
            "id": "admission",
            "title": _("Por admitir"),
            "note": _("presentados fuera de plazo, con razones"),
            "rows": [] if after else [_row(db, remedy, profile) for remedy in waiting.rows],
        },
        {"id": "pending", "title": _("Por resolver"), "note": "", "rows": going},
        {
            "id": "to-serve",
            "title": _("Por notificar"),
            "note": "",
            "rows": [] if after else _to_serve(to_serve.rows, db, profile),
        },
    ]
    return page(
        request,
        db,
        "tribunal/tribunal.html",
        called=hearing(db.actor.body),
        groups=[group for group in groups if group["rows"]],
        next_after=pending.after,
        total=len(rows),
    )


def _row(db: Db, remedy: remedies.Row, profile: procedure.Profile, *, signs: bool = False) -> dict[str, Any]:
    origin = ", ".join(country(c) for c in remedy.nationalities) or _("sin nacionalidad")
    home = ngettext("hogar de %(n)s", "hogar de %(n)s", remedy.household_size) % {"n": remedy.household_size}
    age = age_on(remedy.birth_date, profile.today(db.now()))
    kind = profile.remedy(remedy.kind).label.in_(language())
    admission = remedy.status == "awaiting_admission"
    act, at = (_("Decidir la admisión"), "#admission") if admission else (_("Resolver"), "#decide")
    if signs:
        act, at = _("Firmar"), "/bench#sign"
    return {
        "name": remedy.name,
        "reference": remedy.reference,
        "href": f"/remedies/{remedy.id}",
        "sub": f"{origin} · {age} · {home}",
        "due": _due(remedy, profile, db),
        "needs": need_tags(remedy.needs),
        "stage": f"{kind}: {status_words()[remedy.status]}",
        "stage_note": _("presentado el %(day)s") % {"day": short_date(remedy.filed_at)},
        "action": {
            "text": act,
            "href": f"/remedies/{remedy.id}{at}",
            "note": _("contra %(number)s") % {"number": remedy.decision_number},
        },
    }


def _due(remedy: remedies.Row, profile: procedure.Profile, db: Db) -> dict[str, Any]:
    if remedy.due_on is None or remedy.due_rule is None:
        return {"days": None, "what": _("Sin plazo registrado"), "basis": ""}
    return {
        "days": days_left(profile, remedy.due_on, db.now()),
        "what": limit_name(profile, remedy.due_rule),
        "on": remedy.due_on,
        "basis": remedy.due_basis,
        "verification": remedy.due_verification if remedy.due_kind == "legal" else "confirmed",
        "kind": remedy.due_kind,
    }


def _to_serve(found: list[cases.Row], db: Db, profile: procedure.Profile) -> list[dict[str, Any]]:
    rows = rows_of(found, profile, db.now(), db.actor.role)
    for row in rows:
        row["href"] = f"/cases/{row['reference']}/decisions"
        row["action"] = {"text": _("Notificar"), "href": row["href"], "note": None}
    return rows
