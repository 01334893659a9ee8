"""One cell: a date with how sure it is, a country, a word of a list. What cannot be read is an error, never a guess."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.core import get_global

from app.core.errors import said
from app.intake.bulk.maps import Column, Order
from app.intake.bulk.reading import Cell
from app.intake.bulk.unhcr import iso_of_unhcr
from app.people import public as people

_PARTS = re.compile(
    r"^(\d{1,4})[\s./-]+(\d{1,2}|[a-zñ]{3,10}\.?)[\s./-]+(\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$"
)
_MONTH_YEAR = re.compile(r"^(\d{1,2})[\s./-]+(\d{4})$")
_YEAR = re.compile(r"^(1[89]\d{2}|20\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$")
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "ene jan",
            "feb",
            "mar",
            "abr apr",
            "may",
            "jun",
            "jul",
            "ago aug",
            "sep set",
            "oct",
            "nov",
            "dic dec",
        ),
        start=1,
    )
    for name in names.split()
}
BIRTH_DAY_FIRST: Mapping[Order, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
ORDERS_SAID: Mapping[Order, str] = {
    "dmy": said("día, mes, año"),
    "mdy": said("mes, día, año"),
    "ymd": said("año, mes, día"),
}


class Unreadable(Exception):
    """The cell cannot be read: the rule, and the sentence with its values."""

    def __init__(self, rule: str, message: str, **values: object) -> None:
        self.rule, self.message, self.values = rule, message, values
        super().__init__(rule)


@dataclass(frozen=True, slots=True)
class Day:
    """A date and how sure it is: day, month, year or estimated."""

    day: date
    precision: str


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: a whole number without its decimal point, single spaces."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def day_of(cell: Cell, column: Column, *, whole: bool) -> Day:
    """The date in the order that the map says. `whole`: only a day will do. Raises `Unreadable`."""
    if isinstance(cell, datetime):
        return Day(cell.date(), "day")
    if isinstance(cell, date):
        return Day(cell, "day")
    text, estimated = _without_mark(text_of(cell).casefold(), column)
    found = _day(text, column.order or "ymd")
    if estimated:
        found = Day(found.day, "estimated")
    if whole and found.precision in ("month", "year"):
        raise Unreadable("date_not_whole", said("Falta el día o el mes."))
    return found


def _without_mark(text: str, column: Column) -> tuple[str, bool]:
    for mark in column.estimated:
        if text.startswith(mark.casefold()):
            return text[len(mark) :].strip(), True
    return text, False


def _day(text: str, order: Order) -> Day:
    if match := _YEAR.match(text):
        return Day(date(int(match[1]), 1, 1), "year")
    if match := _ISO.match(text):
        return Day(_real(int(match[1]), int(match[2]), int(match[3]), order), "day")
    if match := _MONTH_YEAR.match(text):
        return Day(_real(int(match[2]), int(match[1]), 1, order), "month")
    match = _PARTS.match(text)
    if match is None:
        raise Unreadable("not_a_date", said("No es una fecha."))
    parts = match.groups()
    year, month, day = (parts[place] for place in BIRTH_DAY_FIRST[order])
    if len(year) != 4:
        raise Unreadable("year_not_whole", said("El año necesita cuatro cifras."))
    number = _MONTHS.get(month[:3]) if not month.isdigit() else int(month)
    if number is None or not day.isdigit():
        raise _no_such_day(order)
    return Day(_real(int(year), number, int(day), order), "day")


def _real(year: int, month: int, day: int, order: Order) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise _no_such_day(order) from fault


def _no_such_day(order: Order) -> Unreadable:
    return Unreadable(
        "no_such_day", said("No es una fecha que exista en el orden %(order)s."), order=ORDERS_SAID[order]
    )


def country_of(text: str, codes: str | None) -> str:
    """The ISO alpha-3 of a country given by name (Spanish or English), ISO code or UNHCR code, as the map says. Raises `Unreadable`."""
    found = {"iso": _iso, "unhcr": _unhcr, "name": _by_name}[codes or "iso"](text)
    if found is None or found not in people.codes.countries():
        kind = {"iso": "ISO 3166", "unhcr": "ACNUR", "name": said("nombre de país")}[codes or "iso"]
        raise Unreadable("unknown_country", said("No es un país (%(kind)s)."), kind=kind)
    return found


def _iso(text: str) -> str | None:
    code = text.upper()
    if len(code) == 2:
        return next((a3 for a3 in people.codes.countries() if _alpha2(a3) == code), None)
    return code


def _unhcr(text: str) -> str | None:
    return iso_of_unhcr().get(text.upper())


def _by_name(text: str) -> str | None:
    return _names().get(folded(text))


@cache
def _alpha2(alpha3: str) -> str | None:
    return next(iter(get_global("territory_aliases").get(alpha3, [])), None)


@cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "es"):
        territories = Locale(language).territories
        for code in people.codes.countries():
            if (name := territories.get(_alpha2(code) or "")) is not None:
                found[folded(name)] = code
    return found


def folded(text: str) -> str:
    """Without capitals, accents or double spaces: how two words are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split())
