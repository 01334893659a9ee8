"""A change that protects people less is seen as such, whatever it touches; one that does not is left in peace."""

import pytest

from app.procedure import public as procedure

MARK = '[override]\nof = "CRI/2024-06"\nlabel = { es = "Prueba", en = "Trial" }\n'
UNKNOWN = 'verification = "unknown", synthetic = true'

NEW_SIGN = f"""
[[abandonment]]
name = "new"
label = {{ es = "x", en = "x" }}
event = "interview_missed"
threshold = {{ is = 1, {UNKNOWN} }}
proposes = "abandoned"
verification = "unknown"
"""


def places(change: str) -> set[str]:
    before = procedure.load("CRI", version="2024-06")
    after = procedure.with_layer("CRI", "2024-06", layer=procedure.Layer("trial", f"{change}\n{MARK}"))
    found = procedure.weakened(before, after)
    assert all(each.said("es") and each.said("en") for each in found)
    return {each.place for each in found}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("[outcomes.recognised_convention]\nprotects = false", "outcomes.recognised_convention"),
        ("[outcomes.rejected]\nrefuses = false", "outcomes.rejected"),
        (
            f'[[stages]]\nname = "review"\nremoval_barred = {{ is = false, {UNKNOWN} }}',
            "stages.review.removal_barred",
        ),
        (f'[[remedies]]\nname = "appeal"\nsuspends_removal = {{ is = false, {UNKNOWN} }}', "remedies.appeal"),
        ('[[remedies]]\nname = "appeal"\nagainst = []', "remedies.appeal"),
        ('[limits.appeal]\nlength = "2 working_days"', "limits.appeal"),
        ('[limits.appeal]\nlength = "24 hours"', "limits.appeal"),
        (
            f'[documents.applicant_document]\nvalid = {{ is = "1 week", {UNKNOWN} }}',
            "documents.applicant_document.valid",
        ),
        ('[[events]]\nname = "remedy_filed"\nextends = []', "events.remedy_filed"),
        ('[limits.file_claim]\nlength = "1 month"', "limits.file_claim"),
        ("[limits.derived_own_claim]\nspares = []", "limits.derived_own_claim"),
        ('[[events]]\nname = "endorsed"\nneeds = []', "events.endorsed"),
        ('[[events]]\nname = "decided"\nneeds = ["signed"]', "events.decided"),
        ('[[events]]\nname = "decided"\nby = ["commission_secretary", "supervisor"]', "events.decided"),
        ('[[events]]\nname = "became_final"\nform = true', "events.became_final"),
        ('[[events]]\nname = "abandonment_noticed"\nto = "abandoned"', "events.abandonment_noticed"),
        ('[bodies.commission]\nseats = ["commission_member", "eligibility_officer"]', "bodies.commission.seats"),
        (f"majority_age = {{ is = 12, {UNKNOWN} }}", "majority_age"),
        (f"[children]\ndoubt_presumes_child = {{ is = false, {UNKNOWN} }}", "children.doubt_presumes_child"),
        (f"[definition]\nconvention_1951 = {{ is = false, {UNKNOWN} }}", "definition.convention_1951"),
        (NEW_SIGN, "abandonment.new"),
    ],
)  # fmt: skip
def test_less_protection_is_seen(change: str, place: str) -> None:
    assert place in places(change)


@pytest.mark.parametrize(
    "change",
    [
        "",
        '[limits.appeal]\nlength = "30 working_days"',
        '[limits.first_decision]\nlength = "1 month"',
        '[[events]]\nname = "decided"\nlabel = { es = "Resuelta", en = "Settled" }',
    ],
)
def test_what_protects_no_less_is_left_in_peace(change: str) -> None:
    assert places(change) == set()
