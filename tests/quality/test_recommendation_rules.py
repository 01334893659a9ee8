"""The states of a recommendation, as a property of every walk through them; and shares weighted back, with their intervals."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.agreement import rules as agreement
from app.quality.calibration.rules import Rated, compared, to_settle
from app.quality.recommendations import rules
from app.statistics.public import Stratum as Drawn
from app.statistics.public import stratified, wilson

PEOPLE = [UUID(int=n) for n in range(1, 6)]
TODAY = date(2026, 11, 10)


@given(
    st.lists(st.tuples(st.sampled_from([*rules.STEPS]), st.sampled_from(PEOPLE)), max_size=40),
    st.sampled_from(PEOPLE),
)
def test_every_walk_keeps_to_the_states_and_nobody_verifies_their_own(
    tried: list[tuple[str, UUID]], proposer: UUID
) -> None:
    state, taken, been = "proposed", list[rules.Taken](), ["proposed"]
    for act, who in tried:
        if act not in rules.steps_from(state):
            continue
        step = rules.STEPS[act]
        if step.side == "quality" and who in rules.their_own(proposer, taken):
            continue
        state = step.after
        taken.append(rules.Taken(act, who))
        been.append(state)
    if "declined" in been or "verified" in been:
        assert been[-1] in ("declined", "verified"), "nothing follows the end"
    if "declined" in been:
        assert been == ["proposed", "declined"]
    if "verified" in been:
        road = ["proposed", "accepted", "in_progress", "implemented", "verified"]
        assert [been.index(each) for each in road] == sorted(been.index(each) for each in road)
        by = taken[-1].by
        assert by != proposer
        assert by not in {t.by for t in taken if t.act in ("accept", "start", "implement")}


def test_every_step_has_a_reason_and_what_was_done_is_shown() -> None:
    for act, step in rules.STEPS.items():
        assert [b.field for b in rules.broken_step(act, " ", "")] == ["reason", *(["evidence"] * step.shows)]
        assert rules.broken_step(act, "Porque sí", "Circular 3") == []
    assert {act for act, step in rules.STEPS.items() if step.shows} == {"implement", "verify"}


def test_a_proposal_says_to_whom_by_when_and_which_way_its_figure_should_move() -> None:
    office = UUID(int=9)
    good = rules.Proposal("interview", "Qué", "Se apoya", "supervisor", office, TODAY + timedelta(1))

    def broken(**changes: object) -> list[str]:
        values = {name: getattr(good, name) for name in good.__slots__} | changes
        proposal = rules.Proposal(**values)
        return [b.field for b in rules.broken_proposal(proposal, today=TODAY, offices=[office])]

    assert broken() == []
    assert broken(due_on=TODAY) == ["due_on"]
    assert broken(office=UUID(int=8)) == ["office"]
    assert broken(addressee="commission_secretary", office=None) == []
    assert broken(figure="overturn") == ["direction"]
    assert broken(what=" ", evidence="", stage="x") == ["stage", "what", "evidence"]
    assert rules.is_overdue("accepted", TODAY - timedelta(1), TODAY)
    assert not rules.is_overdue("implemented", TODAY - timedelta(1), TODAY)


def marked(
    file: int, mark: str, *, stratum: str = "all", weight: float = 1.0, slot: int = 1, indicator: str = "a"
) -> agreement.Marked:
    right = 1.0 if mark == "correct" else 0.0
    return agreement.Marked(
        file, "M-1", stratum, weight, "Liberia", "interview", slot, indicator, mark, mark == "significant_error", right
    )  # fmt: skip


def test_a_plain_sample_has_wilsons_interval_of_its_count() -> None:
    marks = [marked(n, "correct" if n < 45 else "minor_error") for n in range(50)]
    (found,) = agreement.scores(marks, lambda m: m.indicator)
    assert found.share == wilson(45, 50)
    assert (found.files, found.marks) == (50, 50)
    passed = agreement.passed(marks)
    assert passed.share is not None
    assert passed.share.value == pytest.approx(0.9)


def test_an_oversampled_group_is_weighted_back() -> None:
    """10 of 100 rejections with half wrong, 10 of 900 others all right: 95 % of the frame, not 75 % of the sample."""
    marks = [
        marked(n, "correct" if n < 5 else "minor_error", stratum="rejected", weight=10) for n in range(10)
    ]
    marks += [marked(100 + n, "correct", stratum="rest", weight=90) for n in range(10)]
    (found,) = agreement.scores(marks, lambda _m: "whole")
    assert found.share is not None
    assert found.share.value == pytest.approx(0.95)
    near = stratified([Drawn(100, 10, 5), Drawn(900, 10, 10)])
    assert near is not None
    assert found.share.low == pytest.approx(near.low, abs=0.06)
    assert found.share.high == pytest.approx(near.high, abs=0.06)


def test_what_did_not_apply_counts_nowhere_and_two_assessors_of_a_file_are_one_file() -> None:
    marks = [
        marked(1, "correct"),
        marked(1, "minor_error", slot=2),
        marked(2, "not_applicable"),
        marked(3, "correct"),
    ]
    (found,) = agreement.scores(marks, lambda _m: "whole")
    assert found.share is not None
    assert found.share.value == pytest.approx(0.75)
    assert found.files == 2
    assert agreement.recurring(marks) == []
    again = agreement.recurring([*marks, marked(3, "significant_error", slot=2)])
    assert [(r.files, r.significant, r.of_files) for r in again] == [(2, 1, 2)]


def test_agreement_is_of_files_assessed_twice_alone() -> None:
    """Cohen 1960's way on a small table: 8 of 10 equal, expected 0.5."""
    said = [("correct", "correct")] * 4 + [("minor_error", "minor_error")] * 4
    said += [("correct", "minor_error"), ("minor_error", "correct")]
    marks = [marked(n, pair[slot - 1], slot=slot) for n, pair in enumerate(said) for slot in (1, 2)]
    found = agreement.agreement([*marks, marked(99, "correct")])
    assert (found.files, found.same) == (10, 0.8)
    assert found.kappa.value == pytest.approx(0.6)
    assert found.alpha.value == pytest.approx(1 - 0.2 / (2 * 10 * 10 / (20 * 19)))
    assert agreement.words_for(found.kappa.value) == "moderate"
    assert [agreement.words_for(v) for v in (None, -0.1, 0.3, 0.7, 0.95)] == [
        "unknown", "poor", "fair", "substantial", "almost_perfect",
    ]  # fmt: skip


def test_only_what_they_saw_differently_is_left_to_settle() -> None:
    a, b = PEOPLE[:2]
    rows = compared(
        ["i1", "i2", "i3"],
        [a, b],
        [
            Rated(a, "i1", "correct"),
            Rated(b, "i1", "correct"),
            Rated(a, "i2", "correct"),
            Rated(b, "i2", "minor_error"),
        ],
    )
    assert [row.differ for row in rows] == [False, True, False]
    assert to_settle(rows, set()) == ["i2"]
    assert to_settle(rows, {"i2"}) == []
