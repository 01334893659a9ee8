"""Figures and papers where the law counts or names things in another way than Costa Rica's."""

from datetime import date

import pytest

from app.procedure import public as procedure
from app.statistics.figures.durations import limit_days
from app.workflows.print_interview import _authority
from tests.world import MORNING


@pytest.mark.parametrize(
    ("country", "until"),
    # Mexico's 45 working days: nine weeks of five and three days for 16 November, 25 December and 1 January.
    # Costa Rica has three months; elsewhere no limit is on record.
    [("MEX", date(2027, 1, 15)), ("CRI", date(2027, 2, 10)), ("PAN", None), ("HND", None)],
)
def test_a_limit_in_working_days_is_drawn_in_calendar_days(country: str, until: date | None) -> None:
    profile = procedure.load(country)
    days = limit_days(profile, "first_decision", profile.today(MORNING))
    assert days == (None if until is None else (until - date(2026, 11, 10)).days)


@pytest.mark.parametrize(
    ("country", "authority"),
    [
        ("CRI", "Subproceso de Refugio"),
        ("MEX", "Oficina de la COMAR"),
        ("PAN", "Oficina Nacional para la Atención de Refugiados (ONPAR)"),
        ("BLZ", "Departamento de Refugiados, Belmopán"),
    ],
)
def test_the_record_of_an_interview_names_who_interviews_in_that_country(
    country: str, authority: str
) -> None:
    for profile in procedure.versions(country):
        assert _authority(profile).label.es == authority
