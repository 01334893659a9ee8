"""What two descriptions of people have in common, weighed: without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.people import public as people
from app.people.matching.words import skeleton, sound, words

GIVEN = st.sampled_from(
    [
        "María",
        "Ma. José",
        "José Luis",
        "Pepe",
        "Xiao Ming",
        "Xiaoming",
        "Ana",
        "Yeison",
        "Jean Pierre",
        "M",
        "",
    ]
)
FAMILY = st.sampled_from(
    [
        "Guédez Marcano",
        "Marcano Guedes",
        "de la Cruz",
        "Cruz",
        "López",
        "Lopez de Mora",
        "Wang",
        "Al-Haddad",
        "Guédez Guédez",
        "",
    ]
)
BORN = st.sampled_from(
    [None, date(1991, 3, 4), date(1991, 4, 3), date(1991, 3, 14), date(1990, 1, 1), date(1971, 3, 4)]
)
PAPERS = st.lists(
    st.builds(
        people.KnownPaper,
        st.just("passport"),
        st.just("NIC"),
        st.sampled_from(["C1234567", "C1234568", "X99"]),
    ),
    max_size=2,
).map(tuple)
DESCRIPTIONS = st.builds(
    people.Description,
    given_names=GIVEN,
    family_names=FAMILY,
    birth_date=BORN,
    birth_precision=st.sampled_from(["day", "month", "year", "estimated"]),
    sex=st.sampled_from(["female", "male", "unknown"]),
    nationalities=st.sampled_from([(), ("NIC",), ("VEN", "COL")]),
    papers=PAPERS,
    aliases=st.lists(GIVEN, max_size=1).map(tuple),
    phone=st.sampled_from([None, "+506 8888 1234", "88881234", "70001111"]),
    household=st.lists(st.builds(people.Companion, GIVEN, FAMILY, BORN), max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(a=DESCRIPTIONS, b=DESCRIPTIONS)
def test_it_does_not_matter_who_is_compared_with_whom(a: people.Description, b: people.Description) -> None:
    here, there = people.score(a, b), people.score(b, a)
    assert here.weight == pytest.approx(there.weight)
    assert {r.code for r in here.reasons} == {r.code for r in there.reasons}


@settings(max_examples=300, deadline=None)
@given(
    a=DESCRIPTIONS,
    b=DESCRIPTIONS,
    what=st.sampled_from(["birth_date", "sex", "nationalities", "papers", "phone", "household"]),
)
def test_to_agree_in_one_thing_more_never_makes_it_less_likely(
    a: people.Description, b: people.Description, what: str
) -> None:
    also = {what: getattr(a, what)} | ({"birth_precision": a.birth_precision} if what == "birth_date" else {})
    # To say nothing is not to disagree: whoever is silent agrees in nothing.
    if also[what] in (None, (), "unknown"):
        return
    assert people.score(a, replace(b, **also)).weight >= people.score(a, b).weight - 1e-9


ONE = people.Description(
    "Guadalupe del Carmen", "Zeledón de la Cruz", date(1987, 2, 9), sex="female", nationalities=("NIC",)
)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("name_same", {}),
        ("name_sounds", {"family_names": "Celedon Crus"}),
        ("name_close", {"given_names": "Lupe"}),
        ("name_close", {"family_names": "Zeledón"}),
        ("name_close", {"family_names": "Zeledón de Mora"}),
        ("names_swapped", {"family_names": "De la Cruz Zeledón"}),
        ("names_swapped", {"given_names": "Zeledón de la Cruz", "family_names": "Guadalupe del Carmen"}),
        ("birth_day_month_swapped", {"birth_date": date(1987, 9, 2)}),
        ("birth_near", {"birth_date": date(1978, 2, 9)}),
        ("birth_estimated", {"birth_date": date(1988, 1, 1), "birth_precision": "estimated"}),
    ],
)
def test_what_people_write_differently_is_still_likely_and_says_why(
    code: str, written: dict[str, object]
) -> None:
    found = people.score(ONE, replace(ONE, **written))  # type: ignore[arg-type]
    assert found.weight >= people.LIKELY
    assert code in {reason.code for reason in found.reasons}


def test_a_twin_with_the_same_phone_is_somebody_else() -> None:
    twin = replace(ONE, given_names="Fabiola Inés", phone="8888 1234")
    assert people.score(replace(ONE, phone="8888 1234"), twin).weight < people.LIKELY


def test_a_rare_name_says_more_than_a_common_one() -> None:
    def of(name: str) -> float:
        return people.score(people.Description("", name), people.Description("", name)).weight

    assert of("Zeledón") > of("Rodríguez") + 3


def test_in_a_household_each_is_at_most_one_of_the_others() -> None:
    weighed = [("mother", "mother'", 40.0), ("daughter", "mother'", 22.0), ("mother", "daughter", 25.0)]
    houses = {"mother": 1, "daughter": 1, "mother'": 2}
    assert people.best_only(weighed, houses) == [True, False, False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hernández", "Ernandes"), ("Jiménez", "Ximenez"), ("Yénifer", "Jennifer"), ("Washington", "Guashington"), ("Chávez", "Chabes"),
        ("Yanes", "Llanes"), ("Quesada", "Kezada"), ("Philippe", "Filip"), ("Zambrano", "Sanbrano"), ("Abdoul", "Abdul"),
    ],
)  # fmt: skip
def test_what_sounds_the_same_in_spanish_is_written_the_same(one: str, other: str) -> None:
    (here,), (there,) = words(one), words(other)
    assert sound(here).rstrip("e") == sound(there).rstrip("e")


def test_letters_of_other_scripts_meet_their_romanisations() -> None:
    assert words("Владимир") == ("vladimir",)
    assert [skeleton(word) for word in words("محمد حسن")] == [
        skeleton(word) for word in words("Muhammad Hasan")
    ]
    assert words("Al-Haddad") == ("haddad",)
    assert words("de la O") == ("o",)
    assert words("王 小明") == ("王", "小明")
