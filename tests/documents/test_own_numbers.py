"""Numbers where the official form is not on record: the product's own, told apart from Costa Rica's and said to be so."""

import pytest
from stdnum.cr import cr

from app.documents.numbers import (
    NotDigits,
    WrongFirstDigit,
    WrongLength,
    are_national,
    document_number,
    parse,
)
from app.procedure import public as procedure
from app.web.papers_said import papers_said

KEY = b"a key of the tests, not a secret"


@pytest.mark.parametrize("country", ["MEX", "PAN", "GTM", "HND", "BLZ"])
def test_only_costa_rica_has_its_official_form_on_record(country: str) -> None:
    assert not are_national(procedure.load(country))
    assert are_national(procedure.load("CRI"))


def test_our_own_number_is_no_costa_rican_one_and_is_read_back() -> None:
    number = document_number(7, series="484", key=KEY, national=False)
    assert number.startswith("9484")
    assert not cr.is_valid(number)
    assert parse(f" {number[:4]} {number[4:]}", national=False) == number
    with pytest.raises(WrongFirstDigit):
        parse(number)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("94841234567", WrongLength), ("94841234567X", NotDigits), ("155829310427", WrongFirstDigit)],
)
def test_what_is_no_number_of_ours_is_refused_by_name(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse(typed, national=False)


def test_a_page_says_why_there_is_no_paper_and_that_a_number_is_our_own() -> None:
    said = {c: " ".join(papers_said(procedure.load(c), registering=True, numbered=True)) for c in COUNTRIES}
    assert said["CRI"] == ""
    assert "no consta por cuánto tiempo vale" in said["MEX"]
    assert "se entrega con «" in said["GTM"]
    assert "No consta qué documento" in said["HND"]
    assert "propio de este sistema" in said["BLZ"]


COUNTRIES = ("CRI", "MEX", "GTM", "HND", "BLZ")
