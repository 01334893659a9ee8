"""Parts of the house with several pages: one entry of the menu each, and tabs between their pages.

Who may open one page of an area alone finds that page in the menu under its own name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.actor import Actor
from app.identity import public as identity
from app.web.frame import MenuItem, Tabs
from app.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an area. `alone`: its name in the menu where it is somebody's only one; none: it is found elsewhere then."""

    label: str
    href: str
    permission: str
    alone: str | None
    # Where else its pages are.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    label: str
    pages: tuple[Page, ...]

    def open_to(self, actor: Actor) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if identity.may(actor, page.permission))


BOARD = ("/quality/recommendations", "/quality/findings", "/quality/meeting")


def metrics() -> Area:
    return Area(
        _("Métricas"),
        (
            Page(_("Todas las cifras"), "/metrics", "metrics.read", _("Métricas")),
            Page(_("Acceso en frontera"), "/metrics/access", "encounter.count", None),
            Page(_("Consistencia"), "/metrics/consistency", "consistency.read", _("Consistencia")),
            Page(_("Mapa del proceso"), "/process-map", "metrics.read", None),
            Page(_("Proyección"), "/forecast", "forecast.read", _("Proyección")),
            Page(_("Alertas"), "/metrics/alerts", "metrics.read", None),
            Page(_("Publicaciones"), "/publications", "publication.read", _("Publicaciones")),
            Page(_("Extractos"), "/event-log", "event_log.read", _("Extractos")),
            Page(_("Definiciones"), "/metrics/definitions", "metrics.read", None),
        ),
    )


def quality() -> Area:
    return Area(
        _("Calidad"),
        (
            Page(_("Muestras"), "/quality", "quality.read", _("Calidad")),
            Page(_("Tablero"), "/quality/board", "recommendation.read", _("Tablero de calidad"), BOARD),
            Page(_("Calibración"), "/quality/calibrations", "calibration.read", _("Calibración")),
            Page(_("Mi trabajo"), "/quality/mine", "quality.answer", _("Calidad de mi trabajo")),
        ),
    )


AREAS: tuple[Callable[[], Area], ...] = (metrics, quality)


def in_menu(area: Area, actor: Actor) -> MenuItem | None:
    """The area's entry in the menu of an actor: the area, its one page under its own name, or none."""
    pages = area.open_to(actor)
    if len(pages) > 1:
        return MenuItem(area.label, pages[0].href)
    if pages and pages[0].alone:
        return MenuItem(pages[0].alone, pages[0].href)
    return None


def tabs_at(path: str, actor: Actor) -> Tabs | None:
    """The tabs around a page; none where it belongs to no area, or the actor may open no other page of it."""
    for make in AREAS:
        area = make()
        pages = area.open_to(actor)
        found = [
            (len(root), page.href) for page in pages for root in (page.href, *page.also) if _under(path, root)
        ]
        if found and len(pages) > 1:
            items = tuple(MenuItem(page.label, page.href) for page in pages)
            return Tabs(_("Páginas de %(area)s") % {"area": area.label}, items, max(found)[1])
    return None


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")
