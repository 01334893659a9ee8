"""UNHCR's own codes, for statistics and exchange: countries and relationships. They are not the codes that we store.

Three of UNHCR's country codes are another country's ISO code (AUS is UNHCR's Austria and ISO's Australia, ARE Egypt and the
Emirates, MAR Martinique and Morocco), so they have a type of their own and never stand in a column with ISO's.
Countries: UNHCR refugee statistics (`PopulationStatistics/refugees`, CC BY 4.0). Relationships: codes seen in public sources, partial.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NewType

UnhcrCountry = NewType("UnhcrCountry", str)
Iso3 = NewType("Iso3", str)


def to_unhcr(country: str) -> UnhcrCountry:
    """UNHCR's code of a country given by ISO 3166-1 alpha-3. Raises `KeyError` for one that UNHCR's list does not have."""
    return _countries()[Iso3(country)]


def from_unhcr(code: UnhcrCountry) -> Iso3 | None:
    """ISO 3166-1 alpha-3 of a UNHCR code; `None` where ISO has none (CRB, CUR, TIB). Raises `KeyError` for an unknown one."""
    return _back()[code]


def relation_from_unhcr(code: str) -> str:
    """How somebody stands to the principal applicant, in our words. Raises `KeyError` for a code that was not seen."""
    return _relations()[code][0]


def relation_to_unhcr(relation: str, sex: str) -> str | None:
    """UNHCR's code of a relation and sex, or `None` where none is known to us."""
    fitting = (
        code for code, (ours, theirs) in _relations().items() if ours == relation and theirs in ("", sex)
    )
    return next((code for code in fitting if not code.startswith("EX")), None)


@cache
def _countries() -> Mapping[Iso3, UnhcrCountry]:
    return MappingProxyType(
        {
            Iso3(r["iso3"]): UnhcrCountry(r["unhcr_code"])
            for r in _rows("unhcr_country_codes.csv")
            if _is(r["iso3"])
        }
    )


@cache
def _back() -> Mapping[UnhcrCountry, Iso3 | None]:
    return MappingProxyType(
        {
            UnhcrCountry(r["unhcr_code"]): Iso3(r["iso3"]) if _is(r["iso3"]) else None
            for r in _rows("unhcr_country_codes.csv")
        }
    )


@cache
def _relations() -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({r["code"]: (r["relation"], r["sex"]) for r in _rows("relationships.csv")})


def _is(iso3: str) -> bool:
    return len(iso3) == 3 and iso3.isalpha()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("app.people.codes").joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
