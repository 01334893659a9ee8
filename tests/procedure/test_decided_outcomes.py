"""What a decision on a claim may say, in each country: protection, in one of its forms, or a refusal of it."""

import pytest

from app.procedure import public as procedure

CONVENTION = ["recognised_convention", "recognised_derivative"]
CARTAGENA = ["recognised_cartagena", *CONVENTION]
REFUSED = ["excluded", "rejected"]


@pytest.mark.parametrize(
    ("country", "outcomes"),
    [
        ("CRI", [*CONVENTION, *REFUSED]),
        ("MEX", ["complementary_protection", *CARTAGENA, *REFUSED]),
        ("PAN", [*CONVENTION, *REFUSED]),
        ("GTM", [*CARTAGENA, *REFUSED]),
        ("HND", [*CARTAGENA, *REFUSED]),
        ("BLZ", ["not_admitted_late", "recognised_oau", *CONVENTION, *REFUSED]),
    ],
)
def test_no_end_that_another_step_gives_can_be_recommended_or_judged(
    country: str, outcomes: list[str]
) -> None:
    assert sorted(procedure.load(country).decided_outcomes) == sorted(outcomes)
