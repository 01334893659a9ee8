"""What a transitional rule means for a case: it stands where it stood, and no clock of the person's ends earlier."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.procedure.days.counting import resumed
from app.procedure.public import (
    ClaimState,
    DeadlineState,
    Label,
    Profile,
    Situation,
    StageMissing,
    Transition,
    load,
    move,
    moves_from,
    read_profile,
)
from tests.procedure.scenes import HERE, costa_rica

STARTED = datetime(2026, 3, 2, 15, tzinfo=UTC)


def rule(**changes: object) -> Transition:
    values: dict[str, object] = {
        "name": "to_the_new_law",
        "label": Label(es="A la ley nueva", en="To the new law"),
        "origin": "2022-12",
        "on": date(2024, 6, 14),
        "moves": "case",
        "verification": "recalled",
    }
    return Transition(**(values | changes))  # type: ignore[arg-type]


def clock(profile: Profile, name: str, *, days: int, number: int = 1, **changes: object) -> DeadlineState:
    assert name in profile.limits
    running = DeadlineState(UUID(int=number), name, None, STARTED, STARTED + timedelta(days=days), "running")
    return replace(running, **changes)  # type: ignore[arg-type]


def standing(stage: str, *clocks: DeadlineState) -> Situation:
    return Situation((ClaimState(UUID(int=9), stage, "principal"),), clocks, stage=stage)


def test_clocks_keep_their_ends_unless_the_rule_says_otherwise() -> None:
    new = costa_rica()
    held = [clock(new, name, days=7, number=n) for n, name in enumerate(new.limits, start=1)]
    moving = move(new, rule(), standing("assessment", *held), facts={})
    assert [(c.id, c.fate, c.due_at) for c in moving.clocks] == [(c.id, "kept", c.due_at) for c in held]


def test_a_limit_is_counted_anew_from_where_it_began_and_says_how() -> None:
    new = costa_rica()
    moving = move(
        new,
        rule(recounts=("first_decision",)),
        standing("assessment", clock(new, "first_decision", days=400)),
        facts={},
    )
    (moved,) = moving.clocks
    assert moved.fate == "recounted"
    assert moved.due_at < moved.was_due_at
    assert moved.explanation is not None
    assert moved.explanation.due_day == date(2026, 6, 2)


@given(days=st.integers(1, 800), name=st.sampled_from(sorted(costa_rica().limits)))
def test_no_limit_that_binds_the_person_ends_earlier_for_it(days: int, name: str) -> None:
    new = costa_rica()
    situation = standing("remedy_window", clock(new, name, days=days))
    (moved,) = move(new, rule(recounts=tuple(new.limits)), situation, facts={}).clocks
    if new.limits[name].binds == "applicant":
        assert moved.due_at >= moved.was_due_at
    assert (moved.explanation is not None) == (moved.due_at != moved.was_due_at)


def test_a_clock_that_rests_or_was_prolonged_keeps_what_it_has() -> None:
    new = costa_rica()
    resting = clock(new, "first_decision", days=400, state="suspended", suspended_at=STARTED)
    prolonged = clock(new, "first_decision", days=400, number=2, extensions=1)
    again = rule(recounts=("first_decision",))
    moving = move(new, again, standing("suspended", resting, prolonged), facts={})
    assert {c.fate for c in moving.clocks} == {"kept"}


def test_a_limit_that_the_new_version_does_not_have_ends() -> None:
    new = costa_rica()
    gone = replace(clock(new, "first_decision", days=3), rule="a_limit_of_the_old_law")
    (moved,) = move(new, rule(), standing("assessment", gone), facts={}).clocks
    assert moved.fate == "ended"


def test_a_clock_that_rests_ends_where_nobody_could_count_on_and_goes_on_elsewhere() -> None:
    new = costa_rica()
    assert new.limit("file_claim").length is None
    going = (clock(new, "file_claim", days=7), clock(new, "first_decision", days=7, number=2))
    held = [replace(each, state="suspended", suspended_at=STARTED) for each in going]
    moving = move(new, rule(), standing("suspended", *held), facts={})
    assert [c.fate for c in moving.clocks] == ["ended", "kept"]
    with pytest.raises(ValueError, match="no length"):
        resumed(new, held[0], STARTED)
    assert resumed(new, held[1], STARTED).due_at >= held[1].due_at


def test_a_case_at_a_stage_that_the_new_version_does_not_have_is_not_moved() -> None:
    with pytest.raises(StageMissing) as refusal:
        move(costa_rica(), rule(), standing("awaiting_recommendation"), facts={})
    assert refusal.value.stage == "awaiting_recommendation"


def test_it_takes_the_stages_that_it_names_or_the_open_ones() -> None:
    profile = costa_rica()
    everything = {stage.name for stage in profile.stages}
    assert moves_from(profile, rule()) == {stage.name for stage in profile.stages if stage.open}
    assert moves_from(profile, rule(stages=("registered", "no_such_stage"))) == {"registered"}
    assert moves_from(profile, rule(stages=("*",))) == everything
    assert moves_from(profile, rule(stages=("*open", "final"))) >= {"final", "registered"}


@pytest.mark.parametrize(
    "wrong",
    [{"moves": "parts"}, {"parts": ("documents",)}, {"moves": "parts", "parts": ("x",), "recounts": ("y",)}],
)
def test_a_rule_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**wrong)


def test_a_rule_names_limits_that_its_version_has(tmp_path: Path) -> None:
    text = (HERE / "toy.toml").read_text("utf-8")
    wrong = tmp_path / "toy.toml"
    wrong.write_text(
        text
        + '\n[[transition]]\nname = "t"\nlabel = { es = "t", en = "t" }\nfrom = "0"\non = 2026-01-01\nmoves = "case"\n'
        + 'recounts = ["no_such_limit"]\nverification = "recalled"\n',
        "utf-8",
    )
    with pytest.raises(ValueError, match="no_such_limit"):
        read_profile(wrong)


def test_the_shipped_rules_name_a_version_that_is_here() -> None:
    for each in load("CRI").transition:
        assert load("CRI", version=each.origin).version == each.origin
