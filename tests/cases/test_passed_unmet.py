"""For whom a limit has passed: a clock of one claim says nothing about the others of the family."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.cases.rules import passed_unmet
from app.procedure import public as procedure

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
HER, HIM = UUID(int=1), UUID(int=2)
STAGES = {HER: "registered", HIM: "registered"}


@dataclass(frozen=True)
class Clock:
    claim_id: UUID | None
    state: str = "running"
    due_at: datetime = NOW - timedelta(hours=1)
    rule: str = "first_decision"


def passed(*clocks: Clock) -> dict[UUID, bool]:
    missed = [c for c in clocks if c.state == "missed"]
    going = [c for c in clocks if c.state != "missed"]
    found = passed_unmet(procedure.load("CRI"), STAGES, missed, going, NOW)
    return {claim: "first_decision" in rules for claim, rules in found.items()}


def test_a_clock_of_one_claim_passes_for_that_claim_alone() -> None:
    assert passed(Clock(HIM)) == {HER: False, HIM: True}
    assert passed(Clock(HIM, "missed")) == {HER: False, HIM: True}


def test_a_clock_of_the_case_passes_for_everybody() -> None:
    assert passed(Clock(None)) == {HER: True, HIM: True}


def test_one_that_is_owed_anew_has_not_passed() -> None:
    later = NOW + timedelta(days=1)
    assert passed(Clock(None, "missed"), Clock(HIM, due_at=later)) == {HER: True, HIM: False}
    assert passed(Clock(HIM, "missed"), Clock(None, due_at=later)) == {HER: False, HIM: False}
