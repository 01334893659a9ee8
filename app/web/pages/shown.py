"""What every page module uses: a page in its surroundings, a redirect after a POST, and refusals at the fields."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import Invalid, Refusal
from app.edge.problems import status_of
from app.identity import public as identity
from app.procedure import public as procedure
from app.settings import settings
from app.web.areas import AREAS, in_menu, tabs_at
from app.web.frame import Frame, MenuItem
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.rendering import render
from app.web.said import Said, with_it
from app.web.said import sentence as sentence_of
from app.web.seats import hearing
from app.web.words import role_name


def page(request: Request, db: ReadSession, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template now, before the transaction ends."""
    profile = request.state.procedure
    around = frame_for(db.actor, profile)
    request.state.frame = replace(around, tabs=tabs_at(request.url.path, db.actor))
    request.state.now = db.now()
    context.setdefault("flash", _flash(request))
    context.setdefault("errors", {})
    return HTMLResponse(
        render(
            request, template, profile=profile, actor=db.actor, now=db.now(), may=_may(db.actor), **context
        ),
        status,
    )


def go(address: str, *, said: Said | str | None = None) -> RedirectResponse:
    """Answer a POST with a redirect. `said` is what the next page says of the act (`app.web.said`)."""
    return RedirectResponse(with_it(address, said) if said else address, 303)


def field_errors(refusal: Refusal) -> dict[str, str]:
    """Field → sentence, in the reader's language; what belongs to no field is under the empty name."""
    if isinstance(refusal, Invalid):
        return {f.field: _(f.message) % f.values if f.values else _(f.message) for f in refusal.fields}
    return {"": sentence(refusal)}


def sentence(refusal: Refusal) -> str:
    """The refusal as a sentence in the reader's language."""
    return _(refusal.text) % refusal.values if refusal.values else _(refusal.text)


def refused_status(refusal: Refusal) -> int:
    return status_of(refusal)


def zone_of(profile: procedure.Profile) -> ZoneInfo:
    return ZoneInfo(profile.time_zone)


def frame_for(actor: Actor, profile: procedure.Profile) -> Frame:
    """The surroundings for an actor: place, name, role and the menu of what they may do."""
    place = actor.place
    if actor.body and actor.body in profile.bodies:
        place = profile.bodies[actor.body].label.in_(language())
    return Frame(
        country=country_name(profile.country),
        place=place,
        person=actor.name,
        role=role_name(actor.role, actor.body) if actor.role != "anonymous" else "",
        account_href="/account",
        menu=_menu(actor),
        zone=profile.time_zone,
        procedure=profile.label.in_(language()),
        procedure_href="/procedure",
        search_href="/cases" if identity.may(actor, "case.list") else "/documents",
        home_href="/",
        demonstration=settings().environment == "demo",
    )


def country_name(alpha3: str) -> str:
    alpha2 = get_global("territory_aliases").get(alpha3, [alpha3])[0]
    return str(Locale(language()).territories.get(alpha2, alpha3))


# The areas stand before the first of these.
AFTER_AREAS = (
    "/record",
    "/transitions",
    "/transfers",
    "/referrals",
    "/children",
    "/clients",
    "/legal-aid",
    "/imports",
    "/procedure",
)


def _menu(actor: Actor) -> tuple[MenuItem, ...]:
    if actor.role == "anonymous":
        return ()
    wanted = [
        (_("Mi día"), "/", None),
        (_("Registrar"), "/register", "registration.create"),
        (_("Por enviar"), "/register/offline#outbox", "registration.create"),
        (_("Atenciones"), "/encounters", "encounter.list"),
        (_("Equipos"), "/register/laptops", "laptop.list"),
        (_("Mostrador"), "/documents", "counter.work"),
        (_("Expedientes"), "/cases", "case.list"),
        (_("Avisos"), "/notices", "notice.list"),
        (_("Calendario"), "/calendar", "calendar.read"),
        (_("Duplicados"), "/duplicates", "pair.read"),
        (_("Sesiones"), "/sittings", "sitting.read"),
        (_("Grupos"), "/groups", "group.read"),
        (_("Pérdida de condición"), "/losses", "loss.list"),
        (hearing(actor.body), "/tribunal", "remedy.hear"),
        (_("Información de país"), "/coi", "coi.read"),
        (_("Bitácora"), "/record", "record.read"),
        (_("Reglas transitorias"), "/transitions", "transition.read"),
        (_("Traslados"), "/transfers", "case.transfer"),
        (_("Derivaciones"), "/referrals", "referral.make"),
        (_("Niñez"), "/children", "best_interests.write"),
        (_("Mis clientes"), "/clients", "client.read"),
        (_("Defensa de oficio"), "/legal-aid", "legal_aid.manage"),
        (_("Importar"), "/imports", "import.prepare"),
        (_("Procedimiento"), "/procedure", "procedure.read"),
        (_("Ajustes"), "/procedure/overrides", "procedure.draft"),
        (_("Llaves"), "/signing-keys", "key.manage"),
        (_("Certificados de firma"), "/signing-certificates", "key.own"),
        (_("Instituciones"), "/institutions", "identity.manage"),
    ]
    items = [
        MenuItem(label, href)
        for label, href, needed in wanted
        if needed is None or identity.may(actor, needed)
    ]
    areas = [item for make in AREAS if (item := in_menu(make(), actor)) is not None]
    after = next((n for n, item in enumerate(items) if item.href in AFTER_AREAS), len(items))
    return (*items[:after], *areas, *items[after:])


def _may(actor: Actor) -> Any:
    return lambda permission: identity.may(actor, permission)


def _flash(request: Request) -> dict[str, str] | None:
    told = sentence_of(request.query_params)
    return {"text": told, "kind": "done"} if told else None
