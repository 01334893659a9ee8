"""A country that does not exist is added by putting its file beside the others: the code knows none of them."""

import ast
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import app
from app.procedure.files import loading
from app.procedure.public import (
    NoSuchProfile,
    Scenario,
    check,
    count_days,
    load,
    profile_for,
    read_profile,
    read_scenario,
    run,
)
from tests.procedure.scenes import HERE, Case, local

INVENTED = HERE / "invented"
ATLANTIDA = INVENTED / "atlantida.toml"
TALES = sorted(INVENTED.glob("*.txt"))
ROOMS_OF = Path(app.__file__).parent
ROOMS = sorted(ROOMS_OF.rglob("*.py"))


@pytest.fixture
def with_atlantida(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped profiles and one file more."""
    shelf = tmp_path / "profiles"
    shutil.copytree(loading.SHIPPED, shelf)
    shutil.copy(ATLANTIDA, shelf / "xat-1.toml")
    monkeypatch.setattr(loading, "SHIPPED", shelf)
    loading.forget()
    yield
    loading.forget()


def misses(scenario: Scenario) -> list[str]:
    return [
        f"{miss.line}: {miss.expected} — {miss.came.es}"
        for checked in run(scenario, profile_for(scenario))
        for miss in checked.misses
    ]


@pytest.mark.parametrize("path", TALES, ids=lambda path: path.stem)
def test_its_cases_go_as_written_once_its_file_is_there(path: Path, with_atlantida: None) -> None:
    scenario = read_scenario(path)
    assert misses(scenario) == []
    last = run(scenario, profile_for(scenario))[-1].happened.situation
    assert all(not load("XAT").stage(claim.stage or "").open for claim in last.claims)
    assert last.deadlines == ()


def test_the_other_countries_are_still_there(with_atlantida: None) -> None:
    assert {load(country).country for country in ("XAT", "CRI", "HND", "BLZ")} == {"XAT", "CRI", "HND", "BLZ"}


def test_without_its_file_there_is_no_such_country() -> None:
    with pytest.raises(NoSuchProfile):
        load("XAT")


def strings(path: Path) -> Iterator[str]:
    """The strings that code compares or looks up with; what its documentation says does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_code_knows_it_and_the_procedure_knows_no_country_at_all() -> None:
    assert [path for path in ROOMS if "XAT" in strings(path)] == []
    countries = {draft.country for draft in loading._shipped()}
    assert len(countries) >= 3
    procedure = [path for path in ROOMS if path.relative_to(ROOMS_OF).parts[0] == "procedure"]
    assert len(procedure) > 10
    assert [(path.name, word) for path in procedure for word in strings(path) if word in countries] == []


def test_a_refusal_without_a_remedy_on_record_leaves_the_case_open_and_the_person_here() -> None:
    atlantida = read_profile(ATLANTIDA)
    assert atlantida.remedies == ()
    assert atlantida.remedy_chain.value is None
    case = Case(atlantida).join(1)
    case.record("landed", "registration_officer")
    case.record("heard", "eligibility_officer")
    follows = case.record("answered", "commission_secretary", outcomes={1: "turned_down"})
    assert case.stage_of(1) == "turned_down"
    assert follows.removal_barred
    assert follows.start == ()
    assert case.situation.deadlines == ()


def test_a_feast_of_the_lighthouse_counts_at_the_lighthouse_alone() -> None:
    """Heard on Saturday 25 April 2026: 26, 27, 28, 30 April, 1, 2, 3 May, then 4 May; Wednesday 29 is the day of rest."""
    atlantida = read_profile(ATLANTIDA)
    at = local(atlantida, date(2026, 4, 25))
    there = count_days(atlantida, "answer", at, office="faro")
    here = count_days(atlantida, "answer", at, office="puerto")
    assert here is not None
    assert there is not None
    assert here.due_day == date(2026, 5, 4)
    assert there.due_day == date(2026, 5, 5)


def test_everything_in_it_is_marked_as_made_up_and_nothing_breaks_the_road() -> None:
    findings = check(read_profile(ATLANTIDA))
    own = {
        f"events.{event['name']}" for event in tomllib.loads(ATLANTIDA.read_text(encoding="utf-8"))["events"]
    }
    recalled = {finding.subject for finding in findings if finding.kind == "recalled"}
    assert {subject for subject in recalled if not subject.startswith("events.")} == {"screening"}
    assert not recalled & own, "what is recalled is what the house records in every country"
    assert any(finding.kind == "synthetic_value" for finding in findings)
    assert [finding for finding in findings if finding.severity == "defect"] == []
    assert ("remedy_not_on_record", "outcomes.turned_down") in {(f.kind, f.subject) for f in findings}


def test_a_law_that_is_known_to_have_no_remedy_is_a_defect_and_not_a_gap(tmp_path: Path) -> None:
    known = 'remedy_chain = { is = true, source = "TIDE", verification = "confirmed" }\n'
    lines = ATLANTIDA.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "known.toml"
    path.write_text("".join(known if line.startswith("remedy_chain") else line for line in lines), "utf-8")
    defects = {(f.kind, f.subject) for f in check(read_profile(path)) if f.severity == "defect"}
    assert defects == {("refusal_without_remedy", "outcomes.turned_down")}
