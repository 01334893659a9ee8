"""What an override may never do, whoever signs it: let time or the system move anybody, or keep the server busy."""

import time

import pytest

from app.procedure import public as procedure
from tests.overrides.texts import override


def faults_of(more: str) -> list[str]:
    layer = procedure.Layer("override", override(more=more))
    with pytest.raises(procedure.ProfileError) as refused:
        procedure.with_layer("CRI", "2024-06", layer=layer)
    return [fault.code for fault in getattr(refused.value, "faults", ())]


def event(name: str, rest: str, *, by: str = '["system"]', leaves: str = '["*"]') -> str:
    label = '{ es = "Prueba", en = "Trial" }'
    return (
        f'\n[[events]]\nname = "{name}"\nlabel = {label}\nfrom = {leaves}\nby = {by}\n'
        f'verification = "unknown"\n{rest}\n'
    )


@pytest.mark.parametrize(
    "name", ["deadline_missed", "reminder_due", "deadline_escalated", "an_event_of_its_own"]
)
@pytest.mark.parametrize(
    "harm", ['to = "abandoned"', 'to = "final"\ncloses_documents = true', 'cancels = ["*"]']
)
def test_what_the_system_records_moves_nobody(name: str, harm: str) -> None:
    assert "moved_by_itself" in faults_of(event(name, harm))


@pytest.mark.parametrize(
    "changed",
    [
        event("deadline_missed", 'needs = ["reasons"]'),
        event("deadline_missed", "", leaves='["registered"]'),
        event("deadline_missed", 'except = ["review"]'),
        event("deadline_missed", "", by='["supervisor"]'),
        event("deadline_missed", 'in_force = { to = 2020-01-01, how = "repealed" }'),
    ],
)  # fmt: skip
def test_nothing_keeps_the_record_from_saying_that_time_passed(changed: str) -> None:
    assert "kept_from_the_calendar" in faults_of(changed)


@pytest.mark.parametrize("name", ["flag", "stage", "basis"])
def test_no_answer_stands_in_the_place_of_a_fact_of_the_claim(name: str) -> None:
    ask = f'asks = [{{ name = "{name}", label = {{ es = "x", en = "x" }}, kind = "text" }}]'
    assert "named_like_a_fact" in faults_of(event("own", f"form = true\n{ask}", by='["supervisor"]'))


def test_an_answer_gives_no_outcome_that_the_law_does_not_have() -> None:
    ask = 'asks = [{ name = "outcome", label = { es = "x", en = "x" }, kind = "choice", choices = [CHOICE] }]'
    asked = ask.replace("CHOICE", '{ name = "banished", label = { es = "x", en = "x" } }')
    assert "no_such" in faults_of(event("own", f"form = true\n{asked}", by='["supervisor"]'))


def test_a_key_without_end_is_refused_at_once() -> None:
    began = time.perf_counter()
    assert faults_of("a." * 100_000 + "a = 1") == ["endless_key"]
    assert faults_of("a" * 200_000 + " = 1") == ["unknown_key"]
    assert faults_of("x = " + '"' * 3 + "'" * 150_000) == ["broken_toml"]
    assert time.perf_counter() - began < 5


def test_a_number_without_end_is_a_fault_and_no_breakdown() -> None:
    assert faults_of("x = " + "9" * 6000) == ["broken_toml"]
