"""Whatever somebody puts at whatever place: a text is read, or refused with its faults, and nothing else happens."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.overrides import public as overrides
from app.overrides.errors import BrokenOverride
from app.procedure import public as procedure

MARK = '\n[override]\nof = "CRI/2024-06"\nlabel = { es = "Prueba", en = "Trial" }\n'
PLACES = st.sampled_from(
    [
        "stages", "events", "remedies", "offices", "posts", "limits", "limits.first_decision", "limits.first_decision.length",
        "limits.appeal.starts", "limits.appeal.extension", "sources", "bodies", "bodies.commission.quorum", "checked_on", "label",
        "majority_age", "majority_age.is", "days", "days.weekend", "calendars", "calendars.administration.years",
        "calendars.administration.years.2026", "outcomes", "documents", "documents.applicant_document.work", "definition", "labels",
        "labels.signed", "overridden_by", "children", "filing", "modalities", "groups", "loss", "family", "open_questions",
        "abandonment", "suspensions", "duties", "unheard_of", "retention", "interviews",
    ]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        "3", "-1", "0.5", "true", '"x"', '""', "[]", "[1]", "[[]]", '["x", 1]', "{}", '{ verification = "confirmed" }',
        '{ is = {}, verification = "confirmed" }', '[{ name = 1 }]', '[{ name = "x" }]', "[{}]", '[{ code = "x" }]', "2026-11-21",
        "2026-11-21T10:00:00Z", "nan", "inf", '{ x = { y = { z = [{ verification = "x" }] } } }', '[{ on = 2026-01-01 }]',
        '[{ on = "never" }]', '{ es = "x" }', "99999999999999999999", '{ 2026 = [{ on = 2027-01-01, holiday = true }] }',
    ]
)  # fmt: skip


@given(st.dictionaries(PLACES, VALUES, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_value_at_any_place_is_read_or_refused_with_faults(changes: dict[str, str]) -> None:
    text = "".join(f"{place} = {value}\n" for place, value in changes.items()) + MARK
    layer = procedure.Layer("override", text)
    try:
        profile = procedure.with_layer("CRI", "2024-06", layer=layer)
    except procedure.ProfileError as fault:
        said = BrokenOverride(fault).more("es")["faults"]
        assert said
        assert all(each["reason"] for each in said)
    else:
        procedure.check(profile)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    with suppress(Invalid, procedure.ProfileError):
        procedure.mark_of(procedure.Layer("override", overrides.text_of(raw)))


def test_a_mark_of_order_at_the_beginning_is_not_part_of_the_text() -> None:
    assert overrides.text_of(b"\xef\xbb\xbfa = 1\n") == "a = 1\n"


@pytest.mark.parametrize("of", ["", "CR", "cri", "CRI/", "/2024-06", "CRI/2024-06/x", "CRI+1"])
def test_a_mark_that_names_no_country_and_version_is_refused(of: str) -> None:
    layer = procedure.Layer("override", MARK.replace("CRI/2024-06", of))
    with pytest.raises(procedure.ProfileError):
        procedure.with_layer("CRI", "2024-06", layer=layer)
