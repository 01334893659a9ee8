"""Forms of numbers that a profile names: what is one, how the next is made, what is said of one that nobody knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import numbers
from app.documents.numbers import WrongForm
from app.procedure import public as procedure

# python-stdnum's own example of a CURP.
CURP = "BOXW310820HNERXN09"
SERIES = procedure.Numbering(
    format="sequence",
    prefix="PA-",
    padding=6,
    check="luhn",
    per=("office", "year"),
    verification="unknown",
)


def rule(form: str | None, **more: object) -> procedure.Numbering:
    return procedure.Numbering.model_validate({"format": form, "verification": "unknown", **more})


def test_a_curp_is_read_as_people_write_it_and_another_is_refused_by_its_name() -> None:
    form = numbers.form_of(rule("mx.curp"))
    assert form.parse(f" {CURP.lower()} ") == CURP
    with pytest.raises(WrongForm) as refused:
        form.parse(CURP[:-1] + "8")
    assert refused.value.fields[0].values == {"form": "CURP"}
    assert form.official


@pytest.mark.parametrize("unknown", [None, "hn.dni", "os.path", "cr.dimex; rm", "..", "mx.unknown"])
def test_a_form_that_is_not_known_leaves_our_own_number(unknown: str | None) -> None:
    assert numbers.form_of(rule(unknown)) is numbers.OWN
    assert unknown is None or not numbers.is_known(unknown)


@given(st.integers(1, 999_999), st.integers(1, 99), st.integers(2020, 2099))
def test_what_a_series_gives_is_read_back_and_a_wrong_digit_is_seen(
    value: int, office: int, year: int
) -> None:
    number = numbers.sequence_number(SERIES, value, office=office, year=year)
    form = numbers.form_of(SERIES)
    assert form.parse(number.lower()) == number
    broken = number[:-2] + str((int(number[-2]) + 1) % 10) + number[-1]
    with pytest.raises(WrongForm):
        form.parse(broken)


def test_series_are_kept_apart_by_what_the_profile_says() -> None:
    names = {
        numbers.series_name(SERIES, kind=kind, office=office, year=year)
        for kind in ("a", "b")
        for office in ("x", "y")
        for year in (2026, 2027)
    }
    assert len(names) == 4
    one, other = (numbers.sequence_number(SERIES, 1, office=office, year=2026) for office in (1, 2))
    assert one != other


def test_a_profile_with_a_form_that_nobody_knows_is_told_so_by_its_check() -> None:
    profile = procedure.load("CRI")
    documents = dict(profile.documents)
    odd = documents["applicant_document"].model_copy(update={"number": rule("xx.nothing")})
    bare = documents["refugee_card"].model_copy(update={"number": rule("sequence")})
    changed = profile.model_copy(update={"documents": {"applicant_document": odd, "refugee_card": bare}})
    found = {finding.kind for finding in procedure.check(changed)}
    assert {"unknown_number_form", "series_without_prefix"} <= found
    assert not {"unknown_number_form", "series_without_prefix"} & {f.kind for f in procedure.check(profile)}


@pytest.mark.parametrize("country", ["CRI", "MEX", "PAN", "GTM", "HND", "BLZ"])
def test_every_country_reads_its_own_numbers(country: str) -> None:
    profile = procedure.load(country)
    national = country == "CRI"
    series = numbers.series_of(country)
    number = numbers.document_number(7, series=series, key=b"of the tests", national=national)
    assert numbers.parse_any(profile, numbers.shown(profile, number)) == number
