"""Country information in words: what a source is, what its publisher is worth, and why a citation should be looked at again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.coi import public as coi
from app.core.database import ReadSession
from app.identity import public as identity
from app.web.formats import country, language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language

LANGUAGES = ("es", "en", "fr", "pt", "ht")
STATE_KINDS = {"asked": "wait", "taken": "accent", "answered": "ok", "withdrawn": "accent"}


def topic_options() -> list[tuple[str, str]]:
    return [(name, term.in_(language())) for name, term in coi.standards().topics.items()]


def publisher_options() -> list[tuple[str, str]]:
    return [(name, term.in_(language())) for name, term in coi.standards().publishers.items()]


def reliability_options() -> list[dict[str, str]]:
    return [
        {"value": name, "text": term.in_(language()), "hint": term.meaning_in(language())}
        for name, term in coi.standards().reliability.items()
    ]


def language_options() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def criteria() -> list[tuple[str, str]]:
    """By what a source is judged, each with its question."""
    return [(t.in_(language()), t.meaning_in(language())) for t in coi.standards().criteria.values()]


def topic_names(topics: Iterable[str]) -> str:
    known = coi.standards().topics
    return ", ".join(known[topic].in_(language()) for topic in topics if topic in known)


def country_names(codes: Iterable[str]) -> str:
    return ", ".join(country(code) for code in codes)


def reliability_name(name: str) -> str:
    term = coi.standards().reliability.get(name)
    return term.in_(language()) if term else name


def publisher_kind_name(name: str) -> str:
    term = coi.standards().publishers.get(name)
    return term.in_(language()) if term else name


def state_name(state: str) -> str:
    return {
        "asked": _("Sin tomar"),
        "taken": _("En curso"),
        "answered": _("Respondida"),
        "withdrawn": _("Retirada"),
    }.get(state, state)


def instance_name(instance: str) -> str:
    return _("Instancia de recurso") if instance == "appeal" else _("Primera instancia")


def where_from(passage: coi.PassageView) -> str:
    """`Centro de Prueba, 3 mar 2026, párr. 4, versión 2`."""
    parts = [passage.publisher, short_date(passage.published_on), _("párr. %(n)s") % {"n": passage.position}]
    if passage.page:
        parts.append(_("p. %(n)s") % {"n": passage.page})
    if passage.version > 1:
        parts.append(_("versión %(n)s") % {"n": passage.version})
    return ", ".join(parts)


def hit(found: coi.Hit, address: str = "") -> dict[str, Any]:
    """One result of a search. `address` is put before the passage's place in its source."""
    p = found.passage
    return {
        "passage": p,
        "href": f"{address}/coi/{p.document_id}?number={p.version}#p{p.position}",
        "where": where_from(p),
        "parts": found.parts,
        "countries": country_names(p.countries),
        "topics": topic_names(p.topics),
        "reliability": reliability_name(p.reliability),
        "weak": p.reliability in ("low", "undetermined"),
        "language": language_name(p.language),
    }


def facts(view: coi.SourceView, edition: coi.VersionView) -> list[tuple[str, str]]:
    """Of one edition of a source, but for its text."""
    rows = [
        (_("Publica"), f"{edition.publisher} ({publisher_kind_name(edition.publisher_kind)})"),
        (_("Publicada"), short_date(edition.published_on)),
        (_("Países"), country_names(edition.countries)),
        (_("Temas"), topic_names(edition.topics)),
        (_("Idioma original"), language_name(edition.language)),
        (_("Fiabilidad"), f"{reliability_name(edition.reliability)}. {edition.reliability_why}"),
        (_("Fuente original"), edition.relays or _("Es la fuente original")),
        (_("Volver a verla"), short_date(view.expires_on)),
        (_("Agregada por"), f"{edition.added_by}, {short_date(edition.added_at)}"),
        (_("Huella"), f"SHA-256 {edition.digest[:16]}…"),
    ]
    if edition.what_changed:
        rows.insert(0, (_("Qué cambió"), edition.what_changed))
    return rows


def question(view: coi.RequestView) -> dict[str, Any]:
    """One question to the unit, in a list."""
    return {
        "view": view,
        "href": f"/coi/requests/{view.id}",
        "state": state_name(view.state),
        "state_kind": STATE_KINDS.get(view.state, "accent"),
        "countries": country_names(view.countries),
        "topics": topic_names(view.topics),
        "instance": instance_name(view.instance),
    }


async def questions_of(db: ReadSession, case_id: UUID) -> list[dict[str, Any]] | None:
    """What was asked of the unit for a case; `None` for who may ask nothing."""
    if not identity.may(db.actor, "coi.ask"):
        return None
    return [question(view) for view in await coi.requests_of(db, case_id)]


def values_of(edition: coi.VersionView, view: coi.SourceView, text: str) -> Mapping[str, Any]:
    """An edition as the form for the next one begins."""
    values: dict[str, Any] = {
        "title": edition.title,
        "publisher": edition.publisher,
        "publisher_kind": edition.publisher_kind,
        "reliability": edition.reliability,
        "reliability_why": edition.reliability_why,
        "relays": edition.relays,
        "topics": edition.topics,
        "language": edition.language,
        "url": edition.url,
        "text": text,
    }
    values |= {f"country-{n}": code for n, code in enumerate(edition.countries)}
    for name, day in (("published_on", edition.published_on), ("expires_on", view.expires_on)):
        values |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return values
