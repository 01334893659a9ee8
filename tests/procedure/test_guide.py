"""What docs/procedimiento.md tells a lawyer to write is taken as it stands there."""

import re
from pathlib import Path

import pytest

from app.procedure import public as procedure

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/procedimiento.md").read_text(encoding="utf-8")
PROFILES = ROOT / "app/procedure/profiles"


def block(first_words: str) -> str:
    """The example that begins so."""
    found = [
        text for text in re.findall(r"```[a-z]*\n(.*?)```", GUIDE, re.DOTALL) if text.startswith(first_words)
    ]
    assert len(found) == 1
    return str(found[0])


def test_the_override_of_the_guide_can_be_laid_over_the_law(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(block("[override]"), encoding="utf-8")
    own = procedure.load("CRI", version="2024-06", overrides=file)
    assert own.bodies["commission"].quorum is not None
    assert own.bodies["commission"].quorum.value == 2
    shipped = procedure.load("CRI", version="2024-06")
    assert {change.on.isoformat() for change in own.calendars["administration"].changes} - {
        change.on.isoformat() for change in shipped.calendars["administration"].changes
    } == {"2026-12-24"}


def test_the_limit_of_the_guide_is_one_that_a_profile_may_have(tmp_path: Path) -> None:
    file = tmp_path / "limit.toml"
    mark = '[override]\nof = "MEX"\nlabel = { es = "x", en = "x" }\n'
    file.write_text(mark + block("[limits.first_decision]"), encoding="utf-8")
    limit = procedure.load("MEX", overrides=file).limit("first_decision")
    assert str(limit.length) == "45 working_days"
    assert str(limit.variants[-1].length) == "10 working_days"


def test_the_case_of_the_guide_happens_as_it_is_told(tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_text(block("Una madre y su hijo"), encoding="utf-8")
    scenario = procedure.read_scenario(file)
    assert [
        each.misses for each in procedure.run(scenario, procedure.profile_for(scenario)) if each.misses
    ] == []


@pytest.mark.parametrize("command", re.findall(r"^rsd procedure (\w+)", GUIDE, re.MULTILINE))
def test_the_commands_of_the_guide_exist(command: str) -> None:
    from app.commands.procedure import commands  # noqa: PLC0415 - typer names a command after its function

    assert command in {
        each.name or each.callback.__name__ for each in commands.registered_commands if each.callback
    }


def test_the_number_of_the_guide_is_one_that_a_document_may_have(tmp_path: Path) -> None:
    file = tmp_path / "number.toml"
    mark = '[override]\nof = "PAN"\nlabel = { es = "x", en = "x" }\n'
    file.write_text(mark + block("[documents.applicant_document]"), encoding="utf-8")
    number = procedure.load("PAN", overrides=file).document("applicant_document").number
    assert (number.format, number.prefix, number.padding) == ("sequence", "PA-", 6)
    assert (number.check, number.per) == ("luhn", ("office", "year"))
