"""Dates, days left, names, places and figures as the house writes them, in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from app.web import formats
from app.web.frame import Frame, framing
from app.web.i18n import speaking

NOW = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)  # still the 23rd in Costa Rica


@pytest.fixture(autouse=True)
def _in_costa_rica() -> Iterator[None]:
    with framing(Frame(zone="America/Costa_Rica", now=NOW)):
        yield


def test_dates_have_three_letters_and_no_leading_zero() -> None:
    day = date(2026, 9, 4)
    assert formats.short_date(day) == "4 sep 2026"
    assert formats.short_date(day, weekday=True, year=False) == "vie 4 sep"
    assert formats.long_date(day) == "viernes 4 de septiembre de 2026"
    with speaking("en"):
        assert formats.short_date(day, weekday=True) == "Fri 4 Sep 2026"
        assert formats.long_date(day, year=False) == "Friday 4 September"
    assert formats.short_date(None) == "–"


def test_moments_are_told_in_the_zone_of_the_office() -> None:
    assert formats.date_time(NOW) == "23 nov 2026, 21:30"
    assert formats.short_date(NOW) == "23 nov 2026"
    assert formats.clock(NOW.astimezone(timezone(timedelta(hours=9)))) == "21:30"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.date_time(datetime(2026, 11, 24, 3, 30))  # noqa: DTZ001 -- the point


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (timedelta(hours=1), "hoy 20:30"),
        (timedelta(hours=22), "ayer 23:30"),
        (timedelta(days=5), "18 nov 21:30"),
        (timedelta(days=400), "19 oct 2025 21:30"),
    ],
)
def test_recent_moments_say_today_and_yesterday(back: timedelta, expected: str) -> None:
    assert formats.recent(NOW - back) == expected


@pytest.mark.parametrize(
    ("count", "unit", "short", "sentence", "english"),
    [
        (2, "working", "en 2 d háb.", "Faltan 2 d háb.", "in 2 wd"),
        (1, "working", "en 1 d háb.", "Falta 1 d háb.", "in 1 wd"),
        (0, "working", "hoy", "Vence hoy", "today"),
        (-4, "working", "hace 4 d háb.", "Venció hace 4 d háb.", "4 wd late"),
        (1, "calendar", "en 1 día natural", "Falta 1 día natural", "in 1 calendar day"),
        (-20, "calendar", "hace 20 días naturales", "Venció hace 20 días naturales", "20 calendar days late"),
    ],
)
def test_what_is_left_of_a_time_limit(count: int, unit: str, short: str, sentence: str, english: str) -> None:
    assert formats.left(count, unit) == short
    assert formats.left(count, unit, sentence=True) == sentence
    with speaking("en"):
        assert formats.left(count, unit) == english


@pytest.mark.parametrize(
    ("count", "unit", "status", "state"),
    [
        (-1, "working", "running", "late"),
        (0, "working", "running", "today"),
        (5, "working", "running", "soon"),
        (6, "working", "running", "far"),
        (7, "calendar", "running", "soon"),
        (8, "calendar", "running", "far"),
        (-3, "working", "met", "met"),
        (-3, "working", "suspended", "paused"),
        (None, "working", "running", "none"),
    ],
)
def test_the_look_of_a_deadline_follows_what_is_left(
    count: int | None, unit: str, status: str, state: str
) -> None:
    assert formats.deadline_state(count, unit, status) == state


def test_names_are_whole_unless_asked_for_short() -> None:
    person = SimpleNamespace(given_names="Marta Elena", family_names="Quiroz Benlis")
    assert formats.person_name(person) == "Marta Elena Quiroz Benlis"
    assert formats.person_name({"given_names": "Abdul", "family_names": None}) == "Abdul"
    assert formats.short_name("Lucía Brenes Alfaro") == "L. Brenes"
    assert formats.short_name("Abdul") == "Abdul"
    assert formats.short_name("Alonso Lobo (persona ficticia)") == "A. Lobo"
    assert formats.initials("Marta Elena Quiroz Benlis") == "M. E. Q. B."


def test_ages_are_told_on_the_local_day() -> None:
    assert formats.age(date(1992, 11, 23)) == "34 años"
    assert formats.age(date(1992, 11, 24)) == "33 años"
    assert formats.age(date(2025, 10, 24)) == "12 meses"
    assert formats.age(date(2026, 10, 23)) == "1 mes"
    assert formats.age(None) == "edad desconocida"


def test_countries_go_by_their_three_letters() -> None:
    assert formats.country("VEN") == "Venezuela"
    assert formats.country("DEU") == "Alemania"
    assert formats.country("XXA") == "Apátrida"
    assert formats.country("QQQ") == "QQQ"
    assert formats.country(None) == "–"
    with speaking("en"):
        assert formats.country("HTI") == "Haiti"
        assert formats.country("XXA") == "Stateless"


def test_every_country_of_iso_3166_is_on_offer_once_and_the_frequent_ones_first() -> None:
    options = formats.country_options(("NIC", "VEN"))
    codes = [code for code, _name in options]
    assert codes[:3] == ["NIC", "VEN", "AFG"]
    assert len(codes) == len(set(codes))
    assert len(codes) == 249
    assert all(name != code for code, name in options)


def test_languages_of_the_region_have_their_own_names() -> None:
    assert formats.language_names(["miq", "es", "guc"]) == "miskitu, español, wayuunaiki"
    with speaking("en"):
        assert formats.language_name("ht") == "Haitian Creole"
    assert formats.language_name("zzz") == "zzz"


def test_figures_do_not_break_and_have_the_comma_of_the_language() -> None:
    assert formats.number(6240) == "6\u00a0240"
    assert formats.number(1234.56, 1) == "1\u00a0234,6"
    assert formats.percent(0.08) == "8\u00a0%"
    assert formats.number(None) == formats.percent(None) == "–"
    with speaking("en"):
        assert formats.number(1234.56, 1) == "1\u00a0234.6"


def test_document_numbers_are_read_in_fours() -> None:
    assert formats.document_number("155829041736") == "1558 2904 1736"
