"""How dates, times, days left, names, places and figures read, in the language and zone of the page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from app.web.frame import frame
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext

SPACE = "\u00a0"

# CLDR writes "sept"; the house writes three letters, so that columns of dates align.
MONTHS = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
WEEKDAYS = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def local(moment: datetime) -> datetime:
    """A moment in the office's zone. Naive moments are refused: everything stored is aware UTC."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return moment.astimezone(ZoneInfo(frame().zone))


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def short_date(value: date | datetime | None, *, weekday: bool = False, year: bool = True) -> str:
    """`21 nov 2026`, `sáb 21 nov 2026`, `21 nov`; an en dash for no date."""
    if value is None:
        return "–"
    day, code = _day(value), language()
    words = [str(day.day), MONTHS[code][day.month - 1]]
    if weekday:
        words.insert(0, WEEKDAYS[code][day.weekday()])
    if year:
        words.append(str(day.year))
    return " ".join(words)


def month_name(month: str) -> str:
    """`nov 2026`, from `2026-11`."""
    year, number = month.split("-")
    return f"{MONTHS[language()][int(number) - 1]} {year}"


def long_date(value: date | datetime, *, year: bool = True) -> str:
    """`lunes 14 de diciembre de 2026`, for what the public reads."""
    patterns = {
        ("es", True): "EEEE d 'de' MMMM 'de' y",
        ("es", False): "EEEE d 'de' MMMM",
        ("en", True): "EEEE d MMMM y",
        ("en", False): "EEEE d MMMM",
    }
    return format_date(_day(value), patterns[language(), year], locale=language())


def clock(moment: datetime) -> str:
    """`16:42` in the office's zone."""
    return local(moment).strftime("%H:%M")


def date_time(moment: datetime | None) -> str:
    """`19 nov 2026, 11:05` in the office's zone; an en dash for none."""
    return "–" if moment is None else f"{short_date(moment)}, {clock(moment)}"


def recent(moment: datetime) -> str:
    """`hoy 10:31`, `ayer 16:42`, `19 nov 11:05`; with the year when it is another one."""
    now = frame().now
    day, today = _day(moment), _day(now) if now else None
    if today is not None and day == today:
        return f"{_('hoy')} {clock(moment)}"
    if today is not None and day == today - timedelta(days=1):
        return f"{_('ayer')} {clock(moment)}"
    same_year = today is not None and day.year == today.year
    return f"{short_date(day, year=not same_year)} {clock(moment)}"


def days(count: int, unit: str = "working", *, long: bool = False) -> str:
    """`3 d háb.`, or in full; `unit` is "working" or "calendar" (days)."""
    if unit == "calendar":
        return ngettext("%(n)s día natural", "%(n)s días naturales", count) % {"n": count}
    if long:
        return ngettext("%(n)s día hábil", "%(n)s días hábiles", count) % {"n": count}
    return _("%(n)s d háb.") % {"n": count}


def left(count: int, unit: str = "working", *, sentence: bool = False) -> str:
    """What is left of a time limit: `en 2 d háb.`, `hoy`, `hace 4 d háb.`; as a sentence `Faltan 2 d háb.`"""
    amount = {"days": days(abs(count), unit)}
    if not sentence:
        if count == 0:
            return _("hoy")
        return (_("en %(days)s") if count > 0 else _("hace %(days)s")) % amount
    if count == 0:
        return _("Vence hoy")
    if count < 0:
        return _("Venció hace %(days)s") % amount
    return ngettext("Falta %(days)s", "Faltan %(days)s", count) % amount


def deadline_state(count: int | None, unit: str = "working", status: str = "running") -> str:
    """The look of a deadline chip: late | today | soon | far | met | paused | none.

    "Soon" is the coming working week: five working or seven calendar days.
    """
    if status in ("met", "cancelled"):
        return "met"
    if status in ("suspended", "paused"):
        return "paused"
    if count is None:
        return "none"
    if count < 0:
        return "late"
    if count == 0:
        return "today"
    return "soon" if count <= (7 if unit == "calendar" else 5) else "far"


def person_name(person: Any) -> str:
    """`Marta Elena Quiroz Benlis`, from a text or anything with `given_names` and `family_names`."""
    if isinstance(person, str):
        return person
    if isinstance(person, Mapping):
        parts = [person.get("given_names"), person.get("family_names")]
    else:
        parts = [getattr(person, "given_names", None), getattr(person, "family_names", None)]
    return " ".join(part for part in parts if part)


def short_name(name: str) -> str:
    """`L. Brenes` from `Lucía Brenes Alfaro`: for places where the full name stands elsewhere on the page.

    What is said of somebody in brackets after the name, as of an invented person, is no part of the name.
    """
    words = name.split(" (", maxsplit=1)[0].split()
    if len(words) < 2:
        return name
    family = words[-2] if len(words) > 2 else words[-1]
    return f"{words[0][0]}. {family}"


