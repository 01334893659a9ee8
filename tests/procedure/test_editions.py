"""The names of editions, and what each comes to: a version, an override laid over it, parts that a later version gave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.procedure import public as procedure
from app.procedure.files.editions import Edition, Plain, read_edition

ONE_MONTH_MORE = procedure.Layer(
    "CRI+3",
    """
[override]
of    = "CRI/2024-06"
label = { es = "Plazo de prueba", en = "Trial limit" }

[limits.first_decision]
length       = "5 months"
verification = "confirmed"
""",
)

versions = st.from_regex(r"[0-9]{4}-[0-9]{2}(-[a-z]{1,3})?", fullmatch=True)
plains = st.builds(Plain, versions, st.none() | st.integers(1, 999_999_999))


@given(st.builds(Edition, plains, st.lists(plains, max_size=3).map(tuple)))
def test_an_edition_is_read_back_from_its_name(edition: Edition) -> None:
    assert read_edition(str(edition)) == edition


@pytest.mark.parametrize(
    "name", ["", "+3", "2024-06+", "2024-06+0", "2024-06+03", "2024-06+x", "2024-06++3", "2024-06~", "~2024-06",
             "2024-06+3+4", "2024 06", "2024-06\n", "2024-06+99999999999"]
)  # fmt: skip
def test_what_no_edition_can_be_called_is_refused(name: str) -> None:
    with pytest.raises(procedure.NoSuchProfile):
        read_edition(name)


def test_the_texts_it_takes_are_those_of_all_its_parts() -> None:
    assert read_edition("2024-06").numbers == frozenset()
    assert read_edition("2022-12+1~2024-06+3").numbers == {1, 3}
    assert str(read_edition("2022-12+1").with_parts_of(Plain("2024-06", 3))) == "2022-12+1~2024-06+3"


def test_a_shipped_edition_is_the_shipped_profile() -> None:
    edition = read_edition("2024-06")
    assert procedure.load_edition("CRI", edition, layers={}) is procedure.load("CRI", version="2024-06")


def limit_of(name: str, layers: dict[int, procedure.Layer]) -> procedure.Span | None:
    return procedure.load_edition("CRI", read_edition(name), layers=layers).limit("first_decision").length


def test_an_override_changes_what_it_says_and_nothing_else() -> None:
    changed = procedure.load_edition("CRI", read_edition("2024-06+3"), layers={3: ONE_MONTH_MORE})
    shipped = procedure.load("CRI", version="2024-06")
    assert str(changed.limit("first_decision").length) != str(shipped.limit("first_decision").length)
    assert changed.limits.keys() == shipped.limits.keys()
    apart = [n for n in changed.limits if changed.limits[n].model_dump() != shipped.limits[n].model_dump()]
    assert apart == ["first_decision"]
    assert changed.version == "2024-06+3"
    assert [over.label.en for over in changed.overridden_by] == ["Trial limit"]


def test_the_same_text_is_read_once_and_another_text_under_the_same_number_is_another() -> None:
    edition = read_edition("2024-06+3")
    again = procedure.Layer(ONE_MONTH_MORE.name, ONE_MONTH_MORE.text)
    other = procedure.Layer(ONE_MONTH_MORE.name, ONE_MONTH_MORE.text.replace("5 months", "6 months"))
    first = procedure.load_edition("CRI", edition, layers={3: ONE_MONTH_MORE})
    assert procedure.load_edition("CRI", edition, layers={3: again}) is first
    assert procedure.load_edition("CRI", edition, layers={3: other}) is not first


def test_without_the_text_of_its_override_an_edition_is_not_read() -> None:
    with pytest.raises(KeyError):
        procedure.load_edition("CRI", read_edition("2024-06+4"), layers={3: ONE_MONTH_MORE})


@pytest.mark.parametrize("fixed", ['country = "MEX"', 'version = "2030-01"', 'time_zone = "America/Lima"'])
def test_an_override_leaves_alone_what_makes_the_version(fixed: str) -> None:
    layer = procedure.Layer("CRI+5", f"{fixed}\n{ONE_MONTH_MORE.text}")
    with pytest.raises(procedure.ProfileInvalid):
        procedure.load_edition("CRI", read_edition("2024-06+5"), layers={5: layer})


def test_an_override_for_another_country_or_version_is_refused() -> None:
    for of in ("MEX", "CRI/2022-12"):
        layer = procedure.Layer("CRI+5", ONE_MONTH_MORE.text.replace("CRI/2024-06", of))
        with pytest.raises(procedure.ProfileInvalid):
            procedure.load_edition("CRI", read_edition("2024-06+5"), layers={5: layer})


def test_a_case_of_2022_has_the_work_permission_that_2024_gives_it_and_else_its_own_version() -> None:
    old, new = procedure.load("CRI", version="2022-12"), procedure.load("CRI", version="2024-06")
    moved = procedure.load_edition("CRI", read_edition("2022-12~2024-06"), layers={})
    assert moved.version == "2022-12~2024-06"
    assert moved.document("applicant_document").work == new.document("applicant_document").work
    assert old.document("applicant_document").work != new.document("applicant_document").work
    apart = {
        name
        for name, value in moved.model_dump().items()
        if name != "sources" and value != old.model_dump()[name]
    }
    assert apart == {"version", "documents"}


def test_a_version_that_gives_nothing_to_those_cases_names_no_edition() -> None:
    with pytest.raises(procedure.NoSuchProfile):
        procedure.load_edition("CRI", read_edition("2024-06~2022-12"), layers={})
