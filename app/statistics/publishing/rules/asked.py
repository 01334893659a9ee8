"""What a release is asked to hold, and whether it may. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.core.errors import FieldError, Invalid
from app.statistics.publishing.rules.cells import circular
from app.statistics.publishing.rules.withholding import LEAST_THRESHOLD

MEASURES = ("filed", "resolved", "pending")
UNITS = ("cases", "persons")
CONTROLS = ("withholding", "rounding")
TRAITS = ("origin", "sex", "age_group", "office", "modality", "outcome", "month")
# The tables that may be chosen: each trait by itself, and the pairs that people ask for.
TABLES: Mapping[str, tuple[str, ...]] = {
    **{trait: (trait,) for trait in TRAITS},
    "origin-sex": ("origin", "sex"),
    "origin-age_group": ("origin", "age_group"),
    "origin-outcome": ("origin", "outcome"),
    "sex-age_group": ("sex", "age_group"),
    "office-outcome": ("office", "outcome"),
    "month-outcome": ("month", "outcome"),
}
THRESHOLD = 5
MOST_THRESHOLD = 100
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """`measure`: claims filed or resolved in the period, or pending now. `unit`: principal claims, or everybody's. `tables` by
    their names. `threshold` counts for withholding alone."""

    title: str
    measure: str
    unit: str
    since: date | None
    until: date | None
    tables: tuple[str, ...]
    control: str
    threshold: int = THRESHOLD

    def as_json(self) -> dict[str, Any]:
        dates = {name: day.isoformat() if day else None for name, day in self._period.items()}
        return {**asdict(self), **dates, "tables": list(self.tables)}

    @property
    def _period(self) -> dict[str, date | None]:
        return {"since": self.since, "until": self.until}

    @property
    def population(self) -> str:
        """Who is counted, as a word: the same people have the same one."""
        return f"{self.measure}|{self.unit}|{self.since}|{self.until}"


def demand(asked: Asked, *, today: date) -> None:
    """Raises `Invalid` with every field that breaks a rule."""
    broken = [*_broken_choice(asked), *_broken_period(asked, today), *_broken_tables(asked)]
    if not 3 <= len(asked.title) <= LONGEST_TITLE:
        broken.insert(
            0,
            FieldError(
                "title", "length", "Escriba un título de 3 a %(most)s caracteres.", {"most": LONGEST_TITLE}
            ),
        )
    if asked.control == "withholding" and not LEAST_THRESHOLD <= asked.threshold <= MOST_THRESHOLD:
        values = {"least": LEAST_THRESHOLD, "most": MOST_THRESHOLD}
        broken.append(
            FieldError("threshold", "range", "El umbral va de %(least)s a %(most)s personas.", values)
        )
    if broken:
        raise Invalid(*broken)


def _broken_choice(asked: Asked) -> list[FieldError]:
    choices = {
        "measure": (asked.measure, MEASURES),
        "unit": (asked.unit, UNITS),
        "control": (asked.control, CONTROLS),
    }
    return [
        FieldError(name, "choice", "Elija una opción de la lista.")
        for name, (value, known) in choices.items()
        if value not in known
    ]


def _broken_period(asked: Asked, today: date) -> list[FieldError]:
    if asked.measure == "pending":
        return []
    if asked.since is None or asked.until is None:
        return [FieldError("since" if asked.since is None else "until", "required", "Escriba el período.")]
    if asked.until < asked.since:
        return [FieldError("until", "order", "El último día va después del primero.")]
    if asked.until >= today:
        return [FieldError("until", "over", "El período debe haber terminado: elija un día anterior a hoy.")]
    return []


def _broken_tables(asked: Asked) -> list[FieldError]:
    if not asked.tables or any(name not in TABLES for name in asked.tables):
        return [FieldError("tables", "choice", "Elija al menos un cuadro de la lista.")]
    if circular(TABLES[name] for name in asked.tables):
        words = (
            "Estos cuadros se cierran en círculo, y juntos dicen más que cada uno con sus totales: quite uno."
        )
        return [FieldError("tables", "circular", words)]
    return []
