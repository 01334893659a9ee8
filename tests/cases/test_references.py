import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.references import ALPHABET, WrongCheckDigits, WrongShape, new_reference, parse


def reference(seed: int = 0) -> str:
    return new_reference("cr", 2026, below=random.Random(seed).randrange)


@given(st.integers())
def test_a_new_reference_reads_back_as_itself(seed: int) -> None:
    made = reference(seed)
    assert parse(made) == made
    assert made.startswith("CR26-")
    assert set(made[5:9]) <= set(ALPHABET)


def test_it_is_read_however_it_is_typed() -> None:
    made = reference()
    assert parse(made.lower().replace("-", " ")) == made
    assert parse(made.replace("-", "")) == made


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    made = new_reference("cr", 2026, below=lambda _: 1 * 32)
    assert made[5:9] == "0100"
    assert parse(made.replace("0100", "OlOO")) == made
    assert parse(made.replace("0100", "OIOO")) == made


@given(st.integers(), st.integers(0, 3), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(seed: int, place: int, other: str) -> None:
    made = reference(seed)
    wrong = made[: 5 + place] + other + made[6 + place :]
    if wrong == made:
        assert parse(wrong) == made
    else:
        with pytest.raises(WrongCheckDigits):
            parse(wrong)


@given(st.integers(), st.integers(5, 7))
def test_every_swap_of_neighbours_is_found(seed: int, place: int) -> None:
    made = reference(seed)
    wrong = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
    if wrong != made:
        with pytest.raises(WrongCheckDigits):
            parse(wrong)


@pytest.mark.parametrize(
    "typed", ["", "CR26", "CR26-7K4M-9", "CR26-7K4M-922", "CR26-7U4M-92", "2626-7K4M-92", "CR26-7K4Ñ-92"]
)
def test_what_has_another_shape_is_refused(typed: str) -> None:
    with pytest.raises(WrongShape) as refused:
        parse(typed)
    assert refused.value.fields[0].rule == "case_reference_shape"
