"""The code lists: whole, marked, and UNHCR's never mistaken for ISO's."""

import contextlib
from datetime import date

import pytest

from app.people.codes import ASKS, asked_by, consequences_of, countries, needs
from app.people.codes.unhcr import (
    UnhcrCountry,
    from_unhcr,
    relation_from_unhcr,
    relation_to_unhcr,
    to_unhcr,
)
from app.people.public import codes, priority, review_day
from app.procedure.public import NEEDS, REFERRALS


def test_a_profile_and_the_list_of_needs_know_the_same_codes() -> None:
    assert set(needs()) == NEEDS
    assert {need.status for need in needs().values()} == {"core", "disability_revised", "older_or_local"}
    assert {code for code, need in needs().items() if not need.offered} > {"LP-VO", "PG", "CR-MS"}


@pytest.mark.parametrize(("ours", "theirs"), [("AUT", "AUS"), ("EGY", "ARE"), ("MTQ", "MAR")])
def test_three_codes_of_unhcr_are_another_countrys_iso_code(ours: str, theirs: str) -> None:
    assert to_unhcr(ours) == theirs
    assert from_unhcr(UnhcrCountry(theirs)) == ours
    assert theirs in countries()
    assert to_unhcr(theirs) != theirs, "the ISO code of the other country is another one of UNHCR's"


def test_countries_go_to_unhcr_and_back_and_what_iso_has_not_is_said() -> None:
    there = {}
    for code in countries():
        with contextlib.suppress(KeyError):
            there[code] = to_unhcr(code)
    assert len(there) > 200
    assert {code: from_unhcr(theirs) for code, theirs in there.items()} == {code: code for code in there}
    assert from_unhcr(UnhcrCountry("TIB")) is None


def test_relationships_go_to_our_words_and_back_by_sex() -> None:
    assert relation_from_unhcr("CLW") == "partner"
    assert relation_to_unhcr("partner", "female") == "CLW"
    assert relation_to_unhcr("child", "male") == "SON"
    assert relation_to_unhcr("grandparent", "female") is None
    assert {relation_from_unhcr(code) for code in ("PA", "HUS", "DAU", "SCM", "FCF")} <= set(codes.RELATIONS)


def test_what_follows_from_a_need_is_said_of_every_code() -> None:
    for code, need in needs().items():
        assert set(need.follows.asks) <= set(ASKS), code
        assert need.follows.referral in (None, *REFERRALS), code
        assert need.follows.review is None or need.follows.review > 0
    assert {consequences_of(c).sensitivity for c in ("SV", "SV-VA", "TR-PI", "LP-RP")} == {"protected"}
    assert consequences_of("SM-MI").sensitivity == "sensitive"
    assert consequences_of("no such code").sensitivity == "protected"
    assert asked_by(["SV-VO", "DS-LBM"]) == (
        "woman_interviewer",
        "same_interpreter",
        "private_room",
        "step_free",
        "trained_interviewer",
    )
    assert (priority(["SC-UC"]), priority(["SV-VO"]), priority(["FU-TR"]), priority([])) == (2, 1, 0, 0)


def test_the_day_of_review_is_months_ahead_and_the_last_of_a_short_month() -> None:
    assert review_day("SC-UC", date(2026, 11, 30)) == date(2027, 2, 28)
    assert review_day("SM-CC", date(2026, 12, 31)) == date(2027, 1, 31)