def initials(name: str) -> str:
    """`M. E. Q. B.`"""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def age(birth: date | None, on: date | None = None) -> str:
    """`34 años`; months under two years; `edad desconocida` without a birth date. `on` defaults to the page's today."""
    today = on or (_day(now) if (now := frame().now) else None)
    if birth is None or today is None:
        return _("edad desconocida")
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    if months < 24:
        return ngettext("%(n)s mes", "%(n)s meses", months) % {"n": months}
    return years(months // 12)


def years(count: int) -> str:
    """`34 años`."""
    return ngettext("%(n)s año", "%(n)s años", count) % {"n": count}


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


# Codes that are no territory: ISO 3166 user-assigned ones used on travel documents, and UNHCR's own.
def _special(code: str) -> str | None:
    return {"XXA": _("Apátrida"), "STA": _("Apátrida"), "XXX": _("Nacionalidad desconocida")}.get(code)


def country(code: str | None) -> str:
    """The name of a country from its ISO 3166-1 alpha-3 (or alpha-2) code; the code itself when unknown."""
    if not code:
        return "–"
    short = code if len(code) == 2 else (get_global("territory_aliases").get(code) or [""])[0]
    return _special(code) or _locale(language()).territories.get(short) or code


# Codes that CLDR knows and ISO 3166-1 does not: states that are no more, parts of others, test entries.
_NOT_IN_ISO = set("BUR ZAR DDR FXX TMP YMD ASC CPT DGA QUU TAA XAA XBB XKK ZZZ".split())  # noqa: SIM905 -- a list of codes


@cache
def _alpha3() -> tuple[str, ...]:
    aliases = get_global("territory_aliases")
    known = _locale("en").territories
    return tuple(
        sorted(
            code
            for code, targets in aliases.items()
            if len(code) == 3 and code.isalpha() and len(targets) == 1 and targets[0] in known
            if code not in _NOT_IN_ISO
        )
    )


def country_options(first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(alpha-3, name) of every country by name, for a select; those of `first` stand before the others."""
    rest = sorted(((code, country(code)) for code in _alpha3()), key=lambda pair: _sortable(pair[1]))
    return [(code, country(code)) for code in first] + [pair for pair in rest if pair[0] not in first]


def _sortable(text: str) -> str:
    return text.casefold().translate(str.maketrans("áéíóúñü", "aeiounu"))


# Languages of the region that CLDR does not name in Spanish or English.
_LANGUAGES = {
    "miq": ("miskitu", "Miskito"),
    "guc": ("wayuunaiki", "Wayuu"),
    "cab": ("garífuna", "Garifuna"),
    "bzj": ("kriol beliceño", "Belize Kriol"),
    "quc": ("quiché", "K'iche'"),
    "kek": ("q'eqchi'", "Q'eqchi'"),
    "ht": ("criollo haitiano", "Haitian Creole"),
}
SPOKEN = ("es", "en", "fr", "pt", "ar", "fa", "ru", "zh", "so", "ti", *_LANGUAGES)


def language_name(code: str | None) -> str:
    """The name of a language from its ISO 639 code; the code itself when unknown."""
    if not code:
        return "–"
    if code in _LANGUAGES:
        return _LANGUAGES[code][language() == "en"]
    return _locale(language()).languages.get(code) or code


def language_codes(written: str) -> tuple[str, ...]:
    """The codes of languages written by their names or codes, apart by commas: `Español, miskitu, en`. What no list has stays as written."""
    known = _codes_by_name()
    parts = [part.strip() for part in written.split(",") if part.strip()]
    return tuple(dict.fromkeys(known.get(_sortable(part), part.lower()) for part in parts))


@cache
def common_languages() -> dict[str, str]:
    """Names of languages as they compare (`language_codes`), in Spanish and English, with their codes: those of ISO 639-1 and of the
    region, for a page that has to know them without a line."""
    return {name: code for name, code in _codes_by_name().items() if len(code) == 2 or code in _LANGUAGES}


@cache
def _codes_by_name() -> dict[str, str]:
    found = {
        _sortable(name): code
        for locale in ("en", "es")
        for code, name in _locale(locale).languages.items()
        if code.isalpha() and len(code) <= 3
    }
    return found | {_sortable(name): code for code, names in _LANGUAGES.items() for name in names}


def language_choices() -> list[tuple[str, str]]:
    """What people here are spoken to in, to choose one of: Spanish first, then by name. Codes are ISO 639."""
    return sorted(((code, language_name(code)) for code in SPOKEN), key=lambda one: (one[0] != "es", one[1]))


def language_names(codes: Sequence[str]) -> str:
    """`miskitu, español`."""
    return ", ".join(language_name(code) for code in codes)


def number(value: float | None, digits: int = 0) -> str:
    """`6 240` with a space that does not break, decimal comma in Spanish and point in English; an en dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.{digits}f}".replace(",", SPACE)
    return text if language() == "en" else text.replace(".", ",")


def percent(share: float | None, digits: int = 0) -> str:
    """`8 %` from 0.08; an en dash for none."""
    return "–" if share is None else f"{number(share * 100, digits)}{SPACE}%"


def document_number(value: str) -> str:
    """`1558 2904 1736`: groups of four."""
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
