"""Invented figures and people that show every macro: what the tests and a developer's eye look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader

from app.web.charts import SurvivalPoint
from app.web.frame import Frame, MenuItem
from app.web.i18n import gettext as _
from app.web.i18n import speaking
from app.web.rendering import TEMPLATES, environment, render

PAGES = (
    "my_day",
    "case",
    "form",
    "registration",
    "interview",
    "assessment",
    "sitting",
    "no_quorum",
    "metrics",
    "check",
    "check_not_valid",
    "mine",
    "mine_rtl",
    "confirm",
)
NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@contextmanager
def specimen_templates() -> Iterator[None]:
    env = environment()
    env.loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), FileSystemLoader(Path(__file__).parent / "templates")]
    )
    try:
        yield
    finally:
        env.loader = FileSystemLoader(TEMPLATES)


def request(language: str = "es", path: str = "/", query: tuple[tuple[str, str], ...] = ()) -> Any:
    menu = tuple(
        MenuItem(label, href)
        for label, href in (
            ("Mi día", "/"),
            ("Expedientes", "/expedientes"),
            ("Calendario", "/calendario"),
            ("Citas y salas", "/citas"),
            ("Información de país", "/paises"),
            ("Procedimiento", "/procedimiento"),
            ("Calidad", "/calidad"),
        )
    )
    frame = Frame(
        country="Costa Rica",
        place="Oficina Regional Upala",
        person="Lucía Brenes Alfaro",
        role="Oficial de elegibilidad",
        menu=menu,
        zone="America/Costa_Rica",
        procedure="Costa Rica, versión 2024-06",
        demonstration=True,
        now=NOW,
    )
    return SimpleNamespace(
        state=SimpleNamespace(frame=frame, language=language, csrf_token="synthetic-token"),
        url=SimpleNamespace(path=path),
        query_params=SimpleNamespace(multi_items=lambda: list(query)),
    )


def _row(
    name: str,
    reference: str,
    due: dict[str, Any],
    needs: list[Any],
    *,
    stage: str,
    action: dict[str, Any] | None,
) -> dict[str, Any]:
    return {
        "name": name,
        "reference": reference,
        "href": "/expedientes/" + reference,
        "sub": "Nicaragua · 34 · hogar de 4",
        "due": due,
        "needs": needs,
        "stage": stage,
        "stage_note": "desde 28 oct, ordinaria",
        "action": action,
    }


def worklist() -> list[dict[str, Any]]:
    internal = {"basis": "15 d háb.", "kind": "internal"}
    law = {"basis": "3 meses, Regl. 36831-G", "verification": "secondary"}
    return [
        {
            "id": "tarde",
            "title": "Fuera de plazo",
            "note": "2 · primero lo más antiguo",
            "rows": [
                _row(
                    "Marta Elena Quiroz Benlis",
                    "CR26-7K4M-92",
                    {"days": -4, "what": "Enviar evaluación", "on": date(2026, 11, 18), **internal},
                    ["Sobreviviente de tortura", "Mujer en riesgo"],
                    stage="Evaluación",
                    action={"text": "Terminar evaluación", "href": "#", "note": "faltan 3 requisitos"},
                ),
                _row(
                    "Yusniel Carmenate Prado",
                    "CR26-9F3T-60",
                    {"days": -1, "what": "Resolver", "on": date(2026, 11, 23), **law},
                    [],
                    stage="Revisión",
                    action={"text": "Avisar a supervisión", "href": "#", "note": "no depende de usted"},
                ),
            ],
        },
        {
            "id": "hoy",
            "title": "Vence hoy",
            "note": "1 · martes 24 nov 2026",
            "rows": [
                _row(
                    "Keyla Dayana Mejía Portillo",
                    "CR26-5W8B-31",
                    {"days": 0, "at": "16:00", "what": "Confirmar tutela y cita", "basis": "Regl. 36659-G"},
                    [{"label": "Niña no acompañada", "urgent": True}, {"label": "Violencia de género"}],
                    stage="Espera de entrevista",
                    action={"text": "Llamar al PANI", "href": "#", "note": "sin respuesta"},
                )
            ],
        },
        {
            "id": "despues",
            "later": True,
            "title": "Después",
            "rows": [
                _row(
                    "Mariángel Urdaneta Colina",
                    "CR26-8D1L-04",
                    {"days": 1, "what": "Enviar evaluación", "on": date(2026, 11, 25), **internal},
                    ["Hogar monoparental"],
                    stage="Evaluación",
                    action=None,
                ),
                _row(
                    "Tomasz Wiktor Baranek",
                    "CR26-7T0R-12",
                    {
                        "days": 9,
                        "status": "suspended",
                        "what": "Respuesta de cancillería",
                        "basis": "sin límite",
                    },
                    ["Sin nacionalidad"],
                    stage="Suspendido",
                    action={"text": "Nada que hacer", "note": "espera a cancillería"},
                ),
                _row(
                    "Luis Fernando Ibarguren Soto",
                    "CR26-4C8E-90",
                    {"days": 13, "what": "Resolver", "on": date(2026, 12, 14), **law},
                    ["Discapacidad"],
                    stage="Evaluación",
                    action={"text": "Escribir evaluación", "href": "#"},
                ),
            ],
            "more_href": "#",
            "more_text": "Mostrar 63 más",
        },
    ]


def _curve() -> list[SurvivalPoint]:
    shares = [(30 + 6 * step, max(0.1, 1 - 0.0085 * step)) for step in range(106)]
    return [SurvivalPoint(day, share, share - 0.015, min(1, share + 0.015)) for day, share in shares]


def contexts() -> dict[str, dict[str, Any]]:
    return {
        "my_day": {"groups": worklist(), "now": NOW},
        "case": {"now": NOW, "flash": {"text": "Documento agregado.", "kind": "done"}},
        "form": {
            "values": {
                "phone": "+506 6000 0142",
                "birth-day": "31",
                "birth-month": "2",
                "sex": "f",
                "needs": ["torture"],
                "people-0-given_names": "Yorlenis D'Angelo",
                "people-1-given_names": "Darwin Alexis",
                "people-1-birth-year": "2031",
                "people-0-nationality": "VEN",
            },
            "errors": {
                "place": "Escriba un lugar, o marque «no sabe»",
                "birth": "Esa fecha no existe",
                "people-1-birth": "El nacimiento no puede ser en el futuro",
            },
        },
        "registration": {},
        "interview": {"now": NOW},
        "assessment": {},
        "sitting": {},
        "no_quorum": {},
        "metrics": {"points": _curve()},
        "check": {},
        "check_not_valid": {},
        "mine": {},
        "mine_rtl": {},
        "confirm": {},
    }


def specimen(page: str, language: str = "es") -> str:
    """One specimen page as text."""
    with speaking(language):
        assert _("hoy")
    return render(
        request(language, "/expedientes/CR26" if page == "case" else "/"), f"{page}.html", **contexts()[page]
    )
