from datetime import UTC, date, datetime

import pytest

from app.procedure.public import count_days, is_working_day, next_working_day, working_days_between
from tests.procedure.scenes import costa_rica, local

CR = costa_rica()


@pytest.mark.parametrize(
    ("served", "due", "why"),
    [
        (
            date(2026, 11, 26),
            date(2026, 12, 2),
            "Fri 27, Mon 30; Tue 1 Dec is the abolition of the army; Wed 2",
        ),
        (date(2026, 11, 27), date(2026, 12, 3), "served on a Friday: counts from Monday"),
        (date(2026, 11, 28), date(2026, 12, 3), "served on a Saturday: counts from Monday"),
        (date(2026, 3, 31), date(2026, 4, 7), "Holy Thursday and Good Friday 2026"),
        (date(2027, 3, 23), date(2027, 3, 30), "Holy Thursday and Good Friday 2027"),
        (date(2024, 3, 26), date(2024, 4, 2), "Holy Thursday and Good Friday 2024"),
        (date(2023, 7, 20), date(2023, 7, 26), "2023: 25 July was moved to Monday 24"),
        (date(2024, 7, 23), date(2024, 7, 29), "2024: 25 July was not moved, so Monday 29 works"),
        (date(2023, 4, 5), date(2023, 4, 13), "Holy Week, then 11 April moved to Monday 10"),
        (date(2026, 10, 9), date(2026, 10, 14), "12 October is no holiday"),
        (date(2026, 8, 27), date(2026, 9, 2), "31 August is one"),
        (date(2027, 7, 30), date(2027, 8, 5), "Monday 2 August 2027 is one"),
        (date(2026, 12, 22), date(2026, 12, 28), "Christmas"),
        (date(2026, 12, 30), date(2027, 1, 5), "New Year"),
    ],
)
def test_three_working_days_to_appeal(served: date, due: date, why: str) -> None:
    explained = count_days(CR, "appeal", local(CR, served))
    assert explained is not None
    assert explained.due_day == due, why


def test_the_appeal_of_the_journey_is_explained_day_by_day() -> None:
    explained = count_days(CR, "appeal", local(CR, date(2026, 11, 26)))
    assert explained is not None
    assert explained.first_day == date(2026, 11, 27)
    assert [(s.day.isoformat(), s.reason, s.name("es")) for s in explained.skipped] == [
        ("2026-11-28", "weekend", "fin de semana"),
        ("2026-11-29", "weekend", "fin de semana"),
        ("2026-12-01", "holiday", "Día de la Abolición del Ejército"),
    ]
    assert (explained.source, explained.article, explained.verification) == ("LGAP", "346", "secondary")
    assert explained.in_words("es") == (
        "3 días hábiles a partir del jueves 26 de noviembre de 2026. "
        "Se cuenta desde el viernes 27 de noviembre de 2026. "
        "No se cuentan: 28/11–29/11 (fin de semana); 01/12 (Día de la Abolición del Ejército). "
        "Vence el miércoles 2 de diciembre de 2026. Fundamento: LGAP 346 (según fuente secundaria)."
    )
    assert "Due on Wednesday 2 December 2026" in explained.in_words("en")


def test_the_day_is_the_local_one() -> None:
    late_evening = datetime(2026, 11, 27, 5, 30, tzinfo=UTC)  # 23.30 on Thursday in Costa Rica
    explained = count_days(CR, "appeal", late_evening)
    assert explained is not None
    assert explained.event_day == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("registered", "due", "rolled_from"),
    [
        (date(2026, 11, 26), date(2027, 2, 26), None),
        (date(2026, 11, 30), date(2027, 3, 1), date(2027, 2, 28)),  # no 30 February; the 28th is a Sunday
        (date(2027, 11, 30), date(2028, 2, 29), None),  # a leap year
        (date(2026, 6, 15), date(2026, 9, 16), date(2026, 9, 15)),  # independence day
        (date(2026, 12, 25), date(2027, 3, 29), date(2027, 3, 25)),  # Holy Thursday to Easter Monday
        (date(2026, 3, 2), date(2026, 6, 2), None),
    ],
)
def test_three_months_to_decide_run_date_to_date(
    registered: date, due: date, rolled_from: date | None
) -> None:
    explained = count_days(CR, "first_decision", local(CR, registered))
    assert explained is not None
    assert (explained.due_day, explained.rolled_from) == (due, rolled_from)


def test_six_weeks_of_the_abandonment_notice() -> None:
    explained = count_days(CR, "abandonment_answer", local(CR, date(2026, 3, 2)))
    assert explained is not None
    assert explained.due_day == date(2026, 4, 13)
    assert "no es un plazo de ley" in explained.in_words("es")


def test_there_is_no_limit_to_file_since_june_2024() -> None:
    assert count_days(CR, "file_claim", local(CR, date(2026, 3, 2))) is None


@pytest.mark.parametrize(
    "holiday",
    [
        *(date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 1), date(2026, 8, 31)),
        *(date(2026, 9, 15), date(2026, 12, 1), date(2026, 12, 25), date(2025, 4, 11), date(2025, 7, 25)),
        *(date(2027, 8, 2), date(2025, 8, 15), date(2024, 4, 15), date(2023, 8, 14), date(2024, 7, 25)),
    ],
)
def test_offices_are_closed(holiday: date) -> None:
    assert not is_working_day(CR, holiday)
    assert not is_working_day(CR, holiday, "tribunal")


@pytest.mark.parametrize("day", [date(2026, 10, 12), date(2024, 7, 29), date(2023, 7, 25), date(2024, 4, 11)])
def test_offices_are_open(day: date) -> None:
    assert is_working_day(CR, day)


def test_working_days_left_and_overdue() -> None:
    thursday, due = date(2026, 11, 26), date(2026, 12, 2)
    assert working_days_between(CR, thursday, due) == 3
    assert working_days_between(CR, due, due) == 0
    assert working_days_between(CR, date(2026, 12, 4), due) == -2
    assert next_working_day(CR, date(2026, 11, 30)) == date(2026, 12, 2)
