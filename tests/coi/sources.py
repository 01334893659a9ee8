"""Invented sources for tests."""

from datetime import date

from app.coi import public as coi

POLICE = """La policía municipal no recibió las denuncias de las comunidades indígenas durante el año (texto inventado).

Quienes denunciaron fueron amenazados; varias detenciones duraron tres noches (texto inventado)."""


def facts(title: str = "Nota inventada", text: str = POLICE, **changes: object) -> coi.SourceFacts:
    values: dict[str, object] = {
        "title": title,
        "publisher": "Centro Inventado de Pruebas",
        "publisher_kind": "academic",
        "reliability": "moderate",
        "reliability_why": "Método descrito en parte.",
        "published_on": date(2026, 3, 3),
        "countries": ("NIC",),
        "topics": ("police", "indigenous_peoples"),
        "language": "es",
        "text": text,
        "expires_on": date(2027, 3, 3),
        "url": "https://example.org/nota",
    }
    return coi.SourceFacts(**(values | changes))  # type: ignore[arg-type]
