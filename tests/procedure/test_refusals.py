"""Whoever may not, cannot; wherever it does not fit, it is refused; and a refusal changes nothing."""

from dataclasses import replace

import pytest

from app.procedure.public import (
    NeedsUnmet,
    ProcedureRefusal,
    UnknownEvent,
    UnknownOutcome,
    WrongRole,
    WrongStage,
)
from tests.procedure.scenes import costa_rica, family, family_at

ROLES = {
    *("border_liaison_officer", "registration_officer", "eligibility_officer", "supervisor"),
    *("commission_secretary", "commission_member", "appeals_clerk", "appeals_judge", "documentation_officer"),
    *("legal_representative", "child_protection_officer", "quality_assessor", "coi_researcher", "auditor"),
    *("data_protection_officer", "administrator", "applicant", "system"),
}
STAGES = tuple(stage.name for stage in costa_rica().stages)
REACHABLE = tuple(s for s in STAGES if s not in {"suspended", "abandoned", "withdrawn"})


def test_every_refusal_is_a_refusal_of_the_procedure() -> None:
    for kind in (UnknownEvent, WrongRole, WrongStage, NeedsUnmet, UnknownOutcome):
        assert issubclass(kind, ProcedureRefusal)


def test_an_event_that_the_procedure_does_not_have() -> None:
    with pytest.raises(UnknownEvent) as refusal:
        family().record("pardoned", "supervisor")
    assert refusal.value.name == "pardoned"
    assert "pardoned" in str(refusal.value)


@pytest.mark.parametrize("stage", REACHABLE)
def test_a_wrong_role_is_refused_before_anything_else(stage: str) -> None:
    case = family_at(stage)
    before = case.situation
    for event in case.profile.events:
        for role in ROLES - set(event.by):
            with pytest.raises(WrongRole) as refusal:
                case.record(event.name, role, shown=())
            assert (refusal.value.event, refusal.value.role, refusal.value.allowed) == (
                event.name,
                role,
                event.by,
            )
    assert case.situation is before


@pytest.mark.parametrize("stage", REACHABLE)
def test_an_event_out_of_order_is_refused(stage: str) -> None:
    case = family_at(stage)
    before = case.situation
    refused = 0
    for event in case.profile.events:
        open_here = case.profile.stage(stage).open
        fits = stage in event.leaves or "*" in event.leaves or ("*open" in event.leaves and open_here)
        if not fits:
            refused += 1
            with pytest.raises(WrongStage) as refusal:
                case.record(event.name, event.by[0])
            assert refusal.value.stage == stage
            assert stage not in refusal.value.allowed
    assert refused > 10
    assert case.situation is before


def _in_order_of_the_road() -> list[tuple[str, str]]:
    """Each need of each event, at a stage from which the event is possible."""
    found = []
    for event in costa_rica().events:
        stage = next((s for s in REACHABLE if s in event.leaves or "*open" in event.leaves), None)
        found += [(event.name, stage) for _ in event.needs[:1] if stage is not None]
    return found


@pytest.mark.parametrize(("name", "stage"), _in_order_of_the_road())
def test_every_need_is_asked_for_alone(name: str, stage: str) -> None:
    """Leaving out one need refuses the event and names that need, whatever else was shown."""
    case = family_at(stage)
    event = case.profile.event(name)
    case.situation = before = replace(case.situation, missed=frozenset(event.after))
    for need in event.needs:
        with pytest.raises(NeedsUnmet) as refusal:
            case.record(name, event.by[0], shown=set(event.needs) - {need})
        assert refusal.value.missing == (need,)
    assert case.situation is before


def test_nobody_may_who_only_looks() -> None:
    onlookers = {"quality_assessor", "coi_researcher", "auditor", "data_protection_officer", "administrator"}
    for event in costa_rica().events:
        assert not onlookers & set(event.by), event.name
        assert set(event.by) <= ROLES, event.name


def test_the_domains_prohibitions_hold_in_the_profile() -> None:
    by = {event.name: set(event.by) for event in costa_rica().events}
    assert "eligibility_officer" not in by["decided"] | by["endorsed"] | by["returned"]
    assert "commission_secretary" not in by["remedy_decided"]
    assert by["remedy_decided"] == {"appeals_judge"}
    assert "border_liaison_officer" not in by["interview_held"] | by["assessment_submitted"] | by["decided"]
    assert "system" not in by["became_final"] | by["abandoned"] | by["decided"]
