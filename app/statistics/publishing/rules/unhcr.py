"""The tables of UNHCR's yearly return in its columns and codes, from counts. Pure. Cases and persons stand in rows of their own."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

GOVERNMENT = "G"
NEW, APPEAL = "N", "A"
FIRST_INSTANCE, REVIEW = "FI", "AR"
COUNTED_IN: Mapping[bool, str] = {True: "C", False: "P"}
# What nobody said, and who has no nationality, as UNHCR's data have them.
UNKNOWN, STATELESS = ("Unknown", "UNK", "UNK"), ("Stateless", "STA", "XXA")
# A decision's column in UNHCR's statistics, by what the procedure counts it as.
OUTCOMES: Mapping[str, str] = {
    "recognised": "dec_recognized",
    "other": "dec_other",
    "rejected": "dec_rejected",
    "closed": "dec_closed",
}
AGES: Mapping[str, str] = {"0-4": "0_4", "5-11": "5_11", "12-17": "12_17", "18-59": "18_59", "60+": "60"}
_PLACES = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
APPLICATIONS = (*_PLACES, "procedure_type", "app_type", "dec_level", "app_pc", "applied")
DECISIONS = (*_PLACES, "procedure_type", "dec_level", "dec_pc", *OUTCOMES.values(), "dec_total")
POPULATION = (*_PLACES, "refugees", "asylum_seekers")
DEMOGRAPHICS = (
    *_PLACES,
    "pop_type",
    *(f"{sex}_{age}" for sex in "fm" for age in (*AGES.values(), "other", "total")),
    "total",
)
PROCESSING = ("year", "coa_name", "coa", "coa_iso", "dec_level", "dec_pc", "notified", "mean_days")


@dataclass(frozen=True, slots=True)
class Country:
    name: str
    code: str
    iso: str


@cache
def countries() -> Mapping[str, Country]:
    """ISO 3166-1 alpha-3 → UNHCR's own code and name."""
    found = {
        row["iso3"]: Country(row["name_en"], row["unhcr_code"], row["iso3"])
        for row in rows_of("unhcr_country_codes.csv")
        if row["iso3"]
    }
    return {**found, "XXA": Country(*STATELESS)}


@cache
def rows_of(name: str) -> tuple[Mapping[str, str], ...]:
    """A code list that is kept with the project, without its line of source."""
    lines = files("app.statistics.publishing").joinpath("codes", name).read_text("utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


def country(iso: str | None) -> Country:
    return countries().get(iso or "", Country(*UNKNOWN))


@dataclass(frozen=True, slots=True)
class Claims:
    """So many claims of one kind: `what` it is, at which level, of principals (`cases`) or of everybody."""

    origin: str | None
    cases: bool
    n: int
    what: str = ""
    level: str = FIRST_INSTANCE


def applications(year: int, asylum: str, counted: Iterable[Claims]) -> list[tuple[Any, ...]]:
    """`what`: new or appeal."""
    return sorted(
        (*_places(year, c.origin, asylum), GOVERNMENT, c.what, c.level, COUNTED_IN[c.cases], c.n)
        for c in counted
    )


def decisions(year: int, asylum: str, counted: Iterable[Claims]) -> list[tuple[Any, ...]]:
    """`what`: as what it counts."""
    cells: dict[tuple[Any, ...], dict[str, int]] = {}
    for c in counted:
        place = (*_places(year, c.origin, asylum), GOVERNMENT, c.level, COUNTED_IN[c.cases])
        columns = cells.setdefault(place, dict.fromkeys(OUTCOMES.values(), 0))
        columns[OUTCOMES[c.what]] += c.n
    return [(*place, *of.values(), sum(of.values())) for place, of in sorted(cells.items())]


def population(year: int, asylum: str, counted: Iterable[Claims]) -> list[tuple[Any, ...]]:
    """`what`: `REF` or `ASY`, persons."""
    cells: dict[tuple[Any, ...], dict[str, int]] = {}
    for c in counted:
        of = cells.setdefault(_places(year, c.origin, asylum), {"REF": 0, "ASY": 0})
        of[c.what] += c.n
    return [(*place, *of.values()) for place, of in sorted(cells.items())]


@dataclass(frozen=True, slots=True)
class Persons:
    origin: str | None
    population: str
    sex: str
    age_group: str
    n: int


def demographics(year: int, asylum: str, counted: Iterable[Persons]) -> list[tuple[Any, ...]]:
    """Whose sex is another, or not known, stands in the total alone: UNHCR's table has no column for them."""
    cells: dict[tuple[Any, ...], dict[str, int]] = {}
    for c in counted:
        place = (*_places(year, c.origin, asylum), c.population)
        of = cells.setdefault(place, dict.fromkeys(DEMOGRAPHICS[len(place) :], 0))
        of["total"] += c.n
        if (sex := {"female": "f", "male": "m"}.get(c.sex)) is not None:
            of[f"{sex}_total"] += c.n
            of[f"{sex}_{AGES.get(c.age_group, 'other')}"] += c.n
    return [(*place, *of.values()) for place, of in sorted(cells.items())]


def _places(year: int, origin: str | None, asylum: str) -> tuple[Any, ...]:
    come, gone = country(origin), country(asylum)
    return year, come.name, come.code, come.iso, gone.name, gone.code, gone.iso
