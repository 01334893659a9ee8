"""What every page module uses: a page in its surroundings, a redirect after a POST, and refusals at the fields."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
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


def go(address: str, *, said: str | None = None) -> RedirectResponse:
    """Answer a POST with a redirect. `said` is the code of a sentence that the next page shows (`SAID`)."""
    joined = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joined}{urlencode({'said': said})}" if said else address, 303)


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
    code = request.query_params.get("said")
    said = {
        "registered": _("Registro completo. Abajo está lo que se puede imprimir y entregar."),
        "screened": _("Respuestas guardadas. Abajo está lo que proponen: decídalo."),
        "encounters_logged": _("Atenciones anotadas."),
        "passed_on": _("Pasó a la oficina que tiene el otro expediente: ella decide."),
        "taken_over": _("La oficina recibió el expediente."),
        "admitted": _("Solicitud admitida: sigue la entrevista."),
        "assigned": _("Expediente asignado."),
        "done": _("Hecho."),
        "saved": _("Guardado."),
        "booked": _("Cita reservada."),
        "moved": _("Cita cambiada. Se avisa a la persona."),
        "waiting": _("La persona está en la lista de espera."),
        "convened": _("Sesión convocada. Arme su orden del día."),
        "opened": _("Sesión abierta."),
        "voted": _("Su voto quedó registrado. Puede cambiarlo hasta que se cierre el punto."),
        "circulated": _("Orden del día enviado. Aquí verá quién abrió cada expediente."),
        "signed": _("Resolución firmada. Sigue la notificación."),
        "served": _("Notificación registrada."),
        "called": _("Se le avisará que pase a recibirla."),
        "link_sent": _("El enlace de acuse sale a su correo."),
        "received": _("Recibido. Abajo está la constancia."),
        "signed_out": _("Sesión cerrada."),
        "uploaded": _("Guardado como borrador. Revise qué cambia y qué encontró la revisión."),
        "put_in_force": _("Quedó puesto en vigor."),
        "release_prepared": _("Guardada como borrador. Revise abajo qué no se muestra, y por qué."),
        "release_sealed": _("Publicada. Esta página la puede leer todo el mundo."),
        "withdrawn": _("Ajuste retirado."),
    }
    return {"text": said[code], "kind": "done"} if code in said else None
