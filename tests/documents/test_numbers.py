import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cr import cr

from app.documents.numbers import (
    CAPACITY,
    NotDigits,
    WrongFirstDigit,
    WrongLength,
    document_number,
    grouped,
    parse,
    series_of,
)

KEY = b"a key of the tests, not a secret"


def test_a_number_has_the_national_form() -> None:
    number = document_number(0, series="862", key=KEY)
    assert len(number) == 12
    assert number.startswith("1862")
    assert cr.is_valid(number)


def test_numbers_are_unique_and_not_in_order() -> None:
    numbers = [document_number(value, series="862", key=KEY) for value in range(20_000)]
    assert len(set(numbers)) == 20_000
    rises = sum(a < b for a, b in itertools.pairwise(numbers))
    assert 9_500 < rises < 10_500


def test_another_key_gives_another_order() -> None:
    ours = {document_number(value, series="862", key=KEY) for value in range(1000)}
    theirs = {document_number(value, series="862", key=b"another") for value in range(1000)}
    assert len(ours & theirs) < 5


@given(st.integers(0, CAPACITY - 1), st.integers(0, CAPACITY - 1))
def test_two_documents_never_share_a_number(one: int, other: int) -> None:
    same = document_number(one, series="862", key=KEY) == document_number(other, series="862", key=KEY)
    assert same == (one == other)


@pytest.mark.parametrize("sequence", [-1, CAPACITY])
def test_a_sequence_out_of_range_is_refused_rather_than_repeated(sequence: int) -> None:
    with pytest.raises(ValueError, match="sequence value"):
        document_number(sequence, series="862", key=KEY)


@pytest.mark.parametrize("series", ["86", "8621", "VEN", ""])
def test_a_series_is_three_digits(series: str) -> None:
    with pytest.raises(ValueError, match="three digits"):
        document_number(1, series=series, key=KEY)


@pytest.mark.parametrize("typed", ["155829310427", "1558 2931 0427", " 1558-2931-0427 "])
def test_what_people_type_is_understood(typed: str) -> None:
    assert parse(typed) == "155829310427"
    assert grouped(parse(typed)) == "1558 2931 0427"


@pytest.mark.parametrize(("typed", "length"), [("15582931042", 11), ("1558293104277", 13), ("", 0), ("1", 1)])
def test_the_wrong_length_is_said_with_the_length(typed: str, length: int) -> None:
    with pytest.raises(WrongLength) as refused:
        parse(typed)
    field = refused.value.fields[0]
    assert field.rule == "document_number_length"
    assert field.message % field.values == f"Un número de documento tiene 12 dígitos; este tiene {length}."


def test_letters_and_a_wrong_beginning_are_told_apart() -> None:
    with pytest.raises(NotDigits):
        parse("15582931042A")
    with pytest.raises(WrongFirstDigit):
        parse("255829310427")


def test_countries_have_their_series_and_the_stateless_none() -> None:
    assert series_of("NIC") == "558"
    assert series_of("SLV") == "222"
    assert series_of("VEN") == "862"
    assert series_of("XXA") == "000"
